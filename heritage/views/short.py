"""What is printed on signs: the short address and its QR code. Unit names change, ids do not."""

from __future__ import annotations

import io
from urllib.parse import urlencode

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from heritage.projections.item_document import item_url
from heritage.selectors.catalogue import public_items
from heritage.views.context import language


@require_safe
def short(request: HttpRequest, public_id: str) -> HttpResponse:
    """To the item's page, in English for a browser that asks for English first."""
    item = public_items().filter(public_id=public_id.upper()).first()
    if item is None:
        raise Http404
    wanted = request.headers.get("Accept-Language", "").lower()
    english = wanted.startswith("en") or language() == "en"
    return redirect(item_url(item, "en" if english else "vi"), permanent=False)


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The code typed from a sign; a code that leads nowhere is searched for as words."""
    code = str(request.GET.get("code") or "").strip()[:20]
    english = request.GET.get("lang") == "en"
    item = public_items().filter(public_id=code.upper()).first()
    if item is not None:
        return redirect(item_url(item, "en" if english else "vi"), permanent=False)
    with override("en" if english else "vi"):
        return redirect(f"{reverse('explore')}?{urlencode({'q': code})}", permanent=False)


@require_safe
def qr(request: HttpRequest, public_id: str) -> HttpResponse:
    """The QR code of the short address as SVG; a quarter of it may be scratched (level Q)."""
    item = public_items().filter(public_id=public_id.upper()).first()
    if item is None:
        raise Http404
    out = io.BytesIO()
    segno.make(request.build_absolute_uri(f"/q/{item.public_id}"), error="q", micro=False).save(
        out, kind="svg", scale=4, border=4, xmldecl=True, svgclass=None, lineclass=None
    )
    response = HttpResponse(out.getvalue(), content_type="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
