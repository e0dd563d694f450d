"""Administrative units as their sources list them: the package vietnamadminunits and our own few steps.

The package's list of former units is the one of 1 January 2025 (10,035 communes and five island districts
without communes). It does not say since when a unit had existed, so ``LISTED_FROM`` is the first day that
we vouch for, not the day the unit was founded.
"""

from __future__ import annotations

import csv
import datetime as dt
import importlib.util
import json
import math
import sqlite3
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gis.distance import distance_m
from gis.names import clean_name

REFORM = dt.date(2025, 7, 1)
LISTED_FROM = dt.date(2025, 1, 1)
PACKAGE_SOURCE = "vietnamadminunits 1.0.4 (MIT)"
EXTRA_CHANGES = Path(__file__).resolve().parent.parent / "data" / "units" / "extra_changes.csv"

Key = tuple[str, str, dt.date]
"""Level, code, valid_from."""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit over one interval; the fields of ``AdminUnit`` without what only the database knows."""

    level: str
    code: str
    valid_from: dt.date
    valid_to: dt.date | None
    name: str
    kind: str
    province_code: str
    province_name: str
    district_name: str = ""
    lon: float | None = None
    lat: float | None = None
    area_km2: float | None = None
    source: str = PACKAGE_SOURCE

    @property
    def key(self) -> Key:
        """What makes the unit one of a kind."""
        return self.level, self.code, self.valid_from


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One step from an old unit to a new one."""

    old: Key
    new: Key
    on: dt.date
    whole: bool
    source: str = PACKAGE_SOURCE


@dataclass(frozen=True, slots=True)
class UnitTable:
    """Every unit by its key, and every step."""

    units: dict[Key, UnitRow]
    changes: tuple[ChangeRow, ...]


