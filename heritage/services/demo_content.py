"""Load the demonstration's real facts: items with sources, relations, registers and plans."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.gis.geos import Point
from django.db import transaction

from gis import units
from gis.models import AdminUnit
from heritage.errors import NotFound
from heritage.jobs.evidence import refresh_level
from heritage.models import Asset, Item, RegisterEntry, RegisterVersion, Relation, User
from media_pipeline.told import ControlPoint, Told

FOLDER = Path(settings.BASE_DIR) / "data" / "demo"
REFORM = dt.date(2025, 7, 1)


def read(name: str) -> list[dict[str, Any]]:
    """One of the demonstration's JSON files."""
    rows: list[dict[str, Any]] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return rows


@transaction.atomic
def load_items(by: dict[str, User], fallback: User) -> int:
    """Create the items that are not there yet, as drafts; existing ones are left as people made them.

    Args:
        by: The author of each unit's items, by unit code.
        fallback: The author of items of other units.
    """
    rows = read("items.json")
    known = set(Item.objects.values_list("public_id", flat=True))
    fresh = [row for row in rows if row["id"] not in known]
    for row in fresh:
        unit = _unit(row["unit"])
        item = Item(public_id=row["id"], unit=unit, created_by=by.get(unit.code, fallback), **_columns(row))
        if row.get("position"):
            item.position = Point(row["position"]["lon"], row["position"]["lat"], srid=4326)
        item.full_clean(exclude=["created_by"])
        item.save()
        item.other_units.set(_unit(code) for code in row.get("other_units", []))
    items = Item.objects.in_bulk([row["id"] for row in rows], field_name="public_id")
    for row in fresh:
        for relation in row.get("relations", []):
            source = row.get("sources", {}).get(relation.get("source", ""), {}).get("title", "")
            Relation.objects.get_or_create(
                subject=items[row["id"]],
                object=items[relation["to"]],
                kind=relation["kind"],
                defaults={"source": source[:300]},
            )
    for row in fresh:
        refresh_level(items[row["id"]])
    return len(fresh)


def _columns(row: dict[str, Any]) -> dict[str, Any]:
    position = row.get("position") or {}
    decision = row.get("decision") or {}
    return {
        "category": row["category"],
        "name_vi": row["name"]["vi"],
        "name_en": row["name"].get("en", ""),
        "alt_names": row.get("alt_names", []),
        "han_nom": row.get("han_nom", ""),
        "former_address": row.get("former_address", ""),
        "kinds": row.get("kinds", []),
        "rank": row.get("rank", "unknown"),
        "decision_number": decision.get("number", ""),
        "decision_date": decision.get("date", ""),
        "decision_by": decision.get("by", ""),
        "summary_vi": row.get("summary", {}).get("vi", ""),
        "summary_en": row.get("summary", {}).get("en", ""),
        "story_vi": row.get("story", {}).get("vi", ""),
        "story_en": row.get("story", {}).get("en", ""),
        "facts": row.get("facts", []),
        "sources": row.get("sources", {}),
        "sources_of": row.get("sources_of", {}),
        "lunar": row.get("lunar"),
        "disclosure": row.get("disclosure", "exact"),
        "position_method": position.get("method", ""),
        "position_accuracy_m": position.get("accuracy_m"),
        "position_source": position.get("source", ""),
    }


def tell_control(item: Item, name: str, control: tuple[ControlPoint, ...], system: str) -> None:
    """Control points of a sheet that came in and is not processed yet, as if its officer had placed it."""
    told = Told(control=control, control_crs=system, fit="poly1")
    for asset in item.assets.filter(original_name=name, state=Asset.State.RECEIVED):
        asset.declared = {**asset.declared, "told": told.as_dict()}
        asset.save(update_fields=["declared"])


@transaction.atomic
def load_registers() -> int:
    """One register per demonstration ward, labelled as such; an existing version is never touched."""
    made = 0
    for row in read("registers.json"):
        version, created = RegisterVersion.objects.get_or_create(
            unit=_unit(row["unit"]),
            number=row["number"],
            defaults={
                "label_vi": row.get("label_vi", ""),
                "label_en": row.get("label_en", ""),
                "note_vi": row.get("note_vi", ""),
                "note_en": row.get("note_en", ""),
                "is_demo": True,
                "valid_from": REFORM,
            },
        )
        if not created:
            continue
        made += 1
        for entry in row["entries"]:
            item = Item.objects.get(public_id=entry["item"])
            RegisterEntry.objects.create(
                version=version,
                item=item,
                category=item.category,
                legal_basis_vi=entry.get("legal_basis_vi", ""),
                legal_basis_en=entry.get("legal_basis_en", ""),
            )
    return made


def _unit(code: str) -> AdminUnit:
    unit = units.unit_on(code, dt.date.today(), AdminUnit.Level.COMMUNE)
    if unit is None:
        raise NotFound(f"Chưa nạp đơn vị {code}.", f"Unit {code} has not been loaded.", "no_unit")
    return unit
