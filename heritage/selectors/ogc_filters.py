"""Filters as conditions of the database, with the same answer from SpatiaLite and PostGIS.

Every part is asked for its truth or for its falsehood: negations are carried down to the comparisons, where an
unknown value is neither. ``NOT`` around a whole would count unknown as false on one database and not on the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, NullIf
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    IsNull,
    LessThan,
    LessThanOrEqual,
    Lookup,
)

from heritage.rules.filters import (
    Always,
    Compare,
    Comparison,
    Every,
    Filter,
    Folded,
    Lies,
    Like,
    Literal,
    Opposite,
    Property,
    Relation,
    Scalar,
    Some,
    Unknown,
)
from heritage.selectors.ogc_texts import FoldedText, MatchesPattern, utf8_order

_TRUE: dict[Comparison, type[Lookup[Any]]] = {
    Comparison.EQUAL: Exact,
    Comparison.LESS: LessThan,
    Comparison.MORE: GreaterThan,
    Comparison.AT_MOST: LessThanOrEqual,
    Comparison.AT_LEAST: GreaterThanOrEqual,
}
_FALSE = {
    Comparison.LESS: GreaterThanOrEqual,
    Comparison.MORE: LessThanOrEqual,
    Comparison.AT_MOST: GreaterThan,
    Comparison.AT_LEAST: LessThan,
}
_EVER = Q(pk__isnull=False)
_NEVER = Q(pk__in=())


class Conditions:
    """Turns filters into conditions for one collection."""

    def __init__(self, columns: Mapping[str, str], geometry: tuple[str, ...]) -> None:
        """Say what the public names are.

        Args:
            columns: Public name to the path of a column, of all but the geometry.
            geometry: Columns of the feature's geometry; the first that has a value is it.
        """
        self.columns = columns
        self.geometry = geometry

    def holds(self, node: Filter) -> Q:
        """Where the filter is true."""
        match node:
            case Every(parts):
                return _all(self.holds(part) for part in parts)
            case Some(parts):
                return _any(self.holds(part) for part in parts)
            case Opposite(part):
                return self.fails(part)
            case Always(truth):
                return _EVER if truth else _NEVER
            case Compare(how, left, right):
                return Q(_TRUE[how](*self.sides(how, left, right)))
            case Like(value, pattern):
                return Q(MatchesPattern(self.operand(value), pattern))
            case Unknown(name):
                return self.lacks(name)
            case Lies(how, wkb):
                return self.lies(how, wkb, truth=True)

    def fails(self, node: Filter) -> Q:
        """Where the filter is false, which is less than where it is not true."""
        match node:
            case Every(parts):
                return _any(self.fails(part) for part in parts)
            case Some(parts):
                return _all(self.fails(part) for part in parts)
            case Opposite(part):
                return self.holds(part)
            case Always(truth):
                return _NEVER if truth else _EVER
            case Compare(how, left, right):
                sides = self.sides(how, left, right)
                return ~Q(Exact(*sides)) if how is Comparison.EQUAL else Q(_FALSE[how](*sides))
            case Like(value, pattern):
                return ~Q(MatchesPattern(self.operand(value), pattern))
            case Unknown(name):
                return ~self.lacks(name)
            case Lies(how, wkb):
                return self.lies(how, wkb, truth=False)

    def lacks(self, name: str) -> Q:
        """Where a property has no value."""
        if name in self.columns:
            return Q(IsNull(self.column(name), True))
        return _all(Q((f"{column}__isnull", True)) for column in self.geometry)

    def sides(self, how: Comparison, left: Scalar, right: Scalar) -> tuple[Combinable, Combinable]:
        """Both operands, so that they compare alike everywhere: numbers as floats, texts by their code points."""
        operands = self.operand(left), self.operand(right)
        values = [side.value for side in (left, right) if isinstance(side, Literal)]
        texts = any(isinstance(side, Folded) for side in (left, right)) or any(
            isinstance(v, str) for v in values
        )
        if any(isinstance(v, float) for v in values):
            return Cast(operands[0], models.FloatField()), Cast(operands[1], models.FloatField())
        if how is not Comparison.EQUAL and (texts or self.is_text(left)):
            return utf8_order(operands[0]), utf8_order(operands[1])
        return operands

    def is_text(self, of: Scalar) -> bool:
        """Whether a property holds texts."""
        return isinstance(of, Property) and of.name in TEXTS

    def operand(self, of: Scalar) -> Combinable:
        """A scalar as an expression."""
        match of:
            case Property(name):
                return self.column(name)
            case Literal(value):
                return Value(value, output_field=_field_of(value))
            case Folded(inner, case, marks):
                return FoldedText(self.operand(inner), case=case, marks=marks)

    def column(self, name: str) -> Combinable:
        """A property; a text that was left empty has no value."""
        path = self.columns[name]
        return NullIf(F(path), Value("")) if name in EMPTY_TEXTS else F(path)

    def lies(self, how: Relation, wkb: bytes, *, truth: bool) -> Q:
        """The relation of the first geometry that there is; SpatiaLite's answer for none would count as no."""
        shape = GEOSGeometry(memoryview(wkb), srid=4326)
        ways, absent = Q(), Q()
        for column in self.geometry:
            relation = Q((f"{column}__{how}", shape))
            ways |= absent & Q((f"{column}__isnull", False)) & (relation if truth else ~relation)
            absent &= Q((f"{column}__isnull", True))
        return ways


# Names are the same in every collection, and so are their kinds.
TEXTS = frozenset(
    [
        "id",
        "name_vi",
        "name_en",
        "category",
        "rank",
        "unit_code",
        "province_code",
        "zone",
        "code",
        "name",
        "level_name",
        "province_name",
    ]
)
EMPTY_TEXTS = frozenset({"name_en", "province_name"})


def _field_of(value: object) -> models.Field[Any, Any]:
    match value:
        case bool():
            return models.BooleanField()
        case float():
            return models.FloatField()
        case dt.datetime():
            return models.DateTimeField()
        case dt.date():
            return models.DateField()
    return models.TextField()


def _all(conditions: Any) -> Q:
    found = Q()
    for condition in conditions:
        found &= condition
    return found


def _any(conditions: Any) -> Q:
    found = Q()
    for condition in conditions:
        found |= condition
    return found
