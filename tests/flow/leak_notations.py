"""A place in every notation that it could slip out in, and finding it in text and in bytes."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from openlocationcode import openlocationcode

from gis.crs import from_wgs84
from gis.srids import VN2000_SRIDS

METRIC = (*(f"EPSG:{code}" for code in VN2000_SRIDS if code != 4756), "EPSG:32648", "EPSG:32649", "EPSG:3857")
DEGREES_APART = 5e-5  # half of the last of four decimals
METRES_APART = 1.0
SIDE_BY_SIDE = 64  # bytes between the two numbers of a pair: a box, a point with heights, a header
BASE32 = "0123456789bcdefghjkmnpqrstuvwxyz"
LEAST, MOST = 5.0, 2e7  # of every number that is looked for: most bytes are dismissed at once
Pair = tuple[str, float, float, float]  # name, first, second, how near counts
# Name, letters of which one of each group must be there, the pattern itself.
Notation = tuple[str, tuple[tuple[str, ...], ...], re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Place:
    """A point in degrees of WGS 84 and everything that would give it away."""

    lon: float
    lat: float
    patterns: list[Notation] = field(init=False, default_factory=list)
    pairs: list[Pair] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.patterns.extend(_patterns(self.lon, self.lat))
        self.pairs.append(("degrees", self.lon, self.lat, DEGREES_APART))
        for system in METRIC:
            east, north = from_wgs84(self.lon, self.lat, system)
            self.pairs.append((system, east, north, METRES_APART))

    def in_text(self, text: str) -> str | None:
        """The notation that a text has, or None."""
        for name, needles, pattern in self.patterns:
            # Looking for a few letters is a hundred times faster than for a pattern.
            if all(any(each in text for each in either) for either in needles) and pattern.search(text):
                return name
        return None

    def in_floats(self, floats: Floats) -> str | None:
        """The pair that stands in some bytes as two floats near each other, of either width and order, or None."""
        for kind, (values, offsets) in floats.by_kind.items():
            for name, *wanted, apart in self.pairs:
                slack = apart if kind.endswith("8") else max(apart, 3e-7 * max(wanted))
                ones, others = (
                    offsets[np.searchsorted(values, each - slack) : np.searchsorted(values, each + slack)]
                    for each in wanted
                )
                if (
                    len(ones)
                    and len(others)
                    and np.abs(ones[:, None] - others[None, :]).min() <= SIDE_BY_SIDE
                ):
                    return f"{name}, {kind}"
        return None

    def in_arrays(self, x: np.ndarray, y: np.ndarray) -> str | None:
        """The system in which one of many points lies at the place, or None."""
        for name, east, north, apart in self.pairs:
            if np.any((np.abs(x - east) < apart) & (np.abs(y - north) < apart)):
                return f"{name}, points"
        return None


class Floats:
    """Bytes read as floats of both widths and orders at every offset: by kind the values in order, and where each is."""

    def __init__(self, data: bytes) -> None:
        self.by_kind = {
            f"{order}{width}": _floats(data, f"{order}{width}") for width in ("f8", "f4") for order in "<>"
        }


def _floats(data: bytes, kind: str) -> tuple[np.ndarray, np.ndarray]:
    size = int(kind[-1])
    values, offsets = [np.array([], float)], [np.array([], int)]
    for shift in range(min(size, len(data))):
        numbers = np.frombuffer(data, kind, count=(len(data) - shift) // size, offset=shift)
        with np.errstate(invalid="ignore", over="ignore"):
            likely = np.flatnonzero((numbers > LEAST) & (numbers < MOST))
        values.append(numbers[likely].astype(np.float64))
        offsets.append(likely * size + shift)
    together, where = np.concatenate(values), np.concatenate(offsets)
    order = np.argsort(together)
    return together[order], where[order]


def _patterns(lon: float, lat: float) -> Iterator[Notation]:
    for degrees in (lon, lat):
        decimals = _decimals(degrees)
        needles = (tuple({each.split("[.,]")[1] for each in decimals}),)
        yield "decimal degrees", needles, re.compile(rf"(?<!\d)(?:{'|'.join(decimals)})")
        millionths = str(int(degrees * 1e6) // 10)
        yield "millionths of a degree", ((millionths,),), re.compile(rf"(?<!\d){millionths}\d(?!\d)")
        yield "degrees and minutes", ((str(int(degrees)),),), re.compile(_minutes(degrees))
    for system in METRIC:
        (first, ends), (second, other_ends) = (_metres(each) for each in from_wgs84(lon, lat, system))
        near = r"[^\n]{0,80}?"
        pattern = f"(?:{first}){near}(?:{second})|(?:{second}){near}(?:{first})"
        yield system, (ends, other_ends), re.compile(pattern)
    for zoom in range(18, 25):
        x, y = _tile(lon, lat, zoom)
        yield f"tile at zoom {zoom}", ((str(x),), (str(y),)), re.compile(rf"(?<!\d){x}\D{{1,4}}{y}(?!\d)")
    code = openlocationcode.encode(lat, lon, 10)
    plus = re.escape(code).replace(r"\+", r"(?:\+|%2[bB])")
    yield "Plus Code", ((code[:8], code[:8].lower()),), re.compile(plus, re.I)
    hashed = geohash(lon, lat, 8)
    yield "geohash", ((hashed,),), re.compile(rf"(?<![0-9a-z]){hashed}")


def _decimals(degrees: float) -> set[str]:
    shortened, rounded = f"{math.floor(degrees * 1e4) / 1e4:.4f}", f"{degrees:.4f}"
    return {text.replace(".", "[.,]") for text in (shortened, rounded)}


def _minutes(degrees: float) -> str:
    whole, minutes = int(degrees), (degrees % 1) * 60
    seconds = int((minutes % 1) * 60)
    sign = r"\s*(?:°|º|&deg;|%C2%B0|d|\s)\s*"
    return (
        rf"(?<!\d){whole}{sign}{int(minutes)}(?:\s*['′’m\s]\s*{seconds}(?!\d)|[.,]{f'{minutes % 1:.2f}'[2:]})"
    )


def _metres(value: float) -> tuple[str, tuple[str, ...]]:
    """A pattern of the number cut off or rounded to the metre, with or without marks between thousands; its ends."""
    either = sorted({math.floor(value), round(value)})
    marks = r"[ .,\u00a0\u202f]?"
    pattern = "|".join(r"(?<!\d)" + marks.join(f"{each:,}".split(",")) + r"(?!\d)" for each in either)
    return pattern, tuple(str(each)[-3:] for each in either)


def _tile(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    phi = math.radians(lat)
    side = 2**zoom
    return int((lon + 180) / 360 * side), int((1 - math.asinh(math.tan(phi)) / math.pi) / 2 * side)


def geohash(lon: float, lat: float, length: int) -> str:
    """The code of a point: bits of longitude and latitude by turns, five to a letter."""
    boxes, code = {0: [-180.0, 180.0], 1: [-90.0, 90.0]}, ""
    for place in range(length):
        five = 0
        for bit in range(5):
            axis = (place * 5 + bit) % 2
            low, high = boxes[axis]
            middle = (low + high) / 2
            above = (lon, lat)[axis] >= middle
            boxes[axis] = [middle, high] if above else [low, middle]
            five = five * 2 + above
        code += BASE32[five]
    return code
