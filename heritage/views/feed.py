"""Any search as an Atom feed: what has been published newly of it."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heritage import categories
from heritage.errors import BadRequest
from heritage.interop.atom import MEDIA_TYPE, Entry, Feed, atom
from heritage.models import Item
from heritage.projections.card import name_in, text_in
from heritage.projections.item_document import item_url
from heritage.selectors import catalogue
from heritage.selectors.params import query_from
from heritage.views.context import language
from heritage.views.explore_filters import search_in_words
from search.documents import Sort

PAGE = 50
NOT_ASKED = ("sort", "cursor", "limit", "zoom", "lang")  # of an address: a feed has its own order and pages
FOUNDED = "2026"  # the year in which ids by host were first given out (RFC 4151: a day the host was ours)
EMPTY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)  # a feed must say when it changed, even before the first entry


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """The items of a search, newest first; what has not changed is not sent again."""
    lang = language()
    asked = _asked(request)
    try:
        query = replace(query_from(_readable(request), limit=PAGE), sort=Sort.NEWEST)
        found = catalogue.find(query)
        newest = found.items
        if query.cursor is not None:
            newest = catalogue.find(replace(query, cursor=None, limit=1)).items
    except BadRequest as error:
        return HttpResponse(error.sentence(lang), status=400, content_type="text/plain; charset=utf-8")
    if found.degraded:
        told = _("Máy tìm kiếm đang gián đoạn. Thử lại sau.")
        return HttpResponse(
            told, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "120"}
        )
    host = request.get_host().rsplit(":", 1)[0]
    changed = max((_moment(item) for item in newest), default=EMPTY)
    body = atom(
        Feed(
            id=f"tag:{host},{FOUNDED}:{request.path}{f'?{asked}' if asked else ''}",
            title=_title(request, lang),
            language=lang,
            updated=changed,
            author="Di Sản Số",
            rights=_("Mô tả theo CC BY 4.0; ảnh và tệp theo giấy phép ghi ở từng tệp."),
            url=request.build_absolute_uri(),
            page_url=request.build_absolute_uri(_with(reverse("explore"), asked)),
            first_url=request.build_absolute_uri(_with(request.path, asked)),
            next_url=request.build_absolute_uri(_with(request.path, asked, found.next_cursor))
            if found.next_cursor
            else None,
            entries=tuple(_entry(request, item, host, lang) for item in found.items),
        )
    )
    tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    headers = {"ETag": tag, "Cache-Control": "max-age=300"}
    response = HttpResponse(body, content_type=f"{MEDIA_TYPE}; charset=utf-8", headers=headers)
    return get_conditional_response(request, tag, None, response) or response


def feed_url(request: HttpRequest) -> str:
    """The feed of the search that a page shows."""
    return _with(reverse("feed"), _asked(request))


def _readable(request: HttpRequest) -> QueryDict:
    params = request.GET.copy()
    for name in ("sort", "limit"):
        params.pop(name, None)
    return params


def _asked(request: HttpRequest) -> str:
    """The search alone, always in one order, so that one search has one feed."""
    pairs = [
        (name, value)
        for name in sorted(request.GET)
        if name not in NOT_ASKED
        for value in request.GET.getlist(name)
        if value
    ]
    return urlencode(pairs)


def _with(path: str, asked: str, cursor: str | None = None) -> str:
    parts = [asked] if asked else []
    if cursor:
        parts.append(urlencode({"cursor": cursor}))
    return f"{path}?{'&'.join(parts)}" if parts else path


def _title(request: HttpRequest, lang: str) -> str:
    """ "Di Sản Số: “đền trần”, Di tích, Phường Nam Định"."""
    told = search_in_words(request.GET, lang)
    return f"Di Sản Số: {told}" if told else _("Di Sản Số: mới công bố")


def _entry(request: HttpRequest, item: Item, host: str, lang: str) -> Entry:
    category = categories.term(categories.CATEGORIES, item.category)
    return Entry(
        id=f"tag:{host},{FOUNDED}:{item.public_id}",
        title=name_in(item, lang),
        url=request.build_absolute_uri(item_url(item, lang)),
        updated=_moment(item),
        summary=text_in(item, "summary", lang) or item.unit.name,
        categories=((category.code, category.one(lang)),),
    )


def _moment(item: Item) -> dt.datetime:
    return item.published_at or item.updated_at
