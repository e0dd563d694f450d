"""IIIF Image API 3 over the pyramids, for deep zoom here and in any IIIF viewer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from heritage import storage
from heritage.models import Derivative
from heritage.views.files import is_public, readable
from media_pipeline import iiif

LD_JSON = 'application/ld+json;profile="http://iiif.io/api/image/3/context.json"'


@require_safe
def base(request: HttpRequest, identifier: str) -> HttpResponse:
    """The bare identifier leads to its description, as the standard asks."""
    return redirect(f"/iiif/3/{identifier}/info.json", permanent=False)


@require_safe
def info(request: HttpRequest, identifier: str) -> HttpResponse:
    """Sizes, tiles and level of one picture."""
    pyramid = _pyramid(request, identifier)
    address = request.build_absolute_uri(f"/iiif/3/{identifier}")
    document = iiif.info(int(pyramid.facts["width"]), int(pyramid.facts["height"]), address)
    response = JsonResponse(document)
    if "application/ld+json" in request.headers.get("Accept", ""):
        response.headers["Content-Type"] = LD_JSON
    return _open(response, pyramid)


@require_safe
def image(
    request: HttpRequest, identifier: str, region: str, size: str, rotation: str, quality: str, format: str
) -> HttpResponse:
    """A part of the picture at a size; 400 for an address that the standard does not allow."""
    pyramid = _pyramid(request, identifier)
    try:
        asked = iiif.parse(region, size, rotation, quality, format)
        with storage.local_copy(storage.derivatives(), pyramid.file) as path:
            body = iiif.render(path, asked)
    except iiif.BadImageRequest as error:
        return _open(HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8"), pyramid)
    return _open(HttpResponse(body, content_type=asked.media_type), pyramid, "public, max-age=86400")


def _pyramid(request: HttpRequest, identifier: str) -> Derivative:
    """``ASSET`` is the first picture of a file, ``ASSET-0002`` its second page."""
    asset_id, _, page = identifier.partition("-")
    return readable(request, asset_id, f"pyramid-{page}" if page else "pyramid")


def _open(response: HttpResponse, pyramid: Derivative, caching: str = "") -> HttpResponse:
    """Open to other sites' viewers and to caches, once the public may see the picture."""
    if not is_public(pyramid):
        response.headers["Cache-Control"] = "private, max-age=60"
        return response
    response.headers["Access-Control-Allow-Origin"] = "*"
    if caching:
        response.headers["Cache-Control"] = caching
    return response