def read_units(extra: Path = EXTRA_CHANGES) -> UnitTable:
    """All units and steps of both sources.

    Raises:
        KeyError: The package's tables no longer agree with one another.
    """
    data = _package_data()
    connection = sqlite3.connect(f"file:{data / 'dataset.db'}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        current = connection.execute("SELECT * FROM admin_units").fetchall()
        former = connection.execute("SELECT * FROM admin_units_legacy").fetchall()
    finally:
        connection.close()
    converter = json.loads((data / "converter_2025.json").read_text(encoding="utf-8"))
    new_by_key = _current_units(current)
    old_by_key = _former_units(former)
    changes = _reform_changes(converter, new_by_key, old_by_key)
    units = {row.key: row for row in [*new_by_key.values(), *old_by_key.values()]}
    units.update(_with_plausible_points(units, changes))
    return _with_extra_changes(UnitTable(units, tuple(changes)), extra)


def _package_data() -> Path:
    """The data folder of vietnamadminunits, found without importing it: its code loads a GPL library."""
    spec = importlib.util.find_spec("vietnamadminunits")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("vietnamadminunits is not installed")
    return Path(spec.origin).parent / "data"


def _current_units(rows: list[sqlite3.Row]) -> dict[str, UnitRow]:
    """Keyed ``province`` or ``province_ward`` as the converter writes them."""
    units: dict[str, UnitRow] = {}
    for row in rows:
        province = clean_name(row["province"])
        place = {"province_code": row["provinceCode"], "province_name": province}
        units[row["provinceKey"]] = UnitRow(
            level="province", code=row["provinceCode"], valid_from=REFORM, valid_to=None, name=province,
            kind=_kind(province), lon=row["provinceLon"], lat=row["provinceLat"], **place,
        )  # fmt: skip
        units[f"{row['provinceKey']}_{row['wardKey']}"] = UnitRow(
            level="commune", code=row["wardCode"], valid_from=REFORM, valid_to=None,
            name=clean_name(row["ward"]), kind=row["wardType"], lon=row["wardLon"], lat=row["wardLat"],
            # Two areas are missing and two are zero in the package: unknown, not nothing.
            area_km2=row["wardAreaKm2"] or None, **place,
        )  # fmt: skip
    areas: dict[str, float] = defaultdict(float)
    for unit in units.values():
        areas[unit.province_code] += unit.area_km2 or 0
    return {
        key: replace(unit, area_km2=round(areas[unit.code], 2)) if unit.level == "province" else unit
        for key, unit in units.items()
    }


def _former_units(rows: list[sqlite3.Row]) -> dict[str, UnitRow]:
    """Keyed ``province`` or ``province_district_ward``; an island district without communes ends in "_"."""
    units: dict[str, UnitRow] = {}
    for row in rows:
        province, district = clean_name(row["province"]), clean_name(row["district"])
        place = {"province_code": row["provinceCode"], "province_name": province}
        units[row["provinceKey"]] = UnitRow(
            level="province", code=row["provinceCode"], valid_from=LISTED_FROM, valid_to=REFORM,
            name=province, kind=_kind(province), **place,
        )  # fmt: skip
        key = f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"
        if row["wardCode"]:
            units[key] = UnitRow(
                level="commune", code=row["wardCode"], valid_from=LISTED_FROM, valid_to=REFORM,
                name=clean_name(row["ward"]), kind=row["wardType"], district_name=district,
                lon=row["wardLon"], lat=row["wardLat"], **place,
            )  # fmt: skip
        else:
            units[key] = UnitRow(
                level="district", code=row["districtCode"], valid_from=LISTED_FROM, valid_to=REFORM,
                name=district, kind=row["districtType"],
                lon=row["districtLon"], lat=row["districtLat"], **place,
            )  # fmt: skip
    return units


def _reform_changes(
    converter: dict[str, Any], new: dict[str, UnitRow], old: dict[str, UnitRow]
) -> list[ChangeRow]:
    changes = [
        ChangeRow(old[former].key, new[province].key, REFORM, whole=True)
        for province, formers in converter["DICT_PROVINCE"].items()
        for former in formers
    ]
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, formers in wards.items():
            target = new[f"{province}_{ward}"].key
            changes += [ChangeRow(old[former].key, target, REFORM, whole=True) for former in formers]
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for former, parts in divided.items():
            targets = [new[f"{province}_{part['newWardKey']}"].key for part in parts]
            changes += [ChangeRow(old[former].key, target, REFORM, whole=False) for target in targets]
    return changes


def _with_plausible_points(units: dict[Key, UnitRow], changes: list[ChangeRow]) -> dict[Key, UnitRow]:
    """Drop the geocoded point of a former unit unless it lies in what the unit became.

    The package geocoded former units by name, and namesakes drew some to another district.
    """
    successors: dict[Key, list[UnitRow]] = defaultdict(list)
    for change in changes:
        successors[change.old].append(units[change.new])
    return {
        key: replace(unit, lon=None, lat=None)
        for key, unit in units.items()
        if unit.valid_to and unit.lon is not None and not any(_near(unit, each) for each in successors[key])
    }


def _near(unit: UnitRow, successor: UnitRow) -> bool:
    if unit.lon is None or unit.lat is None or successor.lon is None or successor.lat is None:
        return False
    radius_m = math.sqrt((successor.area_km2 or 0) * 1e6 / math.pi)
    return distance_m(unit.lon, unit.lat, successor.lon, successor.lat) <= 1.5 * radius_m


def _with_extra_changes(table: UnitTable, path: Path) -> UnitTable:
    """Add the steps that the package does not know, each with its own source."""
    units, changes = dict(table.units), list(table.changes)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            on = dt.date.fromisoformat(row["on"])
            old = UnitRow(
                level=row["level"], code=row["old_code"], valid_from=dt.date.fromisoformat(row["old_from"]),
                valid_to=on, name=clean_name(row["old_name"]), kind=row["old_kind"],
                province_code=row["province_code"], province_name=row["province_name"],
                district_name=row["district"], source=row["source"],
            )  # fmt: skip
            if old.key in units:  # a listed unit ends here: it keeps what the list says of it
                listed = units[old.key]
                units[old.key] = replace(listed, valid_to=on)
                following = replace(listed, valid_from=on, name=row["new_name"], kind=row["new_kind"])
                following = replace(following, source=row["source"])
                units[following.key] = following
                new = following.key
            else:
                units[old.key] = old
                new = _starting(units, changes, (row["level"], row["new_code"]), on)
            changes.append(ChangeRow(old.key, new, on, row["whole"] == "1", row["source"]))
    return UnitTable(_with_present_provinces(units), tuple(changes))


def _starting(units: dict[Key, UnitRow], changes: list[ChangeRow], what: tuple[str, str], on: dt.date) -> Key:
    """The key of the unit that began on a day, moving a listed unit's first day there when need be."""
    level, code = what
    if (level, code, on) in units:
        return level, code, on
    listed = units.pop((level, code, LISTED_FROM))
    moved = replace(listed, valid_from=on)
    units[moved.key] = moved
    changes[:] = [replace(c, old=moved.key) if c.old == listed.key else c for c in changes]
    return moved.key


def _with_present_provinces(units: dict[Key, UnitRow]) -> dict[Key, UnitRow]:
    """Communes that stand today name their province as it is called today."""
    today = {u.code: u.name for u in units.values() if u.level == "province" and u.valid_to is None}
    return {
        key: replace(u, province_name=today[u.province_code]) if u.valid_to is None else u
        for key, u in units.items()
    }


def _kind(name: str) -> str:
    return "Thành phố" if name.startswith("Thành phố ") else "Tỉnh"
