"""Zones, routes and areas in one frame of the map, as GeoJSON; and the basemap's archive where it lies here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely
from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from gis.bounds import Bounds
from gis.errors import BadBounds
from heritage.errors import BadRequest
from heritage.models import MapShape
from heritage.selectors.map_shapes import MOST_SHAPES, shapes_in
from heritage.views.byte_ranges import OutsideFile, Part, part_of
from heritage.views.context import language

KEPT_S = 60
CHUNK = 1 << 16
KINDS = tuple(MapShape.Kind.values)


@require_safe
def shapes(request: HttpRequest) -> HttpResponse:
    """What lies in ``bbox``, drawn for ``zoom``; ``kind`` may be repeated or hold commas. 400 for what is no box."""
    try:
        box = Bounds.parse(str(request.GET.get("bbox") or ""))
    except BadBounds:
        return _error("bbox: minlon,minlat,maxlon,maxlat")
    zoom_text = str(request.GET.get("zoom") or "14")
    kinds = [each for value in request.GET.getlist("kind") for each in value.split(",") if each] or list(
        KINDS
    )
    if not zoom_text.isdecimal() or int(zoom_text) > 24 or not set(kinds) <= set(KINDS):
        return _error(f"zoom: 0 … 24; kind: {', '.join(KINDS)}")
    english = request.GET.get("lang") == "en" or language() == "en"
    pixel = 360 / 256 / 2 ** int(zoom_text)
    found = shapes_in(box, kinds)
    features = [_feature(row, pixel, english=english) for row in found[:MOST_SHAPES]]
    text = json.dumps(
        {"type": "FeatureCollection", "features": features, "more": len(found) > MOST_SHAPES},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    response = HttpResponse(text, content_type="application/geo+json")
    patch_cache_control(response, public=True, max_age=KEPT_S)
    return response


@require_safe
def archive(request: HttpRequest) -> HttpResponseBase:
    """The PMTiles file of the home, by ranges, as its readers ask for it."""
    chosen = settings.BASEMAP
    if chosen is None or chosen.file is None or not chosen.file.is_file():
        raise Http404
    told = chosen.file.stat()
    size, etag = told.st_size, f'"{told.st_size:x}-{told.st_mtime_ns:x}"'
    try:
        asked = part_of(request.headers.get("Range"), size)
    except OutsideFile:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    part = asked or Part(0, size - 1)
    response = StreamingHttpResponse(
        _bytes(chosen.file, part.first, part.length),
        status=206 if asked else 200,
        content_type="application/octet-stream",
    )
    response.headers["Content-Length"] = str(part.length)
    if asked:
        response.headers["Content-Range"] = asked.header(size)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = etag
    patch_cache_control(response, public=True, max_age=3600)
    return response


def _feature(row: MapShape, pixel: float, *, english: bool) -> dict[str, Any]:
    """A shape without corners nearer than half a pixel of the zoom; never changed at its source."""
    geometry = shapely.simplify(shapely.from_wkb(bytes(row.shape.wkb)), pixel / 2)
    feature = row.feature
    name = (feature.name_en if english else "") or feature.name_vi
    return {
        "type": "Feature",
        "geometry": json.loads(shapely.to_geojson(shapely.set_precision(geometry, 1e-6))),
        "properties": {"id": feature.public_id, "kind": row.kind, "name": name},
    }


def _bytes(path: Path, start: int, length: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while length > 0:
            piece = file.read(min(CHUNK, length))
            if not piece:
                return
            length -= len(piece)
            yield piece


def _error(wanted: str) -> HttpResponse:
    refused = BadRequest(
        f"Tham số không đọc được. Cần: {wanted}.",
        f"A parameter cannot be read. Expected: {wanted}.",
        "bad_parameter",
    )
    return JsonResponse(refused.document, status=400, json_dumps_params={"ensure_ascii": False})
