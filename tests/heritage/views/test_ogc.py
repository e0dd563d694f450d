"""OGC API – Features over HTTP. Tests named ``a_N`` follow the abstract test suites of OGC 17-069r4 (Core, A.2.N)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from django.test import Client

from gis.models import AdminUnit
from heritage.interop.ogc_collections import CONFORMANCE, PROBLEMS
from heritage.interop.ogc_crs import CRS84, SYSTEMS
from heritage.interop.ogc_properties import Kind
from heritage.models import Item
from tests.ogc_catalogue import COUNTS, OgcCatalogue, fill_ogc

EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
DOCUMENTS = ("", "conformance", "api", "collections", "collections/zones", "collections/zones/queryables")
POSITION = {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "number"}}
LINE = {"type": "array", "minItems": 2, "items": POSITION}
AREA = {"type": "array", "minItems": 1, "items": {"type": "array", "minItems": 4, "items": POSITION}}
# RFC 7946, sections 3.1 to 3.3, for the geometries that there are.
FEATURE: dict[str, Any] = {
    "type": "object",
    "required": ["type", "id", "geometry", "properties"],
    "properties": {
        "type": {"const": "Feature"},
        "id": {"type": "string"},
        "properties": {"type": "object"},
        "geometry": {
            "oneOf": [
                {"type": "null"},
                *(
                    {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["type", "coordinates"],
                        "properties": {"type": {"const": name}, "coordinates": coordinates},
                    }
                    for name, coordinates in (
                        ("Point", POSITION),
                        ("MultiLineString", {"type": "array", "items": LINE}),
                        ("MultiPolygon", {"type": "array", "items": AREA}),
                    )
                ),
            ]
        },
    },
}
COLLECTION = {
    "type": "object",
    "required": ["type", "features", "links", "timeStamp", "numberMatched", "numberReturned"],
    "properties": {"type": {"const": "FeatureCollection"}, "features": {"type": "array", "items": FEATURE}},
}


@pytest.fixture
def catalogue(
    make_item: Callable[..., Item], vi_khe: AdminUnit, nam_dinh: AdminUnit, index: Any
) -> OgcCatalogue:
    return fill_ogc(make_item, vi_khe, nam_dinh)


@pytest.fixture
def get(catalogue: OgcCatalogue, client: Client) -> Callable[..., Any]:
    """A document, after its status was looked at."""

    def asked(path: str, status: int = 200, **headers: str) -> Any:
        response = client.get(f"/ogc/{path}", headers=headers)
        assert response.status_code == status, (path, response.content)
        return json.loads(response.content)

    return asked


def rels(document: dict[str, Any]) -> dict[str, str]:
    return {link["rel"]: link["href"] for link in document["links"]}


def test_a_3_the_landing_page_leads_to_everything(get: Callable[..., Any], client: Client) -> None:
    links = rels(get(""))
    for rel in ("self", "alternate", "service-desc", "service-doc", "conformance", "data"):
        assert client.get(links[rel].removeprefix("http://testserver")).status_code == 200, rel


def test_a_5_the_description_names_every_address_that_is_answered(
    get: Callable[..., Any], client: Client
) -> None:
    document = get("api")
    assert document["openapi"].startswith("3.0")
    assert document["servers"] == [{"url": "http://testserver/ogc"}]
    for path in document["paths"]:
        fid = {"zones": "VKDV6A-I", "units": "13972-20250701", "festivals": "VKHH01", "routes": "VKHH01"}
        fid |= {"craft_villages": "VKLN01", "areas": "VKLN01", "figures": "VKNV01"}
        name = path.split("/")[2] if path.count("/") > 1 else ""
        address = "/ogc" + path.replace("{featureId}", fid.get(name, "VKDV6A"))
        assert client.get(address).status_code == 200, address


def test_every_reference_of_the_description_leads_somewhere(get: Callable[..., Any]) -> None:
    document = get("api")
    references = {part.split('"')[0] for part in json.dumps(document).split('"$ref": "')[1:]}
    assert len(references) > 10
    for reference in references:
        place: Any = document
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]
        assert place


def test_a_7_the_classes_are_declared(get: Callable[..., Any]) -> None:
    assert get("conformance")["conformsTo"] == list(CONFORMANCE)


def test_a_9_and_10_each_collection_says_what_it_is(get: Callable[..., Any]) -> None:
    document = get("collections")
    assert [each["id"] for each in document["collections"]] == [
        *("relics", "festivals", "craft_villages", "figures", "zones", "routes", "areas", "units")
    ]
    assert document["crs"] == [system.uri for system in SYSTEMS]
    for each in document["collections"]:
        assert {"items", "self", "alternate"} <= set(rels(each))
        assert each["crs"] == ["#/crs"] and each["storageCrs"] == CRS84
        alone = get(f"collections/{each['id']}")
        assert alone["crs"] == document["crs"]
        assert {key: value for key, value in alone.items() if key != "crs"} == {
            key: value for key, value in each.items() if key != "crs"
        }


def test_a_11_extents_hold_every_feature(get: Callable[..., Any]) -> None:
    extent = get("collections/relics")["extent"]
    assert extent["temporal"]["interval"] == [["1225-01-01T00:00:00Z", "1700-12-31T23:59:59Z"]]
    west, south, east, north = extent["spatial"]["bbox"][0]
    for feature in get("collections/relics/items")["features"]:
        if feature["geometry"]:
            lon, lat = feature["geometry"]["coordinates"]
            assert west <= lon <= east and south <= lat <= north
    assert get("collections/units")["extent"]["temporal"]["interval"] == [["2004-01-01T00:00:00Z", None]]


@pytest.mark.parametrize("name", COUNTS)
def test_a_13_and_23_features_are_geojson_with_counts_links_and_a_time(
    get: Callable[..., Any], name: str, client: Client
) -> None:
    document = get(f"collections/{name}/items")
    jsonschema.validate(document, COLLECTION)
    assert (
        document["numberMatched"] == document["numberReturned"] == len(document["features"]) == COUNTS[name]
    )
    assert dt.datetime.fromisoformat(document["timeStamp"]).tzinfo is not None
    assert {"self", "alternate", "collection"} <= set(rels(document)) and "next" not in rels(document)
    assert client.get(f"/ogc/collections/{name}/items").headers["Content-Type"] == "application/geo+json"


def test_a_15_limit_bounds_a_page_and_next_leads_on(get: Callable[..., Any], client: Client) -> None:
    document, seen = get("collections/relics/items?limit=2&lang=en"), []
    while True:
        assert document["numberReturned"] <= 2 and document["numberMatched"] == 3
        seen += [feature["id"] for feature in document["features"]]
        if "next" not in rels(document):
            break
        document = json.loads(client.get(rels(document)["next"].removeprefix("http://testserver")).content)
    assert seen == ["VKCHUA", "VKDV6A", "VKKIN1"]
    assert get("collections/relics/items?limit=99999")["numberReturned"] == 3


@pytest.mark.parametrize(
    "query",
    [
        "limit=0", "limit=-1", "limit=x", "limit=1.5", "bbox=1,2,3", "bbox=a,b,c,d", "datetime=yesterday",
        "datetime=2026-01-01/2025-01-01", "datetime=..", "datetime=2026-01-01/2026-01-02/2026-01-03", "unknown=1",
        "crs=EPSG:3857", "bbox=1,2,3,4&bbox-crs=x", "filter=level", "filter=level=1&filter-lang=sql", "filter-crs=x",
        "limit=1&limit=2", "f=xml", "lang=fr", "level=high", "approximate=perhaps", "updated=now", "cursor=%00",
    ],
)  # fmt: skip
def test_a_22_what_is_unknown_or_malformed_is_refused_in_both_languages(
    get: Callable[..., Any], query: str
) -> None:
    problem = get(f"collections/relics/items?{query}", 400, **{"accept-language": "en"})
    assert problem["status"] == 400 and problem["title"] == "Bad request"
    assert problem["detail"] and problem["code"] in PROBLEMS
    assert problem["type"] == f"/ogc/api?f=html&lang=en#{problem['code']}"
    if "lang=" not in query.replace("filter-lang", ""):
        assert get(f"collections/relics/items?{query}", 400)["title"] == "Yêu cầu sai"


@pytest.mark.parametrize("path", DOCUMENTS)
def test_unknown_parameters_are_refused_everywhere(get: Callable[..., Any], path: str) -> None:
    assert get(f"{path}?nope=1", 400)["code"] == "unknown_parameter"


@pytest.mark.parametrize(
    "path", ["nope", "collections/nope", "collections/nope/items", "collections/relics/items/NOPE",
             "collections/relics/items/VKNHAP", "collections/relics/items/VKRUT1", "collections/relics/items/VKHH01",
             "collections/zones/items/VKKIN1-I", "collections/zones/items/VKDV6A-III",
             "collections/units/items/13972-20250230", "collections/relics/items/a%00b"],
)  # fmt: skip
def test_a_26_what_is_not_there_is_404_as_a_problem(
    get: Callable[..., Any], client: Client, path: str
) -> None:
    assert get(path, 404)["status"] == 404
    assert client.get(f"/ogc/{path}").headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("name", COUNTS)
def test_a_27_every_feature_is_there_alone(get: Callable[..., Any], name: str) -> None:
    for feature in get(f"collections/{name}/items")["features"]:
        alone = get(f"collections/{name}/items/{feature['id']}")
        jsonschema.validate(alone, FEATURE)
        assert {"self", "alternate", "collection"} <= set(rels(alone))
        assert {key: value for key, value in alone.items() if key != "links"} == feature


def test_properties_hold_what_they_ask_for_and_lead_to_the_page(
    get: Callable[..., Any], client: Client
) -> None:
    feature = get("collections/relics/items/VKDV6A")
    assert feature["properties"]["name_en"] == "Vị Khê Communal House"
    address = feature["properties"]["url"]
    assert address.startswith("http://testserver/di-san/VKDV6A/")
    assert client.get(address.removeprefix("http://testserver")).status_code == 200
    assert get("collections/zones/items/VKDV6A-I")["properties"]["zone"] == "I"
    unit = get("collections/units/items/13972-20250701")
    assert unit["properties"]["approximate"] is True and unit["geometry"]["type"] == "Point"
    assert get("collections/units/items/13669-20250701")["geometry"]["type"] == "MultiPolygon"


@pytest.mark.parametrize("name", COUNTS)
def test_every_queryable_is_a_property_of_every_feature(
    get: Callable[..., Any], client: Client, name: str
) -> None:
    document = get(f"collections/{name}/queryables")
    jsonschema.Draft202012Validator.check_schema(document)
    assert (
        client.get(f"/ogc/collections/{name}/queryables").headers["Content-Type"] == "application/schema+json"
    )
    assert document["additionalProperties"] is False
    assert document["$id"] == f"http://testserver/ogc/collections/{name}/queryables"
    geometry = document["properties"].pop("geometry")
    assert geometry["x-ogc-role"] == "primary-geometry" and geometry["format"] == "geometry-any"
    for feature in get(f"collections/{name}/items")["features"]:
        assert set(document["properties"]) <= set(feature["properties"])
        known = {key: feature["properties"][key] for key in document["properties"]}
        jsonschema.validate({key: value for key, value in known.items() if value is not None}, document)
    assert {str(each) for each in Kind} >= {"text", "geometry"}


def test_coordinates_come_in_the_system_asked_for_and_the_header_says_it(
    get: Callable[..., Any], client: Client
) -> None:
    for uri, wanted in [
        (CRS84, [106.213, 20.4038]),
        (f"{EPSG}4326", [20.4038, 106.213]),
        (f"{EPSG}9209", [574219.219, 2257114.418]),
    ]:
        for path in ("collections/relics/items?id=VKDV6A&", "collections/relics/items/VKDV6A?"):
            response = client.get(f"/ogc/{path}crs={uri}")
            assert response.headers["Content-Crs"] == f"<{uri}>"
            document = json.loads(response.content)
            (feature,) = document.get("features", [document])
            assert feature["geometry"]["coordinates"] == pytest.approx(
                wanted, abs=0.0006 if "9209" in uri else 1e-9
            )
    assert client.get("/ogc/collections/relics/items").headers["Content-Crs"] == f"<{CRS84}>"


def test_rings_of_areas_turn_as_rfc_7946_asks(get: Callable[..., Any]) -> None:
    for feature in get("collections/zones/items")["features"]:
        ring = feature["geometry"]["coordinates"][0][0]
        doubled = sum(
            (bx - ax) * (by + ay) for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True)
        )
        assert doubled < 0  # against the clock


def test_filters_in_both_encodings_and_any_system(get: Callable[..., Any]) -> None:
    box = "S_INTERSECTS(geometry, BBOX(20.40, 106.21, 20.41, 106.215))"
    found = get(f"collections/relics/items?filter={box}&filter-crs={EPSG}4326")
    assert [feature["id"] for feature in found["features"]] == ["VKDV6A"]
    written = json.dumps({"op": "=", "args": [{"property": "level"}, 2]})
    found = get(f"collections/relics/items?filter={written}&filter-lang=cql2-json")
    assert [feature["id"] for feature in found["features"]] == ["VKDV6A"]


def test_an_etag_holds_until_something_changes(client: Client, catalogue: OgcCatalogue) -> None:
    for path in ("collections/relics/items", "collections/relics/items/VKDV6A", "collections", "api"):
        tag = client.get(f"/ogc/{path}").headers["ETag"]
        assert client.get(f"/ogc/{path}", headers={"if-none-match": tag}).status_code == 304
        assert client.get(f"/ogc/{path}?lang=en", headers={"if-none-match": tag}).status_code == 200
    tag = client.get("/ogc/collections/relics/items").headers["ETag"]
    Item.objects.filter(pk=catalogue.items.hall.pk).update(state=Item.State.WITHDRAWN)
    assert client.get("/ogc/collections/relics/items", headers={"if-none-match": tag}).status_code == 200


def test_a_feature_says_when_it_last_changed(client: Client, catalogue: OgcCatalogue) -> None:
    changed = client.get("/ogc/collections/relics/items/VKDV6A").headers["Last-Modified"]
    again = client.get("/ogc/collections/relics/items/VKDV6A", headers={"if-modified-since": changed})
    assert again.status_code == 304


def test_titles_follow_the_language_that_is_asked_for(client: Client, catalogue: OgcCatalogue) -> None:
    for query, accept, wanted in [
        ("", "", ("Di tích", "vi")),
        ("", "fr, en-GB;q=0.8", ("Relics", "en")),
        ("?lang=en", "vi", ("Relics", "en")),
        ("?lang=vi", "en", ("Di tích", "vi")),
    ]:
        response = client.get(f"/ogc/collections/relics{query}", headers={"accept-language": accept})
        assert (json.loads(response.content)["title"], response.headers["Content-Language"]) == wanted
        assert "Accept-Language" in response.headers["Vary"] and "Accept" in response.headers["Vary"]


@pytest.mark.parametrize(
    "path",
    [*DOCUMENTS, *(f"collections/{name}/items" for name in COUNTS), "collections/relics/items/VKDV6A",
     "collections/relics/items/VKCHUA", "collections/zones/items/VKDV6A-II", "collections/units/items/13972-20250701"],
)  # fmt: skip
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_browser_gets_a_page_in_its_language(
    client: Client, catalogue: OgcCatalogue, path: str, language: str
) -> None:
    headers = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8", "accept-language": language}
    response = client.get(f"/ogc/{path}", headers=headers)
    page = response.content.decode()
    assert response.status_code == 200 and response.headers["Content-Type"].startswith("text/html")
    assert f'<html lang="{language}">' in page
    assert "<script>" not in page and "style=" not in page.split("<main", 1)[1].split('class="inset', 1)[0]
    if "/items" in path or path == "collections/zones":
        assert 'class="map-canvas"' in page
    if language == "en":
        assert "Thuộc tính" not in page and "Các đối tượng" not in page and "đối tượng</p>" not in page


def test_other_sites_may_read_and_nobody_may_write(client: Client, catalogue: OgcCatalogue) -> None:
    assert client.get("/ogc/collections").headers["Access-Control-Allow-Origin"] == "*"
    assert "Content-Crs" in client.get("/ogc/collections").headers["Access-Control-Expose-Headers"]
    assert client.options("/ogc/collections").status_code == 204
    head = client.head("/ogc/collections/relics/items")
    assert head.status_code == 200 and head.content == b"" and int(head.headers["Content-Length"]) > 500
    refused = client.post("/ogc/collections/relics/items", {})
    assert refused.status_code == 405 and refused.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_a_page_is_compressed_for_who_asks(client: Client, catalogue: OgcCatalogue) -> None:
    packed = client.get("/ogc/collections/relics/items", headers={"accept-encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip" and packed.headers["ETag"].startswith("W/")
    tag = packed.headers["ETag"]
    again = client.get(
        "/ogc/collections/relics/items", headers={"accept-encoding": "gzip", "if-none-match": tag}
    )
    assert again.status_code == 304


def test_a_page_asks_the_database_a_few_times_however_long_it_is(
    client: Client, catalogue: OgcCatalogue, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(2):
        client.get("/ogc/collections/relics/items?filter=level>=0")
    with django_assert_max_num_queries(2):
        client.get("/ogc/collections/units/items")
