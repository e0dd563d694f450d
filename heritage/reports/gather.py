"""Everything a report says, gathered once and kept as JSON: the same content always makes the same file.

The keys of the content: ``schema``, ``unit``, ``period``, ``snapshot``, ``register``, ``registers``, ``plan``, ``rows``
(one per category and last the whole), ``verdict``, ``parts`` (wards of a province), ``completed``, ``lost``,
``previous``, ``objects``, ``layers``, ``map``, ``use``, ``quality``, ``safekeeping``, ``measured_on``, ``site``. Days are ISO texts, the share is always two integers.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from decimal import Decimal
from typing import Any

from django.utils import timezone

from gis.models import AdminUnit
from heritage import categories
from heritage.errors import BadRequest
from heritage.kpi import Share, add_up
from heritage.models import Plan
from heritage.reports.counted import Counted, counted, counted_if_kept
from heritage.reports.coverage import layers, map_of
from heritage.reports.objects import changes, items_of, object_rows
from heritage.reports.period import Period, by_plan
from heritage.reports.quality import indicators
from heritage.reports.safekeeping import safekeeping
from heritage.rules.calendar import read_rules
from heritage.selectors.kpi import Levels, PartKpi, UnitKpi, parts_of, target_of

SCHEMA = 1
Content = dict[str, Any]


def gather(code: str, asked: Period, site: str) -> Content:
    """The content of a report of a unit for a period, counted on its cut-off, or today where that is to come.

    Args:
        code: Of the unit.
        asked: As the calendar has it; the unit's plan may say other days.
        site: Scheme and host before every address in the report.

    Raises:
        NotFound: No such unit.
        BadRequest: The cut-off is past and nothing was kept of that day.
    """
    today = timezone.localdate()
    standing = counted(code, today)
    period = by_plan(asked, read_rules(standing.kpi.plan.reporting)) if standing.kpi.plan else asked
    day = min(period.cut_off, today)
    found = standing if day == today else counted(code, day)
    before = counted_if_kept(code, period.first_day - dt.timedelta(days=1))
    kpi, items = found.kpi, items_of(found.kpi.objects)
    if not isinstance(kpi.unit, AdminUnit):
        raise BadRequest(
            "Báo cáo lập cho phường, xã hoặc tỉnh, thành phố.",
            "Reports are made for a ward or a province.",
            "bad_unit",
        )
    listed = [items[key] for key in sorted(items)]
    rows = object_rows(kpi.objects, items, kpi.register)
    completed, lost = changes(rows, before.levels if before else None, period)
    drawing, on_map = map_of(kpi.unit, listed)
    return {
        "schema": SCHEMA,
        "site": site.rstrip("/"),
        "unit": _unit(kpi.unit),
        "period": _period(period, day),
        "measured_on": today.isoformat(),
        "snapshot": _snapshot(found),
        "previous": _snapshot(before) if before else None,
        "register": _register(kpi),
        "registers": list(kpi.registers),
        "plan": _plan(kpi.plan, day) if kpi.plan else None,
        "rows": _rows(kpi, before),
        "verdict": _verdict(kpi),
        "parts": [] if kpi.objects or day != today else [_part(each) for each in parts_of(code)],
        "completed": completed,
        "lost": lost,
        "objects": rows,
        "layers": layers(listed),
        "map": {"svg": drawing, "shown": on_map},
        "use": None,  # the system counts no visits
        "quality": indicators(listed, day),
        "safekeeping": safekeeping(kpi.unit, period),
    }


def digest(content: Content, texts: dict[str, Any]) -> str:
    """SHA-256 over the canonical JSON of what the report says and what the officer wrote."""
    return hashlib.sha256(canonical({"content": content, "texts": texts}).encode()).hexdigest()


def canonical(value: object) -> str:
    """JSON with one spelling: keys in order, no spaces, letters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _unit(unit: AdminUnit) -> dict[str, Any]:
    return {
        "code": unit.code,
        "name": unit.name,
        "bare_name": unit.bare_name,
        "kind": unit.kind,
        "level": unit.level,
        "province": unit.province_name,
    }


def _period(period: Period, day: dt.date) -> dict[str, Any]:
    return {
        "kind": period.kind,
        "label": period.label,
        "words": period.words,
        "first_day": period.first_day.isoformat(),
        "cut_off": period.cut_off.isoformat(),
        "counted_on": day.isoformat(),
        "due_before": period.due_before.isoformat() if period.due_before else None,
    }


