"""A walk between items that a visitor chose: kept in the address, so that it can be sent, printed and taken along."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import shapely
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from gis.bounds import Bounds
from gis.distance import spoken_distance
from heritage.projections.drawn_map import drawn_map
from heritage.projections.drawn_shapes import DrawnShape
from heritage.projections.map_feature import row_feature
from heritage.projections.walk import MOST_STOPS, Stop, geo_uri, gpx, map_links, stops_of, straight_m
from heritage.selectors.catalogue import placed_rows
from heritage.views.context import language
from heritage.views.map_setup import around_of, under_print

STOPS = "di"  # the parameter: ids with dots between


@require_safe
def walk(request: HttpRequest) -> HttpResponse:
    """The sheet to print: map, stops with their QR codes, straight-line length, ways to open it elsewhere."""
    lang = language()
    features, missing = _features(request, lang)
    stops = stops_of(features)
    context = {
        "stops": [_told(stop, lang) for stop in stops],
        "missing": missing,
        "most": MOST_STOPS,
        "total_text": spoken_distance(straight_m(stops), "." if lang == "en" else ","),
        "has_way": sum(not stop.approximate for stop in stops) > 1,
        "links": map_links(stops),
        "gpx_url": f"{reverse('walk-gpx')}?{urlencode({STOPS: _ids_text(stops), 'lang': lang})}",
        "explore_url": f"{reverse('explore')}#{urlencode({'walk': _ids_text(stops)})}",
        "drawing": _drawing(features, stops, lang) if stops else "",
        "address": request.build_absolute_uri(),
    }
    return render(request, "pages/walk.html", context)


@require_safe
def points(request: HttpRequest) -> JsonResponse:
    """GeoJSON of the stops in the order asked for; an id that is not public or has no place is left out."""
    lang = "en" if request.GET.get("lang") == "en" else "vi"
    features, missing = _features(request, lang)
    return JsonResponse({"type": "FeatureCollection", "features": features, "missing": missing})


@require_safe
def gpx_file(request: HttpRequest) -> HttpResponse:
    """The walk for a GPS device or a hiking program."""
    lang = "en" if request.GET.get("lang") == "en" else "vi"
    features, _missing = _features(request, lang)
    with override(lang):
        name = _("Lượt đi thăm di sản")
    root = request.build_absolute_uri("/").rstrip("/")
    response = HttpResponse(gpx(stops_of(features), name, root), content_type="application/gpx+xml")
    response.headers["Content-Disposition"] = 'attachment; filename="luot-di.gpx"'
    return response


def _features(request: HttpRequest, lang: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Features of the ids asked for, and the ids that lead to nothing public on the map."""
    text = str(request.GET.get(STOPS) or "").upper()
    ids = list(dict.fromkeys(each for each in text.replace(",", ".").split(".") if each))[:MOST_STOPS]
    rows = placed_rows([each for each in ids if len(each) <= 12 and each.isalnum()])
    return [row_feature(rows[each], lang) for each in ids if each in rows], [e for e in ids if e not in rows]


def _told(stop: Stop, lang: str) -> dict[str, Any]:
    mark = "." if lang == "en" else ","
    return {
        "stop": stop,
        "geo": geo_uri(stop),
        "leg": spoken_distance(stop.from_last_m, mark) if stop.from_last_m is not None else "",
        "accuracy": spoken_distance(stop.accuracy_m, mark) if stop.approximate and stop.accuracy_m else "",
    }


def _ids_text(stops: list[Stop]) -> str:
    return ".".join(stop.id for stop in stops)


def _drawing(features: list[dict[str, Any]], stops: list[Stop], lang: str) -> str:
    lons, lats = [stop.lon for stop in stops], [stop.lat for stop in stops]
    frame = around_of(Bounds(min(lons), min(lats), max(lons), max(lats)))
    way = [(stop.lon, stop.lat) for stop in stops if not stop.approximate]
    shapes = [DrawnShape("walk", shapely.LineString(way))] if len(way) > 1 else []
    numbered = [
        {**feature, "properties": {**feature["properties"], "number": stop.number}}
        for feature, stop in zip(features, stops, strict=True)
    ]
    return drawn_map(frame, numbered, lang, size=(800, 520), shapes=shapes, under=under_print())
