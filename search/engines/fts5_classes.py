"""The classes of a match that hold anything, found with few looks into the index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby

from search.engines.base import SUGGESTED_FIELDS
from search.engines.fts5_columns import Mask
from search.plan import MatchClass

Classes = tuple[MatchClass, ...]
Look = Callable[[MatchClass], Mask]


def filled(classes: Classes, done: Mask, look: Look) -> Iterator[tuple[MatchClass, Mask]]:
    """The classes that add something to ``done``, in order, with what they add.

    Most tiers add nothing, which one look at the widest class of a tier tells, and so it tells when a tier
    holds no more.
    """
    for _, run in groupby(classes, key=lambda one: one.tier):
        some = tuple(run)
        whole = look(_widest(some))
        if (whole & ~done).any():
            yield from _of_tier(some, whole, done, look)


def _of_tier(classes: Classes, whole: Mask, done: Mask, look: Look) -> Iterator[tuple[MatchClass, Mask]]:
    """After a class that adds nothing, twice as many are looked at together the next time."""
    at, step = 0, 1
    while at < len(classes) and (whole & ~done).any():
        if at and classes[at].level == SUGGESTED_FIELDS > classes[at - 1].level:
            step = 2  # names were asked of their own small index; here looks are dear, and two share a field
        some = classes[at : at + step]
        at += step
        step *= 2
        for wanted, mask in _split(some, done, look):
            yield wanted, mask
            step = 1


def _split(classes: Classes, done: Mask, look: Look) -> Iterator[tuple[MatchClass, Mask]]:
    added = look(_widest(classes)) & ~done
    if not added.any():
        return
    if len(classes) > 1:
        half = len(classes) // 2
        yield from _split(classes[:half], done, look)
        yield from _split(classes[half:], done, look)
        return
    yield classes[-1], added
    done |= added


def _widest(classes: Classes) -> MatchClass:
    """The class that holds all of these, which are of one tier."""
    level, partial = max(one.level for one in classes), any(one.partial for one in classes)
    return replace(classes[-1], level=level, partial=partial)
