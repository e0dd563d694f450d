"""Put the boundaries of a file in place of the approximate circles. Safe to run again."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.geos import MultiPolygon, Point
from django.contrib.gis.geos import fromstr as geos_from
from django.db import transaction
from django.utils import timezone

from gis.boundary_files import BoundaryFile, BoundaryRecord, read_boundaries
from gis.boundary_geometry import join_boundaries
from gis.boundary_neighbours import findings_beside
from gis.boundary_topology import Finding
from gis.crs import ellipsoid_area_km2
from gis.models import AdminUnit
from gis.names import fold_name
from gis.units import standing

Progress = Callable[[int, int], None]


class Outcome(StrEnum):
    """What became of one row."""

    IMPORTED = "imported"
    UNCHANGED = "unchanged"
    UNKNOWN_CODE = "unknown_code"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    """One row of the file: its number from 1, what became of it, and a sentence in each language."""

    number: int
    code: str
    name: str
    outcome: Outcome
    vi: str
    en: str
    problems: tuple[str, ...] = ()
    """Codes of what was wrong with the shape, repaired or not."""

    def as_dict(self) -> dict[str, Any]:
        """JSON-able values."""
        return {
            "number": self.number, "code": self.code, "name": self.name, "outcome": str(self.outcome),
            "vi": self.vi, "en": self.en, "problems": list(self.problems),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, or would do when it was a dry run, and how the file was understood."""

    outcomes: tuple[RecordOutcome, ...]
    dry_run: bool
    crs: str
    encoding: str
    code_field: str
    name_field: str | None
    findings: tuple[Finding, ...] = ()
    """How the boundaries fit with one another, with their neighbours and with the list of units."""

    @property
    def totals(self) -> dict[str, int]:
        """How many rows had each outcome."""
        counted = Counter(str(each.outcome) for each in self.outcomes)
        return {str(outcome): counted[str(outcome)] for outcome in Outcome}


def _ignore(done: int, total: int) -> None:
    """No progress wanted."""


def import_boundaries(
    path: Path,
    *,
    code_field: str | None = None,
    crs: str | None = None,
    layer: str | None = None,
    level: str = "commune",
    day: dt.date | None = None,
    source: str = "",
    trust_codes: bool = False,
    dry_run: bool = False,
    progress: Progress = _ignore,
) -> ImportResult:
    """Give each unit of the file its boundary, and its centroid from it, in one transaction.

    Args:
        path: GeoJSON, GeoPackage, Shapefile, MapInfo, KML or FlatGeobuf, a zip of one or a folder with one.
        code_field: Column of the unit codes; None to find it.
        crs: For a file that does not say.
        layer: For a file with several.
        level: Of the units: "commune" or "province".
        day: The file shows the units of that day; today when None. A code names other units on other days.
        source: Kept beside each boundary; the file's name when empty.
        trust_codes: Import a row although its name is not the unit's.
        dry_run: Write nothing, say what would happen.
        progress: Called with rows done and rows in all.

    Raises:
        BadBoundaryFile: The file as a whole cannot be used.
    """
    digits = {"province": 2, "district": 3}.get(level, 5)
    file = read_boundaries(path, code_field=code_field, crs=crs, layer=layer, code_digits=digits)
    on = day or timezone.localdate()
    there = standing(on).filter(level=level)
    units = {unit.code: unit for unit in there.filter(code__in={r.code for r in file.records})}
    rows: defaultdict[str, list[BoundaryRecord]] = defaultdict(list)
    outcomes: list[RecordOutcome] = []
    for record in file.records:
        refusal = _refusal(record, units.get(record.code), trust_codes)
        if refusal:
            outcomes.append(refusal)
        else:
            rows[record.code].append(record)
    findings = findings_beside(
        {code: (units[code], _joined(records)) for code, records in rows.items()}, on, level
    )
    with transaction.atomic():
        for code, records in rows.items():
            outcomes += _import_unit(units[code], records, source or path.name, dry_run)
            progress(len(outcomes), len(file.records))
    progress(len(file.records), len(file.records))
    return _result(file, sorted(outcomes, key=lambda each: each.number), dry_run, findings)


