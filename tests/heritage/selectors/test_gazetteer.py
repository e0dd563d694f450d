"""Places found by their names, offline."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from gis.models import AdminUnit, UnitChange
from gis.names import fold_name
from gis.placement import Method
from heritage.selectors.gazetteer import centre_of, places_named, reach_m
from tests.conftest import REFORM, make_unit

pytestmark = pytest.mark.django_db


def ended(code: str, name: str, district: str, became: AdminUnit, on: dt.date = REFORM, **more) -> AdminUnit:
    unit = AdminUnit.objects.create(
        code=code, valid_from=dt.date(2004, 1, 1), valid_to=on, level="commune", name=name, kind=name.split(" ")[0],
        folded=fold_name(name), province_code="36", province_name="Tỉnh Nam Định", district_name=district, **more,
    )  # fmt: skip
    UnitChange.objects.create(old=unit, new=became, on=on, whole=True)
    return unit


@pytest.fixture
def nam_dien(vi_khe) -> AdminUnit:
    """Two steps: Điền Xá became Nam Điền in 2024, which became Vị Khê in 2025."""
    middle = ended("13972", "Xã Nam Điền", "Huyện Nam Trực", vi_khe)
    ended("13975", "Xã Điền Xá", "Huyện Nam Trực", middle, dt.date(2024, 9, 1))
    return middle


@pytest.mark.parametrize(
    "text",
    [
        "thôn Vân Tràng, xã Nam Điền, huyện Nam Trực",
        "Nam Điền, Nam Trực, Nam Định",
        "xa nam dien",
        "X. Nam Điền, H. Nam Trực",
    ],
)
def test_a_former_address_lies_in_the_ward_of_today_as_exactly_as_the_ward_is_large(text, vi_khe, nam_dien):
    (found,) = places_named(text, near=vi_khe)
    assert found.vi == "Xã Nam Điền, Huyện Nam Trực, nay thuộc Phường Vị Khê"
    assert (found.unit, found.placement.method) == (vi_khe, Method.ADDRESS)
    assert (found.placement.lon, found.placement.lat) == (106.2128, 20.403465)
    assert found.placement.accuracy_m == 2836  # 25.27 km² as a circle


def test_a_chain_of_two_steps_leads_to_today(vi_khe, nam_dien):
    assert [each.unit for each in places_named("xã Điền Xá, huyện Nam Trực")] == [vi_khe]


def test_the_former_unit_s_own_extent_is_more_exact_where_it_is_known(vi_khe):
    ended(
        "13696",
        "Phường Nam Phong",
        "Thành phố Nam Định",
        vi_khe,
        centroid=Point(106.2, 20.42, srid=4326),
        area_km2=5,
    )
    (found,) = places_named("phường Nam Phong, thành phố Nam Định")
    assert (found.placement.lon, found.placement.accuracy_m) == (106.2, 1262)


def test_of_homonyms_the_one_nearby_comes_first_and_context_leaves_one(vi_khe, nam_dien):
    other = make_unit("14443", "Xã Rạng Đông", 106.14, 19.96, 32)
    ended("14449", "Xã Nam Điền", "Huyện Nghĩa Hưng", other)
    assert [each.unit for each in places_named("Nam Điền", near=vi_khe)] == [vi_khe, other]
    assert [each.unit for each in places_named("Nam Điền", near=other)] == [other, vi_khe]
    assert [each.unit for each in places_named("Nam Điền, Nghĩa Hưng", near=vi_khe)] == [other]


def test_a_village_is_found_by_an_item_that_carries_its_name(vi_khe, nam_dien, make_item):
    make_item(name_vi="Đình Vân Tràng", position=Point(106.22, 20.41, srid=4326), position_accuracy_m=5.0)
    make_item(name_vi="Chùa Đại Bi", former_address="thôn Vân Tràng, xã Nam Điền", position=Point(106.221, 20.411, srid=4326), position_accuracy_m=5.0)  # fmt: skip
    make_item(name_vi="Đền xa", position=Point(106.3, 20.5, srid=4326), position_accuracy_m=5.0)
    found = places_named("thôn Vân Tràng, xã Nam Điền, huyện Nam Trực", near=vi_khe)
    assert [(each.vi, each.placement.accuracy_m) for each in found] == [
        ("Gần Đình Vân Tràng, Phường Vị Khê", 1005.0),
        ("Gần Chùa Đại Bi, Phường Vị Khê", 1005.0),
        ("Xã Nam Điền, Huyện Nam Trực, nay thuộc Phường Vị Khê", 2836.0),
    ]


def test_an_item_s_own_name_is_as_exact_as_the_item(vi_khe, make_item):
    make_item(name_vi="Đình Vân Tràng", position=Point(106.22, 20.41, srid=4326), position_accuracy_m=5.0)
    (found,) = places_named("dinh van trang", near=vi_khe)
    assert found.placement.accuracy_m == 5.0
    assert places_named("dinh van trang") == []


@pytest.mark.parametrize("text", ["", " , ,", "xóm 3", "Không Có Nơi Này", "Nam Điền Châu"])
def test_what_is_not_known_is_not_guessed(text, vi_khe, nam_dien):
    assert places_named(text, near=vi_khe) == []


def test_the_centre_of_a_unit_reaches_to_its_farthest_corner(vi_khe):
    assert centre_of(vi_khe).accuracy_m == reach_m(vi_khe) == 2836
    vi_khe.boundary = MultiPolygon(Polygon.from_bbox((106.2, 20.4, 106.25, 20.41)), srid=4326)
    assert reach_m(vi_khe) == pytest.approx(3943, rel=0.01)  # to the eastern edge, 0.0372° away
    assert centre_of(vi_khe).method is Method.UNIT_CENTROID
    vi_khe.centroid = None
    assert centre_of(vi_khe) is None
