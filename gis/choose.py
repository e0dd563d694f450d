"""One position out of several, the others kept, and a doubt when they disagree."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from gis.distance import distance_m, spoken_distance
from gis.doubts import Doubt
from gis.placement import Method, Placement
from gis.question import is_plausible, said_by

CONFLICT_M = 500.0

_ORDER = {method: rank for rank, method in enumerate(Method)}


@dataclass(frozen=True, slots=True)
class Choice:
    """The accepted position, the others in order, and what a person should decide."""

    accepted: Placement | None
    others: tuple[Placement, ...]
    doubts: tuple[Doubt, ...]


def choose_placement(candidates: Sequence[Placement], conflict_m: float = CONFLICT_M) -> Choice:
    """Accept the best candidate: a plausible one first, then by method, then by accuracy.

    A candidate that lies further from the accepted one than ``conflict_m`` and than both accuracies together
    gives a doubt; one at 0, 0 or outside Viet Nam does not, unless it is all there is.
    """
    ranked = sorted(candidates, key=_rank)
    if not ranked:
        return Choice(None, (), ())
    accepted, *others = ranked
    doubts = [_conflict(accepted, other, conflict_m) for other in others if is_plausible(other)]
    return Choice(accepted, tuple(others), tuple(doubt for doubt in doubts if doubt is not None))


def _rank(placement: Placement) -> tuple[bool, int, float]:
    accuracy = math.inf if placement.accuracy_m is None else placement.accuracy_m
    return not is_plausible(placement), _ORDER[placement.method], accuracy


def _conflict(accepted: Placement, other: Placement, conflict_m: float) -> Doubt | None:
    away = distance_m(accepted.lon, accepted.lat, other.lon, other.lat)
    if away <= max(conflict_m, (accepted.accuracy_m or 0) + (other.accuracy_m or 0)):
        return None
    (vi, en), (other_vi, other_en) = said_by(accepted.method), said_by(other.method)
    return Doubt(
        "positions_disagree",
        f"{vi} và {_lower(other_vi)} cách nhau {spoken_distance(away)}.",
        f"{en} and {_lower(other_en)} are {spoken_distance(away, '.')} apart.",
    )


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
