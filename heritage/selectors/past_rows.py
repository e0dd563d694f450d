"""The objects behind a kept number, alike ones together: for telling it apart by rank, kind or period."""

from __future__ import annotations

from collections import Counter

from heritage.models import Snapshot
from heritage.rules.snapshot_content import BEGUN, OWN, Content, Row
from heritage.rules.snapshot_counts import COUNTRY
from heritage.selectors.past import kept_content
from heritage.selectors.registers import Row as Alike


def past_rows(code: str, snapshot: Snapshot) -> list[Alike]:
    """Each object of a ward, a province or the country once: as its own unit has it, else that of the smallest code."""
    content = kept_content(snapshot)
    found = []
    for (facts_number, level, flags), n in Counter(
        row[:3] for _, row in once(content, code).values()
    ).items():
        facts = content.tables.facts[facts_number]
        found.append(
            Alike(
                unit="",
                province="",
                category=facts.category,
                rank=facts.rank,
                level=level,
                begun=flags & BEGUN > 0,
                blocked=bool(facts.blocked_reason),
                kinds=facts.kinds,
                dynasties=facts.dynasties,
                n=n,
            )
        )
    return found


def once(content: Content, code: str) -> dict[str, tuple[str, Row]]:
    """By its id each object with the unit whose line it is counted by, as the number of an area has it."""
    found: dict[str, tuple[str, Row]] = {}
    for unit in content.codes:
        if code not in (unit, content.units[unit].province, COUNTRY):
            continue
        for key, row in content.units[unit].rows.items():
            if key not in found or (row[2] & OWN and not found[key][1][2] & OWN):
                found[key] = (unit, row)
    return found
