"""What the demonstration draws and proposes: whole, labelled, and something to settle."""

from __future__ import annotations

import json

import pytest
from django.contrib.gis.geos import Point

from gis.choose import apart
from gis.drawing import read_drawing
from gis.placement import Method, Placement
from heritage.demo.survey import STRAY_DEGREES, SURVEYS
from heritage.models import Item
from heritage.services.demo_content import FOLDER, read
from heritage.services.demo_places import load_places
from heritage.services.editing import SHAPES

DATA = json.loads((FOLDER / "shapes.json").read_text(encoding="utf-8"))
ITEMS = {row["id"]: row for row in read("items.json")}


def published(public_id: str) -> Placement:
    position = ITEMS[public_id]["position"]
    return Placement(position["lon"], position["lat"], Method(position["method"]), position["accuracy_m"])


def test_every_kind_of_shape_is_there_and_says_that_it_is_an_illustration() -> None:
    assert {row["kind"] for row in DATA["shapes"]} == set(SHAPES)
    for row in DATA["shapes"]:
        assert row["item"] in ITEMS
        read_drawing(json.dumps(row["geometry"]), areas=SHAPES[row["kind"]])
        assert "minh họa" in row["note"]["vi"] and "illustration" in row["note"]["en"]


def test_the_zones_of_one_relic_lie_around_one_another() -> None:
    one, two = (
        read_drawing(json.dumps(row["geometry"]), areas=True)
        for kind in ("zone_one", "zone_two")
        for row in DATA["shapes"]
        if row["kind"] == kind
    )
    assert two.contains(one)


def test_there_is_a_conflict_of_two_sources_and_one_of_a_photo_to_settle() -> None:
    for row in DATA["candidates"]:
        other = Placement(row["lon"], row["lat"], Method(row["method"]), row["accuracy_m"])
        assert apart(published(row["item"]), other).conflicts and row["origin"]
    (stray,) = [key for key, survey in SURVEYS.items() if survey.stray]
    assert SURVEYS[stray].stray <= SURVEYS[stray].photos
    item = published(stray)
    photo = Placement(item.lon, item.lat + STRAY_DEGREES, Method.EXIF, 3.0)
    assert apart(item, photo).conflicts and round(apart(item, photo).metres, -2) == 2000


@pytest.mark.django_db
def test_loading_twice_draws_once_and_leaves_published_items_alone(make_item) -> None:
    ids = sorted({row["item"] for row in (*DATA["shapes"], *DATA["candidates"])})
    for public_id in ids:
        place = published(public_id)
        make_item(
            public_id=public_id, position=Point(place.lon, place.lat, srid=4326),
            position_method=place.method, position_accuracy_m=place.accuracy_m,
        )  # fmt: skip
    village = Item.objects.get(public_id="VK6Q4Q")
    village.state = Item.State.PUBLISHED
    village.save()
    assert load_places() == len(DATA["shapes"]) - 1 + len(DATA["candidates"])
    assert load_places() == 0
    village.refresh_from_db()
    assert village.area is None
    hall = Item.objects.get(public_id="NDDCA7")
    assert (
        hall.zone_one and hall.zone_two and len([fact for fact in hall.facts if fact["code"] == "other"]) == 1
    )
    assert Item.objects.get(public_id="ND9K9A").candidates.filter(conflicts=True).count() == 1
