"""Everything a report says, gathered once and kept as JSON: the same content always makes the same file.

The keys of the content: ``schema``, ``unit``, ``period``, ``snapshot``, ``registers``, ``register_versions``,
``plan``, ``rows`` (one per category and last the whole), ``verdict``, ``history``, ``breaks``, ``parts`` (wards of a
province), ``completed``, ``lost``, ``previous``, ``objects``, ``layers``, ``map``, ``use``, ``quality``,
``safekeeping``, ``measured_on``, ``site``. Days are ISO texts, a share is always two integers.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.db.models import Q
from django.utils import timezone

from gis import units
from gis.models import AdminUnit
from heritage.errors import BadRequest
from heritage.models import Plan, RegisterVersion
from heritage.reports.counted import WARD_DIGITS, Counted, counted, counted_before
from heritage.reports.coverage import layers, map_of
from heritage.reports.figures import history_of, parts_of, percent_of, rows_of, verdict_of
from heritage.reports.objects import changes, items_of, object_rows
from heritage.reports.period import Period, by_duty
from heritage.reports.quality import indicators
from heritage.reports.safekeeping import safekeeping
from heritage.rules.calendar import Duty
from heritage.selectors.duties import duties_within

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
        BadRequest: The period is to come, or its cut-off is past and nothing was kept of the period.
    """
    today = timezone.localdate()
    unit = units.unit_on(code, today)
    period = by_duty(asked, _duties(unit, asked)) if unit is not None else asked
    if period.first_day > today:
        raise BadRequest(
            f"Kỳ báo cáo này bắt đầu ngày {period.first_day:%d/%m/%Y}, chưa có gì để báo cáo.",
            f"This period begins on {period.first_day}: there is nothing to report yet.",
            "period_to_come",
        )
    found = counted(code, min(period.cut_off, today), period.first_day)
    before = counted_before(code, period.first_day - dt.timedelta(days=1))
    return _content(found, before, period, site)


def _content(found: Counted, before: Counted | None, period: Period, site: str) -> Content:
    day, known = found.snapshot.day, items_of(found.objects)
    items = [known[key] for key in sorted(known)]
    listed = found.objects if len(found.unit.code) == WARD_DIGITS else ()  # a province has too many to list
    rows = object_rows(listed, known, registers_of(found))
    levels = {each.id: each.level for each in before.objects} if before else None
    completed, lost = changes(rows, levels, period)
    return {
        "schema": SCHEMA,
        "site": site.rstrip("/"),
        "unit": _unit(found.unit),
        "period": _period(period, day),
        "measured_on": timezone.localdate().isoformat(),
        "snapshot": _snapshot(found),
        "previous": _snapshot(before) if before else None,
        "registers": _registers(found),
        "register_versions": list(found.registers),
        "plan": _plan(found),
        "rows": rows_of(found, before),
        "verdict": verdict_of(found),
        **history_of(found),
        "parts": parts_of(found),
        "completed": completed,
        "lost": lost,
        "objects": rows,
        "layers": layers(items),
        "map": map_of(found.unit, items),
        "use": None,  # the system counts no visits
        "quality": indicators(items, day),
        "safekeeping": safekeeping(found.unit, period),
    }


def _duties(unit: AdminUnit, asked: Period) -> list[Duty]:
    """What the unit owes from the year of the period to the end of the next."""
    year = asked.first_day.year
    owed = duties_within(dt.date(year, 1, 1), dt.date(year + 1, 12, 31), [unit])
    return [each.duty for each in owed]


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
    kept = found.snapshot
    return {
        "day": kept.day.isoformat(),
        "taken_at": timezone.localtime(kept.taken_at).isoformat(timespec="minutes"),
        "digest": kept.digest,
        "criteria_version": kept.criteria_version,
    }


def registers_of(found: Counted) -> list[RegisterVersion]:
    """The registers that were counted in a ward."""
    if len(found.unit.code) != WARD_DIGITS:
        return []
    wanted = Q(pk__in=[])
    for name in found.registers:
        code, _, number = name.rpartition("-")
        wanted |= Q(unit__code=code, number=int(number))
    return list(RegisterVersion.objects.filter(wanted).order_by("unit__code", "number", "pk"))


def _registers(found: Counted) -> list[dict[str, Any]]:
    return [
        {
            "version": f"{register.unit.code}-{register.number}",
            "label": register.label_vi,
            "valid_from": register.valid_from.isoformat(),
            "approved_on": register.approved_on.isoformat() if register.approved_on else None,
            "approved_by": register.approved_by,
            "is_demo": register.is_demo,
        }
        for register in registers_of(found)
    ]


def _plan(found: Counted) -> dict[str, Any] | None:
    """The plan's words as they are, its figures as the day of the count saw them."""
    plan = Plan.objects.filter(key=found.plan["key"]).first() if found.plan else None
    target = found.target
    if plan is None or target is None:
        return None
    return {
        "document": plan.document_vi,
        "number": plan.document_number,
        "date": plan.document_date or "",
        "issuer": plan.issuer,
        "quote": plan.quote_vi,
        "place": plan.quote_place,
        "categories": list(target.categories),
        "target": percent_of(target.percent),
        "pooled": target.pooled,
        "due_on": (plan.due_on or dt.date(plan.year_to, 12, 31)).isoformat(),
        "office": plan.office_vi,
        "reports_to": plan.reports_to_vi,
    }
