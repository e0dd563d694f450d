"""List and map of one query: whatever the address asks for, both show the same result."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis.bounds import Bounds
from gis.distance import spoken_distance
from heritage import categories
from heritage.errors import BadRequest
from heritage.models import Item
from heritage.projections.card import card
from heritage.projections.drawn_map import Under
from heritage.projections.inset import inset
from heritage.projections.item_document import page_url
from heritage.projections.item_page import caption
from heritage.selectors import catalogue, labels
from heritage.selectors.params import query_from, values_of
from heritage.views.context import language
from heritage.views.downloads import downloads
from heritage.views.old_names import old_names
from search.documents import FacetCount, Query

PAGE = 20
DEFAULT_BOUNDS = Bounds(105.5, 19.9, 107.2, 21.2)  # the three provinces of the five plans
FACET_ORDER = ("rank", "has", "unit", "kind", "level")
MANY = 12
MARGIN = 0.02  # degrees, about 2 km


@require_safe
def explore(request: HttpRequest) -> HttpResponse:
    """The page; a parameter that cannot be read is said in a message, not hidden."""
    problem = None
    try:
        query = query_from(request.GET, limit=PAGE)
        found = catalogue.find(query)
    except BadRequest as error:
        problem = error.sentence(language())
        query, found = _words_alone(request)
    context = {
        "problem": problem,
        "query": query,
        "chosen": chosen_filters(request, language()) if problem is None else [],
        "kept": _kept(request) if problem is None else [],
        "old_names": old_names(query.text),
    }
    result = _result_of(request, query, found)
    if problem is not None:
        result["downloads"] = None  # the address still asks for what could not be read
    return render(request, "pages/explore.html", context | result)


def _words_alone(request: HttpRequest) -> tuple[Query, catalogue.Found]:
    """The result without the filters; the whole catalogue where the words themselves cannot be used."""
    query = Query(text=str(request.GET.get("q") or "")[:500], limit=PAGE)
    try:
        return query, catalogue.find(query)
    except BadRequest:
        everything = Query(limit=PAGE)
        return everything, catalogue.find(everything)


def _result_of(request: HttpRequest, query: Query, found: catalogue.Found) -> dict[str, Any]:
    """The list, its counts and filters, and the map of the same result."""
    lang = language()
    counted = catalogue.facets(query)
    placed, around = catalogue.on_map(query)
    frame = query.bounds or (around_of(around) if around else DEFAULT_BOUNDS)
    return {
        "degraded": found.degraded,
        "total": found.total,
        "on_map": placed,
        "off_map": max(0, found.total - placed),
        "items": [_result(item, lang, found) for item in found.items],
        "category_chips": _category_chips(request, counted.get("category", ()), lang),
        "facets": _facets(request, counted, lang),
        "sorts": _sorts(query),
        "clear_url": request.path,
        "next_url": _address(request, cursor=found.next_cursor) if found.next_cursor else None,
        "first_url": _address(request, cursor=None) if query.cursor else None,
        "map_config": map_config(frame, clusters_url="/api/v1/map", query=_map_query(request, lang)),
        "inset": inset(frame),
        "downloads": None if found.degraded else downloads(request, found.total, lang),
    }


def _sorts(query: Query) -> list[tuple[str, str]]:
    sorts = [
        ("relevance", _("Hợp nhất với câu tìm")),
        ("name", _("Tên, theo bảng chữ cái")),
        ("newest", _("Mới công bố")),
    ]
    return [*sorts, ("distance", _("Gần nhất"))] if query.near else sorts


def around_of(around: Bounds) -> Bounds:
    """The result with some land around it, so that one item is not shown as a wall of nothing."""
    return Bounds(
        max(-180.0, around.west - MARGIN),
        max(-90.0, around.south - MARGIN),
        min(180.0, around.east + MARGIN),
        min(90.0, around.north + MARGIN),
    )


def _result(item: Item, lang: str, found: catalogue.Found) -> dict[str, Any]:
    distance_m = found.distances.get(item.public_id)
    far = "" if distance_m is None else spoken_distance(distance_m, "." if lang == "en" else ",")
    return {**card(item, lang, distance_m), "distance_text": far, "page": _page(item, lang, found)}


def _page(item: Item, lang: str, found: catalogue.Found) -> dict[str, Any] | None:
    page = found.pages.get(item.public_id)
    if page is None:
        return None
    return {
        "number": page.page,
        "paper": caption(page.asset, lang) or page.asset.original_name.rsplit("/", 1)[-1],
        "url": page_url(item, page.asset, page.page, lang),
        "pieces": page.pieces,
    }


def map_config(bounds: Bounds, **more: Any) -> dict[str, Any]:
    """What ``map.js`` reads: bounds, our own layers, and the basemap if one is configured."""
    return {
        "bounds": [bounds.west, bounds.south, bounds.east, bounds.north],
        "overlay_url": reverse("map-overlay"),
        "units_url": reverse("map-units"),
        "extents_url": reverse("map-extents"),
        "old_maps_url": reverse("old-maps"),
        "basemap": _basemap(),
        **more,
    }


def _basemap() -> dict[str, Any] | None:
    chosen = settings.BASEMAP
    if chosen is None or not chosen.attribution or (chosen.file is not None and not chosen.file.is_file()):
        return None  # the system check tells the operator
    return {
        "kind": chosen.kind,
        "url": reverse("basemap") if chosen.file is not None else chosen.url,
        "attribution": chosen.attribution,
        "script": static("disanso/js/basemap.js") if chosen.kind == "pmtiles" else None,
    }


def under_print() -> Under | None:
    """The tiles that are printed under a drawn map; an archive of vectors is not."""
    told = _basemap()
    return Under(told["url"], told["attribution"]) if told and told["kind"] == "tiles" else None


def _category_chips(request: HttpRequest, counts: tuple[FacetCount, ...], lang: str) -> list[dict[str, Any]]:
    by_code = {each.value: each.count for each in counts}
    chosen = values_of(request.GET, "category")
    everything = {
        "label": _("Tất cả"),
        "symbol": "",
        "count": sum(by_code.values()),
        "url": _address(request, category=None, cursor=None),
        "current": not chosen,
    }
    return [everything] + [
        {
            "code": each.code,
            "label": each.label(lang),
            "symbol": each.symbol,
            "count": by_code.get(each.code, 0),
            "url": _address(request, category=each.code, cursor=None),
            "current": chosen == (each.code,),
        }
        for each in categories.CATEGORIES
    ]


def _facets(
    request: HttpRequest, counted: dict[str, tuple[FacetCount, ...]], lang: str
) -> list[dict[str, Any]]:
    titles = {
        "rank": _("Xếp hạng"),
        "has": _("Có tư liệu"),
        "unit": _("Phường, xã, tỉnh"),
        "kind": _("Loại hình"),
        "level": _("Mức số hóa"),
    }
    words = labels.facet_labels(counted, lang)
    groups = []
    for facet in FACET_ORDER:
        chosen = values_of(request.GET, facet)
        values = [
            {
                "value": each.value,
                "label": words[facet][each.value],
                "count": each.count,
                "checked": each.value in chosen,
            }
            for each in counted.get(facet, ())
            if each.count or each.value in chosen
        ]
        if facet == "level":
            values.sort(key=lambda value: str(value["value"]))
        if values:
            groups.append(
                {"name": facet, "title": titles[facet], "values": values, "many": len(values) > MANY}
            )
    return groups


def chosen_filters(request: HttpRequest, lang: str) -> list[dict[str, str]]:
    """Every filter that is on, with the address that takes it off."""
    chosen = []
    for facet in FACET_ORDER:
        values = values_of(request.GET, facet)
        if facet == "unit":
            words = labels.unit_names(values)
        else:
            words = {
                value: categories.term(labels.VOCABULARIES[facet], value).label(lang) for value in values
            }
        for value in values:
            params = request.GET.copy()
            params.setlist(facet, [each for each in values if each != value])
            params.pop("cursor", None)
            chosen.append({"label": words[value], "url": _with(request, params)})
    return chosen


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """Parameters that the search form must carry along as hidden inputs."""
    return [(name, value) for name in ("category", "near", "radius_m") for value in request.GET.getlist(name)]


def _map_query(request: HttpRequest, lang: str) -> str:
    params = request.GET.copy()
    for name in ("bbox", "cursor", "limit", "sort", "zoom"):
        params.pop(name, None)
    params["lang"] = lang
    return params.urlencode()


def _address(request: HttpRequest, **changes: str | None) -> str:
    params = request.GET.copy()
    for name, value in changes.items():
        params.pop(name, None)
        if value is not None:
            params[name] = value
    return _with(request, params)


def _with(request: HttpRequest, params: QueryDict) -> str:
    text = params.urlencode()
    return f"{request.path}?{text}" if text else request.path
