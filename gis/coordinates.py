"""Coordinates as people type and paste them, turned into two numbers and then into readings."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from gis.coordinates_links import address_in, from_link, middle_of_map, named_in
from gis.coordinates_numbers import MOST_HEIGHT_M, NUMBER, from_bare_numbers, number, plain
from gis.coordinates_plus import from_plus_code
from gis.coordinates_readings import Reading, readings_of
from gis.coordinates_said import systems_said
from gis.coordinates_typed import Order, TypedCoordinates
from gis.errors import UnreadableCoordinates
from gis.unit_place import UnitPlace

__all__ = ["Order", "TypedCoordinates", "parse_coordinates", "read_coordinates"]


def parse_coordinates(text: str, place: UnitPlace | None = None) -> TypedCoordinates:
    """Find one pair of coordinates.

    Understood: decimal degrees; degrees, minutes and seconds; decimal commas; thousands separated by dots,
    commas or spaces; ``X=… Y=…`` with or without the sign; letters of the compass in English and Vietnamese;
    a UTM zone before the numbers; a height after them; Plus Codes; links to map sites; ``geo:``.

    Args:
        text: What was typed or pasted.
        place: The unit near which a short Plus Code is completed.

    Raises:
        UnreadableCoordinates: None, or more than one way to take the text apart; its children say why.
    """
    cleaned = unicodedata.normalize("NFC", text).translate(_PLAIN).strip()
    found = _parsed(cleaned, place)
    if found is None:
        raise UnreadableCoordinates(text[:80])
    return found


def read_coordinates(
    text: str, place: UnitPlace | None = None, *, declared: tuple[str, ...] = ()
) -> tuple[Reading, ...]:
    """The meanings of what was typed, best first; see :func:`gis.coordinates_readings.readings_of`.

    Raises:
        UnreadableCoordinates: See :func:`parse_coordinates`, or the numbers mean nothing in Viet Nam.
    """
    found = readings_of(parse_coordinates(text, place), place, declared=declared)
    if not found:
        raise UnreadableCoordinates(text[:80])
    return found


def _parsed(text: str, place: UnitPlace | None) -> TypedCoordinates | None:
    address = address_in(text)
    named = named_in(address) if address else text
    found = from_link(text) or from_plus_code(named, place) or from_plus_code(text, place)
    if found is None and address is not None:
        found = _from_compass(named) or middle_of_map(text)
        return replace(found, is_wgs84=True) if found else None
    return found or middle_of_map(text) or _numbers_in(text)


def _numbers_in(text: str) -> TypedCoordinates | None:
    text, said = systems_said(text)
    zone, rest = _zone_before(text)
    before, height = _height_after(rest)
    typed = _pair_in(before) if height is not None else None
    if typed is not None:
        typed = replace(typed, height_m=height)
    else:
        typed = _pair_in(rest) or from_bare_numbers(rest)
    return replace(typed, utm_zone=zone or typed.utm_zone, said=said) if typed else None


def _pair_in(text: str) -> TypedCoordinates | None:
    return _from_compass(_with_signs(text)) or _from_labels(text)


_LETTER, _SEXAGESIMAL = "([NSEWBĐ]?)", r"(\d{1,3})[\s:]+([0-5]?\d)[\s:]+([0-5]?\d(?:[.,]\d+)?)"
_LETTER_FIRST = re.compile(rf"(?<![\w.,]){_LETTER}\s*{_SEXAGESIMAL}()(?![\w.,])", re.IGNORECASE)
_LETTER_LAST = re.compile(rf"(?<![\w.,])(){_SEXAGESIMAL}\s*{_LETTER}(?![\w.,])", re.IGNORECASE)


def _with_signs(text: str) -> str:
    """Degrees, minutes and seconds that only spaces or colons keep apart get their signs."""
    bare = text.strip(" ().")
    spaced = _LETTER_LAST if bare[:1].isdigit() else _LETTER_FIRST
    if len(re.findall(r"\d+(?:[.,]\d+)?", bare)) != 6 or len(spaced.findall(bare)) != 2:
        return text
    return spaced.sub(lambda m: f"{m[1]}{m[2]}°{m[3]}'{m[4]}\"{m[5]}", bare)


_ZONE = re.compile(
    r"^\W*(?:UTM|zone|múi)?\W*(?:UTM|zone|múi)?\W*(4[89])\s*([C-HJ-NP-X])?(?:[\s,;:]+)(?=[XYNE\d])",
    re.IGNORECASE,
)


def _zone_before(text: str) -> tuple[int | None, str]:
    """The UTM zone in front of an easting and a northing (``48Q 574060 2257535``), and what follows it."""
    match = _ZONE.match(text)
    rest = text[match.end() :] if match else text
    # 48 20.4 106.1 has no zone in it: two numbers of metres must follow.
    if match and len(re.findall(r"\d[\d.,]{4,}", rest)) >= 2:
        return int(match[1]), re.sub(r"(?<=\d)\s*m?\s*[EN]\b", " ", rest)
    return None, text


_HEIGHT = re.compile(
    rf"(?:[\s;]+|,\s+)(?:(?:độ cao|cao độ|cao|h|z|alt(?:itude)?|elev(?:ation)?|height)\s*(?:\([^)]*\))?\s*[=:]?\s*({NUMBER})\s*m?"
    rf"|({NUMBER})\s*m)\s*$",
    re.IGNORECASE,
)


def _height_after(text: str) -> tuple[str, float | None]:
    """What stands before a height that says it is one (``H = 3,2``, ``12 m``), and the height in metres."""
    match = _HEIGHT.search(text)
    height = plain(match[1] or match[2]) if match else None
    if match is None or height is None or abs(height) > MOST_HEIGHT_M:
        return text, None
    return text[: match.start()], height


_PLAIN = str.maketrans(
    {"−": "-", "–": "-", "\u00a0": " ", "\u202f": " ", "′": "'", "’": "'", "‘": "'", "″": '"', "”": '"', "“": '"', "º": "°"}
)  # fmt: skip
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
    rf"(?<![\w.,])([NSEWBĐ])?\s*({NUMBER})\s*(?:°|độ|d(?=\s*\d))?"
    rf"(?:\s*({NUMBER})\s*(?:'(?!')|phút))?(?:\s*({NUMBER})\s*(?:\"|''|giây))?\s*([NSEWBĐ])?(?![\w])",
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
    whole = plain(degrees)
    parts = [plain(part) if part else 0.0 for part in (minutes, seconds)]
    if abs(whole) > 180 or max(parts) >= 60 or (before and after):
        return None
    kind, sign = _SIGNS.get((before or after or "").upper(), ("", 1))
    size = abs(whole) + parts[0] / 60 + parts[1] / 3600
    return (-size if whole < 0 else size) * sign, kind


_LABELLED = re.compile(
    r"(?:(?P<a>x|y|lat(?:itude)?|vĩ độ|lon(?:g|gitude)?|lng|kinh độ|[nebđ])\s*(?:\([^)]*\))?\s*[=:]"
    r"|(?<!\w)(?P<bare>[xy]|lat(?:itude)?|vĩ độ|lon(?:g|gitude)?|lng|kinh độ)(?:\s*\([^)]*\))?)"  # survey tables print the letter and no sign
    r"\s*(?P<v>[-\d][\d., ]*)",
    re.IGNORECASE,
)


def _from_labels(text: str) -> TypedCoordinates | None:
    pairs = [
        ((match["a"] or match["bare"]).lower(), number(match["v"].strip(" ,.")))
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
