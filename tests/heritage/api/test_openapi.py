"""The OpenAPI document is one, and every answer has the shape that it promises, no field more and none less."""

from __future__ import annotations

import copy
import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import jsonschema
import openapi_spec_validator
import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.test import Client
from django.utils import timezone

from gis.models import AdminUnit, UnitChange
from heritage.api.root import api
from heritage.jobs import features
from heritage.jobs.evidence import refresh_level
from heritage.jobs.index import rebuild
from heritage.models import Asset, Derivative, Item, Relation, User

pytestmark = pytest.mark.django_db(transaction=True)


def document() -> dict[str, Any]:
    return json.loads(json.dumps(api.get_openapi_schema()))


def shape_of(path: str, status: str = "200") -> dict[str, Any]:
    """The promised shape, made strict: a field that is not in it is an error."""
    told = document()
    answer = told["paths"][path]["get"]["responses"][status]["content"]["application/json"]["schema"]
    shapes = copy.deepcopy(told["components"])
    for shape in shapes["schemas"].values():
        if shape.get("type") == "object":
            shape.setdefault("additionalProperties", False)
    return {**answer, "components": shapes}


def hold(path: str, address: str, status: int = 200) -> Any:
    """Ask, and hold the answer against the document."""
    response = Client().get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    assert response.status_code == status, body
    answer = json.loads(body)
    jsonschema.validate(answer, shape_of(path, str(status)))
    return answer


@pytest.fixture
def rich(make_item: Callable[..., Item], officer: User, index: Any) -> Item:
    """An item with everything that an answer may hold."""
    source = {"title": "Quyết định 1820", "where": "tr. 2", "url": "https://x.vn", "accessed": "2026-11-25"}
    shown = {"state": "published", "published_at": timezone.now()}
    item = make_item(
        name_vi="Đền Trần", name_en="Trần Temple", alt_names=["Đền Thiên Trường"], han_nom="陳廟",
        rank="special_national", kinds=["history"], former_address="Lộc Vượng", decision_number="1820/QĐ-TTg",
        decision_date="2012-12-27", decision_by="Thủ tướng", summary_vi="Thờ các vua Trần", story_vi="Xây năm 1695",
        lunar={"month": 1, "day": 14, "days": 3, "leap": "first", "calendar": "lunar"},
        facts=[{"code": "worshipped", "vi": "Vua Trần", "en": "Trần kings", "source": "s1"}, {"code": "other", "vi": "x"}],
        sources={"s1": source, "s2": {"title": "Bia"}}, sources_of={"summary": "s1", "story": "s9"},
        position=Point(106.167945, 20.455966, srid=4326), position_method="gnss", position_accuracy_m=3.0,
        position_native={"crs": "EPSG:9209", "x": 569493.211, "y": 2262869.638}, **shown,
    )  # fmt: skip
    festival = make_item(name_vi="Lễ khai ấn", category="festival", disclosure="km1", **shown,
        position=Point(106.168, 20.456, srid=4326), position_method="gnss", position_accuracy_m=3.0)  # fmt: skip
    for subject, other in ((item, festival), (festival, item)):
        Relation.objects.create(subject=subject, object=other, kind="held_at", source="Hồ sơ")
    asset = Asset.objects.create(
        item=item, unit=item.unit, kind="photo", media_type="image/jpeg", sha256="0" * 64, bytes=9, original="x",
        original_name="a.jpg", state="ready", received_by=officer, published_at=timezone.now(), caption_vi="Cổng",
        licence="CC-BY-4.0", credit="Lan",
    )  # fmt: skip
    Derivative.objects.create(
        asset=asset, recipe="photo-640", file="y", media_type="image/jpeg", sha256="1" * 64, bytes=5,
        facts={"width": 640, "height": 480},
    )  # fmt: skip
    refresh_level(item)
    features.rebuild()
    rebuild()
    return item


def test_the_document_is_valid_openapi() -> None:
    openapi_spec_validator.validate(document())


def test_every_parameter_says_what_it_is() -> None:
    silent = [
        (path, each["name"])
        for path, methods in document()["paths"].items()
        for operation in methods.values()
        for each in operation.get("parameters", [])
        if each["in"] == "query" and not (each.get("description") or each["schema"].get("description"))
    ]
    assert [each for each in silent if "kpi" not in each[0]] == []


