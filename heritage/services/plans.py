"""Plans and national targets as their documents state them: loaded from files, changed by administrators."""

from __future__ import annotations

import datetime as dt
import json
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from gis import units
from gis.models import AdminUnit
from heritage.errors import NotAllowed, NotFound
from heritage.models import Event, Plan, ReferenceTarget, User
from heritage.rules.calendar import read_rules

PLANS = Path(settings.BASE_DIR) / "data" / "demo" / "plans.json"
TARGETS = Path(settings.BASE_DIR) / "data" / "targets" / "national.json"
EDITED = "plan_edited"


@transaction.atomic
def load_plans() -> int:
    """The five plans; one that an administrator has changed since stays as it is. How many there are."""
    for row in json.loads(PLANS.read_text(encoding="utf-8")):
        key = plan_key(row)
        if Event.objects.filter(verb=EDITED, subject=key).exists():
            continue
        Plan.objects.update_or_create(key=key, defaults=_columns(row))
    return Plan.objects.count()


@transaction.atomic
def load_targets() -> int:
    """The national targets of ``data/targets``, anew. How many there are."""
    for row in json.loads(TARGETS.read_text(encoding="utf-8")):
        columns = {name: value for name, value in row.items() if name != "key"}
        ReferenceTarget.objects.update_or_create(key=row["key"], defaults=columns)
    return ReferenceTarget.objects.count()


@transaction.atomic
def save_plan(plan: Plan | None, unit: AdminUnit, columns: dict[str, Any], *, by: User) -> Plan:
    """Change a plan, or make a unit's new one where there is none.

    Raises:
        NotAllowed: Not an administrator.
        BadRequest: A calendar that cannot be kept.
    """
    if not by.sees_all_units:
        raise NotAllowed(vi="Chỉ quản trị sửa được kế hoạch.", en="Only administrators change plans.")
    read_rules(columns["reporting"])
    if plan is None:
        base = plan_key({"unit": unit.code, "years": [columns["year_from"], columns["year_to"]]})
        taken = set(Plan.objects.filter(key__startswith=base).values_list("key", flat=True))
        key = next(each for n in count(1) if (each := base if n == 1 else f"{base}-{n}") not in taken)
        plan = Plan(unit=unit, key=key)
    changed = [name for name, value in columns.items() if getattr(plan, name) != value]
    for name, value in columns.items():
        setattr(plan, name, value)
    plan.save()
    Event.objects.create(actor=by, verb=EDITED, subject=plan.key, detail={"fields": sorted(changed)})
    return plan


def plan_key(row: dict[str, Any]) -> str:
    """The stable name of a plan: its unit, its years and the former unit that it comes from."""
    years = row["years"]
    former = row.get("carried_from")
    return f"{row['unit']}-{years[0]}-{years[-1]}" + (f"-{former['unit']}" if former else "")


def _columns(row: dict[str, Any]) -> dict[str, Any]:
    read_rules(row.get("reporting", []))  # a calendar that cannot be kept is not loaded
    texts = (
        *("document_vi", "document_en", "document_number", "document_date", "issuer"),
        *("quote_vi", "quote_en", "quote_place", "office_vi", "office_en", "reports_to_vi", "reports_to_en"),
    )
    return {
        **{name: row.get(name) or "" for name in texts},
        "unit": _unit(row["unit"]),
        "year_from": row["years"][0],
        "year_to": row["years"][-1],
        "categories": row["categories"],
        "categories_stated": row.get("categories_stated", True),
        "target_percent": row.get("target_percent"),
        "pooled": row.get("pooled", True),
        "category_targets": row.get("category_targets", {}),
        "due_on": row.get("due_on"),
        "coordinating": row.get("other_offices", []),
        "milestones": row.get("milestones", []),
        "reporting": row.get("reporting", []),
        "note_vi": row.get("note_vi") or row.get("reporting_note_vi", ""),
        "note_en": row.get("note_en") or row.get("reporting_note_en", ""),
        "carried_from": row.get("carried_from"),
    }


def _unit(code: str) -> AdminUnit:
    unit = units.unit_on(code, dt.date.today(), AdminUnit.Level.COMMUNE)
    if unit is None:
        raise NotFound(f"Chưa nạp đơn vị {code}.", f"Unit {code} has not been loaded.", "no_unit")
    return unit
