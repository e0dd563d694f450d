"""The page behind each number: exactly the objects that it counts, filtered in the address, as a page or a file."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis import units
from heritage import categories
from heritage.errors import BadRequest, NotFound, status_of
from heritage.interop import kpi_list_file
from heritage.kpi import Part
from heritage.projections.dates import day_text
from heritage.selectors.kpi_area import is_area
from heritage.selectors.kpi_lists import PARTS, Wanted, objects_of, read_wanted
from heritage.selectors.kpi_past_lists import past_objects
from heritage.selectors.params import day_of
from heritage.selectors.past import is_kept
from heritage.selectors.registers import COUNTRY
from heritage.views.context import language
from heritage.views.desk.paging import pager
from heritage.views.kpi_found import Found, Past, Today

ENDINGS = ("csv", "xlsx", "json")
MOST_XLSX = 5_000  # rows; a workbook is made in memory
COLUMNS = ("id", "name", "unit", "category", "rank", "level", "part", "blocked", "missing", "url")


@require_safe
def listing(request: HttpRequest, code: str) -> HttpResponse:
    """The objects that ``part``, ``category``, ``rank``, ``kind``, ``period`` and ``level`` name, fifty a page.

    ``date`` asks for those of a day that is over, as its snapshot keeps them.
    """
    try:
        name = _name_of(code, _day(request))
        wanted = read_wanted(request.GET)
        found = _found(request, code, wanted)
    except BadRequest as error:
        context = {"name": code, "code": code, "problem": error.sentence(language())}
        return render(request, "pages/kpi_list.html", context, status=status_of(error))
    return render(request, "pages/kpi_list.html", _page(request, code, name, wanted, found))


@require_safe
def file(request: HttpRequest, code: str, ending: str) -> HttpResponse | StreamingHttpResponse:
    """The whole list as ``csv``, ``xlsx`` or ``json``, by the same address."""
    if ending not in ENDINGS:
        raise Http404
    try:
        name = _name_of(code, _day(request))
        found = _found(request, code, read_wanted(request.GET))
        if ending == "xlsx" and found.total > MOST_XLSX:
            raise BadRequest(
                f"Danh sách dài hơn {MOST_XLSX} dòng. Tải dạng CSV.",
                f"The list has more than {MOST_XLSX} rows. Download it as CSV.",
                "too_many_rows",
            )
    except BadRequest as error:
        said = error.sentence(language())
        return HttpResponse(said, status=status_of(error), content_type="text/plain; charset=utf-8")
    response = _file(request, name, code, ending, found)
    response["Content-Disposition"] = f'attachment; filename="kpi-{code}-{found.day}.{ending}"'
    return response


def _file(
    request: HttpRequest, name: str, code: str, ending: str, found: Found
) -> HttpResponse | StreamingHttpResponse:
    lines = (_line(request, told) for told in found.every())
    origin = [
        ("unit", f"{name} ({code})"),
        ("date", found.day.isoformat()),
        ("snapshot", found.digest),
        ("address", request.build_absolute_uri()),
    ]
    headings = [_heading(each) for each in COLUMNS]
    if ending == "csv":
        pieces = kpi_list_file.csv_pieces(headings, lines)
        return StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    if ending == "xlsx":
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return HttpResponse(kpi_list_file.workbook(_("Di sản"), origin, headings, lines), content_type=kind)
    return HttpResponse(kpi_list_file.document(origin, COLUMNS, lines), content_type="application/json")


def _day(request: HttpRequest) -> dt.date:
    """The day asked for, today unless told.

    Raises:
        BadRequest: Not a date.
    """
    return day_of(request.GET.get("date", "")) or timezone.localdate()


def _name_of(code: str, day: dt.date) -> str:
    if code == COUNTRY:
        return _("Cả nước")
    unit = units.unit_on(code, day)
    if unit is None:
        raise Http404
    return unit.name


def _found(request: HttpRequest, code: str, wanted: Wanted) -> Found:
    day = _day(request)
    if not is_kept(day if request.GET.get("date") else None):
        return Today(objects_of(code, wanted))
    try:
        return Past(past_objects(code, day, wanted))
    except NotFound as error:
        raise Http404 from error


def _page(request: HttpRequest, code: str, name: str, wanted: Wanted, found: Found) -> dict[str, Any]:
    page = found.page(request.GET.get("page", ""))
    query = request.GET.copy()
    query.pop("page", None)
    kept = f"?{query.urlencode()}" if query else ""
    return {
        "name": name,
        "code": code,
        "title": _title(wanted),
        "date_text": day_text(found.day, language()),
        "date": request.GET.get("date", ""),
        "digest": found.digest,
        "total": found.total,
        "objects": found.rows(page),
        "show_unit": is_area(code),
        "filters": _filters(wanted),
        "filtered": wanted != Wanted(),
        "files": [
            {"label": ending.upper(), "url": reverse("kpi-list-file", args=[code, ending]) + kept}
            for ending in ENDINGS
        ],
        **pager(page, request),
    }


def _part_names() -> dict[str, str]:
    return {
        Part.DIGITIZED: _("Đã số hóa"),
        Part.IN_DEPTH: _("Chuyên sâu"),
        Part.IN_WORK: _("Đang làm"),
        Part.NOT_BEGUN: _("Chưa bắt đầu"),
        Part.BLOCKED: _("Đang vướng"),
    }


def _title(wanted: Wanted) -> str:
    """What is listed, in words: "Đang làm · Di tích · Quốc gia"."""
    lang, said = language(), []
    if wanted.part:
        said.append(_part_names()[wanted.part])
    for value, terms in (
        (wanted.category, categories.CATEGORIES),
        (wanted.rank, categories.RANKS),
        (wanted.kind, categories.KINDS),
        (wanted.period, categories.DYNASTIES),
    ):
        if value:
            said.append(categories.term(terms, value).label(lang))
    if wanted.level is not None:
        said.append(categories.term(categories.LEVELS, str(wanted.level)).label(lang))
    return " · ".join(said) or _("Cả danh mục")


def _filters(wanted: Wanted) -> list[dict[str, Any]]:
    lang = language()

    def terms(name: str, label: str, every: Any, chosen: str) -> dict[str, Any]:
        return {
            "name": name,
            "label": label,
            "choices": [
                {"value": each.code, "label": each.label(lang), "chosen": each.code == chosen}
                for each in every
            ],
        }

    parts = [
        {"value": part.value, "label": _part_names()[part], "chosen": part.value == wanted.part}
        for part in PARTS
    ]
    return [
        {"name": "part", "label": _("Trạng thái"), "choices": parts},
        terms("category", _("Loại"), categories.CATEGORIES, wanted.category),
        terms("rank", _("Xếp hạng"), categories.RANKS, wanted.rank),
        terms("kind", _("Loại hình"), categories.KINDS, wanted.kind),
        terms("period", _("Niên đại"), categories.DYNASTIES, wanted.period),
    ]


def _line(request: HttpRequest, told: dict[str, Any]) -> list[str | int]:
    return [
        told["id"],
        told["name"] or "",
        told["unit"],
        told["category_label"],
        told["rank"],
        told["level"],
        _part_names()[Part.DIGITIZED if told["part"] is Part.IN_DEPTH else told["part"]],
        told["blocked"],
        "; ".join(told["missing"]),
        request.build_absolute_uri(told["url"]) if told["url"] else "",
    ]


def _heading(column: str) -> str:
    return {
        "id": _("Mã"),
        "name": _("Tên"),
        "unit": _("Đơn vị"),
        "category": _("Loại"),
        "rank": _("Xếp hạng"),
        "level": _("Mức"),
        "part": _("Trạng thái"),
        "blocked": _("Lý do vướng"),
        "missing": _("Còn thiếu để được tính"),
        "url": _("Địa chỉ"),
    }[column]
