"""A day's content as few bytes: whole, or as the difference from the day before. Pure.

Packed is JSON, deflated. Tables are only added to, so a difference brings the new entries of the tables and the
units with rows that came, changed or went.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from typing import Any

from heritage.rules.snapshot_content import Content, Facts, Row, Tables, UnitCount

MOST_BYTES = 1 << 30  # of one unpacked day; what would be more is no content of ours


class BrokenContent(Exception):
    """The bytes are not what was packed."""


def packed(content: Content) -> bytes:
    """The whole content."""
    return _deflated(
        {
            "tables": _table_rows(content.tables, (0, 0, 0)),
            "units": {code: _whole(content.units[code]) for code in content.codes},
        }
    )


def packed_difference(before: Content, after: Content, sizes: tuple[int, int, int]) -> bytes:
    """What leads from one content to the other.

    Args:
        before: The content of the base.
        after: The new content; its tables are the base's, added to.
        sizes: How many entries the base's tables had.
    """
    units: dict[str, Any] = {code: None for code in before.units if code not in after.units}
    for code in after.codes:
        new, old = after.units[code], before.units.get(code)
        if old is None:
            units[code] = _whole(new)
        elif new != old:
            units[code] = _changed(old, new)
    return _deflated({"tables": _table_rows(after.tables, sizes), "units": units})


def sizes_of(tables: Tables) -> tuple[int, int, int]:
    """How many entries each table has."""
    return len(tables.facts), len(tables.needs), len(tables.reasons)


def unpacked(chain: Iterable[bytes]) -> Content:
    """The content that a whole one and the differences after it lead to.

    Raises:
        BrokenContent: Bytes that were not packed here, or not in this order.
    """
    unpacking = Unpacking()
    for data in chain:
        unpacking.apply(data)
    return unpacking.content


class Unpacking:
    """Content that a whole one begins and differences carry on."""

    def __init__(self) -> None:
        self.content = Content(Tables(), {})

    def apply(self, data: bytes) -> set[str]:
        """Take the next step; the codes of the units that it says something about.

        Raises:
            BrokenContent: The bytes were not packed here, or not after these.
        """
        step = _inflated(data)
        try:
            self.content.tables.add(
                [_facts(each) for each in step["tables"]["facts"]],
                step["tables"]["needs"],
                [tuple(each) for each in step["tables"]["reasons"]],
            )
            for code, said in step["units"].items():
                _apply(self.content.units, code, said)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            raise BrokenContent(str(error)) from error
        return set(step["units"])


def _apply(units: dict[str, UnitCount], code: str, said: dict[str, Any] | None) -> None:
    if said is None:
        del units[code]
        return
    rows = dict(units[code].rows) if said["gone"] is not None else {}
    for public_id in (said["gone"] or "").split():
        del rows[public_id]
    columns = zip(said["ids"].split(), said["facts"], said["levels"], said["reasons"], strict=True)
    for public_id, facts, level, judged in columns:
        rows[public_id] = (facts, level >> 2, level & 3, judged)
    units[code] = UnitCount(said["province"], said["register"], said["plan"], rows)


def _whole(unit: UnitCount) -> dict[str, Any]:
    return {**_columns(unit, unit.rows), "gone": None}


def _changed(old: UnitCount, new: UnitCount) -> dict[str, Any]:
    rows = {public_id: row for public_id, row in new.rows.items() if old.rows.get(public_id) != row}
    gone = sorted(public_id for public_id in old.rows if public_id not in new.rows)
    return {**_columns(new, rows), "gone": " ".join(gone)}


def _columns(unit: UnitCount, rows: dict[str, Row]) -> dict[str, Any]:
    """Column by column, which deflates better than row by row."""
    ids = sorted(rows)
    return {
        "province": unit.province,
        "register": unit.register,
        "plan": unit.plan,
        "ids": " ".join(ids),
        "facts": [rows[each][0] for each in ids],
        "levels": [rows[each][1] << 2 | rows[each][2] for each in ids],
        "reasons": [rows[each][3] for each in ids],
    }


def _table_rows(tables: Tables, sizes: tuple[int, int, int]) -> dict[str, Any]:
    facts, needs, reasons = sizes
    return {
        "facts": [
            [each.category, each.rank, each.kinds, each.dynasties, each.blocked_reason]
            for each in tables.facts[facts:]
        ],
        "needs": tables.needs[needs:],
        "reasons": tables.reasons[reasons:],
    }


def _facts(said: list[Any]) -> Facts:
    category, rank, kinds, dynasties, blocked_reason = said
    return Facts(category, rank, tuple(kinds), tuple(dynasties), blocked_reason)


def _deflated(value: dict[str, Any]) -> bytes:
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), 9)


def _inflated(data: bytes) -> dict[str, Any]:
    inflater = zlib.decompressobj()
    try:
        text = inflater.decompress(data, MOST_BYTES)
    except zlib.error as error:
        raise BrokenContent(str(error)) from error
    if not inflater.eof or inflater.unused_data:
        raise BrokenContent("cut short, too long or with something behind it")
    try:
        found = json.loads(text)
    except ValueError as error:
        raise BrokenContent(str(error)) from error
    if not isinstance(found, dict):
        raise BrokenContent("no object")
    return found
