"""The table of search words: read, tried out, edited. For reviewers and administrators."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from heritage.errors import NotAllowed, Refusal
from heritage.models import SearchWord, User
from heritage.projections.dates import day_text
from heritage.search_words import default_rows
from heritage.selectors import catalogue
from heritage.services import search_words
from heritage.views.context import language
from heritage.views.desk.access import desk_page, person, shell
from heritage.views.explore_reading import reading
from search.documents import Query

SHOWN = 5  # answers of a question that is tried out
MOST_TRIED = 200  # characters


@never_cache
@desk_page
def dictionary(request: HttpRequest) -> HttpResponse:
    """Every line of the table, a box to try a question in, and a form for one more."""
    user = _editor(request)
    if request.method == "POST":
        return _act(request, user)
    return _page(request, {})


def _act(request: HttpRequest, user: User) -> HttpResponse:
    written = {name: request.POST.get(name, "") for name in ("kind", "written", "stands_for", "note")}
    line = (written["kind"], written["written"], written["stands_for"])
    act = request.POST.get("act", "")
    try:
        if act == "add":
            search_words.add(*line, written["note"], by=user)
            messages.success(request, _("Đã thêm “%(word)s”.") % {"word": written["written"]})
        elif act in ("on", "off"):
            search_words.switch(*line, act == "on", by=user)
        elif act == "remove":
            search_words.remove(*line, by=user)
            messages.success(request, _("Đã bỏ “%(word)s”.") % {"word": written["written"]})
        elif act == "defaults":
            count = search_words.bring_defaults(by=user)
            text = ngettext("Đã thêm %(count)s dòng có sẵn.", "Đã thêm %(count)s dòng có sẵn.", count)
            messages.success(request, text % {"count": count})
    except NotAllowed:
        raise
    except Refusal as refusal:
        messages.error(request, refusal.sentence(language()))
        return _page(request, written if act == "add" else {}, status=400)
    return redirect("desk-dictionary")


def _page(request: HttpRequest, written: dict[str, str], status: int = 200) -> HttpResponse:
    lang = language()
    lines = _lines(lang)
    tried = request.GET.get("q", "")[:MOST_TRIED]
    context = {
        **shell(request, "tasks"),
        "kinds": [
            {"code": code, "label": label, "lines": [line for line in lines if line["kind"] == code]}
            for code, label in _kind_labels().items()
        ],
        "written": {"kind": SearchWord.Kind.ABBREVIATION.value, **written},
        "tried": tried,
        "answer": _answer(tried, lang) if tried.strip() else None,
        "missing": _missing(lines),
    }
    return render(request, "desk/dictionary.html", context, status=status)


def _kind_labels() -> dict[str, str]:
    return {
        "abbreviation": _("Chữ viết tắt"),
        "same": _("Cùng nghĩa"),
        "optional": _("Từ có thể bỏ"),
    }


def _lines(lang: str) -> list[dict[str, Any]]:
    """The rows, or what counts while there are none."""
    defaults = search_words.default_keys()
    rows = list(SearchWord.objects.select_related("edited_by"))
    if not rows:
        rows = [
            SearchWord(kind=kind, written=written, stands_for=stands_for)
            for kind, written, stands_for, _active in default_rows()
        ]
    return [
        {
            "kind": row.kind,
            "written": row.written,
            "stands_for": row.stands_for,
            "note": row.note,
            "active": row.active,
            "brought": (row.kind, row.written, row.stands_for) in defaults,
            "by": row.edited_by.display_name if row.edited_by else "",
            "on": day_text(timezone.localdate(row.edited_at), lang) if row.edited_by else "",
        }
        for row in rows
    ]


def _missing(lines: list[dict[str, Any]]) -> int:
    known = {(line["kind"], line["written"], line["stands_for"]) for line in lines}
    return len(search_words.default_keys() - known)


def _answer(text: str, lang: str) -> dict[str, Any]:
    try:
        found = catalogue.find(Query(text=text, limit=SHOWN))
    except Refusal as refusal:
        return {"problem": refusal.sentence(lang)}
    return {
        "reading": reading(text, lang),
        "total": found.total,
        "items": [
            {"id": item.public_id, "name": item.name_en or item.name_vi if lang == "en" else item.name_vi}
            for item in found.items
        ],
    }


def _editor(request: HttpRequest) -> User:
    user = person(request)
    if not user.may_review:
        raise NotAllowed(
            vi="Chỉ người duyệt và quản trị sửa từ điển tìm kiếm.",
            en="Only reviewers and administrators edit the search dictionary.",
        )
    return user
