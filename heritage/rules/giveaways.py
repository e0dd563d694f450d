"""Words that say exactly where something is: coordinates as papers write them. Pure."""

from __future__ import annotations

import re

# 20°24'13" or 20° 24,2'
_DEGREES = r"\d{1,3}\s*[°º]\s*\d{1,2}"
# A latitude or longitude of Viet Nam with three decimals and more: 100 m
_DECIMAL = r"\b(?:8|9|1\d|2[0-3]|10[2-9])[.,]\d{3,}\b"
# A northing of VN-2000, seven digits from 900 to 2.600 km, plain or grouped, a fraction or not
_NORTHING = r"\b(?:9\d{2}|1[ .,]?\d{3}|2[ .,]?[0-6]\d{2})[ .,]?\d{3}(?:[.,]\d{1,3})?\b"
# An easting of six digits stands beside it, before or after
_EASTING = r"\b[1-9]\d{2}[ .,]?\d{3}(?:[.,]\d{1,3})?\b"
_NEAR = r"[^\n]{0,40}?"

# A Plus Code, whole or as a map shortens it beside a place's name
_PLUS_CODE = r"\b[23456789CFGHJMPQRVWX]{4}(?:[23456789CFGHJMPQRVWX]{2}){0,2}\+[23456789CFGHJMPQRVWX]{2,3}\b"
# A link to a place on a map whose numbers stand behind its address
_MAP_LINK = r"(?:maps\.app\.goo\.gl|goo\.gl/maps|what3words\.com|w3w\.co)/\w"

_COORDINATES = re.compile(
    f"{_PLUS_CODE}|{_MAP_LINK}|{_DEGREES}|{_DECIMAL}{_NEAR}{_DECIMAL}|{_NORTHING}{_NEAR}{_EASTING}|{_EASTING}{_NEAR}{_NORTHING}"
)


def states_coordinates(text: str) -> bool:
    """Whether a text seems to hold coordinates; wrong now and then, so a person is asked, nothing is withheld.

    >>> states_coordinates("Vĩ độ 20,40382, kinh độ 106,21302"), states_coordinates("Năm 1890, thuế 2.500.000 đồng")
    (True, False)
    """
    return _COORDINATES.search(text) is not None
