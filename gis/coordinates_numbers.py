"""Bare numbers: either decimal mark, either thousands separator, and the one place to cut between two of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import combinations

from gis.coordinates_typed import Order, TypedCoordinates

NUMBER = r"-?\d+(?:[.,]\d+)?"
MOST_HEIGHT_M = 3200.0  # Fansipan: 3,147 m
_Span = tuple[int, int]
_Test = Callable[[float, float], bool]
_CUT = re.compile(r"\s*[;|/\t\n]\s*|,\s+|\s+|,")
_ZONE_DIGITS = 1_000_000  # 48574060: the zone's number in front of an easting of six digits


def from_bare_numbers(text: str) -> TypedCoordinates | None:
    """Two numbers, perhaps a height after them: the one way to cut where all are of a size that can go together."""
    bare = re.sub(r"^[^\d-]+|[^\d]+$", "", text)
    cuts = sorted({match.span() for match in _CUT.finditer(bare)})
    for together in (_go_together, _may_go_together):
        found = list(dict.fromkeys(_pairs(bare, cuts, together)))
        if len(found) == 1:
            return found[0]
        if found:
            return None
        found = list(dict.fromkeys(_triples(bare, cuts, together)))
        if len(found) == 1:
            return found[0]
    return None


def number(text: str) -> float | None:
    """A number with either decimal mark and either thousands separator; None when it is not one."""
    for thousands, decimal in ((",", "."), (".", ","), (" ", "."), (" ", ",")):
        grouped = rf"-?\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+(?:{re.escape(decimal)}\d+)?"
        if re.fullmatch(grouped, text):
            value = float(text.replace(thousands, "").replace(decimal, "."))
            # 106.167 and 20,455 are degrees to three places; 569.493 can only be metres.
            single = text.count(thousands) == 1 and thousands != " " and decimal not in text
            return plain(text) if single and abs(plain(text)) <= 180 else value
    return plain(text) if re.fullmatch(NUMBER, text) else None


def plain(text: str) -> float:
    """The value of digits with one decimal mark, a comma or a point."""
    return float(text.replace(",", "."))


def _pairs(text: str, cuts: list[_Span], together: _Test) -> Iterator[TypedCoordinates]:
    for start, end in cuts:
        first, second = number(text[:start]), number(text[end:])
        if first is not None and second is not None and together(first, second):
            yield _typed(first, second, None)


def _triples(text: str, cuts: list[_Span], together: _Test) -> Iterator[TypedCoordinates]:
    for (start, end), (stop, resume) in combinations(cuts, 2):
        first, second, height = number(text[:start]), number(text[end:stop]), number(text[resume:])
        if first is None or second is None or height is None or abs(height) > MOST_HEIGHT_M:
            continue
        if together(first, second) and not _are_counts(first, second):
            yield _typed(first, second, height)


def _typed(first: float, second: float, height_m: float | None) -> TypedCoordinates:
    """The pair; an easting with the number of its UTM zone in front loses it."""
    for x, y, order in ((first, second, Order.LON_LAT), (second, first, Order.LAT_LON)):
        zone, easting = int(x // _ZONE_DIGITS), round(x % _ZONE_DIGITS, 4)
        if zone in (48, 49) and easting >= 100_000 and 400_000 <= y <= 2_700_000:
            pair = (easting, y) if order is Order.LON_LAT else (y, easting)
            return TypedCoordinates(
                *pair, Order.UNSAID, height_m, utm_zone=zone,
                note_vi=f"Hai chữ số {zone} đứng trước là số múi UTM.",
                note_en=f"The leading {zone} is the number of the UTM zone.",
            )  # fmt: skip
    return TypedCoordinates(first, second, Order.UNSAID, height_m)


def _go_together(first: float, second: float) -> bool:
    """Latitude and longitude, or northing and easting, as they stand."""
    small, large = sorted((abs(first), abs(second)))
    return (small <= 90 and large <= 180) or (small >= 100_000 and large <= 10_000_000)


def _may_go_together(first: float, second: float) -> bool:
    """Numbers that lost digits or a decimal mark, or carry the number of their zone."""
    small, large = sorted((abs(first), abs(second)))
    one_is_a_degree = small <= 180 and small % 1 != 0 and large % 1 == 0
    return (small >= 1_000 or one_is_a_degree) and 10_000 <= large <= 1e14


def _are_counts(first: float, second: float) -> bool:
    """Small whole numbers: with a third beside them they are anything but coordinates."""
    return first % 1 == 0 and second % 1 == 0 and abs(first) <= 180 and abs(second) <= 180
