"""The classes of a match that hold anything, found with few looks into the index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from search.engines.fts5_columns import Mask
from search.plan import MatchClass

Classes = tuple[MatchClass, ...]
Look = Callable[[MatchClass], Mask]


def filled(classes: Classes, done: Mask, look: Look) -> Iterator[tuple[MatchClass, Mask]]:
    """The classes that add something to ``done``, in order, with what they add.

    Most add nothing. After one that does not, twice as many are looked at together the next time: each lies
    within those behind it.
    """
    at, step = 0, 1
    while at < len(classes):
        some = classes[at : at + step]
        at += step
        step *= 2
        for wanted, mask in _split(some, done, look):
            yield wanted, mask
            step = 1


def _split(classes: Classes, done: Mask, look: Look) -> Iterator[tuple[MatchClass, Mask]]:
    last = classes[-1]
    level, partial = max(one.level for one in classes), any(one.partial for one in classes)
    added = look(replace(last, level=level, partial=partial)) & ~done
    if not added.any():
        return
    if len(classes) > 1:
        half = len(classes) // 2
        yield from _split(classes[:half], done, look)
        yield from _split(classes[half:], done, look)
        return
    yield last, added
    done |= added
