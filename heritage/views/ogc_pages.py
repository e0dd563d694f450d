"""OGC API – Features for people: the same things as pages, with a map, in the language that was asked for."""

from __future__ import annotations

import json
from typing import Any

import shapely
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gis.bounds import Bounds
from heritage import categories
from heritage.interop.ogc_collections import ABOUT_EN, ABOUT_VI, COLLECTIONS, PROBLEMS, Collection, Site
from heritage.interop.ogc_crs import SYSTEMS
from heritage.projections.inset import inset
from heritage.selectors.ogc_more import Span
from heritage.selectors.ogc_wanted import Page
from heritage.views.map_setup import DEFAULT_BOUNDS, MARGIN, map_config


def landing(request: HttpRequest, site: Site) -> HttpResponse:
    """What there is."""
    rows = [
        {"name": each.name, "title": each.title(site.language), "about": each.about(site.language)}
        for each in COLLECTIONS
    ]
    return _page(request, site, "landing", {"rows": rows, "about": site.say(ABOUT_VI, ABOUT_EN)})


def conformance(request: HttpRequest, site: Site, document: dict[str, Any]) -> HttpResponse:
    """The classes, one a line."""
    return _page(request, site, "conformance", {"classes": document["conformsTo"]})


def api(request: HttpRequest, site: Site, document: dict[str, Any]) -> HttpResponse:
    """The description, each parameter said once."""
    shared = document["components"]["parameters"]
    endpoints = [
        {
            "path": f"/ogc{path}",
            "summary": operation["get"]["summary"],
            "anchor": operation["get"]["operationId"],
            "names": [
                each.get("name") or each["$ref"].rsplit("/", 1)[-1] for each in operation["get"]["parameters"]
            ],
        }
        for path, operation in document["paths"].items()
    ]
    parameters = [{"name": name, "about": each["description"]} for name, each in shared.items()]
    problems = [{"code": code, "about": site.say(*words)} for code, words in PROBLEMS.items()]
    return _page(
        request, site, "api", {"endpoints": endpoints, "parameters": parameters, "problems": problems}
    )


def collection(request: HttpRequest, site: Site, of: Collection, span: Span | None) -> HttpResponse:
    """One collection with a map of where it lies."""
    bounds = span.bounds if span else None
    days = [day.isoformat() if day else "…" for day in span.days] if span and span.days else []
    systems = [{"uri": system.uri, "name": system.name, "north": system.north_first} for system in SYSTEMS]
    return _page(
        request,
        site,
        "collection",
        {**_about(site, of), "days": days, "systems": systems, **_map(bounds, [])},
    )


def queryables(request: HttpRequest, site: Site, of: Collection) -> HttpResponse:
    """Each property with its kind and its values."""
    rows = [
        {
            "name": each.name,
            "title": each.en if site.language == "en" else each.vi,
            "kind": each.kind.value,
            "values": each.values,
        }
        for each in of.queryables
    ]
    return _page(request, site, "queryables", {**_about(site, of), "rows": rows})


def items(
    request: HttpRequest, site: Site, of: Collection, page: Page, following: str | None
) -> HttpResponse:
    """The features as a list and on the map."""
    rows = _rows(site, of, page)
    pins = [row for row in rows if row["lon"] is not None]
    around = _around([(row["lon"], row["lat"]) for row in pins])
    context = {
        **_about(site, of),
        "rows": rows,
        "matched": page.matched,
        "next_url": following,
        **_map(around, [row for row in pins if row["category"]]),
    }
    return _page(request, site, "items", context)


def item(request: HttpRequest, site: Site, of: Collection, page: Page) -> HttpResponse:
    """One feature with all its properties."""
    (row,) = _rows(site, of, page)
    around = _around([(row["lon"], row["lat"])]) if row["lon"] is not None else None
    properties = [
        {"name": name, "value": ", ".join(map(str, value)) if isinstance(value, list) else value}
        for name, value in json.loads(page.properties[0]).items()
    ]
    pins = [row] if row["lon"] is not None and row["category"] else []
    return _page(
        request,
        site,
        "item",
        {**_about(site, of), "row": row, "properties": properties, **_map(around, pins)},
    )


def _about(site: Site, of: Collection) -> dict[str, Any]:
    return {"name": of.name, "title": of.title(site.language), "about": of.about(site.language)}


def _rows(site: Site, of: Collection, page: Page) -> list[dict[str, Any]]:
    """One for each feature, as the map wants its items."""
    rows = []
    for number, (fid, text) in enumerate(zip(page.ids, page.properties, strict=True)):
        properties = json.loads(text)
        lon, lat = _place(page, number)
        name = properties.get("name_vi") or properties.get("name") or fid
        if site.language == "en":
            name = properties.get("name_en") or name
        category = properties.get("category", "")
        url = str(properties.get("url") or "")
        if site.language == "en" and url.startswith("/di-san/"):
            url = "/en/heritage/" + url.removeprefix("/di-san/")
        rows.append(
            {
                "id": fid,
                "name": f"{name} ({properties['zone']})" if "zone" in properties else name,
                "category": category,
                "category_label": categories.term(categories.CATEGORIES, category).one(site.language)
                if category
                else "",
                "unit": properties.get("unit_name") or properties.get("province_name") or "",
                "url": url,
                "lon": lon,
                "lat": lat,
                "approximate": properties.get("approximate", False),
                "accuracy_m": properties.get("accuracy_m"),
            }
        )
    return rows


def _place(page: Page, number: int) -> tuple[float | None, float | None]:
    """Longitude and latitude of a pin: of an area a point inside it."""
    if page.points is not None:
        return page.points[0][number], page.points[1][number]
    wkb = page.shapes[number]
    if wkb is None:
        return None, None
    inside = shapely.point_on_surface(shapely.from_wkb(wkb))
    return float(inside.x), float(inside.y)


def _around(places: list[tuple[float, float]]) -> Bounds | None:
    if not places:
        return None
    lons, lats = zip(*places, strict=True)
    return Bounds(min(lons), min(lats), max(lons), max(lats))


def _map(bounds: Bounds | None, pins: list[dict[str, Any]]) -> dict[str, Any]:
    if bounds is None:
        frame = DEFAULT_BOUNDS
    else:
        frame = Bounds(
            max(-180.0, bounds.west - MARGIN),
            max(-90.0, bounds.south - MARGIN),
            min(180.0, bounds.east + MARGIN),
            min(90.0, bounds.north + MARGIN),
        )
    return {"map_config": map_config(frame, items=pins), "inset": inset(frame)}


def _page(request: HttpRequest, site: Site, template: str, context: dict[str, Any]) -> HttpResponse:
    """Links keep the language that was chosen; the switch shows the same page in the other one."""
    query = request.GET.copy()
    query["lang"] = "vi" if site.language == "en" else "en"
    shell = {
        "LANGUAGE_CODE": site.language,
        "other_language_url": f"{request.path}?{query.urlencode()}",
        "keep": f"?lang={site.language}" if "lang" in request.GET else "",
        "data_url": f"{request.path}?{_as_json(request)}",
    }
    return render(request, f"ogc/{template}.html", {**context, **shell})


def _as_json(request: HttpRequest) -> str:
    query = request.GET.copy()
    query["f"] = "json"
    return query.urlencode()
