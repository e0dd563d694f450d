"""What of a row differs from the item that it is."""

from __future__ import annotations

from typing import Any

from gis.choose import apart
from gis.placement import Placement
from heritage.models import Item
from heritage.rules.import_problems import Problem

SHAPES = ("zone_one", "zone_two", "route", "area")
SAME_M = 1.0  # tables round; a metre is within every accuracy
CUT_BYTES = 247  # a text of a Shapefile ends at 254 bytes, or a little before where a letter would be halved


def changes(
    item: Item, proposed: dict[str, Any], values: dict[str, Any], source: str, *, may_be_cut: bool
) -> tuple[dict[str, Any], list[Problem]]:
    """The values that differ from the item as its open revision would have it, and what to say of them.

    Args:
        item: The item.
        proposed: The values of its open revision.
        values: Of the row, empty cells left out.
        source: The title of the row's source, "" for none.
        may_be_cut: Whether the format ends long texts before their end.
    """
    changed: dict[str, Any] = {}
    warnings: list[Problem] = []
    for name, value in values.items():
        if name == "position_text":
            continue
        if name == "placement":
            now = _placement(proposed[name]) if name in proposed else item.placement
            if value and not _same_place(now, Placement.from_dict(value)):
                changed |= {"placement": value, "position_text": values.get("position_text", "")}
                warnings += _conflict(now, Placement.from_dict(value))
        elif name in SHAPES:
            shape = getattr(item, name)
            if (proposed.get(name) or (shape.json if shape else None)) != value:
                changed[name] = value
        elif not _is_same(item, name, proposed.get(name, getattr(item, name)), value, may_be_cut):
            changed[name] = value
    sources = dict(proposed.get("sources", item.sources))
    if source and source not in {each.get("title") for each in sources.values()}:
        free = next(f"s{n}" for n in range(1, len(sources) + 2) if f"s{n}" not in sources)
        changed["sources"] = {**sources, free: {"title": source}}
    return changed, warnings


def _is_same(item: Item, name: str, current: Any, value: Any, may_be_cut: bool) -> bool:
    if name == "alt_names":
        names = [*current, *([item.han_nom] if item.han_nom else [])]  # exports give them together
        if set(value) <= set(names):
            return True
        current, value = "; ".join(names), "; ".join(value)
    if isinstance(current, str) and isinstance(value, str):
        one, other = " ".join(current.split()), " ".join(value.split())
        return one == other or (may_be_cut and len(other.encode()) >= CUT_BYTES and one.startswith(other))
    return bool(current == value)


def _placement(value: Any) -> Placement | None:
    if not value:
        return None
    names = ("lon", "lat", "method", "accuracy_m", "native_crs", "native_x", "native_y")
    return Placement.from_dict({name: value.get(name) for name in names})


def _same_place(one: Placement | None, other: Placement) -> bool:
    if one is None or apart(one, other).metres >= SAME_M:
        return False
    return other.accuracy_m is None or other.accuracy_m == one.accuracy_m


def _conflict(now: Placement | None, given: Placement) -> list[Problem]:
    between = apart(now, given) if now else None
    if between is None or not between.conflicts:
        return []
    away = f"{between.metres:.0f} m"
    return [
        Problem(
            "", "place_conflicts", f"Cách vị trí đang dùng {away}; vị trí đang dùng được giữ, hai nơi chờ người xem.",
            f"It is {away} from the place in use, which stays; both wait for a person.", grave=False,
        )
    ]  # fmt: skip
