"""Numbers that lost something on their way: digits in front, a decimal mark, or the word that they are feet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gis.coordinates_typed import TypedCoordinates

# Metres in a foot. The two differ by 2 parts in a million: 4.5 m at a northing of 2,260 km.
FEET = (
    ("foot quốc tế", "international feet", 0.3048),
    ("foot trắc địa Mỹ", "US survey feet", 1200 / 3937),
)
# Northings and eastings of the country in any zone, in metres.
_NORTHINGS, _EASTINGS = (400_000.0, 2_700_000.0), (100_000.0, 1_000_000.0)


@dataclass(frozen=True, slots=True)
class Repair:
    """The numbers as they may have been, with what that assumes."""

    x: float
    """Easting in metres or longitude in degrees."""
    y: float
    swapped: bool
    degrees: bool
    vi: str
    en: str


def repairs(typed: TypedCoordinates) -> Iterator[Repair]:
    """Every way to put right what may have been lost, whatever place it gives; the caller keeps what makes sense."""
    if typed.is_wgs84 or typed.utm_zone is not None:
        return
    yield from _lost_decimal_marks(typed)
    for x, y, swapped in ((typed.second, typed.first, False), (typed.first, typed.second, True)):
        yield from _feet(x, y, swapped)
        yield from _lost_digits(x, y, swapped)


def _feet(x: float, y: float, swapped: bool) -> Iterator[Repair]:
    for vi, en, metres in FEET:
        east, north = x * metres, y * metres
        if _within(east, _EASTINGS) and _within(north, _NORTHINGS):
            yield Repair(
                east, north, swapped, False,
                f"Số tính bằng {vi}, đổi ra mét.", f"Figures in {en}, turned into metres.",
            )  # fmt: skip


def _lost_digits(x: float, y: float, swapped: bool) -> Iterator[Repair]:
    """The digits in front that people leave out because every point of a sheet shares them."""
    if not (10_000 <= x <= _EASTINGS[1] and 10_000 <= y <= _NORTHINGS[1]):
        return
    easts = [x] if x >= _EASTINGS[0] else [x + digit * 100_000 for digit in range(1, 10)]
    norths = [y] if y >= 1_000_000 else [y + digit * 1_000_000 for digit in (1, 2)]
    if y < 100_000:
        norths = [y + digits * 100_000 for digits in range(8, 27)]
    for east in easts:
        for north in norths:
            changed = [(was, now) for was, now in ((y, north), (x, east)) if was != now]
            if changed:
                vi = "; ".join(f"{spoken(was, 'vi')} đọc là {spoken(now, 'vi')}" for was, now in changed)
                en = "; ".join(f"{spoken(was, 'en')} read as {spoken(now, 'en')}" for was, now in changed)
                yield Repair(
                    east,
                    north,
                    swapped,
                    False,
                    f"Thiếu chữ số đầu: {vi}.",
                    f"Leading digits are missing: {en}.",
                )


def _lost_decimal_marks(typed: TypedCoordinates) -> Iterator[Repair]:
    """Whole numbers that begin like a latitude and a longitude of the country: 20455966 106167945."""
    for lat, lon, swapped in ((typed.first, typed.second, False), (typed.second, typed.first, True)):
        for north in _with_mark(lat, (2, 1), (4.5, 23.5)):
            for east in _with_mark(lon, (3,), (102, 118)):
                if (north, east) != (lat, lon):
                    yield Repair(
                        east, north, swapped, True,
                        f"Mất dấu thập phân: đọc là {spoken(north, 'vi')} và {spoken(east, 'vi')} độ.",
                        f"The decimal mark is lost: read as {spoken(north, 'en')} and {spoken(east, 'en')} degrees.",
                    )  # fmt: skip


def _with_mark(value: float, places: tuple[int, ...], limits: tuple[float, float]) -> list[float]:
    """Degrees within limits: the value itself, or a long whole number with a mark after so many digits."""
    if _within(value, limits):
        return [value]
    if value % 1 or value < 1000:
        return []
    digits = str(int(value))
    marked = [float(f"{digits[:place]}.{digits[place:]}") for place in places if len(digits) > place]
    return [each for each in marked if _within(each, limits)]


def _within(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]


def spoken(value: float, language: str) -> str:
    """A number as a paper has it: ``569.493,211`` in Vietnamese, ``569,493.211`` in English."""
    text = f"{value:,.7f}".rstrip("0").rstrip(".")
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))
