"""The words in which rules of glTF are written: a rule is kept, or the first one broken is named."""

from __future__ import annotations

import math
from typing import Any

Document = dict[str, Any]


class RuleBroken(Exception):
    """The first rule that a document breaks, in words for the record."""


def must(kept: object, what: str) -> None:
    """Raise unless the rule is kept.

    Raises:
        RuleBroken: It is not.
    """
    if not kept:
        raise RuleBroken(what)


def is_whole(value: Any, least: int = 0, below: float = math.inf) -> bool:
    """Whether a value is an integer in a range."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value < below


def is_number(value: Any, least: float = -math.inf, most: float = math.inf) -> bool:
    """Whether a value is a finite number in a range."""
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and math.isfinite(value)
        and least <= value <= most
    )


def are_numbers(value: Any, count: int, least: float = -math.inf, most: float = math.inf) -> bool:
    """Whether a value is a list of so many numbers."""
    return isinstance(value, list) and len(value) == count and all(is_number(v, least, most) for v in value)


def count_of(document: Document, name: str) -> int:
    """How many entries a top-level array has."""
    return len(document.get(name, []))


def refers(document: Document, entry: Document, name: str, target: str) -> None:
    """An index, where there is one, points into the array ``target``."""
    if name in entry:
        must(is_whole(entry[name], 0, count_of(document, target)), f"{name} points nowhere")
