"""What every row of a table would do to the catalogue: create, update, nothing, or be refused. Writes nothing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from gis import units
from gis.models import AdminUnit
from gis.names import fold_name
from heritage.jobs.import_compare import changes
from heritage.jobs.import_file import RawFile, Understood, understand
from heritage.jobs.import_match import Catalogue, catalogue_of, id_in, likeness, match
from heritage.jobs.import_places import Places, placement_of, read_places
from heritage.jobs.import_units import UnitWords
from heritage.jobs.import_values import RowValues, values_of
from heritage.models import Item, ItemImportRow, Revision
from heritage.rules.import_problems import Problem

Action = ItemImportRow.Action


@dataclass(slots=True)
class PlannedRow:
    """One row and its outcome; ``values`` are those that an acceptance writes."""

    number: int
    name: str
    action: str
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    item: Item | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """All rows, and how the file was understood."""

    table: Understood
    places: Places
    rows: list[PlannedRow]
    units: list[AdminUnit]


def make_plan(
    raw: RawFile,
    reading: dict[str, Any],
    unit: AdminUnit,
    *,
    any_unit: bool,
    day: dt.date,
    remembered: Callable[[str], dict[str, str] | None],
) -> Plan:
    """Decide on every row.

    Args:
        raw: The file.
        reading: What a person chose, see ``ItemImport.reading``.
        unit: Where rows without a unit belong.
        any_unit: Whether rows may belong to other units.
        day: Today.
        remembered: Columns chosen for a file with the same headings.
    """
    table = understand(raw, reading, remembered)
    heads = {code: (table.headings.index(name), name) for name, code in table.columns.items()}
    words = UnitWords(unit, day, any_unit)
    read = [values_of(row, heads, reading.get("category", "")) for row in table.rows]
    owners = [_owner(each, words, heads) for each in read]
    known_units = list({each.pk: each for each in [unit, *(owner for owner in owners if owner)]}.values())
    unit_places = {each.pk: units.place_of(each) for each in known_units}
    places = read_places(
        table,
        reading,
        [unit_places[owner.pk] if owner else None for owner in owners],
        [each.values.get("category", "") for each in read],
        unit.province_code,
    )
    catalogue = catalogue_of(known_units, {id_in(each.said) for each in read} - {""}, unit)
    deciding = _Deciding(table, places, catalogue, reading, any_unit)
    rows = [deciding.row(at, each, owner) for at, (each, owner) in enumerate(zip(read, owners, strict=True))]
    return Plan(table, places, rows, known_units)


def _owner(row: RowValues, words: UnitWords, heads: dict[str, tuple[int, str]]) -> AdminUnit | None:
    said = row.said
    context = ", ".join(each for each in (said.get("district"), said.get("province")) if each)
    column = heads.get("unit_code", heads.get("unit_name", (0, "")))[1]
    unit, problem = words.unit_of(
        str(said.get("unit_code") or ""), str(said.get("unit_name") or ""), context, column
    )
    if problem:
        row.problems.append(problem)
    return unit


@dataclass(slots=True)
class _Deciding:
    table: Understood
    places: Places
    catalogue: Catalogue
    reading: dict[str, Any]
    any_unit: bool
    _seen: dict[tuple[Any, ...], int] = field(default_factory=dict)

    def row(self, at: int, read: RowValues, unit: AdminUnit | None) -> PlannedRow:
        """The outcome of one row."""
        place = self.places.rows[at]
        name = str(read.values.get("name_vi") or "")
        category = str(read.values.get("category") or "")
        row = PlannedRow(self.table.rows[at].number, name, Action.REFUSED, {}, [*read.problems])
        item, problem = match(self.catalogue, read.said, unit, name, category)
        blurred = str(read.said.get("blurred") or "").lower() in ("true", "1", "có", "yes", "đúng")
        row.problems += [problem] if problem else []
        row.problems += [] if blurred else place.problems
        row.problems += self._lacking(item, name, category)
        row.item, row.name = item, name or (item.name_vi if item else "")
        values = {**read.values}
        values.pop("source", None)
        if place.point is not None and self.places.system is not None and not blurred:
            accuracy = read.said.get("accuracy_m")
            accuracy = self.reading.get("accuracy_m") if accuracy is None else accuracy
            placement = placement_of(place, self.places.system, accuracy, str(read.said.get("method") or ""))
            values["placement"] = placement.as_dict() if placement else None
            values["position_text"] = place.text
        if not blurred:
            values |= place.shapes
        self._once(row, read, unit, name, category)
        self._access(row, item, unit)
        if any(each.grave for each in row.problems):
            return row
        self._decide(row, item, unit, values, read, at)
        return row

    def _lacking(self, item: Item | None, name: str, category: str) -> list[Problem]:
        lacking = []
        if item is None and not name:
            lacking.append(Problem("", "no_name", "Thiếu tên di sản.", "The name is missing."))
        if item is None and not category:
            lacking.append(
                Problem("", "no_category", "Thiếu loại di sản. Ghép cột loại, hoặc chọn một loại cho cả tệp.",
                        "The category is missing. Map its column, or choose one for the whole file.")
            )  # fmt: skip
        if self.places.asks:
            lacking.append(
                Problem("", "no_system", "Chưa biết hệ tọa độ. Chọn hệ ở trên.",
                        "The reference system is not known. Choose one above.")
            )  # fmt: skip
        return lacking

    def _once(
        self, row: PlannedRow, read: RowValues, unit: AdminUnit | None, name: str, category: str
    ) -> None:
        key: tuple[Any, ...] = (row.item.pk,) if row.item else (unit and unit.pk, fold_name(name), category)
        their = read.said.get("their_id")
        if row.item is None and (their or not name):
            key = (*key, their, None if name else row.number)
        first = self._seen.setdefault(key, row.number)
        if first != row.number:
            row.problems.append(
                Problem("", "repeated_row", f"Trùng với dòng {first}. Giữ một dòng.",
                        f"The same as row {first}. Keep one of them.")
            )  # fmt: skip

    def _access(self, row: PlannedRow, item: Item | None, unit: AdminUnit | None) -> None:
        if item is None or unit is None:
            return
        if item.unit_id != unit.pk:
            row.problems.append(
                Problem("", "unit_differs", f"Hồ sơ {item.public_id} thuộc {item.unit.name}, không phải {unit.name}.",
                        f"The item {item.public_id} belongs to {item.unit.name}, not to {unit.name}.", item=item.public_id)
            )  # fmt: skip
            return
        revision = self.catalogue.revisions.get(item.pk)
        if revision is not None and revision.state == Revision.State.SUBMITTED:
            row.problems.append(
                Problem("", "waits_for_review", f"Hồ sơ {item.public_id} đang chờ duyệt. Duyệt hoặc trả lại rồi kiểm lại tệp.",
                        f"The item {item.public_id} waits for review. Settle that, then check the file again.", item=item.public_id)
            )  # fmt: skip

    def _decide(
        self, row: PlannedRow, item: Item | None, unit: AdminUnit | None, values: dict[str, Any], read: RowValues, at: int
    ) -> None:  # fmt: skip
        source = str(read.said.get("source") or "")
        if item is None:
            if unit is None:
                return
            row.action, row.values = Action.CREATE, {**values, "unit": unit.pk}
            if source:
                row.values["sources"] = {"s1": {"title": source}}
            warning = likeness(self.catalogue, unit, row.name, self.places.rows[at].point)
            row.problems += [warning] if warning else []
        else:
            revision = self.catalogue.revisions.get(item.pk)
            proposed = revision.values if revision else {}
            row.values, warnings = changes(
                item, proposed, values, source, may_be_cut=self.table.format == "shapefile"
            )
            row.problems += warnings
            row.action = Action.UPDATE if row.values else Action.SAME
        if read.said.get("their_id"):
            row.values["their_id"] = str(read.said["their_id"])


def totals_of(rows: list[PlannedRow]) -> dict[str, int]:
    """How many rows have each outcome."""
    counted = Counter(str(row.action) for row in rows)
    return {action: counted.get(action, 0) for action in Action.values}
