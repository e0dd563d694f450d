"""Load every administrative unit and every step of its history. Safe to run again at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Point
from django.db import transaction

from gis.models import AdminUnit, UnitChange
from gis.names import fold_name
from gis.unit_sources import Key, UnitRow, UnitTable, read_units

BATCH = 2000
Progress = Callable[[int, int], None]
"""Called with how many rows are done and how many there are."""


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What a load did. A second run over the same sources has nothing created and nothing updated."""

    units_created: int
    units_updated: int
    units_unchanged: int
    changes_created: int
    changes_unchanged: int


_PLAIN = ("valid_to", "name", "kind", "folded", "province_code", "province_name", "district_name", "source")
_MEASURED = ("centroid", "area_km2")


def _ignore(done: int, total: int) -> None:
    """No progress wanted."""


def load_units(progress: Progress = _ignore, table: UnitTable | None = None) -> LoadResult:
    """Write the units of July 2025, the former ones and the steps between them, in one transaction.

    A unit whose boundary has been imported keeps the centroid and area measured from it. Rows that are in
    the database only are left alone.
    """
    table = table or read_units()
    total = len(table.units) + len(table.changes)
    with transaction.atomic():
        known = {_key(unit): unit for unit in AdminUnit.objects.defer("boundary").all()}
        with_boundary = set(AdminUnit.objects.filter(boundary__isnull=False).values_list("pk", flat=True))
        fresh = [_new_unit(row) for key, row in table.units.items() if key not in known]
        changed: list[AdminUnit] = []
        for key, row in table.units.items():
            unit = known.get(key)
            if unit is not None and _differs(unit, row, measured=unit.pk not in with_boundary):
                changed.append(unit)
        for done in _batches(fresh):
            AdminUnit.objects.bulk_create(done.rows, batch_size=BATCH)
            progress(done.end, total)
        AdminUnit.objects.bulk_update(changed, [*_PLAIN, *_MEASURED], batch_size=200)
        progress(len(table.units), total)
        ids: dict[Key, int] = {
            (level, code, start): pk
            for level, code, start, pk in AdminUnit.objects.values_list("level", "code", "valid_from", "pk")
        }
        steps = set(UnitChange.objects.values_list("old_id", "new_id", "on"))
        missing = [
            UnitChange(
                old_id=ids[step.old], new_id=ids[step.new], on=step.on, whole=step.whole, source=step.source
            )
            for step in table.changes
            if (ids[step.old], ids[step.new], step.on) not in steps
        ]
        for batch in _batches(missing):
            UnitChange.objects.bulk_create(batch.rows, batch_size=BATCH)
            progress(len(table.units) + batch.end, total)
        progress(total, total)
    return LoadResult(
        units_created=len(fresh),
        units_updated=len(changed),
        units_unchanged=len(table.units) - len(fresh) - len(changed),
        changes_created=len(missing),
        changes_unchanged=len(table.changes) - len(missing),
    )


def _key(unit: AdminUnit) -> Key:
    return unit.level, unit.code, unit.valid_from


def _values(row: UnitRow) -> dict[str, Any]:
    return {
        "valid_to": row.valid_to,
        "name": row.name,
        "kind": row.kind,
        "folded": fold_name(row.name),
        "province_code": row.province_code,
        "province_name": row.province_name,
        "district_name": row.district_name,
        "source": row.source,
    }


def _new_unit(row: UnitRow) -> AdminUnit:
    return AdminUnit(
        code=row.code,
        level=row.level,
        valid_from=row.valid_from,
        centroid=_point(row),
        area_km2=row.area_km2,
        **_values(row),
    )


def _point(row: UnitRow) -> Point | None:
    return None if row.lon is None or row.lat is None else Point(row.lon, row.lat, srid=4326)


def _differs(unit: AdminUnit, row: UnitRow, measured: bool) -> bool:
    """Bring a stored unit up to its row and say whether that changed anything."""
    wanted = _values(row)
    if measured:
        wanted["area_km2"] = row.area_km2
        here = (unit.centroid.x, unit.centroid.y) if unit.centroid else (None, None)
        if here != (row.lon, row.lat):
            wanted["centroid"] = _point(row)
    different = {name: value for name, value in wanted.items() if getattr(unit, name) != value}
    for name, value in different.items():
        setattr(unit, name, value)
    return bool(different)


@dataclass(frozen=True, slots=True)
class _Batch:
    rows: list[Any]
    end: int


def _batches(rows: list[Any]) -> Iterable[_Batch]:
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        yield _Batch(part, start + len(part))
