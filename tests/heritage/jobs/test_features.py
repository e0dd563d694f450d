"""The flat table of the map says what the rows say, of published items only, with the public place only."""

from __future__ import annotations

import json

import pytest
from django.contrib.gis.geos import LineString, MultiLineString, MultiPolygon, Point, Polygon
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heritage.jobs import features
from heritage.jobs.index import index_items
from heritage.models import Item, MapFeature, MapShape
from heritage.services.publishing import publish, withdraw

pytestmark = pytest.mark.django_db
PLACE = (106.2115, 20.4076)
KEYS = [
    *("id", "name_vi", "name_en", "category", "rank", "level", "kinds", "has", "unit_code", "unit_name"),
    *("province_code", "year_from", "year_to", "dynasties", "accuracy_m", "position_method"),
    *("approximate", "url", "updated"),
]


def placed(lon: float = PLACE[0], lat: float = PLACE[1]) -> dict:
    return {
        "position": Point(lon, lat, srid=4326),
        "position_method": "gnss",
        "position_accuracy_m": 3.0,
    }


def square(lon: float, lat: float, side: float = 0.001) -> MultiPolygon:
    corners = ((lon, lat), (lon + side, lat), (lon + side, lat + side), (lon, lat + side), (lon, lat))
    return MultiPolygon(Polygon(corners, srid=4326), srid=4326)


def test_a_published_item_has_a_row_and_a_draft_has_none(make_item):
    shown = make_item(
        state="published",
        name_en="Communal House",
        rank="national",
        kinds=["history"],
        dynasties=["tran"],
        year_from=1262,
        year_to=1300,
        **placed(),
    )
    draft = make_item(**placed())
    features.refresh(shown.pk, draft.pk)
    row = MapFeature.objects.get()
    assert (row.public_id, row.lon, row.lat) == (shown.public_id, *PLACE)
    assert row.point.coords == PLACE
    told = json.loads(row.properties)
    assert list(told) == KEYS
    assert told | {"updated": None} == {
        "id": shown.public_id,
        "name_vi": shown.name_vi,
        "name_en": "Communal House",
        "category": "relic",
        "rank": "national",
        "level": 0,
        "kinds": ["history"],
        "has": [],
        "unit_code": "13972",
        "unit_name": "Phường Vị Khê",
        "province_code": "37",
        "year_from": 1262,
        "year_to": 1300,
        "dynasties": ["tran"],
        "accuracy_m": 3.0,
        "position_method": "gnss",
        "approximate": False,
        "url": f"/di-san/{shown.public_id}/{shown.slug}/",
        "updated": None,
    }


def test_an_item_without_a_place_is_listed_without_one(make_item):
    item = make_item(state="published")
    features.refresh(item.pk)
    row = MapFeature.objects.get()
    assert (row.point, row.lon, row.lat, row.accuracy_m, row.approximate) == (None, None, None, None, False)
    assert json.loads(row.properties)["position_method"] is None


def test_shapes_of_an_exact_item_are_kept_with_their_box_and_those_of_a_protected_one_are_not(make_item):
    route = MultiLineString(LineString((106.2, 20.4), (106.21, 20.42)), srid=4326)
    shapes = {"zone_one": square(*PLACE), "route": route}
    exact = make_item(state="published", **placed(), **shapes)
    hidden = make_item(state="published", disclosure="km1", **placed(), **shapes)
    features.refresh(exact.pk, hidden.pk)
    kinds = {each.kind: each for each in MapShape.objects.all()}
    assert set(kinds) == {"zone_one", "route"}
    assert {each.feature_id for each in kinds.values()} == {exact.pk}
    line = kinds["route"]
    assert (line.west, line.south, line.east, line.north) == (106.2, 20.4, 106.21, 20.42)


def test_refreshing_twice_changes_nothing_and_follows_the_item(make_item):
    item = make_item(state="published", **placed(), zone_one=square(*PLACE))
    features.refresh(item.pk)
    before = (MapFeature.objects.values().get(), MapShape.objects.count())
    features.refresh(item.pk)
    assert (MapFeature.objects.values().get(), MapShape.objects.count()) == before
    item.name_vi, item.zone_one = "Đền mới", None
    item.save()
    features.refresh(item.pk)
    assert (MapFeature.objects.get().name_vi, MapShape.objects.count()) == ("Đền mới", 0)


def test_publishing_and_withdrawing_write_the_row_in_the_same_transaction(make_item, reviewer):
    item = make_item(**placed())
    publish(item, by=reviewer)
    assert MapFeature.objects.filter(pk=item.pk).exists()
    withdraw(item, by=reviewer, reason="Chưa được phép")
    assert not MapFeature.objects.filter(pk=item.pk).exists()


def test_the_index_job_brings_the_row_along(make_item, index):
    item = make_item(state="published", **placed())
    index_items(item.pk)
    assert MapFeature.objects.filter(pk=item.pk).exists()
    Item.objects.filter(pk=item.pk).update(state="withdrawn")
    index_items(item.pk)
    assert not MapFeature.objects.exists()


def test_rebuilding_adds_what_is_missing_and_takes_out_what_is_not_public(make_item, index, capsys):
    kept, gone = (make_item(state="published", **placed()) for _ in range(2))
    features.refresh(gone.pk)
    Item.objects.filter(pk=gone.pk).update(state="withdrawn")
    assert features.differences() == ({kept.public_id}, {gone.public_id})
    call_command("rebuild_index")
    assert list(MapFeature.objects.values_list("pk", flat=True)) == [kept.pk]
    assert features.differences() == (set(), set())
    call_command("rebuild_index", "--check")


def test_the_check_finds_a_row_that_says_something_else(make_item, index):
    item = make_item(state="published", **placed(), zone_one=square(*PLACE))
    call_command("rebuild_index")
    Item.objects.filter(pk=item.pk).update(disclosure="withheld")  # the row still shows the place
    assert features.altered() == {item.public_id}
    with pytest.raises(CommandError):
        call_command("rebuild_index", "--check")
    features.rebuild()
    assert features.altered() == set()
    MapShape.objects.create(
        feature_id=item.pk, kind="zone_one", shape=square(*PLACE), west=0, south=0, east=0, north=0
    )
    assert features.altered() == {item.public_id}


def test_the_number_of_queries_does_not_grow_with_the_items(make_item):
    few = [make_item(state="published", **placed()).pk for _ in range(3)]
    many = few + [make_item(state="published", **placed()).pk for _ in range(60)]
    with CaptureQueriesContext(connection) as first:
        features.refresh(*few)
    with CaptureQueriesContext(connection) as second:
        features.refresh(*many)
    assert len(second) <= len(first) + 1 <= 10  # SQLite takes some fifty rows in one statement
