"""The collections of OGC API – Features: their names, words in both languages, properties and JSON documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from heritage.interop.ogc_crs import CRS84, SYSTEMS
from heritage.interop.ogc_properties import OF_ITEMS, OF_SHAPES, OF_UNITS, OF_ZONES, Queryable
from heritage.selectors.ogc_more import Span

JSON = "application/json"
GEOJSON = "application/geo+json"
HTML = "text/html"
SCHEMA = "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
PROBLEM = "application/problem+json"
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
CONFORMANCE_LINK = "http://www.opengis.net/def/rel/ogc/1.0/conformance"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
CONFORMANCE = (
    *(f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{each}" for each in ("core", "oas30", "html", "geojson")),
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    *(
        f"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/{each}"
        for each in ("queryables", "queryables-query-parameters", "filter", "features-filter")
    ),
    *(
        f"http://www.opengis.net/spec/cql2/1.0/conf/{each}"
        for each in (
            *("cql2-text", "cql2-json", "basic-cql2", "advanced-comparison-operators"),
            *("case-insensitive-comparison", "accent-insensitive-comparison", "property-property"),
            *("basic-spatial-functions", "basic-spatial-functions-plus", "spatial-functions", "temporal-functions"),
        )
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Collection:
    """One collection."""

    name: str
    """In addresses."""
    span: str
    """What its extent is called in :func:`heritage.selectors.ogc_more.spans`."""
    vi: str
    en: str
    about_vi: str
    about_en: str
    queryables: tuple[Queryable, ...]

    def title(self, language: str) -> str:
        """The title in ``vi`` or ``en``."""
        return self.en if language == "en" else self.vi

    def about(self, language: str) -> str:
        """The description in ``vi`` or ``en``."""
        return self.about_en if language == "en" else self.about_vi


_PLACE_VI = (
    "Vị trí là vị trí công khai: nơi cần giữ kín được làm lệch hoặc bỏ trống. datetime hỏi theo niên đại."
)
_PLACE_EN = (
    "The place is the public one: protected places are moved or left out. "
    "datetime asks for the years of the heritage."
)
COLLECTIONS = (
    Collection("relics", "relic", "Di tích", "Relics",
               f"Di tích đã công bố, dạng điểm. {_PLACE_VI}", f"Published relics, as points. {_PLACE_EN}", OF_ITEMS),
    Collection("festivals", "festival", "Lễ hội", "Festivals",
               f"Lễ hội đã công bố, dạng điểm. {_PLACE_VI}", f"Published festivals, as points. {_PLACE_EN}", OF_ITEMS),
    Collection("craft_villages", "craft_village", "Làng nghề", "Craft villages",
               f"Làng nghề đã công bố, dạng điểm. {_PLACE_VI}",
               f"Published craft villages, as points. {_PLACE_EN}", OF_ITEMS),
    Collection("figures", "figure", "Nhân vật", "Figures",
               f"Nhân vật đã công bố; phần lớn không có vị trí. {_PLACE_VI}",
               f"Published figures; most have no place. {_PLACE_EN}", OF_ITEMS),
    Collection("zones", "zone_one", "Khu vực bảo vệ", "Protection zones",
               "Khu vực bảo vệ I và II của di tích có vị trí công khai chính xác, dạng vùng.",
               "Protection zones I and II of relics whose exact place is public, as areas.", OF_ZONES),
    Collection("routes", "route", "Lộ trình", "Routes",
               "Lộ trình rước của lễ hội có vị trí công khai chính xác, dạng đường.",
               "Routes of festivals whose exact place is public, as lines.", OF_SHAPES),
    Collection("areas", "area", "Khu vực làng nghề", "Areas",
               "Khu vực của làng nghề có vị trí công khai chính xác, dạng vùng.",
               "Areas of craft villages whose exact place is public, as areas.", OF_SHAPES),
    Collection("units", "unit", "Đơn vị hành chính", "Administrative units",
               "Đơn vị hành chính xưa và nay. Hình là ranh giới đã nhập, nếu chưa có thì là tâm và approximate là true. "
               "datetime hỏi đơn vị có trong ngày ấy.",
               "Administrative units, past and present. The geometry is the imported boundary, else the centre with "
               "approximate true. datetime asks for the units that stand on a day.", OF_UNITS),
)  # fmt: skip
BY_NAME = {each.name: each for each in COLLECTIONS}
PROBLEMS = {
    "unknown_parameter": (
        "Tham số không có trong mô tả API.",
        "A parameter that the description does not name.",
    ),
    "repeated_parameter": ("Một tham số lặp lại.", "A parameter is there twice."),
    "bad_f": ("Tham số f.", "The parameter f."),
    "bad_lang": ("Tham số lang.", "The parameter lang."),
    "bad_limit": ("Tham số limit.", "The parameter limit."),
    "bad_cursor": ("Tham số cursor.", "The parameter cursor."),
    "bad_bbox": ("Tham số bbox.", "The parameter bbox."),
    "bad_crs": ("Hệ tọa độ không có.", "A reference system that is not served."),
    "bad_datetime": ("Tham số datetime.", "The parameter datetime."),
    "bad_filter": ("Bộ lọc sai; detail nói ở đâu.", "A wrong filter; the detail says where."),
    "bad_filter_lang": ("Tham số filter-lang.", "The parameter filter-lang."),
    "bad_value": ("Giá trị của một thuộc tính sai kiểu.", "A property's value is of another type."),
    "outside_crs": ("Hệ tọa độ không viết được một vị trí.", "The reference system cannot express a place."),
    "no_address": ("Không có địa chỉ này.", "There is no such address."),
    "no_collection": ("Không có bộ dữ liệu này.", "There is no such collection."),
    "no_feature": ("Không có đối tượng này.", "There is no such feature."),
    "method_not_allowed": ("Chỉ GET, HEAD, OPTIONS.", "GET, HEAD and OPTIONS only."),
}
"""Codes of refusals, anchors of the documentation."""
TITLE = "Di Sản Số: OGC API – Features"
ABOUT_VI = "Di sản đã công bố của phường, xã: đọc bằng QGIS, GDAL, GeoPandas, không cần khóa."
ABOUT_EN = "Published heritage of wards and communes: for QGIS, GDAL and GeoPandas, without a key."
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Site:
    """Where the answer is read: base of every link and the language of titles."""

    base: str
    """``http://host/ogc``, without a slash at its end."""
    language: str

    def link(self, rel: str, path: str, kind: str, title: str, **more: str) -> Json:
        """A link below the base; ``path`` begins with a slash."""
        shown = {"hreflang": self.language} if kind in (HTML, JSON) else {}
        return {"href": f"{self.base}{path}", "rel": rel, "type": kind, "title": title, **shown, **more}

    def both(self, path: str, kind: str = JSON, rel: str = "self") -> list[Json]:
        """The document itself, and as a page."""
        return [
            self.link(rel, f"{path}?f=json", kind, self.say("Tài liệu này, JSON", "This document as JSON")),
            self.link(
                "alternate", f"{path}?f=html", HTML, self.say("Tài liệu này, HTML", "This document as HTML")
            ),
        ]

    def say(self, vi: str, en: str) -> str:
        """One of the two."""
        return en if self.language == "en" else vi


