"""Vector tiles: the same from every database, small, public places only, always the result of the search."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import mapbox_vector_tile
import pytest
from django.contrib.gis.geos import LineString, MultiLineString, MultiPolygon, Point, Polygon
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis.tile_grid import Tile
from heritage.interop.mvt import FIELDS, MOST_BYTES
from heritage.jobs import features, index
from heritage.models import Item
from search.grid import FINEST, finest_tile
from tests.bench.catalogue import items as some_items

pytestmark = pytest.mark.django_db(transaction=True)
LON, LAT = 106.2128, 20.403465
LAYERS = ("items", "units", "zones", "routes", "areas", "all")


def address(layer: str, zoom: int, lon: float = LON, lat: float = LAT) -> str:
    column, row = finest_tile(lon, lat)
    return f"/ban-do/{layer}/{zoom}/{column >> FINEST - zoom}/{row >> FINEST - zoom}.mvt"


def drawn(
    layer: str, zoom: int, lon: float = LON, lat: float = LAT, **asked: object
) -> dict[str, list[dict]]:
    """Features by layer, with positions in units of the tile, y south."""
    response = Client().get(address(layer, zoom, lon, lat), asked)
    assert response.status_code in (200, 204), response.content
    if response.status_code == 204:
        return {}
    assert response.headers["Content-Type"] == "application/vnd.mapbox-vector-tile"
    decoded = mapbox_vector_tile.decode(response.content, default_options={"y_coord_down": True})
    return {name: layer["features"] for name, layer in decoded.items()}


def placed(lon: float = LON, lat: float = LAT) -> dict:
    return {
        "state": "published",
        "position": Point(lon, lat, srid=4326),
        "position_method": "gnss",
        "position_accuracy_m": 3.0,
    }


def square(lon: float, lat: float, half: float = 0.001) -> MultiPolygon:
    ring = Polygon.from_bbox((lon - half, lat - half, lon + half, lat + half))
    return MultiPolygon(ring, srid=4326)


def publish_all() -> None:
    features.rebuild()
    index.rebuild()


def test_a_tile_holds_the_same_features_from_every_database(make_item, nam_dinh, index):
    """The production pass runs this on PostGIS and Elasticsearch: what is expected is written out here."""
    hall = make_item(name_vi="Đình Vị Khê", name_en="Communal House", rank="national", level=2, **placed())
    route = MultiLineString(LineString((LON, LAT), (LON + 0.002, LAT + 0.001)), srid=4326)
    make_item(
        name_vi="Hội làng", category="festival", route=route, zone_one=square(LON, LAT), **placed(LON + 0.003)
    )
    publish_all()
    found = drawn("all", 14)
    assert set(found) == {"items", "units", "zones", "routes"}
    assert [(each["geometry"], each["properties"]) for each in found["items"]] == [
        (
            {"type": "Point", "coordinates": [3533, 588]},
            {
                "id": hall.public_id, "name": "Đình Vị Khê", "name_en": "Communal House", "category": "relic",
                "rank": "national", "url": f"/di-san/{hall.public_id}/dinh-vi-khe/", "level": 2,
                "approximate": False, "accuracy_m": 3,
            },
        ),
        (
            {"type": "Point", "coordinates": [4092, 588]},
            {
                "id": "VK0002", "name": "Hội làng", "category": "festival", "rank": "unknown",
                "url": "/di-san/VK0002/hoi-lang/", "level": 0, "approximate": False, "accuracy_m": 3,
            },
        ),
    ]  # fmt: skip
    (line,) = found["routes"]
    assert line["geometry"] == {"type": "LineString", "coordinates": [[3533, 588], [3906, 389]]}
    assert (line["properties"]["id"], line["properties"]["kind"]) == ("VK0002", "route")
    (zone,) = found["zones"]
    assert zone["geometry"]["type"] == "Polygon"
    assert {tuple(each) for each in zone["geometry"]["coordinates"][0]} == {
        (3347, 389), (3719, 389), (3719, 787), (3347, 787),
    }  # fmt: skip
    (unit,) = found["units"]
    assert unit["properties"] == {
        "code": "13972", "name": "Phường Vị Khê", "level": "commune", "approximate": True,
    }  # fmt: skip


def test_far_out_items_are_counted_on_the_grid_of_the_map(make_item, index):
    for number in range(5):
        make_item(**placed(LON + number * 1e-4))
    lone = make_item(**placed(LON + 0.3))
    publish_all()
    found = drawn("items", 9)["items"]
    assert sorted(each["properties"].get("count", 1) for each in found) == [1, 5]
    assert [each["properties"]["id"] for each in found if "id" in each["properties"]] == [lone.public_id]
    on_map = Client().get("/api/v1/map", {"zoom": 10}).json()["features"]
    assert sorted(each["properties"].get("count", 1) for each in on_map) == [1, 5]


def test_close_up_every_item_is_there_even_where_several_share_a_place(make_item, index):
    both = {make_item(**placed()).public_id for _ in range(2)}
    publish_all()
    assert {each["properties"]["id"] for each in drawn("items", 14)["items"]} == both


@pytest.mark.parametrize("zoom", [0, 5, 9, 12, 14, 16])
def test_every_item_is_in_exactly_one_tile(make_item, index, zoom):
    west, north = Tile(16, 52096, 28896).bounds().west, Tile(16, 52096, 28896).bounds().north
    places = [(west, north), (west, north - 0.01), (west + 0.01, north), (LON, LAT), (LON + 0.3, LAT - 0.2)]
    for lon, lat in places:
        make_item(**placed(lon, lat))
    publish_all()
    columns = {
        finest_tile(lon + dx, lat + dy) for lon, lat in places for dx in (-1e-4, 1e-4) for dy in (-1e-4, 1e-4)
    }
    shift = FINEST - zoom
    total = 0
    for column, row in {(x >> shift, y >> shift) for x, y in columns}:
        response = Client().get(f"/ban-do/items/{zoom}/{column}/{row}.mvt")
        if response.status_code == 200:
            layer = mapbox_vector_tile.decode(response.content)["items"]
            total += sum(each["properties"].get("count", 1) for each in layer["features"])
    assert total == len(places)


@pytest.mark.parametrize("zoom", [9, 14])
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, 3),
        ({"q": "đình"}, 1),
        ({"q": "không có"}, 0),
        ({"category": "festival"}, 1),
        ({"rank": "national"}, 1),
        ({"dynasty": "tran"}, 1),
        ({"years": "1225,1400"}, 1),
        ({"unit": "37"}, 3),
        ({"bbox": "100,10,101,11"}, 0),
        ({"near": f"{LON},{LAT}", "radius_m": "150"}, 2),
        ({"near": f"{LON},{LAT}"}, 3),
        ({"lang": "en", "sort": "name", "limit": "1", "v": "x"}, 3),
    ],
)
def test_a_tile_shows_what_the_search_finds(make_item, index, zoom, asked, expected):
    make_item(name_vi="Đình Vị Khê", rank="national", **placed())
    make_item(name_vi="Hội làng", category="festival", **placed(LON + 0.001))
    make_item(name_vi="Chùa Tháp", year_from=1305, **placed(LON + 0.002))
    publish_all()
    found = drawn("items", zoom, **asked).get("items", [])
    assert sum(each["properties"].get("count", 1) for each in found) == expected


def test_a_zone_is_found_by_its_items_words_wherever_the_item_stands(make_item, index):
    make_item(name_vi="Đình Vị Khê", zone_two=square(LON, LAT), **placed(LON + 0.5))
    publish_all()
    assert drawn("zones", 14, q="đình")["zones"][0]["properties"]["kind"] == "zone_two"
    assert drawn("zones", 14, q="chùa") == {}
    assert drawn("routes", 14) == {}


def test_what_is_not_public_is_in_no_tile(make_item, index):
    shapes = {"zone_one": square(LON, LAT), "area": square(LON, LAT)}
    make_item(**placed() | {"state": "draft"} | shapes)
    make_item(name_vi="Lăng được giữ kín", **placed() | {"disclosure": "withheld"} | shapes)
    gone = make_item(**placed() | shapes)
    publish_all()
    Item.objects.filter(pk=gone.pk).update(state="withdrawn")  # index and flat table have not heard of it
    for layer in ("items", "zones", "areas"):
        for zoom in (14, 18):
            assert drawn(layer, zoom) == {}


def test_a_blurred_item_says_so_and_stands_where_the_public_may_know(make_item, index):
    item = make_item(disclosure="km1", **placed())
    features.refresh(item.pk)
    index_row = Item.objects.get(pk=item.pk).feature
    publish_all()
    (found,) = drawn("items", 14, index_row.lon, index_row.lat)["items"]
    assert found["properties"]["approximate"] is True
    assert (index_row.lon, index_row.lat) != (LON, LAT)


def test_a_full_tile_is_clustered_at_any_zoom_and_stays_small(vi_khe, index):
    Item.objects.bulk_create(some_items(700), batch_size=500)
    Item.objects.update(position=Point(LON, LAT, srid=4326), disclosure="exact", position_method="gnss")
    publish_all()
    response = Client().get(address("items", 16))
    assert len(gzip.compress(response.content)) <= MOST_BYTES
    (cell,) = drawn("items", 16)["items"]
    assert cell["properties"] == {"count": 700}


def test_every_tile_of_a_large_catalogue_is_small(vi_khe, nam_dinh, index):
    Item.objects.bulk_create(some_items(1_200), batch_size=500)
    publish_all()
    for zoom in range(19):
        for layer in ("items", "all"):
            assert len(gzip.compress(Client().get(address(layer, zoom)).content)) <= MOST_BYTES


def test_a_unit_is_drawn_by_its_boundary_which_stays_as_it_was(vi_khe, nam_dinh):
    outline = square(LON, LAT, 0.02)
    vi_khe.boundary = outline
    vi_khe.save()
    found = {each["properties"]["code"]: each for each in drawn("units", 8)["units"]}
    assert found["13972"]["geometry"]["type"] == "Polygon"
    assert found["13972"]["properties"]["approximate"] is False
    assert found["13669"]["geometry"]["type"] == "Point"
    assert found["13669"]["properties"]["approximate"] is True
    vi_khe.refresh_from_db()
    assert vi_khe.boundary.equals_exact(outline, 1e-9)


def test_far_out_units_are_provinces(vi_khe):
    assert drawn("units", 7) == {}  # a commune alone is loaded here


def test_a_boundary_of_many_corners_is_simplified_until_the_tile_is_small(vi_khe):
    ring = [
        (LON + x * 0.00001, LAT + (0.03 if x % 2 else 0.02) + (x * 7919 % 1000) * 1e-5) for x in range(9_000)
    ]
    outline = Polygon([(LON, LAT), *ring, (LON + 0.09, LAT), (LON, LAT)])
    vi_khe.boundary = MultiPolygon(outline, srid=4326)
    vi_khe.save()
    response = Client().get(address("units", 14, LON + 0.01, LAT + 0.02))
    assert response.status_code == 200
    assert len(gzip.compress(response.content)) <= MOST_BYTES


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_describes_itself(make_item, index, layer):
    make_item(name_vi="Đình", **placed())
    publish_all()
    told = Client().get(f"/ban-do/{layer}.json", {"q": "đình", "lang": "en"}).json()
    assert told["tilejson"] == "3.0.0"
    (template,) = told["tiles"]
    assert urlsplit(template).path == f"/ban-do/{layer}/%7Bz%7D/%7Bx%7D/%7By%7D.mvt".replace(
        "%7B", "{"
    ).replace("%7D", "}")
    assert "q=" in template
    west, south, east, north = told["bounds"]
    assert west <= LON <= east and south <= LAT <= north
    assert told["attribution"] and told["minzoom"] < told["maxzoom"]
    wanted = {"items", "units", "zones", "routes", "areas"} if layer == "all" else {layer}
    assert {each["id"] for each in told["vector_layers"]} == wanted
    assert all(each["fields"] for each in told["vector_layers"])


def test_the_fields_of_a_layer_are_those_of_its_features(make_item, index, vi_khe):
    make_item(name_en="House", zone_one=square(LON, LAT), area=square(LON, LAT), **placed())
    publish_all()
    told = {each["id"]: each["fields"] for each in Client().get("/ban-do/all.json").json()["vector_layers"]}
    for name, found in drawn("all", 14).items():
        assert set(found[0]["properties"]) <= set(told[name])


def test_the_address_of_the_tiles_changes_with_every_change(make_item, index):
    def template() -> str:
        return Client().get("/ban-do/items.json").json()["tiles"][0]

    before = template()
    item = make_item(**placed())
    publish_all()
    with_one = template()
    item.name_vi = "Tên mới"
    item.save()
    features.refresh(item.pk)
    renamed = template()
    Item.objects.update(state="withdrawn")
    features.refresh(item.pk)
    assert len({before, with_one, renamed}) == 3
    assert template() == before


def test_a_tile_may_be_kept_while_its_address_stands_and_is_asked_for_by_tag(make_item, index):
    make_item(**placed())
    publish_all()
    response = Client().get(address("items", 14))
    assert response.headers["Cache-Control"] == "public, max-age=1"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    again = Client().get(address("items", 14), headers={"if-none-match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    stamped = Client().get(address("items", 14), {"v": "1-1"})
    assert stamped.headers["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/ban-do/items/3/8/0.mvt", 404),
        ("/ban-do/items/3/0/8.mvt", 404),
        ("/ban-do/items/19/0/0.mvt", 404),
        (f"/ban-do/items/3/{'9' * 5000}/0.mvt", 404),
        ("/ban-do/items/-1/0/0.mvt", 404),
        ("/ban-do/items/a/0/0.mvt", 404),
        ("/ban-do/items/3/0/0.png", 404),
        ("/ban-do/nothing/3/0/0.mvt", 404),
        ("/ban-do/nothing.json", 404),
        ("/ban-do/items/3/0/0.mvt?category=nothing", 400),
        ("/ban-do/items/3/0/0.mvt?bbox=1,2,3", 400),
        ("/ban-do/items/3/0/0.mvt?q=" + "a+" * 30, 400),
        ("/ban-do/items.json?years=1,0", 400),
        ("/ban-do/items/3/0/0.mvt", 204),
    ],
)
def test_what_cannot_be_drawn_is_told_by_the_status(index, path, status):
    response = Client().get(path)
    assert response.status_code == status
    if status == 400:
        assert json.loads(response.content)["error"]["code"].startswith("bad_")


def test_nothing_in_an_address_is_an_error_of_ours(index):
    text = st.text(max_size=12).filter(lambda each: "\x00" not in each)
    names = st.sampled_from(
        ["q", "category", "bbox", "near", "radius_m", "years", "unit", "limit", "sort", "v", "level"]
    )

    @given(
        st.sampled_from(LAYERS), st.integers(0, 30), st.integers(0, 2**20), st.integers(0, 2**20),
        st.dictionaries(names, text, max_size=3),
    )  # fmt: skip
    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    def answered(layer: str, zoom: int, column: int, row: int, asked: dict[str, str]) -> None:
        path = f"/ban-do/{layer}/{zoom}/{column}/{row}.mvt"
        assert Client().get(path, asked).status_code in (200, 204, 400, 404)

    answered()


def test_the_style_in_the_documentation_draws_layers_and_fields_that_exist():
    style = json.loads(Path("docs/examples/map-style.json").read_text(encoding="utf-8"))
    assert urlsplit(style["sources"]["disanso"]["url"]).path == "/ban-do/all.json"
    assert urlsplit(style["sources"]["archipelagos"]["data"]).path == reverse("map-overlay")
    assert style["layers"][1]["source"] == "archipelagos"
    drawn_layers = {each["source-layer"] for each in style["layers"] if "source-layer" in each}
    assert drawn_layers == set(FIELDS)
    for each in style["layers"]:
        for field in re.findall(r'\["(?:get|has)", "(\w+)"\]', json.dumps(each)):
            assert field in FIELDS[each["source-layer"]]
