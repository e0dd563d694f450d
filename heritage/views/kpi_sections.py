"""The parts of the page of the number, each as its template takes it: categories, time, map, neighbours, targets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heritage import categories
from heritage.kpi import Share
from heritage.projections import charts_ground
from heritage.projections.bars import bars
from heritage.projections.charts_map import country_map, legend, province_map
from heritage.projections.charts_treemap import Tile, treemap
from heritage.projections.inset import inset
from heritage.selectors.kpi import UnitKpi
from heritage.selectors.kpi_area import names_of
from heritage.selectors.kpi_groups import grouped
from heritage.selectors.registers import COUNTRY, Row
from heritage.views.context import language
from heritage.views.kpi_number import decimal, list_urls, percent_of


def by_category(found: UnitKpi, date: str) -> dict[str, Any]:
    """Bars, treemap and table of the categories; nothing without an object."""
    if found.count is None:
        return {}
    lang = language()
    judged = (
        {name: (figure, meets) for name, figure, meets in found.verdict.by_category} if found.verdict else {}
    )
    # A line across all bars would be a target of categories that the plan does not name.
    of_all = bool(found.verdict and found.verdict.share.total == found.count.whole.total)
    target = found.target if found.plan and found.plan.pooled and of_all else None
    chart = bars(found.count, target)
    rows = []
    for (code, share), bar in zip(found.count.by_category, chart["rows"], strict=True):
        figure, meets = judged.get(code, (None, None))
        rows.append(
            {
                "code": code,
                "label": categories.term(categories.CATEGORIES, code).label(lang),
                "share": share,
                "percent": decimal(share.percent),
                "target": decimal(f"{figure.normalize():f}") if figure is not None else None,
                "meets": meets,
                "lists": list_urls(found.unit.code, category=code, date=date),
                "bar": bar,
            }
        )
    tiles = [Tile(row["label"], row["share"]) for row in rows]
    return {
        "rows": rows,
        "bars": chart,
        "finding": _category_finding(rows),
        "treemap_wide": _treemap("cay", tiles, 1110, 400),
        "treemap_narrow": _treemap("cay-hep", tiles, 400, 440),
    }


def _treemap(name: str, tiles: Sequence[Tile], width: float, height: float) -> str:
    return treemap(
        name,
        tiles,
        _("Mỗi ô là một loại, mỗi mảng trong ô là một trạng thái; diện tích đúng bằng số di sản."),
        _("Số liệu ở bảng bên cạnh."),
        width=width,
        height=height,
    )


def _category_finding(rows: Sequence[dict[str, Any]]) -> str:
    """What the bars say in one sentence; nothing where there is nothing to compare."""
    counted = [row for row in rows if row["share"].total]
    if len(counted) < 2:
        return ""
    high = max(counted, key=lambda row: row["share"].fraction)
    low = min(counted, key=lambda row: row["share"].fraction)
    if high["share"].fraction == low["share"].fraction:
        return _("Các loại có cùng tỷ lệ %(percent)s%%.") % {"percent": high["percent"]}
    return _("Cao nhất là %(high)s, %(high_percent)s%%; thấp nhất là %(low)s, %(low_percent)s%%.") % {
        "high": high["label"].lower(),
        "high_percent": high["percent"],
        "low": low["label"].lower(),
        "low_percent": low["percent"],
    }


def told_apart(found: UnitKpi, rows: list[Row], date: str) -> list[dict[str, Any]]:
    """The number by rank, kind and period of history, each group with its list; what a register does not tell last."""
    if found.count is None:
        return []
    titles = {"rank": _("Xếp hạng"), "kind": _("Loại hình"), "period": _("Niên đại")}
    tables = []
    for by, title in titles.items():
        told = grouped(rows, by)
        tables.append(
            {
                "title": title,
                "again": told.counted_again,
                "rows": [
                    {
                        "label": each.term.label(language()),
                        "share": each.share,
                        "percent": percent_of(each.share),
                        "lists": list_urls(found.unit.code, date=date, **{by: each.term.code})
                        if each.term.code
                        else {},
                    }
                    for each in told.groups
                ],
            }
        )
    return tables


def area_map(
    code: str, province_code: str, shares: dict[str, Share], rows: list[dict[str, Any]]
) -> dict[str, Any]:
    """The map of a province's communes or of the country's, its legend and its table; empty without any extent.

    Args:
        code: What the page is about: a ward is outlined.
        province_code: Of the province that is drawn; empty for the country.
        shares: By ward.
        rows: The table beside the map.
    """
    sheet = charts_ground.province_sheet(province_code) if province_code else charts_ground.country_dots()
    if sheet is None or not sheet.grounds:
        return {}
    counted = sum(1 for ground in sheet.grounds if ground.code in shares)
    title = ngettext(
        "%(n)s trong %(all)s phường, xã có danh mục được duyệt.",
        "%(n)s trong %(all)s phường, xã có danh mục được duyệt.",
        counted,
    ) % {"n": thousands(counted), "all": thousands(len(sheet.grounds) + len(sheet.far))}
    text = _("Màu càng đậm, tỷ lệ càng cao; màu xám là chưa có danh mục. Số liệu ở bảng bên cạnh.")
    if province_code:
        links = {each.code: reverse("kpi-unit", args=[each.code]) for each in sheet.grounds}
        drawing = province_map("ban-do", sheet, shares, code, title, text, links)
    else:
        drawing = country_map("ban-do", sheet, shares, title, text)
    return {
        "svg": drawing,
        "title": title,
        "approximate": bool(province_code) and any(ground.approximate for ground in sheet.grounds),
        "dots": not province_code,
        "inset": inset(sheet.bounds) if province_code else None,
        "legend": legend(
            "chu-giai",
            [_("0%"), _("dưới 25%"), _("25 đến dưới 50%"), _("50 đến dưới 75%"), _("75% trở lên")],
            _("chưa có danh mục"),
        ),
        "rows": rows,
    }


def table_of(
    shares: dict[str, Share], *, date: str, most: int | None = None, own: str = ""
) -> list[dict[str, Any]]:
    """Units with their shares, the highest first; names of today's units.

    Args:
        shares: By code.
        date: Of the snapshot that they were read from, for their lists.
        most: So many of the highest, and ``own`` with them.
        own: Code of the unit that the page is about.
    """
    ordered = sorted(shares, key=lambda code: (-(shares[code].fraction or 0), code))
    if most is not None and len(ordered) > most:
        kept = ordered[:most]
        ordered = kept if own not in shares or own in kept else [*kept[:-1], own]
    names = names_of(ordered)
    return [
        {
            "name": names[code].name,
            "own": code == own,
            "share": shares[code],
            "percent": percent_of(shares[code]),
            "url": reverse("kpi-unit", args=[code]),
            "lists": list_urls(code, date=date),
        }
        for code in ordered
        if code in names
    ]


def crumbs(found: UnitKpi) -> list[dict[str, str]]:
    """The larger areas of a unit, the country first."""
    if found.unit.code == COUNTRY:
        return []
    above = [{"name": _("Cả nước"), "url": reverse("kpi-unit", args=[COUNTRY])}]
    if found.unit.code != found.unit.province_code and found.unit.province_name:
        province = found.unit.province_code
        above.append({"name": found.unit.province_name, "url": reverse("kpi-unit", args=[province])})
    return above


def thousands(count: int) -> str:
    """ "3.321" or "3,321"."""
    return f"{count:,}" if language() == "en" else f"{count:,}".replace(",", ".")


def short_day(day: dt.date) -> str:
    """ "30/4" or "30 Apr", for axes and tables whose caption tells the year."""
    return f"{day:%d %b}".lstrip("0") if language() == "en" else f"{day.day}/{day.month}"
