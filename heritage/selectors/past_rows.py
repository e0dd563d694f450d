"""The objects behind a kept number, alike ones together: for telling it apart by rank, kind or period."""

from __future__ import annotations

from collections import Counter

from heritage.models import Snapshot
from heritage.rules.snapshot_content import BEGUN, OWN
from heritage.rules.snapshot_counts import COUNTRY
from heritage.selectors.past import kept_content
from heritage.selectors.registers import Row as Alike


def past_rows(code: str, snapshot: Snapshot) -> list[Alike]:
    """Each object of a ward, a province or the country once: as its own unit has it, else that of the smallest code."""
    content = kept_content(snapshot)
    chosen: dict[str, tuple[int, int, int, int]] = {}
    for unit_code in content.codes:
        unit = content.units[unit_code]
        if not unit.register or code not in (COUNTRY, unit_code, unit.province):
            continue
        for public_id, row in unit.rows.items():
            if public_id not in chosen or row[2] & OWN:
                chosen[public_id] = row
    found = []
    for (facts_number, level, flags), n in Counter(row[:3] for row in chosen.values()).items():
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
