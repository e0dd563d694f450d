"""A clock, and a ward with every part of a report: levels, a blocked object, a plan with a target, a signed register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.utils import timezone

from gis.models import AdminUnit
from heritage.models import Item, Plan, RegisterEntry, RegisterVersion, Report, User
from heritage.services.reports import make_report
from tests.conftest import required

SITE = "https://disan.example"
TODAY = dt.date(2026, 11, 25)
NEEDS = [
    {"code": "inside_unit", "level": 1, "met": True, "vi": "Vị trí nằm trong phường", "en": "Inside"},
    {"code": "captioned_photos", "level": 2, "met": False, "vi": "8 ảnh có chú thích", "en": "8 photos"},
]
QUARTERS = {"period": "quarter", "before": ["03-20", "06-20", "09-20", "12-20"]}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.date], None]:
    """Sets the day; noon in Việt Nam."""

    def to(day: dt.date) -> None:
        at = dt.datetime(day.year, day.month, day.day, 5, tzinfo=dt.UTC)
        monkeypatch.setattr(timezone, "now", lambda: at)

    to(TODAY)
    return to


@pytest.fixture
def ward(clock: object, vi_khe: AdminUnit, make_item: Callable[..., Item]) -> AdminUnit:
    """Vị Khê with everything that a report tells."""
    return fill_ward(vi_khe, make_item)


def fill_ward(vi_khe: AdminUnit, make_item: Callable[..., Item]) -> AdminUnit:
    """2 of 5 relics count, one is blocked; a festival in work; no craft village."""
    zone = MultiPolygon(Polygon.from_bbox((106.21, 20.40, 106.212, 20.402)), srid=4326)
    public = {"state": Item.State.PUBLISHED, "level_reasons": NEEDS, "position_accuracy_m": 5.0}
    at = Point(106.2125, 20.4035, srid=4326)
    items = [
        make_item(public_id="VKDV6A", name_vi="Đình Vị Khê", level=3, rank="national", zone_one=zone, position=at, decision_number="1419/QĐ-TTg", **public),
        make_item(public_id="VKCHUA", name_vi="Chùa Dày", level=2, position=Point(106.22, 20.41, srid=4326), **public),
        make_item(public_id="VKMIEU", name_vi="=Miếu “Hai & Ba” <b>", level=1, level_reasons=NEEDS),
        make_item(public_id="VKVUON", name_vi="Vườn tượng", blocked_reason="Chưa có văn bản đồng ý của chủ vườn"),
        make_item(public_id="VKBIA1", name_vi="Bia cổ"),
        make_item(public_id="VKHH01", category="festival", name_vi="Lễ hội hoa Vị Khê", level=1, lunar={"month": 1, "day": 12}),
    ]  # fmt: skip
    version = RegisterVersion.objects.create(
        unit=vi_khe,
        number=2,
        label_vi="Danh mục di sản phường Vị Khê",
        valid_from=dt.date(2026, 1, 5),
        approved_on=dt.date(2026, 1, 2),
        approved_by="Nguyễn Văn Ạ",
    )
    for item in items:
        RegisterEntry.objects.create(version=version, item=item, category=item.category)
    Plan.objects.create(
        unit=vi_khe,
        key="vi-khe-2026",
        document_vi="Kế hoạch năm 2026 của phường Vị Khê",
        document_date="2026-04-09",
        year_from=2026,
        year_to=2026,
        categories=["relic", "festival", "craft_village", "figure"],
        target_percent="50",
        quote_vi="Số hóa các di tích lịch sử, lễ hội, làng nghề truyền thống, nhân vật lịch sử: đạt 50%",
        reporting=[QUARTERS, {"period": "year", "before": ["12-10"]}],
        reports_to_vi="Phòng Văn hóa - Xã hội; Sở Khoa học và Công nghệ",
    )
    return vi_khe


@pytest.fixture
def report(ward: AdminUnit, officer: User) -> Report:
    """The fourth quarter, made today by the ward's officer."""
    return make_report(ward.code, "2026-Q4", by=officer, site=SITE)


@pytest.fixture(scope="session")
def office() -> Path:
    """LibreOffice's program."""
    return Path(required("DISANSO_TEST_OFFICE", "LibreOffice's program"))
