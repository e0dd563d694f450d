"""The whole count of a day: what is kept of every object, and the lines of text that its digest is taken over. Pure.

The first line says the day, the criteria, the root of the tree of hashes over the other lines, and the digest
of the day before; SHA-256 of this line is the digest of the day. Each other line is one unit with its register, its
plan and its objects. Lines are JSON with sorted keys, without spaces, in UTF-8.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from heritage.kpi import COUNTS_FROM

FORMAT = "disanso-kpi-snapshot-1"
NOTHING = "null"
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_TRUTH = {True: "true", False: "false"}

BEGUN, OWN = 1, 2  # flags of a row: something was recorded; listed by the unit that the object is of

Row = tuple[int, int, int, int]
"""Of one object: facts (a number into ``Tables.facts``), level, flags, reasons (into ``Tables.reasons``)."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of an object beside its level, as the day saw it."""

    category: str
    rank: str = "unknown"
    kinds: tuple[str, ...] = ()
    dynasties: tuple[str, ...] = ()
    blocked_reason: str = ""  # empty: it is not blocked


@dataclass(slots=True)
class Tables:
    """Each said once: facts, needs as canonical JSON, and which needs an object was judged by. Only ever added to."""

    facts: list[Facts] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    reasons: list[tuple[int, ...]] = field(default_factory=list)
    _known: dict[Any, int] = field(default_factory=dict)

    def add(self, facts: list[Facts], needs: list[str], reasons: list[tuple[int, ...]]) -> None:
        """More entries, each with the next number of its table."""
        for table, more in ((self.facts, facts), (self.needs, needs), (self.reasons, reasons)):
            start = len(table)
            table.extend(more)  # type: ignore[arg-type]
            self._known |= {each: start + at for at, each in enumerate(more)}

    def fact(self, facts: Facts) -> int:
        """The number of these facts, a new one if need be."""
        return self._number(self.facts, facts)

    def judged(self, needs: list[Any]) -> int:
        """The number of these reasons: a list of JSON values."""
        return self._number(self.reasons, tuple(self._number(self.needs, canonical(each)) for each in needs))

    def _number(self, table: list[Any], value: Any) -> int:
        found = self._known.get(value)
        if found is None:
            found = self._known[value] = len(table)
            table.append(value)
        return found


@dataclass(frozen=True, slots=True)
class UnitCount:
    """One unit's register with its objects by id.

    Attributes:
        register: "13972-2", or several joined by "+" while those of former units stand in; empty: none.
        plan: Canonical JSON, NOTHING where there is none.
    """

    province: str
    register: str
    plan: str = NOTHING
    rows: dict[str, Row] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Content:
    """The count of every unit that has a register or a plan, by its code."""

    tables: Tables
    units: dict[str, UnitCount]

    @property
    def codes(self) -> list[str]:
        """In the order of the lines."""
        return sorted(self.units)

    @property
    def rows_count(self) -> int:
        """Lines of registers; an object in two registers has two."""
        return sum(len(unit.rows) for unit in self.units.values())

    @property
    def objects_count(self) -> int:
        """Objects, each once."""
        return len(set().union(*(unit.rows for unit in self.units.values())))


@dataclass(frozen=True, slots=True)
class Head:
    """The first line: everything that the digest of a day is taken over."""

    day: dt.date
    taken_at: dt.datetime  # aware
    criteria_version: str
    units: int
    rows: int
    objects: int
    root: str
    previous_digest: str  # empty for the first day

    def as_dict(self) -> dict[str, Any]:
        """By the names of the line."""
        return {
            "counts_from": COUNTS_FROM,
            "criteria_version": self.criteria_version,
            "day": self.day.isoformat(),
            "format": FORMAT,
            "objects": self.objects,
            "previous_digest": self.previous_digest,
            "root": self.root,
            "rows": self.rows,
            "taken_at": self.taken_at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
            "units": self.units,
        }

    @property
    def line(self) -> bytes:
        """As it is hashed."""
        return canonical(self.as_dict()).encode()

    @property
    def digest(self) -> str:
        """SHA-256 of the line, in hexadecimal."""
        return hashlib.sha256(self.line).hexdigest()


def canonical(value: Any) -> str:
    """JSON in the one form that is hashed."""
    return _ENCODER.encode(value)


@dataclass(frozen=True, slots=True)
class Part:
    """One unit's line: ``{"objects":[``, its objects, and what follows them."""

    code: str
    objects: str  # as JSON, with commas between
    rest: str

    @property
    def line(self) -> bytes:
        """As it is hashed."""
        return f'{{"objects":[{self.objects}]{self.rest}'.encode()

    @property
    def about(self) -> dict[str, Any]:
        """Everything but the objects: ``plan``, ``province``, ``register_version``, ``unit``."""
        found: dict[str, Any] = json.loads("{" + self.rest[1:])
        return found


def parts(content: Content) -> Iterator[Part]:
    """Each unit's line in the order of codes."""
    pieces = [_pieces(facts) for facts in content.tables.facts]
    needs = content.tables.needs
    reasons = ["[" + ",".join([needs[each] for each in judged]) + "]" for judged in content.tables.reasons]
    for code in content.codes:
        yield _part(code, content.units[code], pieces, reasons)


def _pieces(facts: Facts) -> tuple[str, str, str]:
    """What stands between the parts of an object's text that are its own, keys sorted."""
    blocked = f'"blocked":{_TRUTH[facts.blocked_reason != ""]}'
    return (
        f'{blocked},"blocked_reason":{canonical(facts.blocked_reason)},"category":{canonical(facts.category)}'
        f',"dynasties":{canonical(facts.dynasties)},"id":',
        f',"kinds":{canonical(facts.kinds)},"level":',
        f',"rank":{canonical(facts.rank)},"reasons":',
    )


def _part(code: str, unit: UnitCount, pieces: list[tuple[str, str, str]], reasons: list[str]) -> Part:
    name = canonical(code)
    end = f',"unit":{name}}}'
    objects = []
    for public_id in sorted(unit.rows):
        facts, level, flags, judged = unit.rows[public_id]
        first, second, third = pieces[facts]
        objects.append(
            f'{{"begun":{_TRUTH[flags & BEGUN > 0]},{first}{json.dumps(public_id)}{second}{level}'
            f',"own_unit":{_TRUTH[flags & OWN > 0]}{third}{reasons[judged]}{end}'
        )
    register = canonical(unit.register or None)
    rest = f',"plan":{unit.plan},"province":{canonical(unit.province)},"register_version":{register}{end}'
    return Part(code, ",".join(objects), rest)
