"""Evidence from rows: one by one and many at once alike, and every change of a level on record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gis.models import AdminUnit
from heritage.jobs.evidence import evidence_of, gather, refresh_level
from heritage.models import Asset, Item, LevelChange, Relation, Revision, User

pytestmark = pytest.mark.django_db

MakePhoto = Callable[..., Asset]


@pytest.fixture
def photo(vi_khe: AdminUnit) -> MakePhoto:
    def make(item: Item, **values: Any) -> Asset:
        number = Asset.objects.count()
        columns = {
            "kind": "photo",
            "media_type": "image/jpeg",
            "sha256": f"{number:064x}",
            "bytes": 1,
            "original": f"{number}.jpg",
            "original_name": f"{number}.jpg",
            "state": Asset.State.READY,
            "caption_vi": "Cổng đình",
            "licence": "CC-BY-4.0",
            "published_at": timezone.now(),
        } | values
        return Asset.objects.create(item=item, unit=item.unit, **columns)

    return make


@pytest.fixture
def whole(make_item: Callable[..., Item], photo: MakePhoto, officer: User) -> Item:
    """A relic of level 2."""
    item = make_item(
        state="published",
        published_at=timezone.now(),
        rank="inventory",
        summary_vi="Đình làng",
        story_vi="Lý lịch",
        sources={"s1": {"title": "x"}},
        position=Point(106.2128, 20.4035, srid=4326),
        position_accuracy_m=4.0,
        position_method="gnss",
    )
    for _ in range(8):
        photo(item)
    photo(item, kind="scan", role="decision", facts={"dpi": 300})
    Revision.objects.create(item=item, author=officer, state=Revision.State.APPROVED)
    assert refresh_level(item).level == 2
    LevelChange.objects.all().delete()
    return Item.objects.get(pk=item.pk)


def changes() -> list[tuple[int, int, list[str], list[str]]]:
    rows = LevelChange.objects.order_by("pk")
    return [(row.before, row.after, row.lost, row.gained) for row in rows]


def test_rights_that_are_withdrawn_lower_the_level_and_are_logged(whole: Item) -> None:
    Asset.objects.filter(kind="photo").update(licence="")
    refresh_level(Item.objects.get())
    assert changes() == [(2, 0, ["photo", "captioned_photos"], [])]
    Asset.objects.filter(kind="photo").update(licence="CC-BY-4.0")
    refresh_level(Item.objects.get())
    assert changes()[1:] == [(0, 2, [], ["photo", "captioned_photos"])]
    assert LevelChange.objects.values_list("criteria_version", flat=True).distinct().get() == "1"


def test_one_photo_less_is_named(whole: Item) -> None:
    Asset.objects.filter(pk=Asset.objects.filter(kind="photo").first().pk).update(published_at=None)
    refresh_level(Item.objects.get())
    assert changes() == [(2, 1, ["captioned_photos"], [])]
    (need,) = [each for each in Item.objects.get().level_reasons if each["code"] == "captioned_photos"]
    assert need["lacks"] == [{"fact": "captioned_photos", "figure": 1.0}]


def test_a_damaged_original_lowers_the_level(whole: Item) -> None:
    Asset.objects.filter(role="decision").update(damage=Asset.Damage.ALTERED)
    refresh_level(Item.objects.get())
    assert changes() == [(2, 1, ["originals"], [])]


def test_a_place_outside_the_unit_lowers_the_level(whole: Item) -> None:
    Item.objects.update(position=Point(107.5, 21.0, srid=4326))
    refresh_level(Item.objects.get())
    assert changes() == [(2, 0, ["inside_unit"], [])]


def test_a_withdrawn_item_does_not_count(whole: Item) -> None:
    Item.objects.update(state=Item.State.WITHDRAWN)
    refresh_level(Item.objects.get())
    assert changes() == [(2, 1, ["public"], [])]


def test_nothing_is_logged_where_nothing_changed(whole: Item) -> None:
    refresh_level(Item.objects.get())
    Item.objects.update(summary_en="in English")
    refresh_level(Item.objects.get())
    assert changes() == []


def test_grades_and_resolution_are_read_from_the_files(whole: Item) -> None:
    Asset.objects.filter(pk=Asset.objects.filter(kind="photo").first().pk).update(grade=3)
    evidence = evidence_of(Item.objects.get())
    assert (evidence.photo_grades, evidence.decision_scan_dpi) == ((3,), 300.0)


def test_many_at_once_are_found_as_one_by_one(
    whole: Item, make_item: Callable[..., Item], photo: MakePhoto, nam_dinh: AdminUnit
) -> None:
    figure = make_item(category="figure", published_at=timezone.now())
    other = make_item(category="figure", unit=nam_dinh)
    Relation.objects.create(subject=figure, object=whole, kind="worshipped_at")
    Relation.objects.create(subject=whole, object=other, kind="related")
    Relation.objects.create(subject=figure, object=other, kind="related")
    photo(make_item(category="craft_village"), published_at=None)
    items = list(Item.objects.order_by("pk"))
    with CaptureQueriesContext(connection) as queries:
        found = list(gather([item.pk for item in items]))
    assert [(item.pk, evidence) for item, evidence in found] == [
        (item.pk, evidence_of(item)) for item in items
    ]
    assert [evidence.linked_places for _, evidence in found] == [0, 1, 1, 0]
    assert len(queries) <= 6


def test_a_former_unit_that_went_in_whole_is_looked_at_for_many_too(whole: Item, officer: User) -> None:
    from heritage.models import ReassignedItem, Reassignment

    square = MultiPolygon(Polygon(((106, 20), (106.1, 20), (106.1, 20.1), (106, 20.1), (106, 20))), srid=4326)
    AdminUnit.objects.filter(pk=whole.unit_id).update(boundary=square)
    away = Point(106.2128, 20.4035, srid=4326)
    old = AdminUnit.objects.create(
        code="13696", valid_from="2004-01-01", valid_to="2025-07-01", level="commune", name="Phường Nam Phong",
        folded="phuong nam phong", province_code="36", centroid=away, area_km2=25,
    )  # fmt: skip
    moved = Reassignment.objects.create(on="2025-07-01", state="approved", proposed_by=officer)
    assert not evidence_of(Item.objects.get()).inside_unit
    ReassignedItem.objects.create(reassignment=moved, item=whole, old=old, new=whole.unit, why="whole")
    ((_, evidence),) = gather([whole.pk])
    assert evidence.inside_unit and evidence_of(Item.objects.get()).inside_unit
