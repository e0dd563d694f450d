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
class Apart:
    """How far one position lies from another, in metres, and whether a person must settle which is right."""

    metres: float
    conflicts: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """The accepted position, the others in order, and what a person should decide."""

    accepted: Placement | None
    others: tuple[Placement, ...]
    doubts: tuple[Doubt, ...]


def choose_placement(candidates: Sequence[Placement], conflict_m: float = CONFLICT_M) -> Choice:
    """Accept the best candidate: a plausible one first, then by method, then by accuracy.

    A candidate that conflicts with the accepted one (:func:`apart`) gives a doubt; one at 0, 0 or outside
    Viet Nam does not, unless it is all there is.
    """
    ranked = sorted(candidates, key=_rank)
    if not ranked:
        return Choice(None, (), ())
    accepted, *others = ranked
    doubts = [_conflict(accepted, other, conflict_m) for other in others if is_plausible(other)]
    return Choice(accepted, tuple(others), tuple(doubt for doubt in doubts if doubt is not None))


def apart(one: Placement, other: Placement, conflict_m: float = CONFLICT_M) -> Apart:
    """Compare two positions of one thing.

    They conflict from ``conflict_m`` on, unless their stated accuracies together explain the distance. An accuracy
    that nobody stated explains nothing.
    """
    away = distance_m(one.lon, one.lat, other.lon, other.lat)
    explained = (one.accuracy_m or 0.0) + (other.accuracy_m or 0.0)
    return Apart(away, away >= conflict_m and away > explained)


def disagreement(accepted: Placement, other: Placement, away_m: float) -> Doubt:
    """The doubt about two positions that conflict."""
    (vi, en), (other_vi, other_en) = said_by(accepted.method), said_by(other.method)
    return Doubt(
        "positions_disagree",
        f"{vi} và {_lower(other_vi)} cách nhau {spoken_distance(away_m)}.",
        f"{en} and {_lower(other_en)} are {spoken_distance(away_m, '.')} apart.",
    )


def _rank(placement: Placement) -> tuple[bool, int, float]:
    accuracy = math.inf if placement.accuracy_m is None else placement.accuracy_m
    return not is_plausible(placement), _ORDER[placement.method], accuracy


def _conflict(accepted: Placement, other: Placement, conflict_m: float) -> Doubt | None:
    between = apart(accepted, other, conflict_m)
    return disagreement(accepted, other, between.metres) if between.conflicts else None


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
