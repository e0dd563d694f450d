"""The map and its list as a sheet of paper: drawn by the server, so that it prints the same with and without scripts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import shapely
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gis import units
from gis.bounds import Bounds
from gis.models import AdminUnit
from heritage import categories
from heritage.errors import BadRequest
from heritage.models import MapShape
from heritage.projections.dates import day_text
from heritage.projections.drawn_map import NATIONAL, drawn_map
from heritage.projections.drawn_shapes import DrawnShape
from heritage.projections.map_feature import cluster_feature, item_feature, row_feature
from heritage.selectors import catalogue
from heritage.selectors.map_shapes import MOST_SHAPES, shapes_in
from heritage.selectors.params import query_from
from heritage.views.context import language
from heritage.views.explore_filters import chosen_filters
from heritage.views.map_layers import own_units
from heritage.views.map_setup import DEFAULT_BOUNDS, around_of, under_print
from search.documents import Query, Sort

MOST_LISTED = 100
LANDSCAPE, PORTRAIT = (1000, 515), (700, 785)  # what A4 has room for beside head and legend
ZONES_BELOW = 0.5  # degrees across: in a larger frame a zone is a speck


@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """A4, lying or standing (``huong=doc``): the frame ``bbox`` of the result with numbers, and the list of them."""
    lang = language()
    problem = None
    try:
        query = query_from(request.GET, limit=MOST_LISTED)
    except BadRequest as error:
        problem, query = error.sentence(lang), Query(limit=MOST_LISTED)
    if query.bounds is None:
        _, around = catalogue.on_map(query)
        query = replace(query, bounds=around_of(around) if around else DEFAULT_BOUNDS)
    portrait = request.GET.get("huong") == "doc"
    context = {
        "problem": problem,
        "query": query,
        "portrait": portrait,
        "chosen": chosen_filters(request, lang) if problem is None else [],
        "today_text": day_text(timezone.localdate(), lang),
        "turned_url": _turned(request, portrait),
        "back_url": f"{reverse('explore')}?{request.GET.urlencode()}",
        "address": request.build_absolute_uri(),
        "under": under_print(),
        "legend": [{"symbol": each.symbol, "label": each.label(lang)} for each in categories.CATEGORIES],
        **_drawn(query, lang, PORTRAIT if portrait else LANDSCAPE),
    }
    return render(request, "pages/map_print.html", context)


def _drawn(query: Query, lang: str, size: tuple[int, int]) -> dict[str, Any]:
    """The drawing with its numbered list; more than fit are drawn as discs with counts."""
    frame = query.bounds or DEFAULT_BOUNDS
    order = Sort.NAME if query.sort == Sort.RELEVANCE and not query.text else query.sort
    found = catalogue.find(replace(query, sort=order, cursor=None))
    rows = [(item, feature) for item in found.items if (feature := item_feature(item, lang)) is not None]
    numbered = [
        {**feature, "properties": {**feature["properties"], "number": number}}
        for number, (_, feature) in enumerate(rows, 1)
    ]
    crowded = found.total > len(rows)
    features = _cells(query, lang) if crowded else numbered
    shapes = [*_extents(frame), *_zones(frame)]
    return {
        "drawing": drawn_map(frame, features, lang, size=size, shapes=shapes, under=under_print()),
        "listed": [feature["properties"] for feature in numbered],
        "total": found.total,
        "crowded": crowded,
        "zones": {shape.kind for shape in shapes},
    }


def _cells(query: Query, lang: str) -> list[dict[str, Any]]:
    frame = query.bounds or DEFAULT_BOUNDS
    zoom = next((z for z in range(4, 18) if 360 / 2**z < (frame.east - frame.west) / 3), 18)
    cells, rows = catalogue.clusters(query, zoom)
    return [
        row_feature(rows[cell.ids[0]], lang) if len(cell.ids) == 1 else cluster_feature(cell)
        for cell in cells
    ]


def _extents(frame: Bounds) -> list[DrawnShape]:
    """Of the wards that take part; over the whole country they would be specks."""
    if frame.east - frame.west > NATIONAL:
        return []
    drawn = []
    for unit in AdminUnit.objects.filter(pk__in=own_units()):
        extent = units.extent(unit)
        if extent is not None:
            kind = "extent_approximate" if extent.approximate else "extent"
            drawn.append(DrawnShape(kind, shapely.from_wkb(bytes(extent.geometry.wkb)), unit.name))
    return drawn


def _zones(frame: Bounds) -> list[DrawnShape]:
    if frame.east - frame.west > ZONES_BELOW:
        return []
    rows = shapes_in(frame, MapShape.Kind.values)[:MOST_SHAPES]
    return [DrawnShape(row.kind, shapely.from_wkb(bytes(row.shape.wkb))) for row in rows]


def _turned(request: HttpRequest, portrait: bool) -> str:
    params = request.GET.copy()
    params.pop("huong", None)
    if not portrait:
        params["huong"] = "doc"
    return f"{request.path}?{params.urlencode()}"
