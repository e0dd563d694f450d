"""List and map of one query: whatever the address asks for, both show the same result."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from gis.bounds import Bounds
from heritage import categories
from heritage.errors import BadRequest
from heritage.projections.inset import inset
from heritage.selectors import catalogue
from heritage.selectors.params import query_from
from heritage.views import explore_filters as filters
from heritage.views.context import language
from heritage.views.downloads import downloads
from heritage.views.explore_address import address, without_boxes
from heritage.views.explore_advice import advice
from heritage.views.explore_reading import reading
from heritage.views.explore_rows import rows
from heritage.views.feed import feed_url
from heritage.views.map_setup import DEFAULT_BOUNDS, around_of, explore_map
from heritage.views.old_names import old_names
from search.documents import Polygon, Query

PAGE = 20
WARD_DIGITS = 5  # of a unit's code; a province has two
KEPT = ("category", "near", "bbox", "polygon", "updated")


@require_safe
def explore(request: HttpRequest) -> HttpResponse:
    """The page; a parameter that cannot be read is said in a message, not hidden."""
    if written := without_boxes(request):
        return redirect(written)
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
        "chosen": filters.chosen_filters(request, language()) if problem is None else [],
        "kept": _kept(request) if problem is None else [],
        "saved_unit": _saved_unit(query),
        "old_names": old_names(query.text),
        "reading": reading(query.text, language()),
        "meant": _meant(request, query, found),
        "feed_url": feed_url(request) if problem is None else None,
        "save": _save(request) if problem is None and request.user.is_authenticated else None,
    }
    result = _result_of(request, query, found)
    if problem is not None:
        result["downloads"] = None  # the address still asks for what could not be read
    elif not found.total and not found.degraded:
        result["advice"] = advice(request, query, language())
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
    frame = query.bounds or _box_of(query.polygon) or (around_of(around) if around else DEFAULT_BOUNDS)
    return {
        "degraded": found.degraded,
        "spare": found.spare,
        "total": found.total,
        "on_map": placed,
        "off_map": max(0, found.total - placed),
        "items": rows(found, query.text, lang),
        "category_chips": filters.category_chips(request, counted.get("category", ()), lang),
        "facets": filters.facet_groups(request, counted, lang),
        "units": filters.unit_group(request, counted),
        "spans": filters.spans(request),
        "radii": filters.radii(query, lang),
        "sorts": filters.sorts(query),
        "clear_url": request.path,
        "near_url": address(request, cursor=None, sort=None),
        "next_url": address(request, cursor=found.next_cursor) if found.next_cursor else None,
        "first_url": address(request, cursor=None) if query.cursor else None,
        "map_config": explore_map(frame, _map_query(request, lang), lang, within=query.bounds)
        | {"area": _corners(query.polygon)},
        "map_categories": [
            {"symbol": each.symbol, "label": each.label(lang)} for each in categories.CATEGORIES
        ],
        "periods": categories.DYNASTIES,
        "inset": inset(frame),
        "downloads": None if found.degraded else downloads(request, found.total, lang),
    }


def _corners(area: Polygon | None) -> list[tuple[float, float]] | None:
    """Longitude and latitude of each corner, for the map."""
    return None if area is None else list(zip(area.lons, area.lats, strict=True))


def _box_of(area: Polygon | None) -> Bounds | None:
    if area is None:
        return None
    return around_of(Bounds(min(area.lons), min(area.lats), max(area.lons), max(area.lats)))


def _meant(request: HttpRequest, query: Query, found: catalogue.Found) -> dict[str, Any] | None:
    """ "Did you mean": the question as names write it, and the address that asks it."""
    text = catalogue.spelling(query, found)
    return {"text": text, "url": address(request, q=text, cursor=None)} if text else None


def _save(request: HttpRequest) -> dict[str, str]:
    """What the form of a signed-in person sends to keep this search."""
    name = filters.search_in_words(request.GET, language()).replace("“", "").replace("”", "")
    return {"name": name[:120], "query": request.GET.urlencode()}


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
