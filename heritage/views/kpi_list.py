"""The page behind each number: exactly the objects that it counts, filtered in the address, as a page or a file."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis import units
from heritage import categories
from heritage.errors import BadRequest, status_of
from heritage.interop import kpi_list_file
from heritage.kpi import Object, Part, part_of
from heritage.models import RegisterEntry
from heritage.projections.dates import day_text
from heritage.selectors.kpi_area import is_area
from heritage.selectors.kpi_lists import PARTS, Wanted, objects_of, page_of, read_wanted
from heritage.selectors.registers import COUNTRY
from heritage.views.context import language
from heritage.views.kpi_objects import row

ENDINGS = ("csv", "xlsx", "json")
MOST_XLSX = 5_000  # rows; a workbook is made in memory
COLUMNS = ("id", "name", "unit", "category", "rank", "level", "part", "blocked", "missing", "url")


@require_safe
def listing(request: HttpRequest, code: str) -> HttpResponse:
    """The objects that ``part``, ``category``, ``rank``, ``kind``, ``period`` and ``level`` name, fifty a page."""
    name = _name_of(code)
    try:
        wanted = read_wanted(request.GET)
        rows = _objects(request, code, wanted)
    except BadRequest as error:
        context = {"name": name, "code": code, "problem": error.sentence(language())}
        return render(request, "pages/kpi_list.html", context, status=status_of(error))
    page = page_of(rows, request.GET.get("page", ""))
    return render(request, "pages/kpi_list.html", _page(request, code, name, wanted, page))


@require_safe
def file(request: HttpRequest, code: str, ending: str) -> HttpResponse | StreamingHttpResponse:
    """The whole list as ``csv``, ``xlsx`` or ``json``, by the same address."""
    if ending not in ENDINGS:
        raise Http404
    name = _name_of(code)
    try:
        rows = _objects(request, code, read_wanted(request.GET))
        if ending == "xlsx" and rows.count() > MOST_XLSX:
            raise BadRequest(
                f"Danh sách dài hơn {MOST_XLSX} dòng. Tải dạng CSV.",
                f"The list has more than {MOST_XLSX} rows. Download it as CSV.",
                "too_many_rows",
            )
    except BadRequest as error:
        return HttpResponse(
            error.sentence(language()), status=status_of(error), content_type="text/plain; charset=utf-8"
        )
    lines = (_line(request, entry) for entry in rows.select_related("item__unit").iterator(chunk_size=500))
    origin = [
        ("unit", f"{name} ({code})"),
        ("date", timezone.localdate().isoformat()),
        ("address", request.build_absolute_uri()),
    ]
    headings = [_heading(each) for each in COLUMNS]
    response: HttpResponse | StreamingHttpResponse
    if ending == "csv":
        response = StreamingHttpResponse(
            kpi_list_file.csv_pieces(headings, lines), content_type="text/csv; charset=utf-8"
        )
    elif ending == "xlsx":
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        response = HttpResponse(
            kpi_list_file.workbook(_("Di sản"), origin, headings, lines), content_type=kind
        )
    else:
        response = HttpResponse(
            kpi_list_file.document(origin, COLUMNS, lines), content_type="application/json"
        )
    response["Content-Disposition"] = f'attachment; filename="kpi-{code}.{ending}"'
    return response


def seen(entry: RegisterEntry) -> Object:
    """A line of the register as it is counted."""
    return Object(
        id=entry.item.public_id,
        category=entry.category,
        level=entry.item.level,
        begun=entry.begun,  # type: ignore[attr-defined]  # annotated
        blocked=bool(entry.item.blocked_reason),
    )


def _name_of(code: str) -> str:
    if code == COUNTRY:
        return _("Cả nước")
    unit = units.unit_on(code, timezone.localdate())
    if unit is None:
        raise Http404
    return unit.name


def _objects(request: HttpRequest, code: str, wanted: Wanted) -> QuerySet[RegisterEntry]:
    day = request.GET.get("date", "")
    if day not in ("", timezone.localdate().isoformat()):
        raise BadRequest(
            "Danh sách này là của hôm nay. Danh sách của một ngày đã qua nằm trong tệp kiểm toán của ngày đó.",
            "This list is today's. The list of a past day is in the audit file of that day.",
            "no_snapshot",
        )
    return objects_of(code, wanted)


def _page(
    request: HttpRequest, code: str, name: str, wanted: Wanted, page: Page[RegisterEntry]
) -> dict[str, Any]:
    lang = language()
    query = request.GET.copy()
    query.pop("page", None)
    kept = f"?{query.urlencode()}" if query else ""
    return {
        "name": name,
        "code": code,
        "title": _title(wanted),
        "date_text": day_text(timezone.localdate(), lang),
        "total": page.paginator.count,
        "objects": [row(entry.item, seen(entry), lang) for entry in page],
        "show_unit": is_area(code),
        "start": page.start_index(),
        "filters": _filters(wanted),
        "filtered": wanted != Wanted(),
        "files": [
            {"label": ending.upper(), "url": reverse("kpi-list-file", args=[code, ending]) + kept}
            for ending in ENDINGS
        ],
        **_pager(page, request),
    }


def _pager(page: Page[RegisterEntry], request: HttpRequest) -> dict[str, Any]:
    def address(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    return {
        "previous_url": address(page.previous_page_number()) if page.has_previous() else None,
        "next_url": address(page.next_page_number()) if page.has_next() else None,
        "from_n": page.start_index(),
        "to_n": page.end_index(),
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


def _line(request: HttpRequest, entry: RegisterEntry) -> list[str | int]:
    each = seen(entry)
    told = row(entry.item, each, language())
    return [
        told["id"],
        told["name"] or "",
        f"{told['unit']}",
        told["category_label"],
        told["rank"],
        each.level,
        _part_names()[Part.DIGITIZED if part_of(each) is Part.IN_DEPTH else part_of(each)],
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
