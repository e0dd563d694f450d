"""Serve derivatives: whole or by range, cacheable for ever, only what the public or the officer may see."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.views.decorators.http import require_safe

from heritage import storage
from heritage.models import Derivative, User
from heritage.projections.media import may_show
from heritage.views.byte_ranges import OutsideFile, part_of

# A viewer asks for hundreds of tiles: of the rows only what decides and what is sent.
LOOKED_AT = (
    *("recipe", "media_type", "file", "bytes", "sha256"),
    *("asset__public_id", "asset__licence", "asset__published_at", "asset__unit_id"),
    *("asset__item__state", "asset__item__disclosure"),
)
# What is coded anew or written by us. All else may hold bytes of the original: it is saved, never opened as a page.
INLINE = ("image/", "application/json", "application/geo+json", "text/plain")


@require_safe
def derivative(request: HttpRequest, asset_id: str, recipe: str, extension: str) -> HttpResponseBase:
    """One derivative; 206 for a single range, 416 for one outside the file."""
    found = readable(request, asset_id, recipe)
    etag = f'"{found.sha256[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified()
    asked = request.headers.get("Range")
    if asked and request.headers.get("If-Range", etag) == etag:
        response = _part(found, asked)
    else:
        response = _whole(found)
    public = is_public(found)
    response.headers["ETag"] = etag
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = (
        "public, max-age=31536000, immutable" if public and "v" in request.GET else "private, max-age=60"
    )
    # A file of somebody else's making gets no rights on this site, whatever it contains.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if public:
        response.headers["Access-Control-Allow-Origin"] = "*"
    if not found.media_type.startswith(INLINE):
        response.headers["Content-Disposition"] = f'attachment; filename="{asset_id}-{recipe}.{extension}"'
    return response


def readable(request: HttpRequest, asset_id: str, recipe: str) -> Derivative:
    """The derivative, if this visitor may have it: published, or of the officer's own unit.

    Raises:
        Http404: Not there or not for them; the two are not told apart.
    """
    found = (
        Derivative.objects.select_related("asset__item")
        .only(*LOOKED_AT)
        .filter(asset__public_id=asset_id.upper(), recipe=recipe)
        .order_by()
        .first()
    )
    if found is None:
        raise Http404
    if is_public(found):
        return found
    user = request.user
    if isinstance(user, User) and (user.sees_all_units or user.unit_id == found.asset.unit_id):
        return found
    raise Http404


def is_public(found: Derivative) -> bool:
    """Whether anybody may have it now; what is not may be kept by no cache but the reader's own."""
    asset, item = found.asset, found.asset.item
    if item is None or asset.published_at is None:
        return False
    return item.is_public and may_show(item, found.recipe)


def _whole(found: Derivative) -> HttpResponseBase:
    response = StreamingHttpResponse(_bytes(found, 0, found.bytes), content_type=found.media_type)
    response.headers["Content-Length"] = str(found.bytes)
    return response


def _bytes(found: Derivative, start: int, length: int) -> Iterator[bytes]:
    """A part of the file. The first piece is read at once: a store that fails must not answer 200."""
    pieces = storage.read_range(storage.derivatives(), found.file, start, length)
    return chain([next(pieces, b"")], pieces)


def _part(found: Derivative, asked: str) -> HttpResponseBase:
    try:
        wanted = part_of(asked, found.bytes)
    except OutsideFile:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{found.bytes}"})
    if wanted is None:
        return _whole(found)
    part = StreamingHttpResponse(
        _bytes(found, wanted.first, wanted.length), status=206, content_type=found.media_type
    )
    part.headers["Content-Range"] = wanted.header(found.bytes)
    part.headers["Content-Length"] = str(wanted.length)
    return part
