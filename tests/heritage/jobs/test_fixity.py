"""A damaged original is found, told, lowers its item, and heals when the same file comes again."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from heritage import storage
from heritage.jobs import fixity, process
from heritage.jobs.evidence import evidence_of
from heritage.models import Asset, Batch, Companion, Derivative, Event
from heritage.services import intake
from tests import samples

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return samples.photo(tmp_path / "a.jpg", lon=106.2115, lat=20.4076)


@pytest.fixture
def asset(vi_khe, officer, reviewer, stores, index, photo) -> Asset:
    batch = Batch.objects.create(unit=vi_khe, by=officer)
    received = intake.receive_into(batch, photo, name="a.jpg", queue=False).asset
    process.process_asset(received.pk)
    Asset.objects.update(published_at=timezone.now(), approved_by=reviewer)
    return Asset.objects.select_related("item__unit").get()


def overwrite(name: str, content: bytes) -> None:
    storage.originals().delete(name)
    storage.originals().save(name, ContentFile(content))


def verify(*options: str) -> tuple[list[dict], str]:
    out = StringIO()
    try:
        call_command("verify_fixity", "--json", *options, stdout=out, stderr=StringIO())
        error = ""
    except CommandError as stopped:
        error = str(stopped)
    return [json.loads(line) for line in out.getvalue().splitlines()], error


def test_an_intact_store_says_so(asset):
    lines, error = verify("--derivatives")
    assert lines == [{"totals": {"checked": 1, "altered": 0, "missing": 0, "restored": 0, "derivatives": 0}}]
    assert error == ""
    assert Asset.objects.get().fixity_at is not None


def test_one_altered_byte_is_found_and_takes_the_evidence_away(asset):
    with storage.originals().open(asset.original) as file:
        content = bytearray(file.read())
    content[-1] ^= 1
    overwrite(asset.original, bytes(content))
    lines, error = verify()
    assert lines[0]["asset"] == asset.public_id and lines[0]["damage"] == "altered"
    assert "sao lưu" in error
    assert Event.objects.get(verb="fixity_failed").subject == asset.public_id
    assert not evidence_of(Asset.objects.get().item).originals_intact


def test_a_missing_original_is_found(asset):
    storage.originals().delete(asset.original)
    lines, _ = verify()
    assert lines[0]["damage"] == "missing"


def test_a_damaged_companion_damages_its_file(asset):
    kept = storage.originals().save("ab/cd/companion", ContentFile(b"wood"))
    Companion.objects.create(asset=asset, name="a.mtl", sha256="0" * 64, bytes=4, original=kept)
    lines, _ = verify()
    assert lines[0]["damage"] == "altered"


def test_the_same_file_sent_again_heals_it(asset, photo, vi_khe, officer):
    overwrite(asset.original, b"rot")
    verify()
    assert Asset.objects.get().damage == "altered"
    batch = Batch.objects.create(unit=vi_khe, by=officer)
    receipt = intake.receive_into(batch, photo, name="again.jpg")
    assert (receipt.outcome, receipt.code) == ("duplicate", "original_restored")
    assert Asset.objects.get().damage == ""
    assert Event.objects.filter(verb="fixity_restored").count() == 1
    assert evidence_of(Asset.objects.get().item).originals_intact
    assert verify()[1] == ""


def test_only_what_was_not_checked_for_long_is_due(asset):
    assert list(fixity.due(timedelta(days=1))) == []
    Asset.objects.update(received_at=timezone.now() - timedelta(days=3))
    assert list(fixity.due(timedelta(days=1))) == [asset]
    assert fixity.check_some(timedelta(days=1), seconds=5) == 1
    assert list(fixity.due(timedelta(days=1))) == []


def test_a_damaged_derivative_is_made_again_by_rederive(asset):
    small = Derivative.objects.get(recipe="photo-640")
    with storage.derivatives().open(small.file) as file:
        whole = file.read()
    storage.derivatives().delete(small.file)
    storage.derivatives().save(small.file, ContentFile(bytes(len(whole))))
    lines, error = verify("--derivatives")
    assert lines[0]["derivatives"] == ["photo-640"] and error == ""
    call_command("rederive", "--recipe", "photo-640", stdout=StringIO(), stderr=StringIO())
    again = Derivative.objects.get(recipe="photo-640")
    with storage.derivatives().open(again.file) as file:
        assert file.read() == whole
    assert again.version >= 1
