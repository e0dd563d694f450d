"""Which lines and areas of an item the public may see."""

from __future__ import annotations

import pytest
from django.contrib.gis.geos import MultiLineString, MultiPolygon

from heritage import categories
from heritage.projections.shapes import public_shapes

pytestmark = pytest.mark.django_db

ZONE = MultiPolygon.from_ewkt(
    "SRID=4326;MULTIPOLYGON(((106.21 20.40,106.22 20.40,106.22 20.41,106.21 20.40)))"
)
ROUTE = MultiLineString.from_ewkt("SRID=4326;MULTILINESTRING((106.21 20.40,106.22 20.41))")


def test_an_item_with_a_public_place_shows_what_is_drawn_and_nothing_that_is_not(make_item):
    item = make_item(zone_one=ZONE, route=ROUTE)
    assert {kind: shape.wkt for kind, shape in public_shapes(item).items()} == {
        "zone_one": ZONE.wkt,
        "route": ROUTE.wkt,
    }


@pytest.mark.parametrize("disclosure", [each.code for each in categories.DISCLOSURES if each.code != "exact"])
def test_an_item_whose_place_is_kept_back_shows_no_shape_at_all(make_item, disclosure):
    item = make_item(zone_one=ZONE, zone_two=ZONE, area=ZONE, route=ROUTE, disclosure=disclosure)
    assert public_shapes(item) == {}
