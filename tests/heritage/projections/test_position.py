"""What the public gets of a place at each of the five levels."""

from __future__ import annotations

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from gis.distance import distance_m
from heritage import categories
from heritage.jobs import features
from heritage.models import Item, MapFeature, PlaceSecret
from heritage.projections import position
from heritage.projections.position import public_position
from heritage.projections.search_document import search_document
from heritage.services import editing
from heritage.services.publishing import publish

pytestmark = pytest.mark.django_db
TRUE = (106.214321, 20.403789)


def placed(**values) -> dict:
    return {
        "position": Point(*TRUE, srid=4326),
        "position_method": "gnss",
        "position_accuracy_m": 1.0,
        "position_native": {"crs": "EPSG:9209", "x": 574987.65, "y": 2257432.1},
        "state": "published",
    } | values


def test_the_exact_level_gives_the_place_as_it_was_measured(make_item):
    public = public_position(make_item(**placed()))
    assert (public.lon, public.lat, public.accuracy_m, public.method) == (*TRUE, 1.0, "gnss")
    assert public.native == {"crs": "EPSG:9209", "x": 574987.65, "y": 2257432.1}
    assert not public.blurred and not public.approximate


@pytest.mark.parametrize(("level", "radius"), [("m100", 100), ("km1", 1000)])
def test_a_moved_place_lies_within_its_circle_and_says_so(make_item, level, radius):
    public = public_position(make_item(**placed(disclosure=level)))
    away = distance_m(*TRUE, public.lon, public.lat)
    assert 0.05 * radius < away < radius
    assert (public.accuracy_m, public.blurred, public.approximate, public.native) == (
        radius,
        True,
        True,
        None,
    )


def test_the_place_s_own_error_widens_the_circle(make_item):
    public = public_position(make_item(**placed(disclosure="m100", position_accuracy_m=250.0)))
    assert public.accuracy_m == 350


def test_two_items_at_one_place_are_published_as_one_point(make_item):
    relic, festival = (make_item(**placed(disclosure="km1", category=each)) for each in ("relic", "festival"))
    assert public_position(relic) == public_position(festival)


def test_of_a_unit_its_centre_is_shown_with_a_circle_that_holds_all_of_it(make_item, vi_khe):
    item = make_item(**placed(disclosure="unit"))
    public = public_position(item)
    assert (public.lon, public.lat) == (106.2128, 20.403465)
    assert (public.method, public.blurred) == ("unit_centroid", True)
    assert public.accuracy_m == 7100  # two and a half times the circle of its 25.27 km2
    corners = ((106.18, 20.38), (106.25, 20.38), (106.25, 20.45), (106.18, 20.45), (106.18, 20.38))
    vi_khe.boundary = MultiPolygon(Polygon(corners), srid=4326)
    vi_khe.boundary_source = "thử"
    vi_khe.save()
    item = Item.objects.select_related("unit").defer("unit__boundary").get(pk=item.pk)
    farthest = max(distance_m(106.2128, 20.403465, *corner) for corner in corners)
    assert farthest <= public_position(item).accuracy_m < farthest + 100


def test_two_items_of_a_unit_cannot_be_told_apart(make_item):
    one = make_item(**placed(disclosure="unit"))
    other = make_item(**placed(disclosure="unit", position=Point(106.2, 20.41, srid=4326)))
    assert public_position(one) == public_position(other)


def test_a_withheld_place_is_as_good_as_none(make_item):
    item = make_item(**placed(disclosure="withheld"))
    assert public_position(item) is None
    assert (search_document(item).lon, search_document(item).lat) == (None, None)


def test_an_unknown_level_tells_the_ward_and_no_more(make_item):
    item = make_item(**placed())
    item.disclosure = "km5"
    assert public_position(item).method == "unit_centroid"


def test_every_level_of_the_vocabulary_is_known_here(make_item):
    got = [
        public_position(make_item(**placed(disclosure=code)))
        for code in categories.codes(categories.DISCLOSURES)
    ]
    assert [each.accuracy_m if each else None for each in got] == [1.0, 100, 1000, 7100, None]


def test_the_place_stays_where_it_is_for_as_long_as_the_data_does(make_item):
    item = make_item(**placed(disclosure="km1"))
    first = public_position(item)
    position.forget()  # another process, another day
    assert public_position(item) == first
    assert PlaceSecret.objects.count() == 1


def test_another_installation_moves_the_same_place_elsewhere(make_item):
    item = make_item(**placed(disclosure="km1"))
    first = public_position(item)
    PlaceSecret.objects.update(key=bytes(32))
    position.forget()
    assert public_position(item) != first


def test_a_place_that_is_hidden_from_now_on_leaves_map_and_index_in_the_same_transaction(
    make_item, officer, reviewer, index
):
    item = make_item(**placed(state="draft"))
    publish(item, by=reviewer)
    assert MapFeature.objects.get().lon == TRUE[0]
    editing.edit_item(item, by=officer, values={"disclosure": "withheld"})
    assert MapFeature.objects.get().lon == TRUE[0]  # not before a second person agrees
    publish(Item.objects.get(pk=item.pk), by=reviewer)
    row = MapFeature.objects.get()
    assert (row.lon, row.lat, row.point, row.accuracy_m) == (None, None, None, None)
    assert features.altered() == set()