def landing(site: Site) -> Json:
    """``/ogc/``."""
    return {
        "title": TITLE,
        "description": site.say(ABOUT_VI, ABOUT_EN),
        "attribution": "Di Sản Số, CC BY 4.0",
        "links": [
            *site.both("/"),
            site.link(
                "service-desc",
                "/api?f=json",
                OPENAPI,
                site.say("Mô tả API, OpenAPI 3.0", "The API, OpenAPI 3.0"),
            ),
            site.link(
                "service-doc", "/api?f=html", HTML, site.say("Hướng dẫn API", "The API's documentation")
            ),
            site.link("conformance", "/conformance", JSON, site.say("Chuẩn đáp ứng", "Conformance classes")),
            site.link("data", "/collections", JSON, site.say("Các bộ dữ liệu", "The collections")),
            {"href": LICENCE, "rel": "license", "type": HTML, "title": "CC BY 4.0"},
        ],
    }


def conformance(site: Site) -> Json:
    """``/ogc/conformance``."""
    return {"links": site.both("/conformance"), "conformsTo": list(CONFORMANCE)}


def collections(site: Site, spans: dict[str, Span]) -> Json:
    """``/ogc/collections``."""
    return {
        "title": TITLE,
        "description": site.say(ABOUT_VI, ABOUT_EN),
        "links": [
            *site.both("/collections"),
            {"href": LICENCE, "rel": "license", "type": HTML, "title": "CC BY 4.0"},
        ],
        "crs": [system.uri for system in SYSTEMS],
        "collections": [collection(site, each, spans.get(each.span), ["#/crs"]) for each in COLLECTIONS],
    }


def collection(site: Site, of: Collection, span: Span | None, crs: Sequence[str] | None = None) -> Json:
    """``/ogc/collections/{id}``; ``crs`` replaces the list of systems where it is said once for all."""
    path = f"/collections/{of.name}"
    document: Json = {
        "id": of.name,
        "title": of.title(site.language),
        "description": of.about(site.language),
        "itemType": "feature",
        "crs": list(crs or [system.uri for system in SYSTEMS]),
        "storageCrs": CRS84,
        "links": [
            *site.both(path),
            site.link(
                "items",
                f"{path}/items?f=json",
                GEOJSON,
                site.say("Các đối tượng, GeoJSON", "Features as GeoJSON"),
            ),
            site.link(
                "items", f"{path}/items?f=html", HTML, site.say("Các đối tượng, HTML", "Features as HTML")
            ),
            site.link(
                QUERYABLES, f"{path}/queryables?f=json", SCHEMA, site.say("Thuộc tính lọc được", "Queryables")
            ),
            {"href": LICENCE, "rel": "license", "type": HTML, "title": "CC BY 4.0"},
        ],
    }
    extent: Json = {}
    if span is not None and span.bounds is not None:
        box = span.bounds
        extent["spatial"] = {"bbox": [[box.west, box.south, box.east, box.north]], "crs": CRS84}
    if span is not None and span.days is not None:
        first, last = span.days
        interval = [
            f"{first.isoformat()}T00:00:00Z" if first else None,
            f"{last.isoformat()}T23:59:59Z" if last else None,
        ]
        extent["temporal"] = {"interval": [interval], "trs": GREGORIAN}
    if extent:
        document["extent"] = extent
    return document


def queryables(site: Site, of: Collection) -> Json:
    """``/ogc/collections/{id}/queryables``: a JSON Schema."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{site.base}/collections/{of.name}/queryables",
        "type": "object",
        "title": of.title(site.language),
        "description": of.about(site.language),
        "properties": {each.name: each.schema(site.language) for each in of.queryables},
        "additionalProperties": False,
    }
