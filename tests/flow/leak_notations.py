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
Pair = tuple[str, float, float, float]  # name, first, second, how near counts


@dataclass(frozen=True, slots=True)
class Place:
    """A point in degrees of WGS 84 and everything that would give it away."""

    lon: float
    lat: float
    patterns: list[tuple[str, re.Pattern[str]]] = field(init=False, default_factory=list)
    pairs: list[Pair] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.patterns.extend(_patterns(self.lon, self.lat))
        self.pairs.append(("degrees", self.lon, self.lat, DEGREES_APART))
        for system in METRIC:
            east, north = from_wgs84(self.lon, self.lat, system)
            self.pairs.append((system, east, north, METRES_APART))

    def in_text(self, text: str) -> str | None:
        """The notation that a text has, or None."""
        return next((name for name, pattern in self.patterns if pattern.search(text)), None)

    def in_bytes(self, data: bytes) -> str | None:
        """The pair that stands in the bytes as two floats near each other, of either width and order, or None."""
        for width in ("f8", "f4"):
            for order in "<>":
                found = self._in_floats(data, f"{order}{width}")
                if found:
                    return found
        return None

    def in_arrays(self, x: np.ndarray, y: np.ndarray) -> str | None:
        """The system in which one of many points lies at the place, or None."""
        for name, east, north, apart in self.pairs:
            if np.any((np.abs(x - east) < apart) & (np.abs(y - north) < apart)):
                return f"{name}, points"
        return None

    def _in_floats(self, data: bytes, kind: str) -> str | None:
        size = int(kind[-1])
        at: dict[tuple[str, int], list[np.ndarray]] = {}
        for shift in range(size):
            numbers = np.frombuffer(
                data, kind, count=max(0, len(data) - shift) // size, offset=min(shift, len(data))
            )
            if not len(numbers):
                continue
            with np.errstate(invalid="ignore", over="ignore"):
                # All that is looked for lies in a few ranges: most bytes are dismissed at once.
                likely = np.flatnonzero((numbers > 5) & (numbers < 2e7))
                few = numbers[likely].astype(np.float64)
                for name, first, second, apart in self.pairs:
                    slack = apart if size == 8 else max(apart, 3e-7 * max(first, second))
                    for which, wanted in enumerate((first, second)):
                        hits = likely[np.abs(few - wanted) < slack] * size + shift
                        at.setdefault((name, which), []).append(hits)
        for name, *_ in self.pairs:
            ones, others = (np.concatenate(at.get((name, which), [np.array([], int)])) for which in (0, 1))
            if len(ones) and len(others) and np.abs(ones[:, None] - others[None, :]).min() <= SIDE_BY_SIDE:
                return f"{name}, {kind}"
        return None


def _patterns(lon: float, lat: float) -> Iterator[tuple[str, re.Pattern[str]]]:
    for degrees in (lon, lat):
        yield "decimal degrees", re.compile(rf"(?<![\d.,])(?:{'|'.join(_decimals(degrees))})")
        yield "millionths of a degree", re.compile(rf"(?<!\d){int(degrees * 1e6) // 10}\d(?!\d)")
        yield "degrees and minutes", re.compile(_minutes(degrees))
    for system in METRIC:
        east, north = from_wgs84(lon, lat, system)
        first, second = _metres(east), _metres(north)
        near = r"[^\n]{0,80}?"
        yield system, re.compile(f"(?:{first}){near}(?:{second})|(?:{second}){near}(?:{first})", re.S)
    for zoom in range(18, 25):
        x, y = _tile(lon, lat, zoom)
        yield f"tile at zoom {zoom}", re.compile(rf"(?<!\d){x}\D{{1,4}}{y}(?!\d)")
    code = openlocationcode.encode(lat, lon, 10)
    yield "Plus Code", re.compile(re.escape(code).replace(r"\+", r"(?:\+|%2[bB])"), re.I)
    yield "geohash", re.compile(rf"(?<![0-9a-z]){geohash(lon, lat, 8)}")


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


def _metres(value: float) -> str:
    """Cut off or rounded to the metre, with or without marks between thousands."""
    return "|".join(
        r"(?<![\d.,])" + r"[ .,\u00a0\u202f]?".join(f"{metres:,}".split(",")) + r"(?!\d)"
        for metres in sorted({math.floor(value), round(value)})
    )


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
