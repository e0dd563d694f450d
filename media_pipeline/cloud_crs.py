"""What a cloud says of its reference system: usable or not, contradicted or not, metres or feet."""

from __future__ import annotations

import math
from typing import Any

from gis.errors import GisError

Triple = tuple[float, float, float]

_CONTRADICTION_M = 1.0
_METRES_PER_DEGREE = 111_320.0
_FOOT_M = (0.30, 0.31)


def crs_facts(texts: list[str], stated: bool, centre: Triple) -> dict[str, Any]:
    """Facts about the systems a file states, the preferred one first.

    Args:
        texts: Each as WKT or ``EPSG:n``.
        stated: Whether there is any record of a system, readable or not.
        centre: Middle of the native bounds, at which the systems are compared.

    Returns:
        ``crs``, ``crs_name``, ``crs_wkt``, ``crs_unreadable``, ``crs_contradiction`` (the other's
        name or None), ``unit`` (``metre``, ``foot``, ``degree``, ``other`` or ``unknown``), ``unit_m``.
    """
    from gis import crs as systems

    facts: dict[str, Any] = dict.fromkeys(("crs", "crs_name", "crs_wkt", "crs_contradiction", "unit_m"))
    facts |= {"crs_unreadable": False, "unit": "unknown"}
    parsed = []
    for text in texts:
        try:
            parsed.append((systems.parse_crs(text), text))
        except GisError:
            continue
    if not parsed:
        facts["crs_unreadable"] = stated
        return facts
    first, wkt = parsed[0]
    facts |= {"crs": first.text, "crs_name": first.name, "crs_wkt": wkt, "unit_m": first.unit_m}
    facts["unit"] = unit_name(first.unit_m, first.is_geographic)
    for other, _ in parsed[1:]:
        if _apart_m(first.text, other.text, centre) > _CONTRADICTION_M:
            facts["crs_contradiction"] = other.name
    return facts


def unit_name(unit_m: float | None, is_geographic: bool) -> str:
    """``metre``, ``foot``, ``degree`` or ``other``."""
    if is_geographic:
        return "degree"
    if unit_m is None:
        return "unknown"
    if abs(unit_m - 1) < 1e-9:
        return "metre"
    return "foot" if _FOOT_M[0] < unit_m < _FOOT_M[1] else "other"


def _apart_m(first: str, second: str, centre: Triple) -> float:
    """Distance between the places two systems give to one point; infinite where one has none."""
    from gis import crs as systems

    try:
        lon, lat = systems.to_wgs84(centre[0], centre[1], first)
        other_lon, other_lat = systems.to_wgs84(centre[0], centre[1], second)
    except GisError:
        return math.inf
    east = (lon - other_lon) * math.cos(math.radians(lat))
    return math.hypot(east, lat - other_lat) * _METRES_PER_DEGREE


def size_m(lowest: Triple, highest: Triple, facts: dict[str, Any]) -> list[float]:
    """Width, depth and height in metres; an unknown unit is taken as metres and doubted elsewhere."""
    factors = metres_per_unit(lowest, highest, facts)
    return [round((h - low) * f, 4) for low, h, f in zip(lowest, highest, factors, strict=True)]


def metres_per_unit(lowest: Triple, highest: Triple, facts: dict[str, Any]) -> Triple:
    """Factors for x, y, z; for degrees those at the middle latitude, heights in metres."""
    if facts.get("unit") == "degree":
        middle = math.radians(max(-89.0, min(89.0, (lowest[1] + highest[1]) / 2)))
        return _METRES_PER_DEGREE * math.cos(middle), _METRES_PER_DEGREE, 1.0
    factor = facts.get("unit_m") or 1.0
    return factor, factor, factor
