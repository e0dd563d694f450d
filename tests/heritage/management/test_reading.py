"""The doctor says what to install for reading scans and what waits; it is no fault to go without."""

from __future__ import annotations

import contextlib
import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from heritage.models import Asset
from tests import reader

pytestmark = pytest.mark.django_db


def said() -> tuple[bool, str]:
    out = io.StringIO()
    with contextlib.suppress(CommandError):  # the units are not loaded here
        call_command("doctor", json=True, stdout=out)
    (line,) = [json.loads(line) for line in out.getvalue().splitlines() if '"ocr"' in line]
    return line["ok"], line["detail"]


@pytest.fixture
def waiting(make_item, officer):
    item = make_item()
    return Asset.objects.create(
        item=item, unit=item.unit, kind="scan", media_type="image/tiff", sha256="0" * 64, bytes=1, original="x",
        original_name="a.tif", state="ready", received_by=officer,
        facts={"reading": {"wanted": [1], "language": None, "postponed": False, "weak": [], "late": []}},
    )  # fmt: skip


def test_the_program_to_install_is_named(waiting, stores, index, tmp_path, monkeypatch):
    reader.remove(tmp_path / "bin", monkeypatch)
    well, detail = said()
    assert well
    assert "tesseract-ocr-vie" in detail
    assert "1 tệp chờ" in detail


def test_what_reads_here_is_named(stores, index, tmp_path, monkeypatch):
    reader.install(tmp_path / "bin", monkeypatch, "chữ")
    assert said() == (True, "tesseract 5.3.0, vie+eng")
