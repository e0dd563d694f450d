"""Hán-Nôm and decomposed Vietnamese file names arrive, are shown and leave as they were written."""

from __future__ import annotations

import io
import json
import unicodedata
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from heritage.models import Asset, Receipt
from heritage.projections.item_record import safe_name
from tests import samples

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("stores", "index")]

HAN_NOM = "漢喃 𡨸喃 龍.tif"  # the second group lies beyond the first 65,536 characters
VIETNAMESE = "Đình Vị Khê – bản quét số 1.tif"
DECOMPOSED = unicodedata.normalize("NFD", VIETNAMESE)


@pytest.fixture(params=[HAN_NOM, VIETNAMESE, DECOMPOSED], ids=["hán-nôm", "composed", "decomposed"])
def name(request) -> str:
    return str(request.param)


def kept_as(name: str, folder: str = "") -> None:
    asset = Asset.objects.get()
    assert asset.original_name == folder + unicodedata.normalize("NFC", name)
    assert safe_name(asset.original_name) == unicodedata.normalize("NFC", name)


def test_through_the_browser_to_the_desk(name, officer, make_item, tmp_path):
    item = make_item()
    client = Client()
    client.force_login(officer)
    content = samples.scan(tmp_path / "a.tif").read_bytes()
    files = [SimpleUploadedFile(name, content)]
    assert client.post("/can-bo/tai-len/", {"item": item.public_id, "files": files}).status_code == 302
    kept_as(name)
    receipt = Receipt.objects.get()
    shown = unicodedata.normalize("NFC", client.get(f"/can-bo/tai-len/{receipt.batch_id}/").content.decode())
    assert unicodedata.normalize("NFC", name) in shown


@pytest.mark.parametrize("zipped", [False, True], ids=["folder", "zip"])
def test_through_the_command_line(zipped, name, vi_khe, officer, tmp_path):
    delivery = tmp_path / "khảo sát"
    delivery.mkdir()
    samples.scan(delivery / name)
    if zipped:
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.write(delivery / name, f"漢/{name}")
        delivery = tmp_path / "a.zip"
    out = io.StringIO()
    options = {"unit": "13972", "by": "canbo", "json": True, "stdout": out, "stderr": io.StringIO()}
    call_command("ingest", str(Path(delivery)), **options)
    line = json.loads(out.getvalue().splitlines()[0])
    assert unicodedata.normalize("NFC", line["path"]).endswith(unicodedata.normalize("NFC", name))
    assert line["outcome"] == "accepted"
    kept_as(name, "漢/" if zipped else "")
