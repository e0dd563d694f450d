"""``report_kpi`` writes the report of a unit, the same file every time, or says why not."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from gis.models import AdminUnit
from heritage.models import Report

pytestmark = pytest.mark.django_db


def told(output: Path, *more: str, period: str = "2026-Q4", ending: str = "docx") -> dict[str, object]:
    out = io.StringIO()
    arguments = ["--unit", "13972", "--period", period, "--format", ending, "--output", str(output), "--json"]
    call_command("report_kpi", *arguments, *more, stdout=out)
    answer: dict[str, object] = json.loads(out.getvalue())
    return answer


@pytest.mark.parametrize("ending", ["docx", "pdf", "xlsx", "json", "csv"])
def test_a_report_is_the_same_file_every_time(ward: AdminUnit, tmp_path: Path, ending: str) -> None:
    first = told(tmp_path / "a", ending=ending)
    second = told(tmp_path / "b", ending=ending)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert first["digest"] == second["digest"] == Report.objects.get().digest
    assert first["bytes"] == (tmp_path / "a").stat().st_size


@pytest.mark.parametrize("period", ["2026-11", "2026-H2", "2026", "2026-10-01..2026-11-25"])
def test_every_kind_of_period_is_written(ward: AdminUnit, tmp_path: Path, period: str) -> None:
    assert told(tmp_path / "a.pdf", period=period, ending="pdf")["counted_on"] == "2026-11-25"


def test_the_site_stands_before_the_addresses(ward: AdminUnit, tmp_path: Path) -> None:
    told(tmp_path / "a.csv", "--site", "https://disan.example/", ending="csv")
    assert "https://disan.example/can-bo/di-san/VKBIA1/" in (tmp_path / "a.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(("period", "why"), [("2026-Q9", "kỳ báo cáo"), ("2026-Q1", "ảnh chụp số liệu")])
def test_what_cannot_be_reported_ends_with_a_sentence(
    ward: AdminUnit, tmp_path: Path, period: str, why: str
) -> None:
    with pytest.raises(CommandError, match=why):
        told(tmp_path / "a", period=period)
    assert not (tmp_path / "a").exists()


def test_a_folder_that_is_not_there_is_said(ward: AdminUnit, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Không ghi được"):
        told(tmp_path / "none" / "a.docx")
