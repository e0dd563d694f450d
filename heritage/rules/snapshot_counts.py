"""The four numbers of each unit, province and of the country, from the content of a day. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from heritage.kpi import Object, Part, Share, part_of, share_of_parts
from heritage.rules.snapshot_content import BEGUN, OWN, Content, Row, Tables

ALL = ""  # the category of the pooled count
COUNTRY = "vn"

Place = tuple[str, str]
"""Code and category."""

Standing = tuple[str, Part]
"""Category and part of an object."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One cell, with the register it was counted from; an aggregate has none."""

    share: Share
    register: str


GONE = Counted(Share(0, 0, 0, 0, 0), "")
"""A cell that no longer has an object."""


def counts(content: Content) -> dict[Place, Counted]:
    """Every cell with an object in it, and the pooled one of each unit that has a register.

    In a province and in the country an object counts once, whichever registers list it: as its own unit has it,
    else as the unit of the smallest code.
    """
    found: dict[Place, Counted] = {}
    parts = _Parts(content.tables)
    above: dict[str, dict[str, Standing]] = {COUNTRY: {}}
    for code in content.codes:
        unit = content.units[code]
        if not unit.register:
            continue
        standing = {public_id: parts.of(row) for public_id, row in unit.rows.items()}
        found |= _cells(code, standing, unit.register)
        own = {public_id: standing[public_id] for public_id, row in unit.rows.items() if row[2] & OWN}
        for area in (COUNTRY, unit.province):
            whole = above.setdefault(area, {})
            for public_id, each in standing.items():
                whole.setdefault(public_id, each)
            whole |= own
    for code, standing in above.items():
        if standing:
            found |= _cells(code, standing, "")
    return found


def changed(before: dict[Place, Counted], after: dict[Place, Counted]) -> dict[Place, Counted]:
    """The cells that differ; one that is gone comes back as nothing."""
    found = {place: cell for place, cell in after.items() if before.get(place) != cell}
    gone = {place: GONE for place in before if place not in after}
    return found | gone


class _Parts:
    """The category and part of a row, worked out once for all rows alike."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._known: dict[tuple[int, int, int], Standing] = {}

    def of(self, row: Row) -> Standing:
        key = row[:3]
        found = self._known.get(key)
        if found is None:
            facts = self._tables.facts[row[0]]
            seen = Object("", facts.category, row[1], row[2] & BEGUN > 0, bool(facts.blocked_reason))
            found = self._known[key] = (facts.category, part_of(seen))
        return found


def _cells(code: str, standing: dict[str, Standing], register: str) -> dict[Place, Counted]:
    of_parts = Counter(standing.values())
    found: dict[Place, Counted] = {}
    pooled: Counter[Part] = Counter()
    for category in sorted({category for category, _ in of_parts}):
        parts = Counter({part: of_parts[category, part] for part in Part})
        found[code, category] = Counted(share_of_parts(parts), register)
        pooled += parts
    return {(code, ALL): Counted(share_of_parts(pooled), register), **found}
