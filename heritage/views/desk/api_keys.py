"""Keys of the API: who has one, a new one, taken back. For administrators."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from heritage.errors import Refusal
from heritage.models import ApiKey, User
from heritage.projections.dates import day_text
from heritage.services import api_keys
from heritage.views.context import language
from heritage.views.desk.access import administrator, desk_page, key_in, shell


@never_cache
@desk_page
def listing(request: HttpRequest) -> HttpResponse:
    """Every key by its beginning, and a form for a new one, which is shown on the answer to it and never again."""
    user = administrator(request)
    if request.method == "POST":
        return _act(request, user)
    return _page(request, {})


def _act(request: HttpRequest, user: User) -> HttpResponse:
    if request.POST.get("revoke"):
        row = get_object_or_404(ApiKey, pk=key_in(request, "revoke"))
        api_keys.revoke(row, by=user)
        messages.success(request, _("Đã thu hồi khóa của %(name)s.") % {"name": row.name})
        return redirect("desk-api-keys")
    name, contact = request.POST.get("name", ""), request.POST.get("contact", "")
    limit = request.POST.get("per_minute", "").strip()
    try:
        number = int(limit) if limit.isascii() and limit.isdecimal() and len(limit) < 9 else 0
        row, key = api_keys.issue(name, contact, number, by=user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence(language()))
        return _page(request, {"name": name, "contact": contact, "per_minute": limit}, status=400)
    # Not by way of the session, which is a row that is kept.
    return _page(request, {}, made={"name": row.name, "key": key})


def _page(
    request: HttpRequest, written: dict[str, str], made: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    lang = language()
    rows = [_row(each, lang) for each in ApiKey.objects.select_related("created_by")]
    context = {
        **shell(request, "tasks"),
        "keys": rows,
        "made": made,
        "written": {"per_minute": str(api_keys.PER_MINUTE), **written},
        "most": api_keys.MOST_PER_MINUTE,
    }
    return render(request, "desk/api_keys.html", context, status=status)


def _row(row: ApiKey, lang: str) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "name": row.name,
        "contact": row.contact,
        "prefix": row.prefix,
        "per_minute": row.per_minute,
        "made": day_text(timezone.localdate(row.created_at), lang),
        "by": row.created_by.display_name,
        "used": day_text(row.last_used_on, lang) if row.last_used_on else "",
        "revoked": day_text(timezone.localdate(row.revoked_at), lang) if row.revoked_at else "",
    }
