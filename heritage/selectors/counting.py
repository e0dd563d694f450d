"""Read what counts now: every register's objects with level and reasons, in one query, without a model instance each."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from gis import units
from gis.models import AdminUnit
from heritage.models import Asset, Plan, RegisterEntry, RegisterVersion
from heritage.rules.snapshot_content import (
    BEGUN,
    NOTHING,
    OWN,
    Content,
    Facts,
    Row,
    Tables,
    UnitCount,
    canonical,
)
from heritage.selectors.heirs import heirs
from heritage.selectors.plans import plans_on
from heritage.selectors.registers import COUNTRY, PROVINCE_DIGITS, SEEN, standing_registers

AT_ONCE = 4_000
COLUMNS = (
    *("pk", "version_id", "item_id", "category", "item__public_id", "item__unit_id", "item__level"),
    *("item__rank", "item__blocked_reason", "kinds", "dynasties", "reasons"),
)


def count_now(day: dt.date, tables: Tables, code: str = COUNTRY) -> Content:
    """The content of today.

    Args:
        day: Today: units, registers and plans that stand on it are counted.
        tables: Added to, so that a base's numbers stay what they are.
        code: Only this ward, or the wards of this province.
    """
    wards = units.standing(day).filter(level=AdminUnit.Level.COMMUNE).filter(_within(code))
    standing = {pk: (own, province) for pk, own, province in wards.values_list("pk", "code", "province_code")}
    names, rows = _listed(day, tables, standing, code)
    plans = {unit: canonical(_plan(plan)) for unit, plan in plans_on(day).items()}
    return Content(
        tables,
        {
            code: UnitCount(province, "+".join(names.get(pk, ())), plans.get(pk, NOTHING), rows.get(pk, {}))
            for pk, (code, province) in standing.items()
            if pk in names or pk in plans
        },
    )


def _within(code: str, unit: str = "") -> Q:
    if code == COUNTRY:
        return Q()
    return Q(**{f"{unit}province_code" if len(code) == PROVINCE_DIGITS else f"{unit}code": code})


def _listed(
    day: dt.date, tables: Tables, standing: dict[int, tuple[str, str]], asked: str
) -> tuple[dict[int, list[str]], dict[int, dict[str, Row]]]:
    """By the key of the standing unit: the names of the registers counted there, and the rows."""
    names: dict[int, list[str]] = {}
    rows: dict[int, dict[str, Row]] = {}
    heir_of = {each.entry: each.unit.pk for each in heirs(day)}
    versions = {
        pk: (unit, f"{code}-{number}")
        for pk, unit, code, number in RegisterVersion.objects.values_list(
            "pk", "unit_id", "unit__code", "number"
        )
    }
    for pk in standing_registers(day).values_list("pk", flat=True):
        unit, name = versions[pk]
        names[unit] = [name]
    with_files = set(
        Asset.objects.filter(state__in=SEEN, item__isnull=False).values_list("item_id", flat=True).distinct()
    )
    facts, judged = _FactNumbers(tables), _ReasonNumbers(tables)
    for entry, version, item, category, public_id, own, level, rank, blocked, *more in _entries(
        day, heir_of, asked
    ):
        unit, name = versions[version]
        unit = heir_of.get(entry, unit)
        if unit not in standing:
            continue
        if name not in (known := names.setdefault(unit, [])):
            known.append(name)
        flags = (BEGUN if level >= 1 or item in with_files else 0) | (OWN if own == unit else 0)
        kinds, dynasties, reasons = more
        row = (facts[category, rank, kinds, dynasties, blocked], level, flags, judged[reasons])
        rows.setdefault(unit, {})[public_id] = row  # of two former registers' lines the later one stands
    return names, rows


def _entries(day: dt.date, heir_of: dict[int, int], asked: str) -> Iterator[tuple[Any, ...]]:
    wanted = Q(version__in=standing_registers(day).filter(_within(asked, "unit__")))
    if heir_of:
        wanted |= Q(pk__in=heir_of)
    return (
        RegisterEntry.objects.filter(wanted)
        .annotate(
            kinds=Cast("item__kinds", TextField()),
            dynasties=Cast("item__dynasties", TextField()),
            reasons=Cast("item__level_reasons", TextField()),
        )
        .order_by("pk")
        .values_list(*COLUMNS)
        .iterator(chunk_size=AT_ONCE)
    )


class _FactNumbers(dict[tuple[str, str, str, str, str], int]):
    """Numbers of facts by the texts of the database, each read once."""

    def __init__(self, tables: Tables) -> None:
        super().__init__()
        self._tables = tables

    def __missing__(self, key: tuple[str, str, str, str, str]) -> int:
        category, rank, kinds, dynasties, blocked = key
        facts = Facts(category, rank, tuple(json.loads(kinds)), tuple(json.loads(dynasties)), blocked)
        self[key] = found = self._tables.fact(facts)
        return found


class _ReasonNumbers(dict[str, int]):
    """Numbers of reasons likewise."""

    def __init__(self, tables: Tables) -> None:
        super().__init__()
        self._tables = tables

    def __missing__(self, key: str) -> int:
        self[key] = found = self._tables.judged(json.loads(key))
        return found


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "categories": plan.categories,
        "category_targets": plan.category_targets,
        "due_on": plan.due_on.isoformat() if plan.due_on else None,
        "key": plan.key,
        "pooled": plan.pooled,
        "target_percent": None if plan.target_percent is None else f"{plan.target_percent:.2f}",
        "year_to": plan.year_to,
    }
