"""IIIF Image API 3 over the pyramids, for deep zoom here and in any IIIF viewer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.encoding import iri_to_uri

from heritage.models import Derivative
from heritage.projections.rights import rights_uri
from heritage.views.files import is_public, readable
from heritage.views.pyramids import opened
from media_pipeline import iiif, iiif_render

PREFIX = "/iiif/3"
LD_JSON = f'application/ld+json;profile="{iiif.CONTEXT}"'
CONTEXT_LINK = f'<{iiif.CONTEXT}>;rel="http://www.w3.org/ns/json-ld#context";type="application/ld+json"'
METHODS = "GET, HEAD, OPTIONS"
RENDERING = 1  # part of every ETag: raise it when the same address gives another picture
PARTS_OF_AN_IMAGE = 5
View = Callable[..., HttpResponse]


def open_to_viewers(view: View) -> View:
    """Answer to any origin, refusals too; HEAD like GET without the body; OPTIONS; nothing else."""

    @wraps(view)
    def answered(request: HttpRequest, **parts: str) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers={"Allow": METHODS})
            response.headers["Access-Control-Allow-Methods"] = METHODS
            response.headers["Access-Control-Allow-Headers"] = "Accept, If-None-Match"
            response.headers["Access-Control-Max-Age"] = "86400"
        elif request.method not in ("GET", "HEAD"):
            response = _refused(405, f"{METHODS} are answered")
            response.headers["Allow"] = METHODS
        else:
            try:
                response = view(request, **parts)
            except Http404:
                response = _refused(404, "no such picture")
            except iiif.BadImageRequest as error:
                response = _refused(400, str(error))
        if request.method == "HEAD":
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        if not response.headers.get("Cache-Control", "").startswith("private"):
            response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return answered


@open_to_viewers
def base(request: HttpRequest, identifier: str) -> HttpResponse:
    """The bare identifier leads to its description, as the standard asks (2.2)."""
    return HttpResponse(status=303, headers={"Location": iri_to_uri(f"{PREFIX}/{identifier}/info.json")})


@open_to_viewers
def info(request: HttpRequest, identifier: str) -> HttpResponse:
    """Sizes, tiles, limits and rights of one picture."""
    found = _picture(request, identifier)
    name = _name(found)
    if identifier != name:
        return _elsewhere(found, f"{PREFIX}/{name}/info.json")
    pyramid = opened(found)
    address = request.build_absolute_uri(f"{PREFIX}/{name}")
    body = json.dumps(
        iiif.info(pyramid.width, pyramid.height, address, rights_uri(found.asset.licence)), ensure_ascii=False
    ).encode()
    response = HttpResponse(body, content_type="application/json")
    if "application/ld+json" in request.headers.get("Accept", ""):
        response.headers["Content-Type"] = LD_JSON
    else:
        response.headers["Link"] = CONTEXT_LINK
    response.headers["Vary"] = "Accept"
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    _keep(response, found, "public, max-age=3600")
    return get_conditional_response(request, etag=etag, response=response) or response


@open_to_viewers
def image(
    request: HttpRequest, identifier: str, region: str, size: str, rotation: str, quality: str, format: str
) -> HttpResponse:
    """A part of the picture at a size; 400 for an address that the standard does not allow.

    An address that is not the canonical one (4.7) leads there, so that caches keep each picture once.
    """
    found = _picture(request, identifier)
    asked = iiif.parse(region, size, rotation, quality, format)
    pyramid = opened(found)
    spellings = iiif.spellings(asked, pyramid.width, pyramid.height, is_grey=pyramid.is_grey)
    canonical = f"{PREFIX}/{_name(found)}/{spellings[0]}"
    written = f"{region}/{size}/{rotation}/{quality}.{format}"
    if identifier != _name(found) or written not in spellings:
        return _elsewhere(found, canonical)
    etag = f'"{found.sha256[:24]}-{RENDERING}"'
    response: HttpResponse = get_conditional_response(request, etag=etag) or HttpResponse(
        iiif_render.render(pyramid, asked), content_type=asked.media_type
    )
    response.headers["ETag"] = etag
    address = request.build_absolute_uri(iri_to_uri(canonical))
    response.headers["Link"] = f'<{address}>;rel="canonical",<{iiif.PROFILE}>;rel="profile"'
    return _keep(response, found, "public, max-age=86400")


@open_to_viewers
def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """What fits no other address: 400 for something like a picture's, else 404."""
    if rest.count("/") == PARTS_OF_AN_IMAGE - 1:
        raise iiif.BadImageRequest("an image is identifier/region/size/rotation/quality.format")
    raise Http404


def _picture(request: HttpRequest, identifier: str) -> Derivative:
    """``ASSET`` is the first picture of a file, ``ASSET-0002`` its second page."""
    asset_id, _, page = identifier.partition("-")
    return readable(request, asset_id, f"pyramid-{page}" if page else "pyramid")


def _name(found: Derivative) -> str:
    """The identifier as we write it; letters are found in either case."""
    return found.asset.public_id + found.recipe.removeprefix("pyramid")


def _elsewhere(found: Derivative, path: str) -> HttpResponse:
    response = HttpResponse(status=301, headers={"Location": iri_to_uri(path)})
    return _keep(response, found, "public, max-age=86400")


def _keep(response: HttpResponse, found: Derivative, public: str) -> HttpResponse:
    """Say who may keep the answer: every cache, or the officer's own browser for a minute."""
    response.headers["Cache-Control"] = public if is_public(found) else "private, max-age=60"
    return response


def _refused(status: int, why: str) -> HttpResponse:
    response = HttpResponse(f"{why}\n", status=status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"  # what is not there today may be published tomorrow
    return response
