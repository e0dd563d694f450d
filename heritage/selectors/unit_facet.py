"""Provinces with their wards, counted: the facet of units as two levels. Thousands of wards are never listed at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from gis import units
from search.documents import FacetCount
from search.name_order import sort_key

MOST_WARDS = 30  # shown whatever is chosen; where there are more, a province opens when it is chosen
PROVINCE_DIGITS = 2


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit that the result can be narrowed to; ``wards`` is empty while the province is closed."""

    code: str
    name: str
    count: int
    chosen: bool
    wards: tuple[UnitChoice, ...] = ()


def unit_choices(
    counts: Iterable[FacetCount], chosen: tuple[str, ...], day: dt.date
) -> tuple[UnitChoice, ...]:
    """Provinces in alphabetical order, each with the wards that are worth showing.

    Args:
        counts: The facet of units with its roll-up, in any order.
        chosen: Codes that the result is narrowed to; they are shown even where nothing carries them.
        day: The day whose units have names.
    """
    counted = {each.value: each.count for each in counts}
    for code in chosen:
        counted.setdefault(code, 0)
    provinces = [code for code in counted if len(code) == PROVINCE_DIGITS]
    wards = [code for code in counted if len(code) > PROVINCE_DIGITS]
    standing = units.standing(day)
    picked = [code for code in chosen if len(code) > PROVINCE_DIGITS]
    wanted = standing.filter(level="commune")
    if len(wards) > MOST_WARDS:
        opened = {code for code in chosen if len(code) == PROVINCE_DIGITS}
        opened |= set(wanted.filter(code__in=picked).values_list("province_code", flat=True))
        rows = wanted.filter(province_code__in=opened)
    else:
        rows = wanted.filter(code__in=wards)
    names: dict[str, str] = {}
    below: dict[str, list[UnitChoice]] = {}
    for code, name, province, province_name in rows.values_list(
        "code", "name", "province_code", "province_name"
    ):
        names.setdefault(province, province_name)
        if code in counted:
            below.setdefault(province, []).append(UnitChoice(code, name, counted[code], code in chosen))
    names |= dict(standing.filter(level="province", code__in=provinces).values_list("code", "name"))
    return tuple(
        UnitChoice(
            code, names.get(code) or code, counted[code], code in chosen, _in_order(below.get(code, []))
        )
        for code in sorted({*provinces, *below}, key=lambda each: sort_key(_bare(names.get(each) or each)))
        if code in counted
    )


def _in_order(wards: list[UnitChoice]) -> tuple[UnitChoice, ...]:
    return tuple(sorted(wards, key=lambda each: sort_key(_bare(each.name))))


def _bare(name: str) -> str:
    """ "Nam Định" of "Phường Nam Định": people look under the name, not under what kind of unit it is."""
    for kind in ("Thành phố ", "Tỉnh ", "Phường ", "Xã ", "Đặc khu "):
        if name.startswith(kind):
            return name[len(kind) :]
    return name
