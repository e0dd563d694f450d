"""The number on other sites: a small page that may stand in a frame, and a picture. No cookie, no script."""

from __future__ import annotations

from html import escape

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from heritage.errors import NotFound
from heritage.projections.kpi_badge import badge
from heritage.selectors import kpi_area
from heritage.selectors.kpi import UnitKpi
from heritage.views.context import language
from heritage.views.kpi_number import number

KEPT_S = 600
# Only here: a page that shows one public number and takes nothing may stand anywhere.
POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors *"
)
WIDTH, HEIGHT = 480, 260


@require_safe
@xframe_options_exempt
@cache_control(public=True, max_age=KEPT_S)
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The strip with its sentence and a link to the whole page; its language is the address's."""
    found = _found(code)
    response = render(request, "pages/kpi_embed.html", {"number": number(found), "lang": language()})
    response["Content-Security-Policy"] = POLICY
    return response


@require_safe
@cache_control(public=True, max_age=KEPT_S)
def picture(request: HttpRequest, code: str) -> HttpResponse:
    """The same as an SVG for pages that take pictures only."""
    told = number(_found(code))
    share = told["share"]
    sentence = (
        _("%(n)s trên %(total)s di sản đã số hóa") % {"n": share.digitized, "total": share.total}
        if share
        else _("Chưa có danh mục được duyệt nên chưa có tỷ lệ")
    )
    day = _("Di Sản Số, tính đến %(day)s") % {"day": told["date_text"]}
    strip = told["slats"]["narrow"] if share else None
    drawn = badge(told["name"], told["percent"], sentence, day, strip)
    response = HttpResponse(drawn, content_type="image/svg+xml")
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def code_of(request: HttpRequest, code: str, name: str) -> str:
    """The lines to copy into a page."""
    address = request.build_absolute_uri(reverse("kpi-embed", args=[code]))
    title = escape(_("Kết quả số hóa di sản, %(name)s") % {"name": name})
    return (
        f'<iframe src="{escape(address)}" width="{WIDTH}" height="{HEIGHT}" title="{title}" '
        f'loading="lazy" style="border:0;max-width:100%"></iframe>'
    )


def _found(code: str) -> UnitKpi:
    try:
        return kpi_area.number_of(code, kpi_area.standing())
    except NotFound as error:
        raise Http404(error.vi) from error
