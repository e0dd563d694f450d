"""One table of filters and the ids they find: SpatiaLite and PostGIS must both keep to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gis.models import AdminUnit
from heritage.interop.ogc_collections import BY_NAME
from heritage.interop.ogc_request import read_request
from heritage.models import Item
from heritage.selectors.ogc_more import SOURCES
from tests.ogc_catalogue import COUNTS, OgcCatalogue, fill_ogc

RELICS = {
    "level = 2": "DV6A",
    "level <> 2": "CHUA KIN1",
    "NOT level = 2": "CHUA KIN1",
    "level > -1 AND level < 2.5": "CHUA DV6A KIN1",
    "level > 1.5": "DV6A",
    "level BETWEEN 1 AND 2": "DV6A",
    "level NOT BETWEEN 1 AND 2": "CHUA KIN1",
    "level IN (1, 2, 3)": "DV6A",
    "level NOT IN (1, 2, 3)": "CHUA KIN1",
    "rank = 'national' OR approximate": "DV6A KIN1",
    "approximate": "KIN1",
    "NOT approximate": "CHUA DV6A",
    "approximate = FALSE": "CHUA DV6A",
    "category = 'festival'": "",
    "id = 'VKDV6A'": "DV6A",
    "id > 'VKCHUA' AND id <= 'VKDV6A'": "DV6A",
    # Code points, not a locale: Đ comes after every plain letter.
    "name_vi < 'D'": "CHUA",
    "name_vi > 'Z'": "DV6A",
    "name_vi = 'Đình Vị Khê'": "DV6A",
    "name_vi = 'đình vị khê'": "",
    "CASEI(name_vi) = CASEI('ĐÌNH vị KHÊ')": "DV6A",
    "ACCENTI(CASEI(name_vi)) = ACCENTI(CASEI('Dinh Vi Khe'))": "DV6A",
    "ACCENTI(name_vi) = 'Dinh Vi Khe'": "DV6A",
    "ACCENTI(name_vi) = 'dinh vi khe'": "",
    "name_vi LIKE 'Đình%'": "DV6A",
    "name_vi LIKE 'đình%'": "",
    "name_vi LIKE 'Đ_nh%'": "DV6A",
    "name_vi LIKE '%h_'": "DV6A",
    "name_vi LIKE '%m_ c_'": "KIN1",
    "name_vi NOT LIKE 'Đình%'": "CHUA KIN1",
    "name_vi LIKE '%[%'": "",
    "name_vi LIKE '%*%' OR name_vi LIKE '?%'": "",
    "name_vi LIKE '%\\%%'": "",
    "ACCENTI(CASEI(name_vi)) LIKE ACCENTI(CASEI('%ĐÌNH%'))": "DV6A",
    # Unknown is neither true nor false.
    "name_en IS NULL": "CHUA",
    "name_en IS NOT NULL": "DV6A KIN1",
    "name_en = 'Old Tombs'": "KIN1",
    "NOT name_en = 'Old Tombs'": "DV6A",
    "name_en <> 'Old Tombs'": "DV6A",
    "name_en LIKE 'Old%' OR NOT name_en LIKE 'Old%'": "DV6A KIN1",
    "year_from < year_to": "DV6A",
    "NOT year_from < year_to": "",
    "year_to IS NULL": "CHUA KIN1",
    "NOT (year_to > 1300 AND level = 2)": "CHUA KIN1",
    "NOT (year_to > 1300 OR level = 2)": "",
    "accuracy_m <= 3": "DV6A",
    "TRUE": "CHUA DV6A KIN1",
    "FALSE": "",
    "'a' = 'b' OR 1 = 1": "CHUA DV6A KIN1",
    "updated > DATE('2020-01-01')": "CHUA DV6A KIN1",
    "updated < TIMESTAMP('2020-01-01T00:00:00+07:00')": "",
    "T_AFTER(updated, DATE('2020-01-01'))": "CHUA DV6A KIN1",
    "T_DURING(updated, INTERVAL('2020-01-01', '..'))": "CHUA DV6A KIN1",
    "T_DISJOINT(updated, INTERVAL('..', '2020-01-01'))": "CHUA DV6A KIN1",
    "NOT T_INTERSECTS(updated, INTERVAL('2020-01-01T00:00:00Z', '2020-02-01T00:00:00Z'))": "CHUA DV6A KIN1",
    # Of the relics, Chùa Dày has no place: no relation of it is true, and none is false.
    "S_INTERSECTS(geometry, BBOX(106.21, 20.40, 106.215, 20.41))": "DV6A",
    "NOT S_INTERSECTS(geometry, BBOX(106.21, 20.40, 106.215, 20.41))": "KIN1",
    "S_DISJOINT(geometry, BBOX(106.21, 20.40, 106.215, 20.41))": "KIN1",
    "NOT S_DISJOINT(geometry, BBOX(106.21, 20.40, 106.215, 20.41))": "DV6A",
    "S_WITHIN(geometry, POLYGON((106.2 20.4,106.215 20.4,106.215 20.41,106.2 20.41,106.2 20.4)))": "DV6A",
    "S_EQUALS(geometry, POINT(106.213 20.4038))": "DV6A",
    "S_TOUCHES(geometry, POLYGON((106.213 20.4,106.3 20.4,106.3 20.41,106.213 20.41,106.213 20.4)))": "DV6A",
    "S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(106.213 20.4038), POINT(1 1)))": "DV6A",
    "geometry IS NULL": "CHUA",
    "geometry IS NOT NULL": "DV6A KIN1",
}
OTHERS = {
    ("zones", "zone = 'I'"): "VKDV6A-I",
    ("zones", "zone = 'II' AND level = 2"): "VKDV6A-II",
    ("zones", "S_CONTAINS(geometry, POINT(106.2135 20.4038))"): "VKDV6A-II",
    ("zones", "S_OVERLAPS(geometry, BBOX(106.2130, 20.4038, 106.22, 20.42))"): "VKDV6A-I VKDV6A-II",
    ("routes", "S_CROSSES(geometry, BBOX(106.20, 20.39, 106.21, 20.42))"): "VKHH01",
    ("areas", "S_INTERSECTS(geometry, BBOX(106.2, 20.39, 106.21, 20.42)) AND category = 'craft_village'"): "VKLN01",
    ("units", "valid_to IS NOT NULL"): "13960-20040101 13966-20040101",
    ("units", "valid_from >= DATE('2025-07-01')"): "13669-20250701 13972-20250701",
    ("units", "NOT approximate"): "13669-20250701",
    ("units", "CASEI(name) LIKE CASEI('XÃ%')"): "13960-20040101 13966-20040101",
    ("units", "S_INTERSECTS(geometry, POINT(106.15 20.42))"): "13669-20250701",
    ("units", "NOT S_DISJOINT(geometry, BBOX(106.20, 20.40, 106.25, 20.42)) AND level = 'commune'"):
        "13669-20250701 13960-20040101 13966-20040101 13972-20250701",
    ("units", "T_DURING(INTERVAL(valid_from, valid_to), INTERVAL('2000-01-01', '..'))"):
        "13669-20250701 13960-20040101 13966-20040101 13972-20250701",
    ("units", "T_BEFORE(INTERVAL(valid_from, valid_to), DATE('2025-07-02'))"): "13960-20040101 13966-20040101",
}  # fmt: skip
PARAMETERS = {
    ("relics", "bbox=106.21,20.40,106.215,20.41"): "VKDV6A",
    (
        "relics",
        "bbox=20.40,106.21,20.41,106.215&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/4326",
    ): "VKDV6A",
    (
        "relics",
        "bbox=574000,2257000,574400,2257200&bbox-crs=http://www.opengis.net/def/crs/EPSG/0/9209",
    ): "VKDV6A",
    ("relics", "datetime=1300-01-01T00:00:00Z"): "VKDV6A",
    ("relics", "datetime=1500-01-01/.."): "VKCHUA",
    ("relics", "datetime=../1225-06-01"): "VKDV6A",
    ("relics", "datetime=1401-01-01/1699-12-31"): "",
    ("relics", "datetime=../.."): "VKCHUA VKDV6A",
    ("zones", "datetime=1300-01-01&zone=II"): "VKDV6A-II",
    ("units", "datetime=2010-05-05"): "13960-20040101 13966-20040101",
    ("units", "datetime=2025-07-01"): "13669-20250701 13972-20250701",
    ("units", "bbox=106.14,20.41,106.16,20.42"): "13669-20250701",
    ("units", "valid_to=2025-07-01&code=13960"): "13960-20040101",
    ("relics", "approximate=true&level=0"): "VKKIN1",
}


@pytest.fixture
def catalogue(
    make_item: Callable[..., Item], vi_khe: AdminUnit, nam_dinh: AdminUnit, index: Any
) -> OgcCatalogue:
    return fill_ogc(make_item, vi_khe, nam_dinh)


def ids(name: str, **given: str) -> str:
    page = SOURCES[name].page(read_request(given, BY_NAME[name]).wanted)
    assert page.matched == len(page.ids)
    return " ".join(page.ids)


@pytest.mark.django_db
def test_filters_find_the_same_on_every_database(catalogue: OgcCatalogue) -> None:
    found = {written: ids("relics", filter=written).replace("VK", "") for written in RELICS}
    assert {each: got for each, got in found.items() if got != RELICS[each]} == {}


@pytest.mark.django_db
def test_shapes_and_units_are_filtered_by_their_own_geometry(catalogue: OgcCatalogue) -> None:
    found = {key: ids(key[0], filter=key[1]) for key in OTHERS}
    assert {each: got for each, got in found.items() if got != OTHERS[each]} == {}


@pytest.mark.django_db
def test_boxes_times_and_values_narrow_down(catalogue: OgcCatalogue) -> None:
    found = {
        (name, query): ids(name, **dict(part.split("=", 1) for part in query.split("&")))
        for name, query in PARAMETERS
    }
    assert {each: got for each, got in found.items() if got != PARAMETERS[each]} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("name", COUNTS)
def test_pages_of_one_show_every_feature_once_while_rows_come_and_go(
    catalogue: OgcCatalogue, name: str, make_item: Callable[..., Item]
) -> None:
    source, seen, after = SOURCES[name], [], None
    while True:
        page = source.page(
            read_request({"limit": "1"} | ({"cursor": after} if after else {}), BY_NAME[name]).wanted
        )
        assert page.matched == COUNTS[name]
        seen += page.ids
        if not page.more:
            break
        after = page.ids[-1]
    assert len(seen) == len(set(seen)) == COUNTS[name]
    assert seen == sorted(seen)


@pytest.mark.django_db
def test_an_item_withdrawn_after_the_tables_were_written_is_not_served(catalogue: OgcCatalogue) -> None:
    Item.objects.filter(pk=catalogue.items.hall.pk).update(state=Item.State.WITHDRAWN)
    assert "VKDV6A" not in ids("relics") + ids("zones")
    assert SOURCES["relics"].one("VKDV6A") is None
    assert SOURCES["zones"].one("VKDV6A-I") is None


@pytest.mark.django_db
def test_the_exact_place_of_a_protected_item_cannot_be_found_by_narrowing_down(
    catalogue: OgcCatalogue,
) -> None:
    exact = "S_INTERSECTS(geometry, BBOX(106.2142, 20.4036, 106.2144, 20.4040))"
    for name in COUNTS:
        assert catalogue.items.secret.public_id not in ids(name, filter=exact)
        assert catalogue.items.secret.public_id not in ids(name, bbox="106.2142,20.4036,106.2144,20.4040")
