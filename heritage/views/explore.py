"""List and map of one query: whatever the address asks for, both show the same result."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis.distance import spoken_distance
from heritage import categories
from heritage.errors import BadRequest
from heritage.models import Item
from heritage.projections.card import card
from heritage.projections.inset import inset
from heritage.projections.item_document import page_url
from heritage.projections.item_page import caption
from heritage.selectors import catalogue, labels
from heritage.selectors.params import query_from, values_of
from heritage.views.context import language
from heritage.views.downloads import downloads
from heritage.views.map_setup import DEFAULT_BOUNDS, around_of, explore_map
from heritage.views.old_names import old_names
from search.documents import FacetCount, Query

PAGE = 20
FACET_ORDER = ("rank", "has", "dynasty", "unit", "kind", "level")
MANY = 12
WARD_DIGITS = 5  # of a unit's code; a province has two
KEPT = ("category", "near", "radius_m", "bbox", "years")


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
        "saved_unit": _saved_unit(query),
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
        "map_config": explore_map(frame, _map_query(request, lang), lang, within=query.bounds),
        "map_categories": [
            {"symbol": each.symbol, "label": each.label(lang)} for each in categories.CATEGORIES
        ],
        "periods": categories.DYNASTIES,
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
        "dynasty": _("Thời kỳ"),
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
        if facet == "dynasty":
            order = categories.codes(categories.DYNASTIES)
            values.sort(key=lambda value: order.index(str(value["value"])))
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
    return chosen + [
        {"label": label, "url": _address(request, **dict.fromkeys((*names, "cursor")))}
        for name, names, label in (
            ("bbox", ("bbox",), _("Trong một khung bản đồ")),
            ("near", ("near", "radius_m", "sort"), _("Quanh một vị trí")),
            (
                "years",
                ("years",),
                _("Năm %(years)s") % {"years": request.GET.get("years", "").replace(",", "–")},
            ),
        )
        if request.GET.get(name)
    ]


def _saved_unit(query: Query) -> dict[str, str] | None:
    """The one ward that the result is narrowed to: it can be saved for reading offline."""
    if len(query.units) != 1 or len(query.units[0]) != WARD_DIGITS:
        return None
    return {"code": query.units[0]}


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """Parameters that the search form must carry along as hidden inputs."""
    return [(name, value) for name in KEPT for value in request.GET.getlist(name)]


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
