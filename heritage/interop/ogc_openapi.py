"""The description of OGC API – Features in OpenAPI 3.0. Nothing is answered that is not described here."""

from __future__ import annotations

from typing import Any

from heritage.interop.ogc_collections import (
    ABOUT_EN,
    ABOUT_VI,
    COLLECTIONS,
    GEOJSON,
    HTML,
    JSON,
    OPENAPI,
    PROBLEM,
    SCHEMA,
    TITLE,
    Collection,
    Site,
)
from heritage.interop.ogc_crs import CRS84, SYSTEMS
from heritage.interop.ogc_properties import Kind
from heritage.interop.ogc_request import (
    DEFAULT_LIMIT,
    LANGUAGES,
    MAX_LIMIT,
    OF_A_FEATURE,
    OF_FEATURES,
    equal_names,
)

Json = dict[str, Any]
_URI: Json = {"type": "string", "format": "uri", "enum": [system.uri for system in SYSTEMS], "default": CRS84}
_NUMBERS: Json = {
    "oneOf": [
        {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4},
        {"type": "array", "items": {"type": "number"}, "minItems": 6, "maxItems": 6},
    ]
}
_SCHEMAS: dict[str, Json] = {
    "f": {"type": "string", "enum": ["json", "html"]},
    "lang": {"type": "string", "enum": ["vi", "en"]},
    "limit": {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
    "cursor": {"type": "string"},
    "bbox": _NUMBERS,
    "bbox-crs": _URI,
    "crs": _URI,
    "datetime": {"type": "string"},
    "filter": {"type": "string"},
    "filter-lang": {"type": "string", "enum": list(LANGUAGES), "default": LANGUAGES[0]},
    "filter-crs": _URI,
}
_ABOUT = {
    "f": ("Dạng trả về; không có thì theo Accept.", "Format of the answer; without it Accept decides."),
    "lang": ("Ngôn ngữ của tiêu đề; không có thì theo Accept-Language.",
             "Language of titles; without it Accept-Language decides."),
    "limit": (f"Số đối tượng mỗi trang; lớn hơn {MAX_LIMIT} thì lấy {MAX_LIMIT}.",
              f"Features on a page; more than {MAX_LIMIT} is taken as {MAX_LIMIT}."),
    "cursor": ("Trang kế tiếp bắt đầu sau đối tượng này; lấy từ liên kết next.",
               "The page begins after this feature; taken from the link next."),
    "bbox": ("Khung, theo thứ tự trục của bbox-crs. Đối tượng không có vị trí bị bỏ ra.",
             "A box in the axis order of bbox-crs. Features without a place are left out."),
    "bbox-crs": ("Hệ tọa độ của bbox.", "Reference system of bbox."),
    "crs": ("Hệ tọa độ của kết quả.", "Reference system of the answer."),
    "datetime": ("Ngày hoặc khoảng thời gian: niên đại của di sản; với đơn vị hành chính là ngày đơn vị tồn tại.",
                 "A day or an interval: the years of the heritage; for units the days on which they stand."),
    "filter": ("Bộ lọc CQL2.", "A CQL2 filter."),
    "filter-lang": ("Cách viết bộ lọc.", "Encoding of the filter."),
    "filter-crs": ("Hệ tọa độ trong bộ lọc.", "Reference system of geometries in the filter."),
}  # fmt: skip
_OBJECT: Json = {"type": "object"}
_LINKS: Json = {"type": "array", "items": {"$ref": "#/components/schemas/link"}}


def openapi(site: Site) -> Json:
    """The whole document, its words in the language of the site."""
    paths: Json = {
        "/": _get(site, "landing", "Trang đầu", "Landing page", (JSON,)),
        "/conformance": _get(site, "conformance", "Chuẩn đáp ứng", "Conformance classes", (JSON,)),
        "/api": _get(site, "api", "Mô tả API", "This description", (OPENAPI,)),
        "/collections": _get(site, "collections", "Các bộ dữ liệu", "The collections", (JSON,)),
    }
    for each in COLLECTIONS:
        paths |= _paths_of(site, each)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": TITLE,
            "version": "1.0.0",
            "description": site.say(ABOUT_VI, ABOUT_EN),
            "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        },
        "servers": [{"url": site.base}],
        "tags": [{"name": each.name, "description": each.title(site.language)} for each in COLLECTIONS],
        "paths": paths,
        "components": {
            "parameters": {name: _parameter(site, name) for name in _SCHEMAS},
            "responses": {
                "Problem": {
                    "description": site.say(
                        "Không thực hiện được (RFC 7807).", "It cannot be done (RFC 7807)."
                    ),
                    "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/problem"}}},
                },
                "NotModified": {"description": site.say("Không đổi.", "Not modified.")},
            },
            "schemas": _shapes(),
        },
    }


