"""The classes of a match that hold anything, found with few looks into the index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby

import numpy as np

from search.engines.base import SUGGESTED_FIELDS
from search.engines.fts5_columns import Mask
from search.engines.fts5_few import FEW, SHORT_FIELDS
from search.plan import MatchClass

Classes = tuple[MatchClass, ...]
Look = Callable[[MatchClass], Mask]
Tell = Callable[[Classes, Mask], Iterator[tuple[MatchClass, Mask]]]
_MANY = 2_000  # documents of a tier, of which the first class is likely to fill a page


def filled(classes: Classes, done: Mask, look: Look, tell: Tell | None) -> Iterator[tuple[MatchClass, Mask]]:
    """The classes that add something to ``done``, in order, with what they add.

    Most tiers add nothing, which one look at the widest class of a tier tells, and so it tells when a tier
    holds no more.

    Args:
        classes: In order.
        done: Documents of better classes; what is yielded is added.
        look: What a class holds.
        tell: The classes of a few documents within the short fields; ``None`` where they cannot be told.
    """
    for _, run in groupby(classes, key=lambda one: one.tier):
        some = tuple(run)
        whole = look(_widest(some))
        if (whole & ~done).any():
            yield from _Tier(done, look, tell).filled(some, whole)


class _Tier:
    def __init__(self, done: Mask, look: Look, tell: Tell | None) -> None:
        self._done = done
        self._look = look
        self._tell = tell

    def filled(self, classes: Classes, whole: Mask) -> Iterator[tuple[MatchClass, Mask]]:
        short = tuple(one for one in classes if one.level < SHORT_FIELDS)
        left = self._left(whole)
        if self._tell is not None and left <= FEW and short:
            yield from self._told(short, whole & ~self._done)
            classes = classes[len(short) :]
        yield from self._stepping(classes, whole, step=1 if left > _MANY else len(classes))

    def _stepping(self, classes: Classes, whole: Mask, step: int) -> Iterator[tuple[MatchClass, Mask]]:
        """After a class that adds nothing, twice as many are looked at together the next time.

        Names have an index of their own and texts are long, so no look is across a border of these. What is
        left for the texts is likely to be in the first class of theirs.
        """
        at, first = 0, step
        while at < len(classes) and self._left(whole):
            level = classes[at].level
            if level == SHORT_FIELDS and classes[at - 1].level < level:
                step = first = 1
            border = next(edge for edge in (SUGGESTED_FIELDS, SHORT_FIELDS, level + step) if edge > level)
            some = tuple(one for one in classes[at : at + step] if one.level < border)
            at += len(some)
            step *= 2
            for wanted, mask in self._split(some):
                yield wanted, mask
                step = first

    def _split(self, classes: Classes) -> Iterator[tuple[MatchClass, Mask]]:
        widest = _widest(classes)
        added = self._look(widest) & ~self._done
        if not added.any():
            return
        if len(classes) == 1:
            yield from self._taken(classes[0], added)
        elif self._tell is not None and widest.level < SHORT_FIELDS and np.count_nonzero(added) <= FEW:
            yield from self._told(classes, added)
        else:
            half = len(classes) // 2
            yield from self._split(classes[:half])
            yield from self._split(classes[half:])

    def _told(self, classes: Classes, added: Mask) -> Iterator[tuple[MatchClass, Mask]]:
        if self._tell is not None:
            for wanted, mask in self._tell(classes, added):
                yield from self._taken(wanted, mask)

    def _taken(self, wanted: MatchClass, mask: Mask) -> Iterator[tuple[MatchClass, Mask]]:
        yield wanted, mask
        self._done |= mask

    def _left(self, whole: Mask) -> int:
        return int(np.count_nonzero(whole & ~self._done))


def _widest(classes: Classes) -> MatchClass:
    """The class that holds all of these, which are of one tier."""
    level, partial = max(one.level for one in classes), any(one.partial for one in classes)
    return replace(classes[-1], level=level, partial=partial)
