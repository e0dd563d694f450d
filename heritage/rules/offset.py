"""A public point in place of a hidden one: stable, random, and the same for every place nearby. Pure.

The land is covered by hexagons, turned and shifted by the secret; each hexagon has one public point, drawn from the
secret too, that lies outside it. Every hidden place in a hexagon is published as that one point.

What somebody learns who keeps all outputs over the years is therefore only through which hexagons a place went, never
more: ten thousand corrections inside one hexagon, a relic and its festival at the same spot, or two outputs that
round differently give one and the same point, so there is nothing to average. Nor does it help to know the true place
of one hidden item: the offsets of its neighbours cannot be had by subtraction, as they could if an offset were added.
At the meeting of hexagons corrections show a few points. Their mean misses by half the radius where the corrections
are some metres, by a third where a hundred of them wander a tenth of the radius (``tests/heritage/rules/test_offset``
measures both); the edges themselves are known to nobody without the secret.
What it cannot do: unsay what was published before a place was hidden, or hide more than the smallest level ever
published; to go from 1 km to 100 m is to say more.
"""

from __future__ import annotations

import hashlib
import hmac
import math
from dataclasses import dataclass

from gis.distance import EARTH_RADIUS_M, metres_per_degree

# Shares of the radius. A hexagon reaches CELL from its centre, the public point lies NEAREST to FARTHEST from that
# centre: a place is between NEAREST - CELL (7 %) and FARTHEST + CELL (95 %) away from what is published for it.
CELL = 0.25
NEAREST = 0.32
FARTHEST = 0.70
# Distances are drawn towards the far end, so that no tenth of the circle's area holds a quarter of the chances.
OUTWARD = 4
SLACK = 1 - FARTHEST - CELL
ORIGIN_M = 1_000_000.0  # the grid is shifted by up to so much


@dataclass(frozen=True, slots=True)
class _Grid:
    """Hexagons pointed upwards, ``size`` metres from centre to corner, turned and shifted."""

    size: float
    turn: float
    east: float
    north: float


def public_point(lon: float, lat: float, radius_m: float, secret: bytes) -> tuple[float, float]:
    """Longitude and latitude to publish, in degrees of WGS 84 with six decimals; at most ``radius_m`` away.

    Args:
        lon, lat: The hidden place, in degrees, between 80° south and north.
        radius_m: Of the level; each radius has a grid of its own.
        secret: 32 random bytes. Whoever has them can turn a public point into its hexagon.
    """
    grid = _grid(radius_m, secret)
    column, row = _cell(lon, lat, grid)
    centre_lon, centre_lat = _centre(column, row, grid)
    name = f"{radius_m:g}:{column}:{row}"
    bearing = 2 * math.pi * _share(secret, f"{name}:bearing")
    low, high = NEAREST**OUTWARD, FARTHEST**OUTWARD
    away = radius_m * (low + (high - low) * _share(secret, f"{name}:away")) ** (1 / OUTWARD)
    per_lon, per_lat = metres_per_degree(centre_lat)
    return (
        round(centre_lon + away * math.sin(bearing) / per_lon, 6),
        round(centre_lat + away * math.cos(bearing) / per_lat, 6),
    )


def public_radius_m(radius_m: float, own_accuracy_m: float | None) -> float:
    """Metres around the public point in which the true place lies, its own error included.

    An error that the unused rim of the circle takes in adds nothing; a larger one is added, in whole tenths of the
    radius so that its exact figure stays out of sight. An unknown one cannot be added: then it is the level's radius.
    """
    own = own_accuracy_m or 0.0
    if own <= SLACK * radius_m:
        return radius_m
    step = radius_m / 10
    return radius_m + math.ceil(own / step) * step


def _share(secret: bytes, name: str) -> float:
    """An even random number from 0 up to 1, always the same for a name."""
    digest = hmac.digest(secret, name.encode(), hashlib.sha256)
    return int.from_bytes(digest[:6], "big") / 2**48


def _grid(radius_m: float, secret: bytes) -> _Grid:
    turn, east, north = (_share(secret, f"{radius_m:g}:{what}") for what in ("turn", "east", "north"))
    return _Grid(CELL * radius_m, turn * math.pi / 3, east * ORIGIN_M, north * ORIGIN_M)


def _cell(lon: float, lat: float, grid: _Grid) -> tuple[int, int]:
    """Axial numbers of the hexagon that holds a point.

    The plane is Mercator's: a hexagon is a true one everywhere, smaller by the cosine of its latitude.
    """
    x = EARTH_RADIUS_M * math.radians(lon) - grid.east
    y = EARTH_RADIUS_M * math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)) - grid.north
    u, v = (
        x * math.cos(grid.turn) + y * math.sin(grid.turn),
        y * math.cos(grid.turn) - x * math.sin(grid.turn),
    )
    q, r = (math.sqrt(3) / 3 * u - v / 3) / grid.size, 2 / 3 * v / grid.size
    s = -q - r
    column, row, third = round(q), round(r), round(s)
    # Of three roundings that must add up to nothing, the worst gives way.
    off = abs(column - q), abs(row - r), abs(third - s)
    if off[0] > off[1] and off[0] > off[2]:
        column = -row - third
    elif off[1] > off[2]:
        row = -column - third
    return column, row


def _centre(column: int, row: int, grid: _Grid) -> tuple[float, float]:
    """Longitude and latitude of a hexagon's centre, in degrees."""
    u, v = grid.size * math.sqrt(3) * (column + row / 2), grid.size * 1.5 * row
    x = u * math.cos(grid.turn) - v * math.sin(grid.turn) + grid.east
    y = u * math.sin(grid.turn) + v * math.cos(grid.turn) + grid.north
    lat = 2 * math.atan(math.exp(y / EARTH_RADIUS_M)) - math.pi / 2
    return math.degrees(x / EARTH_RADIUS_M), math.degrees(lat)