def _snapshot(found: Counted) -> dict[str, Any]:
    return {
        "day": found.kpi.date.isoformat(),
        "digest": found.digest,
        "criteria_version": found.kpi.criteria_version,
    }


def _register(kpi: UnitKpi) -> dict[str, Any] | None:
    register = kpi.register
    if register is None:
        return None
    return {
        "version": f"{kpi.unit.code}-{register.number}",
        "number": register.number,
        "label": register.label_vi,
        "valid_from": register.valid_from.isoformat(),
        "approved_on": register.approved_on.isoformat() if register.approved_on else None,
        "approved_by": register.approved_by,
        "note": register.note_vi,
        "is_demo": register.is_demo,
    }


def _plan(plan: Plan, day: dt.date) -> dict[str, Any]:
    return {
        "document": plan.document_vi,
        "number": plan.document_number,
        "date": plan.document_date or "",
        "issuer": plan.issuer,
        "quote": plan.quote_vi,
        "place": plan.quote_place,
        "categories": plan.categories,
        "target": _percent(plan.target_percent),
        "pooled": plan.pooled,
        "due_on": (plan.due_on or dt.date(plan.year_to, 12, 31)).isoformat(),
        "office": plan.office_vi,
        "reports_to": plan.reports_to_vi,
    }


def _rows(kpi: UnitKpi, before: Counted | None) -> list[dict[str, Any]]:
    """One row per category that has objects or is asked for by the plan; the whole comes last.

    Where the plan asks for some categories together, they have a row of their own before the whole's.
    """
    if kpi.count is None:
        return []
    asked, verdict, past = _asked(kpi), kpi.verdict, before.kpi.count if before else None
    levels, shares = dict(kpi.levels), dict(kpi.count.by_category)
    earlier = dict(past.by_category) if past else {}
    own = {name: figure for name, figure, _ in verdict.by_category} if verdict else {}
    pooled = kpi.plan is not None and kpi.plan.pooled
    found = []
    for term in categories.CATEGORIES:
        share = shares[term.code]
        if share.total or term.code in asked:
            figure = own.get(term.code)
            differs = kpi.plan is not None and term.code in kpi.plan.category_targets
            target = _percent(figure) if not pooled or differs else None
            found.append(_row(term.code, term.vi, share, levels[term.code], earlier.get(term.code), target))
    pooled_target = _percent(kpi.target) if pooled else None
    whole = _row("", "Tổng cộng", kpi.count.whole, levels[""], past.whole if past else None, None)
    if pooled_target is not None and verdict is not None and verdict.share != kpi.count.whole:
        mine = [levels[name] for name in asked if name in levels]
        together = (
            sum(each[0] for each in mine),
            sum(each[1] for each in mine),
            sum(each[2] for each in mine),
            sum(each[3] for each in mine),
        )
        then = add_up(earlier[name] for name in asked if name in earlier) if past else None
        found.append(_row("plan", "Các nhóm của kế hoạch", verdict.share, together, then, pooled_target))
    else:
        whole["target"] = pooled_target
    return [*found, whole]


def _row(
    code: str, label: str, share: Share, levels: Levels, past: Share | None, target: str | None
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
        "target": target,
    }


def _asked(kpi: UnitKpi) -> tuple[str, ...]:
    return target_of(kpi.plan).categories if kpi.plan else ()


def _verdict(kpi: UnitKpi) -> dict[str, Any] | None:
    """How the count stands to the plan's figure; None without one."""
    found = kpi.verdict
    if found is None or kpi.plan is None or kpi.plan.target_percent is None:
        return None
    return {
        "digitized": found.share.digitized,
        "total": found.share.total,
        "meets": found.meets,
        "by_category": [
            {"category": name, "target": _percent(figure), "meets": meets}
            for name, figure, meets in found.by_category
        ],
    }


def _part(part: PartKpi) -> dict[str, Any]:
    share = part.count.whole
    return {"code": part.code, "name": part.name, "digitized": share.digitized, "total": share.total}


def _percent(value: Decimal | None) -> str | None:
    return None if value is None else f"{Decimal(value).normalize():f}"
