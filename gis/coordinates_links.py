"""Addresses of map sites, as people copy them out of a browser or a chat."""

from __future__ import annotations

import re
from urllib.parse import unquote

from gis.coordinates_typed import Order, TypedCoordinates
from gis.errors import LinkWithoutCoordinates, ShortMapLink

_DEGREES = r"(-?\d{1,3}(?:\.\d+)?)"
_PINS = [
    rf"!3d{_DEGREES}!4d{_DEGREES}",  # the pin itself; what follows @ is only the middle of the screen
    rf"mlat={_DEGREES}&mlon={_DEGREES}",
    # Google, Apple and Waze: the pin before the middle of the screen
    rf"[?&](?:q|query|daddr|destination|coordinate|address)=(?:loc:)?{_DEGREES},[\s+]*{_DEGREES}",
    rf"[?&]sp=point\.{_DEGREES}_{_DEGREES}",  # Bing's pin
    rf"/(?:place|search|dir)/{_DEGREES},[\s+]*{_DEGREES}",
    rf"^geo:{_DEGREES},{_DEGREES}",
    rf"[?&]lat(?:itude)?={_DEGREES}&(?:lon|lng|long|longitude)={_DEGREES}",
]
_MIDDLES = [
    rf"[?&](?:ll|sll|center)=(?:loc:)?{_DEGREES},[\s+]*{_DEGREES}",
    rf"@{_DEGREES},{_DEGREES}",
    rf"[?&]cp={_DEGREES}~{_DEGREES}",  # Bing's middle of the screen
    rf"#map=[\d.]+/{_DEGREES}/{_DEGREES}",
]
_LON_FIRST = re.compile(rf"[?&](?:pt|ll)={_DEGREES},{_DEGREES}")  # Yandex
_ADDRESS = re.compile(r"(?:https?://|geo:|www\.)\S+(?:[^\S\n]+\+?-?\d\S*)?", re.IGNORECASE)
_SHORT = re.compile(
    r"(?:https?://)?(?:www\.)?(?:maps\.app\.goo\.gl|goo\.gl|g\.co|g\.page|bit\.ly|tinyurl\.com|osm\.org/go|zalo\.me)/",
    re.IGNORECASE,
)


def address_in(text: str) -> str | None:
    """The address in a text, its percent signs undone, plus signs as the spaces that they stand for; else None."""
    match = _ADDRESS.search(text)
    return unquote(match[0].replace("+", " ")) if match else None


def named_in(address: str) -> str:
    """What a map site puts after ``/place/``: a name, degrees and minutes, a Plus Code; else the whole address."""
    match = re.search(r"/(?:place|search|dir)/([^/@]+)", address)
    return match[1] if match else address


def from_link(text: str) -> TypedCoordinates | None:
    """Latitude and longitude of the pin in an address; None when the text has no address or that has no pin."""
    return _found(text, _PINS)


def middle_of_map(text: str) -> TypedCoordinates | None:
    """Latitude and longitude of the middle of the map that an address opens: the next best after its pin.

    Raises:
        ShortMapLink: A shortened address; only its server knows where it leads.
        LinkWithoutCoordinates: An address with neither pin nor middle.
    """
    found = _found(text, _MIDDLES)
    if found is not None:
        return found
    if _SHORT.search(text):
        raise ShortMapLink(text[:80])
    if address_in(text) is not None:
        raise LinkWithoutCoordinates(text[:80])
    return None


def _found(text: str, patterns: list[str]) -> TypedCoordinates | None:
    address = address_in(text)
    if address is None:
        return None
    if "yandex." in address and (match := _LON_FIRST.search(address)):
        return TypedCoordinates(float(match[2]), float(match[1]), Order.LAT_LON, is_wgs84=True)
    for pattern in patterns:
        match = re.search(pattern, address, re.IGNORECASE)
        if match:
            return TypedCoordinates(float(match[1]), float(match[2]), Order.LAT_LON, is_wgs84=True)
    return None