def test_an_item_alone_is_as_promised(rich: Item) -> None:
    answer = hold("/api/v1/items/{public_id}", f"/api/v1/items/{rich.public_id}")
    assert answer["position"]["native"]["crs"] == "EPSG:9209"
    assert answer["media"][0]["derivatives"][0]["width"] == 640
    assert {each["inverse"] for each in answer["relations"]} == {True, False}
    assert answer["facts"][0]["source"]["where"] == "tr. 2"
    assert answer["level_reasons"]
    festival = answer["relations"][0]["id"]
    assert hold("/api/v1/items/{public_id}", f"/api/v1/items/{festival}")["position"]["blurred"] is True
    hold("/api/v1/items/{public_id}", "/api/v1/items/ZZZZZZ", 404)


@pytest.mark.parametrize("query", ["", "q=den+tran", "near=106.1,20.4", "limit=1", "explain=true&q=den"])
def test_a_list_is_as_promised(rich: Item, query: str) -> None:
    assert hold("/api/v1/items", f"/api/v1/items?{query}")["items"]


def test_the_map_is_as_promised(rich: Item, make_item: Callable[..., Item]) -> None:
    near = hold("/api/v1/map", "/api/v1/map?zoom=22")["features"]
    far = hold("/api/v1/map", "/api/v1/map?zoom=3")["features"]
    assert {"id" in each for each in near} == {True}
    assert [each["properties"].get("count") for each in far] == [2]


def test_facets_suggestions_and_the_number_are_as_promised(rich: Item) -> None:
    assert hold("/api/v1/facets", "/api/v1/facets")["category"]
    assert hold("/api/v1/suggest", "/api/v1/suggest?q=den")["suggestions"]
    hold("/api/v1/kpi", "/api/v1/kpi?unit=13972")
    hold("/api/v1/exports/kpi.json", "/api/v1/exports/kpi.json")


def test_units_are_as_promised(vi_khe: AdminUnit) -> None:
    old = AdminUnit.objects.create(
        code="13700", level="commune", valid_from=dt.date(2024, 9, 1), valid_to=dt.date(2025, 7, 1),
        name="Xã Nam Điền", kind="Xã", folded="xa nam dien", province_code="36", province_name="Tỉnh Nam Định",
        district_name="Huyện Nam Trực",
    )  # fmt: skip
    UnitChange.objects.create(old=old, new=vi_khe, on=dt.date(2025, 7, 1), whole=True, source="NQ 1666")
    vi_khe.boundary = MultiPolygon(Polygon(((106, 20), (107, 20), (106, 22), (106, 20))), srid=4326)
    here = "/api/v1/units?at=106.2128,20.4034"
    hold("/api/v1/units/{code}", "/api/v1/units/13972")  # a circle
    assert hold("/api/v1/units", here)["items"][0]["approximate"] is True
    vi_khe.save()
    assert hold("/api/v1/units/{code}", "/api/v1/units/13972")["predecessors"][0]["code"] == "13700"
    assert hold("/api/v1/units/{code}", "/api/v1/units/13700?date=2025-01-01")["chains"][0]["whole"] is True
    assert hold("/api/v1/units", "/api/v1/units?q=nam+dien")["items"][0]["successors"][0]["code"] == "13972"
    assert hold("/api/v1/units", here)["items"][0]["approximate"] is False
    hold("/api/v1/units", "/api/v1/units?at=300,20", 400)


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/nothing", "/api/v1/items/A/B", "/api/v1/exports/"])
def test_an_address_that_there_is_not_answers_like_every_error(path: str) -> None:
    for ask in (Client().get, Client().post):
        response = ask(path)
        assert response.status_code == 404
        error = json.loads(response.content)["error"]
        assert error["code"] == "no_address"
        assert path in error["vi"]
        assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_api_is_only_read(method: str) -> None:
    response = getattr(Client(), method)("/api/v1/items")
    assert response.status_code == 405
    assert json.loads(response.content)["error"]["code"] == "read_only"
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_an_answer_that_did_not_change_is_not_sent_again(rich: Item) -> None:
    address = f"/api/v1/items/{rich.public_id}"
    first = Client().get(address)
    again = Client().get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Item.objects.filter(pk=rich.pk).update(name_en="Temple of the Trần")
    assert Client().get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
