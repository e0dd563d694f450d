"""What enters the index of an item: people, decisions, days of festivals, licences; nothing that is not public."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from gis.models import AdminUnit, UnitChange
from heritage.models import Asset, Item, Relation
from heritage.projections.search_document import search_document
from search.documents import Days
from search.tokens import compile_document

MakeItem = Callable[..., Item]


def test_people_are_those_it_worships_and_those_that_its_record_tells_of(make_item: MakeItem) -> None:
    temple = make_item(
        facts=[
            {
                "code": "worshipped",
                "vi": "Thành hoàng Nguyễn Công Thành (Hổ Mang và Đại Vương) và Tô Trung Tự; Phật",
            }
        ]
    )
    figure = make_item(
        category="figure", name_vi="Trần Hưng Đạo", alt_names=["Trần Quốc Tuấn"], state=Item.State.PUBLISHED
    )
    Relation.objects.create(subject=figure, object=temple, kind="worshipped_at")
    assert search_document(temple).persons == (
        *("Trần Hưng Đạo", "Trần Quốc Tuấn"),
        *("Thành hoàng Nguyễn Công Thành (Hổ Mang và Đại Vương)", "Tô Trung Tự", "Phật"),
    )
    assert search_document(figure).persons == ("Trần Hưng Đạo", "Trần Quốc Tuấn")


@pytest.mark.parametrize("state", [Item.State.DRAFT, Item.State.WITHDRAWN])
def test_the_name_of_a_person_who_is_not_public_is_not_in_a_public_document(
    make_item: MakeItem, state: str
) -> None:
    temple, figure = make_item(), make_item(category="figure", name_vi="Người chưa công bố", state=state)
    Relation.objects.create(subject=figure, object=temple, kind="worshipped_at")
    assert "Người chưa công bố" not in repr(search_document(temple))


def test_only_people_are_people(make_item: MakeItem) -> None:
    temple, market = make_item(), make_item(name_vi="Chợ Viềng", state=Item.State.PUBLISHED)
    Relation.objects.create(subject=market, object=temple, kind="worshipped_at")
    neighbour = make_item(category="figure", name_vi="Lê Chân", state=Item.State.PUBLISHED)
    Relation.objects.create(subject=neighbour, object=temple, kind="near")
    assert search_document(temple).persons == ()


@pytest.mark.parametrize(
    ("date", "days"),
    [
        ("2012-09-27", Days("2012-09-27", "2012-09-27")),
        ("1962", Days("1962-01-01", "1962-12-31")),
        ("", None),
        ("9/2012", None),
    ],
)
def test_a_decision_has_its_day_or_its_year(make_item: MakeItem, date: str, days: Days | None) -> None:
    document = search_document(make_item(decision_number="1419/QĐ-TTg", decision_date=date))
    assert (document.decisions, document.decided) == (("1419/QĐ-TTg",), days)


def test_a_festival_has_its_days_of_the_coming_years(make_item: MakeItem) -> None:
    rule = {"month": 1, "day": 12, "days": 5, "calendar": "lunar"}
    document = search_document(make_item(category="festival", lunar=rule))
    assert document.lunar_months == (1,)
    assert Days("2026-02-28", "2026-03-04") in document.festival_days  # the 12th of the first lunar month
    assert document.festival_days[0].first < timezone.localdate().isoformat()
    years = {int(days.first[:4]) for days in document.festival_days}
    assert {timezone.localdate().year + ahead for ahead in range(9)} <= years


def test_a_festival_of_the_solar_calendar_has_no_lunar_month(make_item: MakeItem) -> None:
    rule = {"month": 4, "day": 30, "days": 1, "calendar": "solar"}
    document = search_document(make_item(category="festival", lunar=rule))
    assert document.lunar_months == ()
    assert Days("2027-04-30", "2027-04-30") in document.festival_days


def test_a_day_that_a_year_lacks_is_left_out(make_item: MakeItem) -> None:
    rule = {"month": 2, "day": 30, "days": 1, "calendar": "solar"}
    assert search_document(make_item(category="festival", lunar=rule)).festival_days == ()


def test_licences_are_those_that_published_files_state(make_item: MakeItem) -> None:
    item = make_item()
    for number, (licence, published) in enumerate((("CC-BY-4.0", True), ("CC0-1.0", False), ("", True))):
        Asset.objects.create(
            item=item, unit=item.unit, kind="photo", media_type="image/jpeg", sha256=f"{number:064}", bytes=1,
            licence=licence, published_at=timezone.now() if published else None,
        )  # fmt: skip
    assert search_document(item).licences == ("CC-BY-4.0",)


def test_units_are_found_by_what_they_were_and_lay_in(make_item: MakeItem) -> None:
    item = make_item(former_address="Làng Vị Khê, xã Điền Xá")
    old = AdminUnit.objects.create(
        code="99991",
        valid_from="2000-01-01",
        valid_to="2025-07-01",
        level="commune",
        name="Xã Thử",
        kind="Xã",
        folded="xa thu",
        province_code="36",
        province_name="Tỉnh Nam Định",
        district_name="Huyện Nam Trực",
    )
    UnitChange.objects.create(old=old, new=item.unit, on="2025-07-01", whole=True)
    document = search_document(item)
    assert {"Xã Thử", "Huyện Nam Trực", "Tỉnh Nam Định", "Làng Vị Khê, xã Điền Xá"} <= set(
        document.unit_names
    )
    said = {text for type_, text in compile_document(document).said if type_ == "unit"}
    assert "Huyện Nam Trực" in said
    assert not any("," in text for text in said)