def _paths_of(site: Site, of: Collection) -> Json:
    path, title = f"/collections/{of.name}", of.title(site.language)
    fid: Json = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}}
    return {
        path: _get(site, f"describe_{of.name}", f"{title}: mô tả", f"{title}: description", (JSON,), tag=of.name),
        f"{path}/queryables": _get(
            site, f"queryables_{of.name}", f"{title}: thuộc tính lọc được", f"{title}: queryables", (SCHEMA,),
            tag=of.name,
        ),
        f"{path}/items": _get(
            site, f"items_{of.name}", f"{title}: các đối tượng", f"{title}: features", (GEOJSON,),
            OF_FEATURES, tag=of.name, shape="featureCollectionGeoJSON",
            more=[_equal(site, of, name) for name in equal_names(of)],
        ),
        f"{path}/items/{{featureId}}": _get(
            site, f"item_{of.name}", f"{title}: một đối tượng", f"{title}: one feature", (GEOJSON,),
            OF_A_FEATURE, tag=of.name, shape="featureGeoJSON", more=[fid], missing=True,
        ),
    }  # fmt: skip


def _get(
    site: Site,
    name: str,
    vi: str,
    en: str,
    kinds: tuple[str, ...],
    parameters: tuple[str, ...] = ("f", "lang"),
    *,
    tag: str = "",
    shape: str = "",
    more: list[Json] | None = None,
    missing: bool = False,
) -> Json:
    schema: Json = {"$ref": f"#/components/schemas/{shape}"} if shape else _OBJECT
    answers: Json = {
        "200": {
            "description": "OK",
            "content": {**{kind: {"schema": schema} for kind in kinds}, HTML: {"schema": {"type": "string"}}},
        },
        "304": {"$ref": "#/components/responses/NotModified"},
        "400": {"$ref": "#/components/responses/Problem"},
    }
    if missing:
        answers["404"] = {"$ref": "#/components/responses/Problem"}
    operation: Json = {
        "operationId": name,
        "summary": site.say(vi, en),
        "parameters": [*(more or []), *({"$ref": f"#/components/parameters/{each}"} for each in parameters)],
        "responses": answers,
    }
    if tag:
        operation["tags"] = [tag]
    return {"get": operation}


def _parameter(site: Site, name: str) -> Json:
    commas: Json = {"style": "form", "explode": False}
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": site.say(*_ABOUT[name]),
        "schema": _SCHEMAS[name],
        **commas,
    }


def _equal(site: Site, of: Collection, name: str) -> Json:
    queryable = next(each for each in of.queryables if each.name == name)
    schema = {key: value for key, value in queryable.schema(site.language).items() if key != "title"}
    if queryable.kind is Kind.MOMENT:
        schema = {"type": "string"}
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": queryable.en if site.language == "en" else queryable.vi,
        "schema": schema,
        "style": "form",
        "explode": False,
    }


def _shapes() -> Json:
    text: Json = {"type": "string"}
    feature: Json = {
        "type": "object",
        "required": ["type", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": text,
            "geometry": {"type": "object", "nullable": True},
            "properties": {"type": "object", "nullable": True},
            "links": _LINKS,
        },
    }
    return {
        "link": {
            "type": "object",
            "required": ["href", "rel"],
            "properties": {name: text for name in ("href", "rel", "type", "hreflang", "title")},
        },
        "problem": {
            "type": "object",
            "required": ["type", "title", "status", "detail"],
            "properties": {
                **{name: text for name in ("type", "title", "detail")},
                "status": {"type": "integer"},
            },
        },
        "featureGeoJSON": feature,
        "featureCollectionGeoJSON": {
            "type": "object",
            "required": ["type", "features"],
            "properties": {
                "type": {"type": "string", "enum": ["FeatureCollection"]},
                "features": {"type": "array", "items": {"$ref": "#/components/schemas/featureGeoJSON"}},
                "links": _LINKS,
                "timeStamp": {"type": "string", "format": "date-time"},
                "numberMatched": {"type": "integer", "minimum": 0},
                "numberReturned": {"type": "integer", "minimum": 0},
            },
        },
    }
