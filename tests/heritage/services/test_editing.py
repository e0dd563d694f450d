"""What a revision keeps becomes the item's, or is refused in words."""

from __future__ import annotations

import json

import pytest

from heritage.errors import BadRequest
from heritage.models import Item
from heritage.services import editing

pytestmark = pytest.mark.django_db

RING = [[106.160, 20.430], [106.161, 20.430], [106.161, 20.431], [106.160, 20.430]]


def proposed(item: Item, officer, shape: object) -> Item:
    """The item as it would be with this shape for its zone."""
    text = shape if isinstance(shape, str) else json.dumps(shape)
    editing.apply_revision(editing.edit_item(item, by=officer, values={editing.ZONE_ONE: text}))
    item.save()
    return Item.objects.get(pk=item.pk)


@pytest.mark.parametrize(
    "shape",
    [{"type": "Polygon", "coordinates": [RING]}, {"type": "MultiPolygon", "coordinates": [[RING]]}],
    ids=["one area", "a list of areas"],
)
def test_a_zone_is_kept_as_a_list_of_areas(make_item, officer, shape):
    zone = proposed(make_item(), officer, shape).zone_one
    assert zone is not None and zone.geom_type == "MultiPolygon" and zone.srid == 4326
    assert [list(corner) for corner in zone.coords[0][0]] == RING


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        ({"type": "LineString", "coordinates": RING}, "shape_wrong_kind"),
        (
            {"type": "Polygon", "coordinates": [[[106, 20], [106.1, 20], [106, 20.1], [106.1, 20.1]]]},
            "shape_crossed",
        ),
        ("a drawing", "shape_unreadable"),
        ("POLYGON ((1 2", "shape_unreadable"),
    ],
)
def test_what_is_no_zone_is_refused_with_its_reason(make_item, officer, shape, code):
    with pytest.raises(BadRequest) as refused:
        proposed(make_item(), officer, shape)
    assert refused.value.code == code


def test_a_zone_can_be_taken_away(make_item, officer):
    item = proposed(make_item(), officer, {"type": "Polygon", "coordinates": [RING]})
    editing.apply_revision(editing.edit_item(item, by=officer, values={editing.ZONE_ONE: None}))
    assert item.zone_one is None


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("zone_two", {"type": "Polygon", "coordinates": [RING]}),
        ("area", {"type": "Polygon", "coordinates": [RING]}),
        ("route", {"type": "LineString", "coordinates": RING[:3]}),
    ],
)
def test_zones_routes_and_areas_wait_in_the_revision_and_come_with_it(make_item, officer, name, shape):
    item = make_item()
    revision = editing.edit_item(item, by=officer, values={name: json.dumps(shape)})
    assert getattr(Item.objects.get(pk=item.pk), name) is None
    assert set(revision.values) == {name}
    editing.apply_revision(revision)
    item.save()
    kept = getattr(Item.objects.get(pk=item.pk), name)
    assert kept.num_coords == len(shape["coordinates"][0] if name != "route" else shape["coordinates"])


def test_the_same_shape_in_another_hand_is_no_change(make_item, officer):
    item = proposed(make_item(), officer, {"type": "Polygon", "coordinates": [RING]})
    again = "\n".join(f"{lat}; {lon}" for lon, lat in RING)
    item.revisions.all().delete()
    assert editing.edit_item(item, by=officer, values={editing.ZONE_ONE: again}).values == {}


def test_a_shape_that_cannot_stand_is_refused_before_it_is_kept(make_item, officer):
    item = make_item()
    with pytest.raises(BadRequest):
        editing.edit_item(item, by=officer, values={"route": "20;106"})
    assert not item.revisions.exists()
