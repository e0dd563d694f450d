"""Which photos of a delivery were taken at one place in one go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gis.distance import distance_m

GAP_S = 600.0  # the next photo of a burst is taken at most this long after another of it
REACH_M = 60.0  # and at most this far from it
ITEM_WITHIN_M = 150.0  # a burst belongs to no item that is farther away than this


@dataclass(frozen=True, slots=True)
class Shot:
    """One photo: ``at_s`` in seconds since any fixed moment, degrees, the instrument's name; None is unknown."""

    key: str
    at_s: float | None
    lon: float | None = None
    lat: float | None = None
    camera: str | None = None


@dataclass(frozen=True, slots=True)
class Centre:
    """The middle of a burst's placed photos, in degrees."""

    lon: float
    lat: float


def belong_together(one: Shot, other: Shot) -> bool:
    """Whether two photos are of one burst on their own evidence.

    Both times must be known and close. Two known places must be close; where a place is unknown the two
    must come from the same, known camera.
    """
    if one.at_s is None or other.at_s is None or abs(one.at_s - other.at_s) > GAP_S:
        return False
    if one.lon is not None and one.lat is not None and other.lon is not None and other.lat is not None:
        return distance_m(one.lon, one.lat, other.lon, other.lat) <= REACH_M
    return one.camera is not None and one.camera == other.camera


def grouped(shots: Iterable[Shot]) -> list[tuple[Shot, ...]]:
    """All photos in bursts, each in the order of time: whatever is linked pair by pair is one burst.

    This is DBSCAN in which one neighbour makes a core point. A photo without time or company is alone.
    """
    timed = sorted(shots, key=lambda shot: (shot.at_s is None, shot.at_s or 0.0, shot.key))
    leader = list(range(len(timed)))

    def lead(number: int) -> int:
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    for later, shot in enumerate(timed):
        for earlier in range(later - 1, -1, -1):
            before = timed[earlier].at_s
            if shot.at_s is None or before is None or shot.at_s - before > GAP_S:
                break
            if lead(earlier) != lead(later) and belong_together(timed[earlier], shot):
                leader[lead(later)] = lead(earlier)
    bursts: dict[int, list[Shot]] = {}
    for number, shot in enumerate(timed):
        bursts.setdefault(lead(number), []).append(shot)
    return [tuple(burst) for burst in bursts.values()]


def centre(burst: tuple[Shot, ...]) -> Centre | None:
    """The mean of the places that are known; None when none is."""
    places = [(shot.lon, shot.lat) for shot in burst if shot.lon is not None and shot.lat is not None]
    if not places:
        return None
    return Centre(sum(lon for lon, _ in places) / len(places), sum(lat for _, lat in places) / len(places))
