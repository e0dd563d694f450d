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
        ({"type": "LineString", "coordinates": RING}, "zone_no_polygon"),
        ("a drawing", "zone_unreadable"),
        ("POLYGON ((1 2", "zone_unreadable"),
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
