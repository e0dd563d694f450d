"""Vector tiles of the public map and their descriptions: ``/ban-do/{layer}/{z}/{x}/{y}.mvt``, ``/ban-do/{layer}.json``."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from gis.errors import OutsideGrid
from gis.tile_grid import Tile
from heritage.errors import Refusal, status_of
from heritage.interop.mvt import CLOSEST, COUNTRY, MEDIA_TYPE, tile_json, vector_tile
from heritage.selectors import tiles
from heritage.selectors.catalogue import on_map
from heritage.selectors.params import query_from
from search.documents import Query, Sort
from search.errors import BadQuery, EngineUnavailable

logger = logging.getLogger(__name__)
EVERYTHING = "all"
FOLLOWED_S = 1  # an address without the stamp of its day is asked for again after so long
STAMPED_S = 300
OWN = ("v", "lang")  # parameters that are not the search's


@require_safe
def description(request: HttpRequest, layer: str) -> HttpResponse:
    """TileJSON of a layer, or of all; the parameters of a search go on into the tiles' address."""
    layers = _layers(layer)
    try:
        _query(request)
    except Refusal as refusal:
        return _refused(refusal)
    params = request.GET.copy()
    language = str(params.pop("lang", ["vi"])[-1])
    params["v"] = tiles.stamp()
    root = request.build_absolute_uri(f"/ban-do/{layer}")
    address = f"{root}/{{z}}/{{x}}/{{y}}.mvt?{params.urlencode()}"
    _, around = on_map(Query()) if layers == ("items",) else (0, None)
    answer = tile_json(layer, layers, around or COUNTRY, address, english=language == "en")
    return _open(JsonResponse(answer), FOLLOWED_S)


@require_safe
def tile(request: HttpRequest, layer: str, zoom: int, column: int, row: int) -> HttpResponse:
    """One tile; 204 where nothing lies, 404 outside the grid, 400 for a search that cannot be read."""
    layers = _layers(layer)
    if zoom > CLOSEST:
        raise Http404
    try:
        place = Tile(zoom, column, row)
        query = _query(request)
        data = vector_tile(place, {name: tuple(tiles.LAYERS[name](place, query)) for name in layers})
    except OutsideGrid as error:
        raise Http404 from error
    except Refusal as refusal:
        return _refused(refusal)
    except BadQuery as error:
        return _open(JsonResponse({"error": {"code": "bad_query", "en": str(error)}}, status=400), 0)
    except EngineUnavailable:
        logger.exception("search engine unavailable, no tile")
        return _open(HttpResponse(status=503, headers={"Retry-After": "5"}), 0)
    etag = f'"{hashlib.sha256(data).hexdigest()[:24]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(data, status=200 if data else 204, content_type=MEDIA_TYPE)
    response.headers["ETag"] = etag
    return _open(response, STAMPED_S if "v" in request.GET else FOLLOWED_S)


def _layers(layer: str) -> tuple[str, ...]:
    if layer == EVERYTHING:
        return tuple(tiles.LAYERS)
    if layer not in tiles.LAYERS:
        raise Http404
    return (layer,)


def _query(request: HttpRequest) -> Query:
    """The search, in the form in which no search is the empty question."""
    params = request.GET.copy()
    for name in (*OWN, "sort", "cursor", "limit", "zoom"):
        params.pop(name, None)
    asked = query_from(params)
    # The order is nothing to a map; by distance a place would be asked for, which a drawn item has.
    near = asked.near if asked.near is not None and asked.near.radius_m is not None else None
    return replace(asked, sort=Sort.RELEVANCE, near=near)


def _refused(refusal: Refusal) -> HttpResponse:
    return _open(JsonResponse(refusal.document, status=status_of(refusal)), 0)


def _open(response: HttpResponse, seconds: int) -> HttpResponse:
    """For any site's map, as the API is."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=seconds)
    return response
