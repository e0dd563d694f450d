"""Distances between points on the Earth, in metres."""

from __future__ import annotations

import math

EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG 1980


def distance_m(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Great-circle distance in metres between two points in degrees; within 0.6 % of the ellipsoid."""
    phi, other_phi = math.radians(lat), math.radians(other_lat)
    half_phi = (other_phi - phi) / 2
    half_lambda = math.radians(other_lon - lon) / 2
    chord = math.sin(half_phi) ** 2 + math.cos(phi) * math.cos(other_phi) * math.sin(half_lambda) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(chord)))


def metres_per_degree(lat: float) -> tuple[float, float]:
    """Metres in one degree of longitude and of latitude at a latitude in degrees."""
    along_meridian = math.pi * EARTH_RADIUS_M / 180
    return along_meridian * math.cos(math.radians(lat)), along_meridian


def spoken_distance(metres: float, decimal_mark: str = ",") -> str:
    """A distance as people say it: ``85 m``, ``1,4 km``, ``14 km``; the mark is a comma in Vietnamese."""
    if metres < 995:
        step = 1 if metres < 100 else 10
        return f"{round(metres / step) * step} m"
    if metres < 9_950:
        return f"{metres / 1000:.1f}".removesuffix(".0").replace(".", decimal_mark) + " km"
    return f"{round(metres / 1000)} km"
