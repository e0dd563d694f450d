"""What national documents ask for beside what stands here."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from heritage import categories
from heritage.kpi import Share
from heritage.models import ReferenceTarget
from heritage.projections.charts_dots import Row as Dot
from heritage.projections.charts_dots import dot_plot
from heritage.projections.charts_trend import Line
from heritage.selectors.kpi import UnitKpi, share_of_rows
from heritage.selectors.registers import Row
from heritage.views.context import language
from heritage.views.kpi_number import decimal, list_url, percent_of


def references_of(found: UnitKpi, counted: list[Row], date: str) -> dict[str, Any]:
    """National targets beside what stands here: rows, one drawing, and lines for the chart over time.

    A target of some ranks or categories only is compared with the objects of those; it is no line for all.

    Args:
        found: The unit and its number.
        counted: The objects of the number.
        date: The day of the snapshot that they were read from; empty where they were counted now.
    """
    targets = list(ReferenceTarget.objects.all())
    lang = language()
    rows, drawn, lines = [], [], []
    for each in targets:
        alike = each.measure == ReferenceTarget.Measure.DIGITIZED
        share = _share(each, counted) if alike else None
        percent = decimal(f"{each.percent.normalize():f}")
        name = _what(each, lang)
        rows.append(
            {
                "what": name,
                "alike": alike,
                "measure": _measure(each),
                "note": each.note_en if lang == "en" else each.note_vi,
                "percent": percent,
                "year": each.year,
                "number": each.document_number,
                "document": (each.document_en if lang == "en" else "") or each.document_vi,
                "quote": each.quote_en if lang == "en" else each.quote_vi,
                "share": share,
                "here": percent_of(share),
                "meets": share.meets(each.percent) if share else None,
                "list": _list_of(each, found.unit.code, date) if alike else "",
            }
        )
        if alike:
            drawn.append(
                Dot(
                    name,
                    share if share and share.total else None,
                    percent_of(share),
                    float(each.percent),
                    _none(share),
                )
            )
        if alike and not each.ranks and not each.categories:
            label = _("Quốc gia: %(percent)s%% đến %(year)s") % {"percent": percent, "year": each.year}
            lines.append(Line(float(each.percent), label, reference=True))
    svg = (
        dot_plot(
            "moc",
            drawn,
            _("Mốc của văn bản quốc gia (vạch đỏ) và kết quả ở đây (chấm)."),
            _("Số liệu ở bảng bên cạnh."),
        )
        if any(each.share for each in drawn)
        else ""
    )
    return {"rows": rows, "svg": svg, "lines": lines}


def _share(target: ReferenceTarget, rows: list[Row]) -> Share:
    return share_of_rows(
        row
        for row in rows
        if (not target.ranks or row.rank in target.ranks)
        and (not target.categories or row.category in target.categories)
    )


def _list_of(target: ReferenceTarget, code: str, date: str) -> str:
    """The objects that it speaks of; nothing where one list cannot name them."""
    if len(target.ranks) > 1 or len(target.categories) > 1:
        return ""
    return list_url(code, rank="".join(target.ranks), category="".join(target.categories), date=date)


def _what(target: ReferenceTarget, lang: str) -> str:
    ranks = [categories.term(categories.RANKS, each).label(lang) for each in target.ranks]
    kinds = [categories.term(categories.CATEGORIES, each).label(lang) for each in target.categories]
    return ", ".join(ranks or kinds) or _("Mọi di sản")


def _measure(target: ReferenceTarget) -> str:
    """What the percentage is of, where it is not of what is digitized."""
    return {
        "identifier": _("có mã định danh"),
        "standard": _("theo khung tiêu chuẩn"),
    }.get(target.measure, _("đã số hóa"))


def _none(share: Share | None) -> str:
    return _("không có đối tượng") if share is not None else _("xem danh sách")