def _result(
    file: BoundaryFile, outcomes: list[RecordOutcome], dry_run: bool, findings: tuple[Finding, ...]
) -> ImportResult:
    return ImportResult(
        tuple(outcomes), dry_run, file.crs, str(file.encoding), file.code_field, file.name_field, findings
    )


def _joined(records: list[BoundaryRecord]) -> shapely.MultiPolygon:
    shapes = [record.geometry for record in records if record.geometry is not None]
    return shapes[0] if len(shapes) == 1 else join_boundaries(shapes)


def _refusal(record: BoundaryRecord, unit: AdminUnit | None, trust_codes: bool) -> RecordOutcome | None:
    if record.geometry is None:
        why = record.problems[0]
        return _outcome(record, Outcome.REFUSED, why.vi, why.en)
    if not record.code:
        return _outcome(record, Outcome.REFUSED, "Dòng không có mã đơn vị.", "The row has no unit code.")
    if unit is None:
        return _outcome(
            record,
            Outcome.UNKNOWN_CODE,
            f"Không có đơn vị mã {record.code} vào ngày của tệp.",
            f"No unit has the code {record.code} on the day of the file.",
        )
    if not trust_codes and record.name and not _same_name(record.name, unit):
        return _outcome(
            record,
            Outcome.REFUSED,
            f"Tệp ghi “{record.name}” nhưng mã {record.code} là {unit.name}. Có thể tệp theo danh mục cũ.",
            f"The file says “{record.name}” but the code {record.code} is {unit.name}. "
            "It may follow an older list.",
        )
    return None


def _same_name(name: str, unit: AdminUnit) -> bool:
    return fold_name(unit.bare_name) in fold_name(name)


def _import_unit(
    unit: AdminUnit, records: list[BoundaryRecord], source: str, dry_run: bool
) -> list[RecordOutcome]:
    shape = _joined(records)
    boundary = _as_geos(shape)
    unchanged = unit.boundary is not None and unit.boundary.equals_exact(boundary)
    if not unchanged and not dry_run:
        centre = shape.centroid
        AdminUnit.objects.filter(pk=unit.pk).update(
            boundary=boundary,
            boundary_source=source[:300],
            centroid=Point(centre.x, centre.y, srid=4326),
            # The published area stays when there is one; it is the figure that people know.
            area_km2=unit.area_km2 or round(_area_km2(shape), 3),
        )
    outcome = Outcome.UNCHANGED if unchanged else Outcome.IMPORTED
    vi, en = _success(unit, outcome, len(records), dry_run)
    return [
        _outcome(
            record,
            outcome,
            " ".join([vi, *(problem.vi for problem in record.problems)]),
            " ".join([en, *(problem.en for problem in record.problems)]),
        )
        for record in records
    ]


def _success(unit: AdminUnit, outcome: Outcome, rows: int, dry_run: bool) -> tuple[str, str]:
    if outcome is Outcome.UNCHANGED:
        return (
            f"{unit.name}: ranh giới đã có, giữ nguyên.",
            f"{unit.name}: the same boundary is there already.",
        )
    joined = (f", ghép từ {rows} dòng", f", joined from {rows} rows") if rows > 1 else ("", "")
    if dry_run:
        return (
            f"{unit.name}: sẽ nhận ranh giới{joined[0]}.",
            f"{unit.name}: would get its boundary{joined[1]}.",
        )
    return f"{unit.name}: đã nhận ranh giới{joined[0]}.", f"{unit.name}: boundary imported{joined[1]}."


def _outcome(record: BoundaryRecord, outcome: Outcome, vi: str, en: str) -> RecordOutcome:
    problems = tuple(problem.code for problem in record.problems)
    return RecordOutcome(record.number, record.code, record.name, outcome, vi, en, problems)


def _as_geos(shape: shapely.MultiPolygon) -> MultiPolygon:
    geometry = geos_from(shapely.to_wkb(shape, hex=True))
    assert isinstance(geometry, MultiPolygon)
    geometry.srid = 4326
    return geometry


def _area_km2(shape: shapely.MultiPolygon) -> float:
    total = 0.0
    for polygon in shape.geoms:
        rings = [np.asarray(ring.coords) for ring in (polygon.exterior, *polygon.interiors)]
        outer, *holes = (ellipsoid_area_km2(ring[:, 0], ring[:, 1]) for ring in rings)
        total += outer - sum(holes)
    return total
