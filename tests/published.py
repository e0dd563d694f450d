"""A small published catalogue of two wards, for the tests of what the public sees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.gis.geos import Point
from django.utils import timezone

from gis.models import AdminUnit
from heritage.jobs import features
from heritage.jobs.index import rebuild
from heritage.models import Item, Plan, RegisterEntry, RegisterVersion, Relation

SOURCES = {"s1": {"title": "Sách địa chí", "where": "thư viện", "url": "https://example.org/sach"}}
NEEDS = [
    {"code": "source", "level": 0, "met": True, "vi": "Có nguồn dẫn", "en": "A cited source"},
    {
        "code": "photos",
        "level": 2,
        "met": False,
        "vi": "Tám ảnh có chú thích",
        "en": "Eight captioned photographs",
    },
    {"code": "audio", "level": 3, "met": False, "vi": "Lời thuyết minh", "en": "An audio guide"},
]
SECRET_LON, SECRET_LAT = 106.214321, 20.403789


@dataclass(frozen=True, slots=True)
class Published:
    """The items by what they are for."""

    hall: Item
    untranslated: Item
    festival: Item
    village: Item
    figure: Item
    secret: Item
    draft: Item
    withdrawn: Item


def publish_catalogue(make_item: Callable[..., Item], vi_khe: AdminUnit, nam_dinh: AdminUnit) -> Published:
    """Six public items and two that are not, a register with a target, and a ward without a register."""

    def public(**values: object) -> Item:
        columns = {
            "state": Item.State.PUBLISHED,
            "published_at": timezone.now(),
            "sources": SOURCES,
            "sources_of": {"name": "s1", "summary": "s1"},
            "level_reasons": NEEDS,
        }
        return make_item(**columns | values)

    hall = public(
        public_id="VKDV6A",
        name_vi="Đình Vị Khê",
        name_en="Vị Khê Communal House",
        alt_names=["Đình làng Vị Khê"],
        rank="national",
        decision_number="1419/QĐ-TTg",
        decision_date="2012-09-27",
        kinds=["architecture"],
        summary_vi="Đình thờ thành hoàng của làng.",
        summary_en="The house honours the village guardian.",
        story_vi="Đoạn thứ nhất của câu chuyện.\n\nĐoạn thứ hai.",
        story_en="First part of the story.\n\nSecond part.",
        facts=[
            {"code": "worshipped", "vi": "Thành hoàng làng", "en": "The village guardian", "source": "s1"}
        ],
        position=Point(106.213, 20.4038, srid=4326),
        position_method="gnss",
        position_accuracy_m=3.0,
        position_native={"crs": "EPSG:9209", "x": 574060.12, "y": 2257535.34},
        level=2,
    )
    untranslated = public(
        public_id="VKCHUA",
        name_vi="Chùa Dày",
        summary_vi="Ngôi chùa ở đầu làng.",
        story_vi="Chuyện chỉ có bằng một thứ tiếng.",
    )
    festival = public(
        public_id="VKHH01",
        category="festival",
        name_vi="Hội hoa Vị Khê",
        name_en="Vị Khê Flower Festival",
        lunar={"month": 1, "day": 12, "days": 5, "leap": "regular", "calendar": "lunar"},
        level=1,
    )
    village = public(
        public_id="VKLN01",
        category="craft_village",
        name_vi="Làng hoa Vị Khê",
        name_en="Vị Khê Flower Village",
        position=Point(106.2101, 20.4021, srid=4326),
        position_method="address",
        position_accuracy_m=1500.0,
    )
    figure = public(
        public_id="VKNV01", category="figure", name_vi="Tô Trung Tự", name_en="Tô Trung Tự", unit=vi_khe
    )
    secret = public(
        public_id="VKKIN1",
        name_vi="Khu mộ cổ",
        name_en="Old Tombs",
        disclosure="km1",
        position=Point(SECRET_LON, SECRET_LAT, srid=4326),
        position_method="gnss",
        position_accuracy_m=1.0,
        position_native={"crs": "EPSG:9209", "x": 574987.65, "y": 2257432.1},
    )
    draft = make_item(public_id="VKNHAP", name_vi="Miếu chưa công bố")
    withdrawn = make_item(public_id="VKRUT1", name_vi="Bia đã rút", state=Item.State.WITHDRAWN)
    Relation.objects.create(subject=festival, object=hall, kind="held_at")
    Relation.objects.create(subject=hall, object=figure, kind="worshipped_at")
    Relation.objects.create(subject=hall, object=draft, kind="near")
    _register(vi_khe, [hall, untranslated, festival, draft])
    _plans(vi_khe, nam_dinh)
    features.rebuild()
    rebuild()
    return Published(hall, untranslated, festival, village, figure, secret, draft, withdrawn)


def _register(unit: AdminUnit, items: list[Item]) -> None:
    version = RegisterVersion.objects.create(
        unit=unit,
        number=1,
        label_vi="Danh mục trình diễn",
        label_en="Demonstration register",
        is_demo=True,
        valid_from=dt.date(2026, 1, 1),
    )
    for item in items:
        RegisterEntry.objects.create(version=version, item=item, category=item.category)


def _plans(vi_khe: AdminUnit, nam_dinh: AdminUnit) -> None:
    year = timezone.localdate().year
    common = {"year_from": year, "year_to": year + 1, "categories": ["relic"]}
    Plan.objects.create(
        unit=vi_khe,
        key="vi-khe",
        document_vi="Kế hoạch năm của phường Vị Khê",
        document_en="Yearly plan of Phường Vị Khê",
        quote_vi="Số hóa đạt 50%",
        quote_en="Reach 50 per cent",
        target_percent="50",
        reporting=[{"period": "year", "note_vi": "Trước ngày 10/12", "note_en": "Before 10 December"}],
        **common,
    )
    Plan.objects.create(
        unit=nam_dinh, key="nam-dinh", document_vi="Kế hoạch Nam Định", document_en="Nam Định plan", **common
    )
