"""The reports of the five wards: each by its own plan, over its own register, drawn on sheets of A4."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from gis.units_data import load_units
from heritage.models import Plan, RegisterEntry, Report, User
from heritage.services import demo_accounts, demo_content, plans
from heritage.services.reports import make_report, write_report
from tests.heritage.conftest import SITE, clock, office
from tests.heritage.reports import pages

pytestmark = pytest.mark.django_db
__all__ = ("clock", "office")
NAM_DINH, HONG_BANG, VI_KHE, XUAN_HUNG, THUONG_HONG = "13669", "11311", "13972", "14122", "12127"
# The report that is nearest on 25 November 2026: its days by the plan, and before which day it is due.
OWED = {
    NAM_DINH: ("2026", "từ ngày 10 tháng 12 năm 2025 đến ngày 09 tháng 12 năm 2026", "10 tháng 12 năm 2026"),
    VI_KHE: ("2026", "từ ngày 10 tháng 12 năm 2025 đến ngày 09 tháng 12 năm 2026", "10 tháng 12 năm 2026"),
    THUONG_HONG: ("2026", "từ ngày 15 tháng 11 năm 2025 đến ngày 14 tháng 11 năm 2026", "15 tháng 11 năm 2026"),
    HONG_BANG: ("2026", "từ ngày 01 tháng 01 năm 2026 đến ngày 31 tháng 12 năm 2026", ""),
    XUAN_HUNG: ("2026", "từ ngày 01 tháng 01 năm 2026 đến ngày 31 tháng 12 năm 2026", ""),
}  # fmt: skip


@pytest.fixture
def reports(db: None, clock: Callable[[dt.date], None]) -> dict[str, Report]:
    """Made of the demonstration's facts; Thượng Hồng's on its cut-off, since no past day is ever counted."""
    clock(dt.date(2026, 11, 14))
    load_units()
    demo_accounts.make_accounts()
    officers = {
        user.unit.code: user for user in User.objects.filter(role=User.Role.OFFICER) if user.unit is not None
    }
    demo_content.load_items(officers, User.objects.get(username="bientap"))
    demo_content.load_registers()
    plans.load_plans()
    return {code: make_report(code, OWED[code][0], by=officers[code], site=SITE) for code in OWED}


def test_each_ward_reports_by_its_own_plan_over_its_own_register(
    reports: dict[str, Report], tmp_path: Path
) -> None:
    for code, report in reports.items():
        pdf = write_report(report, "pdf")
        said = " ".join(pages.texts(pdf))
        _label, days, due = OWED[code]
        assert days in said, code
        assert (f"Hạn gửi: trước ngày {due}" in said) if due else ("Hạn gửi" not in said), code
        plan = Plan.objects.get(unit__code=code)
        assert " ".join(plan.document_vi.split()) in said, code
        assert ("Chỉ tiêu 50%" in said) is (code == VI_KHE)
        assert ("kế hoạch không nêu tỷ lệ" in said) is (code != VI_KHE)
        listed = RegisterEntry.objects.filter(version__unit__code=code).count()
        whole = report.content["rows"][-1]
        assert whole["total"] == listed == sum(whole["levels"])
        assert f"{whole['digitized']}/{listed} đối tượng của danh mục" in said
        assert "danh mục trình diễn, chưa cơ quan nào ký duyệt" in said
        assert "Quần đảo Hoàng Sa" in said and "Quần đảo Trường Sa" in said
        assert pages.sizes_mm(pdf) == {(210, 297)}
        for number in range(len(pages.texts(pdf))):
            sheet = pages.grey(pdf, number)
            assert sheet[:, :10].min() > 250 and sheet[:, -5:].min() > 250, (
                code,
                number,
            )  # margins are white
            assert sheet.min() < 160, (code, number)  # and something stands between them
    assert "phường Bạch Sam" in " ".join(pages.texts(write_report(reports[THUONG_HONG], "pdf")))


def test_libreoffice_lays_out_each_report(reports: dict[str, Report], office: Path, tmp_path: Path) -> None:
    for code, report in reports.items():
        pdf = pages.converted(office, tmp_path, f"{code}.docx", write_report(report, "docx"), "pdf")
        assert pages.sizes_mm(pdf) == {(210, 297)}
        assert abs(len(pages.texts(pdf)) - len(pages.texts(write_report(report, "pdf")))) <= 1, code
        said = " ".join(pages.texts(pdf))
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in said and "Nơi nhận" in said
