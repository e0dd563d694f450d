"""Coordinates as people type and paste them, turned into two numbers and then into readings."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from gis.errors import UnreadableCoordinates
from gis.unit_place import UnitPlace
from gis.vn2000 import Reading, readings


class Order(StrEnum):
    """What the text itself says about the order of the two numbers."""

    UNSAID = "unsaid"
    LAT_LON = "lat_lon"
    LON_LAT = "lon_lat"
    X_Y = "x_y"


@dataclass(frozen=True, slots=True)
class TypedCoordinates:
    """Two numbers in the order in which they were written, in degrees or metres."""

    first: float
    second: float
    order: Order


def parse_coordinates(text: str) -> TypedCoordinates:
    """Find one pair of coordinates.

    Understood: decimal degrees; degrees, minutes and seconds; decimal commas; thousands separated by dots,
    commas or spaces; ``X=… Y=…`` with or without the sign; letters of the compass in English and Vietnamese;
    links to Google Maps and OpenStreetMap; ``geo:``.

    Raises:
        UnreadableCoordinates: None, or more than one way to take the text apart.
    """
    cleaned = unicodedata.normalize("NFC", text).translate(_PLAIN).strip()
    found = _from_link(cleaned) or _from_compass(cleaned) or _from_labels(cleaned) or _from_pair(cleaned)
    if found is None:
        raise UnreadableCoordinates(text[:80])
    return found


def read_coordinates(text: str, place: UnitPlace | None = None) -> tuple[Reading, ...]:
    """The meanings of what was typed, best first; see :func:`gis.vn2000.readings`.

    Raises:
        UnreadableCoordinates: See :func:`parse_coordinates`, or the numbers mean nothing in Viet Nam.
    """
    typed = parse_coordinates(text)
    found = readings(typed.first, typed.second, place)
    if typed.order in (Order.LAT_LON, Order.LON_LAT):
        # The text says which is which: the other order would only be noise.
        found = tuple(r for r in found if r.swapped == (typed.order is Order.LON_LAT)) or found
    if not found:
        raise UnreadableCoordinates(text[:80])
    return found


_PLAIN = str.maketrans(
    {"−": "-", "–": "-", "\u00a0": " ", "\u202f": " ", "′": "'", "’": "'", "‘": "'", "″": '"', "”": '"', "“": '"', "º": "°"}
)  # fmt: skip
_NUMBER = r"-?\d+(?:[.,]\d+)?"
_DEGREES = r"(-?\d{1,3}(?:\.\d+)?)"
_LINKS = [
    rf"!3d{_DEGREES}!4d{_DEGREES}",  # the pin itself; what follows @ is only the middle of the screen
    rf"mlat={_DEGREES}&mlon={_DEGREES}",
    rf"[?&](?:q|query|ll|sll|destination|center)=(?:loc:)?{_DEGREES},[\s+]*{_DEGREES}",
    rf"@{_DEGREES},{_DEGREES}",
    rf"#map=[\d.]+/{_DEGREES}/{_DEGREES}",
    rf"^geo:{_DEGREES},{_DEGREES}",
    rf"/(?:place|search|dir)/{_DEGREES},[\s+]*{_DEGREES}",
]


def _from_link(text: str) -> TypedCoordinates | None:
    if not re.match(r"(?:https?://|geo:|www\.)", text):
        return None
    for pattern in _LINKS:
        match = re.search(pattern, unquote(text))
        if match:
            return TypedCoordinates(float(match[1]), float(match[2]), Order.LAT_LON)
    return None


# North is N or B (Bắc). N also begins Nam, south, but nothing in Viet Nam lies south of the equator.
_SIGNS = {
    "N": ("lat", 1),
    "B": ("lat", 1),
    "S": ("lat", -1),
    "E": ("lon", 1),
    "Đ": ("lon", 1),
    "W": ("lon", -1),
}
_ANGLE = re.compile(
    rf"(?<![\w.,])([NSEWBĐ])?\s*({_NUMBER})\s*(?:°|độ|d(?=\s*\d))?"
    rf"(?:\s*({_NUMBER})\s*(?:'(?!')|phút))?(?:\s*({_NUMBER})\s*(?:\"|''|giây))?\s*([NSEWBĐ])?(?![\w])",
    re.IGNORECASE,
)


def _from_compass(text: str) -> TypedCoordinates | None:
    """Angles with signs for degrees, minutes and seconds, or with letters of the compass."""
    if not re.search(r"[°'\"]|độ|\b[NSEWBĐ](?:\b|\d)|\d[NSEWBĐ]\b", text, re.IGNORECASE):
        return None
    bare = re.sub(r"(?:vĩ|kinh) độ", " ", text, flags=re.IGNORECASE)
    angles = [_angle(match) for match in _ANGLE.finditer(bare)]
    if len(angles) != 2 or None in angles:
        return None
    (first, kind), (second, other) = (angle for angle in angles if angle is not None)
    if kind and kind == other:
        return None
    order = {"lat": Order.LAT_LON, "lon": Order.LON_LAT}.get(kind or "", Order.UNSAID)
    if order is Order.UNSAID and other:
        order = Order.LON_LAT if other == "lat" else Order.LAT_LON
    return TypedCoordinates(first, second, order)


def _angle(match: re.Match[str]) -> tuple[float, str] | None:
    before, degrees, minutes, seconds, after = match.groups()
    whole = _plain(degrees)
    parts = [_plain(part) if part else 0.0 for part in (minutes, seconds)]
    if abs(whole) > 180 or max(parts) >= 60 or (before and after):
        return None
    kind, sign = _SIGNS.get((before or after or "").upper(), ("", 1))
    size = abs(whole) + parts[0] / 60 + parts[1] / 3600
    return (-size if whole < 0 else size) * sign, kind


_LABELLED = re.compile(
    r"(?:(?P<a>x|y|lat(?:itude)?|vĩ độ|lon(?:g|gitude)?|lng|kinh độ|[nebđ])\s*(?:\([^)]*\))?\s*[=:]"
    r"|(?<!\w)(?P<bare>[xy])(?:\s*\([^)]*\))?)"  # survey tables print the letter and no sign
    r"\s*(?P<v>[-\d][\d., ]*)",
    re.IGNORECASE,
)


def _from_labels(text: str) -> TypedCoordinates | None:
    pairs = [
        ((match["a"] or match["bare"]).lower(), _number(match["v"].strip(" ,.")))
        for match in _LABELLED.finditer(text)
    ]
    if len(pairs) != 2 or any(value is None for _, value in pairs):
        return None
    (label, first), (_, second) = pairs
    if first is None or second is None:
        return None
    if label == "x":
        return TypedCoordinates(first, second, Order.X_Y)
    if label == "y":
        return TypedCoordinates(second, first, Order.X_Y)
    north = label.startswith("la") or label in ("vĩ độ", "n", "b")
    if abs(first) <= 180 and abs(second) <= 180:
        return TypedCoordinates(first, second, Order.LAT_LON if north else Order.LON_LAT)
    return TypedCoordinates(first, second, Order.UNSAID)


def _from_pair(text: str) -> TypedCoordinates | None:
    """Two bare numbers: the one place to cut where both halves are numbers of a size that can go together."""
    bare = re.sub(r"^[^\d-]+|[^\d]+$", "", text)
    cuts = {match.span() for match in re.finditer(r"\s*[;|/\t\n]\s*|,\s+|\s+|,", bare)}
    found: list[TypedCoordinates] = []
    for start, end in sorted(cuts):
        first, second = _number(bare[:start]), _number(bare[end:])
        if first is None or second is None or not _go_together(first, second):
            continue
        found.append(TypedCoordinates(first, second, Order.UNSAID))
    distinct = list(dict.fromkeys(found))
    return distinct[0] if len(distinct) == 1 else None


def _go_together(first: float, second: float) -> bool:
    small, large = sorted((abs(first), abs(second)))
    return (small <= 90 and large <= 180) or (small >= 100_000 and large <= 10_000_000)


def _number(text: str) -> float | None:
    """A number with either decimal mark and either thousands separator; None when it is not one."""
    for thousands, decimal in ((",", "."), (".", ","), (" ", "."), (" ", ",")):
        grouped = rf"-?\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+(?:{re.escape(decimal)}\d+)?"
        if re.fullmatch(grouped, text):
            value = float(text.replace(thousands, "").replace(decimal, "."))
            # 106.167 and 20,455 are degrees to three places; 569.493 can only be metres.
            single = text.count(thousands) == 1 and thousands != " " and decimal not in text
            return _plain(text) if single and abs(_plain(text)) <= 180 else value
    return _plain(text) if re.fullmatch(_NUMBER, text) else None


def _plain(text: str) -> float:
    return float(text.replace(",", "."))
