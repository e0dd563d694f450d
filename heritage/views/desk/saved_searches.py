"""The officer's saved searches: a list with what is new, and the forms that keep, rename and forget one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heritage.errors import Refusal
from heritage.models import SavedSearch
from heritage.projections.dates import day_text
from heritage.selectors.saved_searches import Saved, saved_of
from heritage.services import saved_searches
from heritage.views.context import language
from heritage.views.desk.access import desk_page, person, shell
from heritage.views.explore_filters import search_in_words


@desk_page
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every search of the person, by name."""
    lang = language()
    rows = [_row(each, lang) for each in saved_of(person(request))]
    return render(request, "desk/saved_searches.html", {**shell(request, "tasks"), "searches": rows})


@desk_page
@require_POST
def create(request: HttpRequest) -> HttpResponse:
    """Keep the search that Explore shows."""
    query = request.POST.get("query", "")
    try:
        row = saved_searches.save(request.POST.get("name", ""), query, by=person(request))
    except Refusal as refusal:
        messages.error(request, refusal.sentence(language()))
    else:
        messages.success(request, _("Đã lưu “%(name)s”.") % {"name": row.name})
    return redirect("desk-searches")


@desk_page
@require_safe
def open_result(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to the result, newest first; what is there now is no longer new."""
    row = _own(request, pk)
    if request.method == "GET":
        saved_searches.note_seen(row)
    return redirect(_address(row.query))


@desk_page
@require_POST
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a search another name."""
    try:
        row = saved_searches.rename(_own(request, pk), request.POST.get("name", ""))
    except Refusal as refusal:
        messages.error(request, refusal.sentence(language()))
    else:
        messages.success(request, _("Đã đổi tên thành “%(name)s”.") % {"name": row.name})
    return redirect("desk-searches")


@desk_page
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a search."""
    row = _own(request, pk)
    row.delete()
    messages.success(request, _("Đã xóa “%(name)s”.") % {"name": row.name})
    return redirect("desk-searches")


def _own(request: HttpRequest, pk: int) -> SavedSearch:
    return get_object_or_404(SavedSearch, pk=pk, user=person(request))


def _row(saved: Saved, lang: str) -> dict[str, Any]:
    row = saved.row
    return {
        "pk": row.pk,
        "name": row.name,
        "words": search_in_words(saved.params, lang),
        "url": _address(row.query),
        "feed_url": f"{reverse('feed')}?{row.query}" if row.query else reverse("feed"),
        "total": saved.total,
        "fresh": saved.fresh,
        "readable": saved.readable,
        "made": day_text(timezone.localdate(row.created_at), lang),
        "seen": day_text(timezone.localdate(row.seen_at), lang) if row.seen_at else "",
    }


def _address(query: str) -> str:
    explore = reverse("explore")
    if not query:
        return f"{explore}?sort=newest"
    return f"{explore}?{query}" if "sort=" in query else f"{explore}?{query}&sort=newest"
