"""The objects behind a number of a day that is over, as its snapshot keeps them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, overload

from heritage.kpi import Object, Part, part_of
from heritage.models import Snapshot
from heritage.rules.snapshot_content import BEGUN, Content, Facts, Row
from heritage.selectors.kpi_lists import Wanted
from heritage.selectors.past import kept_content, snapshot_on, unit_on
from heritage.selectors.past_rows import once


@dataclass(frozen=True, slots=True)
class PastLine:
    """One object as a day counted it, with what it was judged by."""

    unit: str
    object: Object
    facts: Facts
    reasons: tuple[dict[str, Any], ...]


class Lines(Sequence[PastLine]):
    """Made as they are asked for: a country has 120,000, and a page shows fifty."""

    def __init__(self, content: Content, found: list[tuple[str, str, Row]]) -> None:
        self._content, self._found = content, found

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, at: int) -> PastLine: ...
    @overload
    def __getitem__(self, at: slice) -> list[PastLine]: ...
    def __getitem__(self, at: int | slice) -> PastLine | list[PastLine]:
        if isinstance(at, slice):
            return [_line(self._content, *each) for each in self._found[at]]
        return _line(self._content, *self._found[at])


@dataclass(frozen=True, slots=True)
class PastList:
    """The lines of a day; ``snapshot.day`` is the day that was counted: the one asked for or the last before it."""

    snapshot: Snapshot
    lines: Sequence[PastLine]


def past_objects(code: str, day: dt.date, wanted: Wanted) -> PastList:
    """The objects of a ward, a province or the country (``vn``) on a day, each once, by unit and then by id.

    Raises:
        NotFound: No such unit that day.
        BadRequest: There is no snapshot of it.
    """
    snapshot = snapshot_on(day)
    unit_on(code, snapshot.day)
    content = kept_content(snapshot)
    found = [
        (unit, key, row)
        for key, (unit, row) in once(content, code).items()
        if _fits(content.tables.facts[row[0]], row, wanted)
    ]
    return PastList(snapshot, Lines(content, sorted(found)))


def _fits(facts: Facts, row: Row, wanted: Wanted) -> bool:
    part = part_of(_seen("", facts, row)) if wanted.part else None
    parts = {Part.DIGITIZED: (Part.DIGITIZED, Part.IN_DEPTH)}
    return (
        (part is None or part in parts.get(Part(wanted.part), (Part(wanted.part),)))
        and wanted.category in ("", facts.category)
        and wanted.rank in ("", facts.rank)
        and (not wanted.kind or wanted.kind in facts.kinds)
        and (not wanted.period or wanted.period in facts.dynasties)
        and wanted.level in (None, row[1])
    )


def _seen(key: str, facts: Facts, row: Row) -> Object:
    return Object(key, facts.category, row[1], bool(row[2] & BEGUN), bool(facts.blocked_reason))


def _line(content: Content, unit: str, key: str, row: Row) -> PastLine:
    facts = content.tables.facts[row[0]]
    needs = tuple(json.loads(content.tables.needs[number]) for number in content.tables.reasons[row[3]])
    return PastLine(unit, _seen(key, facts, row), facts, needs)
