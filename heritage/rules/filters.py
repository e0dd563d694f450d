"""A filter as a tree: what a person or a program asks of features, whatever language it was written in.

Truth has three values, as in SQL and CQL2: a comparison with an unknown value is neither true nor false, and
neither is its negation.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

Value = str | float | bool | dt.date | dt.datetime
"""Texts; numbers; yes and no; days; moments with their zone."""


class Comparison(StrEnum):
    """How two values of one kind compare."""

    EQUAL = "="
    LESS = "<"
    MORE = ">"
    AT_MOST = "<="
    AT_LEAST = ">="


class Relation(StrEnum):
    """How the geometry of a feature lies to another, by OGC Simple Features."""

    INTERSECTS = "intersects"
    DISJOINT = "disjoint"
    EQUALS = "equals"
    TOUCHES = "touches"
    CROSSES = "crosses"
    WITHIN = "within"
    CONTAINS = "contains"
    OVERLAPS = "overlaps"


@dataclass(frozen=True, slots=True)
class Property:
    """A property of the feature by its public name."""

    name: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A value that was written down."""

    value: Value


@dataclass(frozen=True, slots=True)
class Folded:
    """A text compared without its case, its marks, or both."""

    of: Property | Literal
    case: bool
    marks: bool


Scalar = Property | Literal | Folded


@dataclass(frozen=True, slots=True)
class Compare:
    """Left against right; both of one kind."""

    how: Comparison
    left: Scalar
    right: Scalar


@dataclass(frozen=True, slots=True)
class Like:
    """A text against a pattern: pieces of text, and between them ``%`` (anything) or ``_`` (one character)."""

    value: Scalar
    pattern: tuple[tuple[str, bool], ...]
    """Pairs of a text and whether it is a wildcard."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Whether a property has no value: true or false, never unknown."""

    name: str


@dataclass(frozen=True, slots=True)
class Lies:
    """How the feature's geometry lies to a given one."""

    how: Relation
    wkb: bytes
    """WGS 84, longitude first; valid, and no mixed collection."""


@dataclass(frozen=True, slots=True)
class Always:
    """True or false whatever the feature."""

    truth: bool


@dataclass(frozen=True, slots=True)
class Every:
    """All of the parts."""

    parts: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One of the parts or more."""

    parts: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Opposite:
    """Not the part."""

    of: Filter


Filter = Compare | Like | Unknown | Lies | Always | Every | Some | Opposite
