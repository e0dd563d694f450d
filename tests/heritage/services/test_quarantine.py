"""What the scanner finds comes in on no way, and lies in the quarantine with a note."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from heritage.models import Asset, Batch, Event
from heritage.services.upload import receive_uploads
from heritage.virus_scanner import Scanner
from media_pipeline import fixity
from tests import samples
from tests.heritage.clamd_server import EICAR, NAME, clamd

pytestmark = pytest.mark.django_db


@pytest.fixture
def quarantine(settings: Any, tmp_path: Path) -> Path:
    """The folder, not there yet."""
    settings.QUARANTINE_FOLDER = tmp_path / "quarantine"
    return tmp_path / "quarantine"


@pytest.fixture
def scanner(settings: Any, quarantine: Path) -> Any:
    with clamd() as server:
        settings.VIRUS_SCANNER = Scanner(server.server_address, 3 << 20)  # type: ignore[arg-type]
        yield server


@pytest.fixture
def no_scanner(settings: Any, quarantine: Path) -> None:
    """One that is set and does not answer."""
    settings.VIRUS_SCANNER = Scanner(str(quarantine / "nothing.ctl"), 3 << 20)


def infected_photo(path: Path) -> Path:
    """A photo that opens and carries EICAR's test file behind its end."""
    with samples.photo(path).open("ab") as stream:
        stream.write(EICAR)
    return path


def ingested(path: Path, **options: Any) -> dict[str, dict[str, Any]]:
    out = io.StringIO()
    call_command("ingest", str(path), unit="13972", json=True, stdout=out, stderr=io.StringIO(), **options)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    return {line["path"]: line for line in lines[:-1]}


def files_in(*folders: Path) -> list[Path]:
    return [each for folder in folders for each in folder.rglob("*") if each.is_file()]


@pytest.mark.django_db(transaction=True)
def test_an_infected_file_is_refused_and_locked_away_with_who_when_and_what(
    tmp_path, vi_khe, officer, stores, scanner, quarantine
):
    folder = tmp_path / "survey"
    folder.mkdir()
    infected, clean = infected_photo(folder / "cổng đình.jpg"), samples.photo(folder / "b.jpg", seed=2)
    sha256 = fixity.sha256_of(infected)
    found = ingested(folder, by="canbo")
    assert (found["cổng đình.jpg"]["outcome"], found["cổng đình.jpg"]["code"]) == ("refused", "infected")
    assert found["b.jpg"]["outcome"] in ("accepted", "needs_review")
    assert list(Asset.objects.values_list("sha256", flat=True)) == [fixity.sha256_of(clean)]
    assert sha256 not in {each.name for each in files_in(tmp_path / "originals", tmp_path / "derivatives")}
    assert {each.name for each in quarantine.iterdir()} == {sha256, f"{sha256}.json"}
    assert stat.S_IMODE(quarantine.stat().st_mode) == 0o700
    assert {stat.S_IMODE(each.stat().st_mode) for each in quarantine.iterdir()} == {0o600}
    note = json.loads((quarantine / f"{sha256}.json").read_text("utf-8"))
    assert note["sha256"] == sha256 and note["bytes"] == infected.stat().st_size
    delivery = note["deliveries"][0]
    assert {name: delivery[name] for name in ("name", "signature", "unit", "by")} == {
        "name": "cổng đình.jpg",
        "signature": NAME,
        "unit": "13972",
        "by": "canbo",
    }
    assert Event.objects.get(verb="quarantined").subject == sha256
    ingested(folder, by="canbo")
    assert len(json.loads((quarantine / f"{sha256}.json").read_text("utf-8"))["deliveries"]) == 2
    assert (quarantine / sha256).read_bytes() == infected.read_bytes()


def test_a_browser_s_upload_and_the_members_of_its_zip_are_scanned(
    tmp_path, vi_khe, officer, stores, scanner, quarantine
):
    photo = infected_photo(tmp_path / "a.jpg").read_bytes()
    bundle = io.BytesIO()
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("in/the/zip.jpg", photo + b"another")
    files = [SimpleUploadedFile("a.jpg", photo), SimpleUploadedFile("b.zip", bundle.getvalue())]
    batch = Batch.objects.create(unit=vi_khe, by=officer)
    receipts = receive_uploads(batch, files, item=None, details={})
    assert [(each.outcome, each.code) for each in receipts] == [("refused", "infected")] * 2
    assert len(list(quarantine.glob("*.json"))) == 2
    assert not Asset.objects.exists() and not files_in(tmp_path / "originals")


def test_a_manifest_is_scanned_before_it_is_read(tmp_path, vi_khe, officer, stores, scanner, client):
    client.force_login(officer)
    manifest = SimpleUploadedFile("manifest.csv", b"file,caption\na.jpg," + EICAR)
    answer = client.post("/can-bo/tai-len/", {"files": [manifest]}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, "infected")
    assert Event.objects.get(verb="quarantined").detail["name"] == "manifest.csv"


@pytest.mark.usefixtures("no_scanner")
def test_while_the_scanner_does_not_answer_nothing_comes_in_and_people_are_told_to_send_again(
    tmp_path, vi_khe, officer, stores, quarantine
):
    found = ingested(samples.photo(tmp_path / "a.jpg"))
    assert (found["a.jpg"]["outcome"], found["a.jpg"]["code"]) == ("refused", "not_checked")
    assert "Gửi lại" in found["a.jpg"]["vi"] and "again" in found["a.jpg"]["en"]
    assert not Asset.objects.exists() and not files_in(tmp_path / "originals") and not quarantine.exists()
    answer = Client().get("/readyz")
    assert answer.json()["scanner"] == "away"
    with pytest.raises(CommandError, match="scanner"):
        call_command("doctor", stdout=io.StringIO())


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_scanner")
def test_what_could_not_be_checked_is_taken_when_it_is_sent_again(tmp_path, vi_khe, stores, settings):
    photo = samples.photo(tmp_path / "a.jpg")
    assert ingested(photo)["a.jpg"]["code"] == "not_checked"
    with clamd() as server:
        settings.VIRUS_SCANNER = Scanner(server.server_address, 3 << 20)  # type: ignore[arg-type]
        assert Client().get("/readyz").json()["scanner"] == "ok"
        assert ingested(photo)["a.jpg"]["outcome"] in ("accepted", "needs_review")


def test_without_a_scanner_in_the_settings_nobody_is_asked(tmp_path, vi_khe, stores, settings, quarantine):
    assert settings.VIRUS_SCANNER is None
    path = tmp_path / "eicar.txt"
    path.write_bytes(EICAR)
    assert ingested(path)["eicar.txt"]["code"] == "unknown_type"
    assert not quarantine.exists()
    assert Client().get("/readyz").json()["scanner"] == "off"
