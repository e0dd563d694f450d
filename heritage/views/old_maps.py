"""Old maps as map tiles: XYZ in WebP or PNG, TileJSON, and the list of those in view."""

from __future__ import annotations

import threading
import weakref
from contextlib import ExitStack
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from gis.bounds import Bounds
from gis.errors import GisError
from heritage import storage
from heritage.models import Derivative
from heritage.projections.old_map import RECIPE, old_map_row, tile_json
from heritage.selectors import old_maps
from heritage.views.files import is_public, readable
from media_pipeline.overlay_tiles import MEDIA_TYPES, Overlay

KEPT_OPEN = 32
RENDERING = 1  # part of every ETag: raise it when the same address gives another picture
YEAR_S = 31_536_000
LANGUAGES = ("vi", "en")
_opening = threading.Lock()


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The public maps that reach into ``bbox``; 400 for one that cannot be read."""
    try:
        view = Bounds.parse(request.GET.get("bbox", ""))
    except (GisError, ValueError):
        return _open(JsonResponse({"error": "bbox=minlon,minlat,maxlon,maxlat"}, status=400), public=False)
    rows = [old_map_row(each, _language(request)) for each in old_maps.in_view(view)]
    response = _open(JsonResponse({"maps": rows}), public=True)
    patch_cache_control(response, public=True, max_age=60)
    return response


@require_safe
def description(request: HttpRequest, asset_id: str) -> HttpResponse:
    """TileJSON of one map."""
    found = readable(request, asset_id, RECIPE)
    full = Derivative.objects.select_related("asset__item__unit").get(pk=found.pk)
    root = request.build_absolute_uri("/").rstrip("/")
    response = _open(JsonResponse(tile_json(full, root, _language(request))), public=is_public(found))
    if is_public(found):
        patch_cache_control(response, public=True, max_age=300)
    else:
        patch_cache_control(response, private=True, max_age=60)
    return response


@require_safe
def tile(request: HttpRequest, asset_id: str, zoom: int, column: int, row: int, format: str) -> HttpResponse:
    """One tile, 256 pixels square; 204 where the sheet is not."""
    if format not in MEDIA_TYPES:
        raise Http404
    found = readable(request, asset_id, RECIPE)
    etag = f'"{found.sha256[:24]}-{RENDERING}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        data = _cut(found, zoom, column, row, format)
        response = HttpResponse(data or b"", status=200 if data else 204)
        response.headers["Content-Type"] = MEDIA_TYPES[format]
    response.headers["ETag"] = etag
    if not is_public(found):
        patch_cache_control(response, private=True, max_age=60)
    elif request.GET.get("v") == found.sha256[:8]:
        patch_cache_control(response, public=True, max_age=YEAR_S, immutable=True)
    else:
        patch_cache_control(response, public=True, max_age=3600)
    return _open(response, public=is_public(found))


def _cut(found: Derivative, zoom: int, column: int, row: int, format: str) -> bytes | None:
    """A tile out of the overlay; a store that is no folder is copied from once, not per tile."""
    place = [int(found.facts[name]) for name in ("zoom", "left", "top", "width", "height")]
    with _opening:  # the first tiles of a map are asked for all at once
        copy = _local(found.file, found.sha256)
    return Overlay(copy.path, *place).tile(zoom, column, row, format)


class _Copy:
    """A path that holds as long as the object does."""

    def __init__(self, name: str, sha256: str) -> None:
        with ExitStack() as stack:
            self.path = stack.enter_context(storage.cached_copy(storage.derivatives(), name, sha256))
            weakref.finalize(self, stack.pop_all().close)


@lru_cache(maxsize=KEPT_OPEN)
def _local(name: str, sha256: str) -> _Copy:
    return _Copy(name, sha256)


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else "vi"


def _open(response: HttpResponse, *, public: bool) -> HttpResponse:
    """Public maps may be laid over any site's map."""
    if public:
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response
