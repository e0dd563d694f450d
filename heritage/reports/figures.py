"""The figures of a report, as JSON: rows by category, the verdict, the history, the wards of a province."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from gis import units
from gis.names import fold_name
from heritage import categories
from heritage.kpi import Share, add_up
from heritage.reports.counted import Counted
from heritage.reports.links import SEVERAL
from heritage.selectors.history import series


def rows_of(found: Counted, before: Counted | None) -> list[dict[str, Any]]:
    """One row per category that has objects or is asked for by the plan; the whole comes last.

    Where the plan asks for some categories together, they have a row of their own before the whole's.
    """
    if not found.registers:
        return []
    count, verdict, target = found.count, found.verdict, found.target
    past = before.count if before else None
    earlier = dict(past.by_category) if past else {}
    asked = target.categories if target else ()
    rows = []
    for code, share in count.by_category:
        if share.total or code in asked:
            own = target.of(code) if target and (not target.pooled or code in target.by_category) else None
            label = categories.term(categories.CATEGORIES, code).vi
            rows.append(_row(code, label, share, found.levels(code), earlier.get(code), own))
    pooled = target.percent if target and target.pooled else None
    if pooled is not None and verdict is not None and verdict.share != count.whole:
        mine = [found.levels(code) for code in asked]
        levels = tuple(sum(column) for column in zip(*mine, strict=True))
        then = add_up(earlier[code] for code in asked) if past else None
        rows.append(_row(SEVERAL, "Các nhóm của kế hoạch", verdict.share, levels, then, pooled))
        pooled = None
    rows.append(_row("", "Tổng cộng", count.whole, found.levels(), past.whole if past else None, pooled))
    return rows


def _row(
    code: str,
    label: str,
    share: Share,
    levels: tuple[int, ...],
    past: Share | None,
    target: Decimal | None,
) -> dict[str, Any]:
    return {
        "category": code,
        "label": label,
        "total": share.total,
        "digitized": share.digitized,
        "in_depth": share.in_depth,
        "in_work": share.in_work,
        "not_begun": share.not_begun,
        "blocked": share.blocked,
        "levels": list(levels),
        "previous": None if past is None else {"digitized": past.digitized, "total": past.total},
        "target": percent_of(target),
    }


def verdict_of(found: Counted) -> dict[str, Any] | None:
    """How the count stands to the plan's figure; None without one."""
    verdict = found.verdict
    if verdict is None or found.target is None or not found.registers:
        return None
    if found.target.percent is None and not found.target.by_category:
        return None
    return {"digitized": verdict.share.digitized, "total": verdict.share.total, "meets": verdict.meets}


def history_of(found: Counted) -> dict[str, Any]:
    """The unit's counts up to this one, where they changed, and the days from which they were made otherwise."""
    told, day = series(found.unit.code), found.snapshot.day
    return {
        "history": [
            {"day": each.day.isoformat(), "digitized": each.share.digitized, "total": each.share.total}
            for each in told.points
            if each.day <= day
        ],
        "breaks": [{"day": each.day.isoformat(), "why": each.why} for each in told.breaks if each.day <= day],
    }


def parts_of(found: Counted) -> list[dict[str, Any]]:
    """The wards of a province by name."""
    names = dict(units.standing(found.snapshot.day).values_list("code", "name"))
    rows = [
        {"code": code, "name": names[code], "digitized": share.digitized, "total": share.total}
        for code, share in found.parts
    ]
    return sorted(rows, key=lambda row: (fold_name(row["name"]), row["code"]))


def percent_of(value: Decimal | None) -> str | None:
    return None if value is None else f"{Decimal(value).normalize():f}"
