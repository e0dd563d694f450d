"""The job: a lease, a second delivery that changes nothing, whose fault a failure is."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from heritage.jobs import lease, process
from heritage.jobs.sweep import clear_incoming, note_handed_on, stranded
from heritage.models import Asset, Batch, Derivative, Receipt
from heritage.services import intake
from media_pipeline.errors import WorkerFailed
from tests import samples

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def received(vi_khe, officer, stores, tmp_path: Path) -> Asset:
    batch = Batch.objects.create(unit=vi_khe, by=officer)
    path = samples.photo(tmp_path / "a.jpg", lon=106.2115, lat=20.4076)
    return intake.receive_into(batch, path, name="a.jpg", queue=False).asset


def test_a_second_delivery_changes_nothing(received):
    process.process_asset(received.pk)
    first = list(Derivative.objects.values_list("pk", "sha256"))
    process.process_asset(received.pk)
    assert list(Derivative.objects.values_list("pk", "sha256")) == first
    assert Asset.objects.get().attempts == 1


def test_an_asset_that_somebody_works_on_is_left_alone(received):
    Asset.objects.update(
        state="processing", lease_until=timezone.now() + timedelta(minutes=1), lease_holder="other"
    )
    process.process_asset(received.pk)
    assert Asset.objects.get().lease_holder == "other"


def test_a_lost_worker_s_asset_is_found_and_taken_over(received):
    Asset.objects.update(state="processing", lease_until=timezone.now() - timedelta(seconds=1), attempts=1)
    assert stranded() == [received.pk]
    process.process_asset(received.pk)
    asset = Asset.objects.get()
    assert (asset.state, asset.attempts) == ("ready", 2)
    assert stranded() == []


def test_after_three_lost_workers_it_is_our_failure_with_a_number(received):
    Asset.objects.update(state="processing", lease_until=timezone.now() - timedelta(seconds=1), attempts=3)
    process.process_asset(received.pk)
    asset = Asset.objects.get()
    assert asset.state == "failed"
    assert asset.reason["number"] in asset.reason["vi"]
    assert Receipt.objects.get().outcome == "failed"


def test_a_crash_of_ours_is_not_blamed_on_the_file(received, monkeypatch):
    def broken(*args: object, **kwargs: object) -> None:
        raise WorkerFailed("a bug of ours")

    monkeypatch.setattr(process.child, "process_in_child", broken)
    process.process_asset(received.pk)
    asset = Asset.objects.get()
    assert (asset.state, asset.code) == ("failed", "our_fault")
    assert "a bug of ours" not in asset.reason["vi"]


def test_an_original_that_changed_on_disk_is_never_processed(received, stores):
    kept = stores / "originals" / received.original
    kept.chmod(0o644)
    kept.write_bytes(kept.read_bytes() + b"x")
    process.process_asset(received.pk)
    assert Asset.objects.get().state == "failed"


def test_public_pictures_carry_no_position(received, stores):
    from PIL import Image

    process.process_asset(received.pk)
    for derivative in Derivative.objects.filter(media_type__in=["image/jpeg", "image/webp"]):
        with Image.open(stores / "derivatives" / derivative.file) as image:
            assert 0x8825 not in image.getexif()


def test_the_work_of_a_killed_process_is_found_and_taken_over_before_its_lease_ends(received):
    here, number, _start = lease.holder().split(":")
    Asset.objects.update(
        state="processing",
        attempts=1,
        lease_until=timezone.now() + timedelta(minutes=5),
        lease_holder=f"{here}:{number}:1",
    )
    assert stranded() == [received.pk]
    process.process_asset(received.pk)
    assert Asset.objects.get().state == "ready"


def test_what_waits_in_a_long_queue_is_sent_again_once_in_a_while_not_every_minute(received):
    Asset.objects.update(received_at=timezone.now() - timedelta(hours=1))
    assert stranded() == [received.pk]
    note_handed_on(received.pk)
    assert stranded() == []
    process.process_asset(received.pk)
    assert Asset.objects.get().state == "ready"


def test_only_old_temporary_files_are_cleared_away(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    (old / "member").write_bytes(b"x")
    new.write_bytes(b"x")
    days_ago = (timezone.now() - timedelta(days=3)).timestamp()
    os.utime(old, (days_ago, days_ago))
    assert clear_incoming() == 1
    assert [each.name for each in tmp_path.iterdir()] == ["new"]


def test_two_files_of_one_name_in_one_delivery_keep_a_receipt_each(received, tmp_path):
    batch = Batch.objects.get()
    other = samples.photo(tmp_path / "other.jpg", seed=9)
    intake.receive_into(batch, other, name="a.jpg", queue=False)
    intake.receive_into(batch, other, name="a.jpg", queue=False)
    assert list(batch.receipts.values_list("path", flat=True)) == ["a.jpg", "a.jpg (2)"]
    assert Asset.objects.count() == 2


def test_a_derivative_says_how_it_came_about(received):
    process.process_asset(received.pk)
    made = Derivative.objects.get(recipe="photo-640")
    assert made.version >= 1
    assert made.tool.startswith(("Pillow ", "pyvips "))
    assert made.parameters["width"] == 640
    assert timezone.now() - made.made_at < timedelta(minutes=1)
