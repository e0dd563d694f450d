"""Numbers and angles as people write them in the cells of a table."""

from __future__ import annotations

import re
from typing import Any

_ANGLE = re.compile(
    r"(-?\d{1,3})\s*(?:°|º|độ|d)\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:['′’]|phút|m)?\s*)?"
    r"(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:\"|″|”|''|giây|s)?\s*)?[NBSEĐW]?",
    re.IGNORECASE,
)


def figure_of(cell: Any) -> float | None:
    """A number with either decimal mark, thousands apart or not, a unit of metres after it; None for anything else.

    >>> figure_of("2.256.789,12"), figure_of("569 493.5"), figure_of("106,212"), figure_of("569.493")
    (2256789.12, 569493.5, 106.212, 569493.0)
    """
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return float(cell)
    text = re.sub(r"[\s\u00a0\u202f]", "", str(cell)).removesuffix("m").removeprefix("±")
    if re.fullmatch(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?", text) and (text.count(".") > 1 or "," in text):
        text = text.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?", text) and (text.count(",") > 1 or "." in text):
        text = text.replace(",", "")
    elif re.fullmatch(r"-?[1-9]\d{2}[.,]\d{3}", text) and float(text.replace(",", ".")) > 180:
        text = text.replace(".", "").replace(",", "")  # more than degrees can be: thousands
    text = text.replace(",", ".")
    return float(text) if re.fullmatch(r"-?\d+(?:\.\d+)?", text) else None


def angle_of(cell: Any) -> float | None:
    """Degrees of an angle in degrees, minutes and seconds, or of a plain number; None for anything else.

    >>> round(angle_of("20°24'12.5\\"N"), 6), angle_of("106° 12′ Đ"), angle_of("20,4")
    (20.403472, 106.2, 20.4)
    """
    plain = figure_of(cell)
    if plain is not None:
        return plain
    found = _ANGLE.fullmatch(str(cell or "").strip())
    if not found:
        bare = re.fullmatch(
            r"\s*[NBEĐ]?\s*(-?\d+(?:[.,]\d+)?)\s*°?\s*[NBEĐ]?\s*", str(cell or ""), re.IGNORECASE
        )
        return figure_of(bare[1]) if bare else None
    minutes, seconds = (float((part or "0").replace(",", ".")) for part in found.groups()[1:])
    if minutes >= 60 or seconds >= 60:
        return None
    whole = float(found[1])
    return (-1 if whole < 0 else 1) * (abs(whole) + minutes / 60 + seconds / 3600)
