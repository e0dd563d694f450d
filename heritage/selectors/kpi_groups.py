"""A number told apart by rank, kind or period, and how it stands to the national targets."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from heritage import categories
from heritage.categories import Term
from heritage.errors import BadRequest
from heritage.kpi import Share
from heritage.models import ReferenceTarget
from heritage.selectors.kpi import share_of_rows
from heritage.selectors.registers import Row, rows_of

BY: dict[str, tuple[Term, ...]] = {
    "category": categories.CATEGORIES,
    "rank": categories.RANKS,
    "kind": categories.KINDS,
    "period": categories.DYNASTIES,
}
COLUMN = {"kind": "kinds", "period": "dynasties"}
NOT_TOLD = Term("", "Không ghi", "Not stated")


@dataclass(frozen=True, slots=True)
class Group:
    """The objects that share a rank, a kind or a period; ``term.code`` is empty where none is told."""

    term: Term
    share: Share


@dataclass(frozen=True, slots=True)
class Groups:
    """Every group that has an object, in the order of the vocabulary.

    Attributes:
        counted_again: How many more the groups' totals sum to than there are objects: one of two kinds is in both.
    """

    by: str
    groups: tuple[Group, ...]
    whole: Share

    @property
    def counted_again(self) -> int:
        """The sum of the groups less the whole."""
        return sum(group.share.total for group in self.groups) - self.whole.total


@dataclass(frozen=True, slots=True)
class Reference:
    """A national target beside the objects that it is about; without such an object ``share`` is empty."""

    target: ReferenceTarget
    share: Share

    @property
    def meets(self) -> bool | None:
        """Whether the exact share reaches it; None where there is no object."""
        return self.share.meets(self.target.percent)


def groups_of(code: str, by: str, day: dt.date | None = None) -> Groups:
    """The number of a ward, a province or the country (``vn``) as it stands, by one of :data:`BY`.

    Raises:
        BadRequest: No such grouping.
    """
    return grouped(rows_of(day or timezone.localdate(), code, also=[COLUMN[by]] if by in COLUMN else []), by)


def grouped(rows: list[Row], by: str) -> Groups:
    """Objects told apart; the rows must tell what is asked for.

    Raises:
        BadRequest: No such grouping.
    """
    if by not in BY:
        names = ", ".join(BY)
        raise BadRequest(f"group là một trong: {names}.", f"group is one of {names}.", "bad_group")
    found: dict[str, list[Row]] = {}
    for row in rows:
        for value in _values(row, by):
            found.setdefault(value, []).append(row)
    terms = [*BY[by], NOT_TOLD]
    unknown = [Term(value, value, value) for value in sorted(found.keys() - {term.code for term in terms})]
    return Groups(
        by,
        tuple(
            Group(term, share_of_rows(found[term.code])) for term in (*terms, *unknown) if term.code in found
        ),
        share_of_rows(rows),
    )


def references_of(code: str, day: dt.date | None = None) -> tuple[Reference, ...]:
    """The national targets of the digitized share, each with the share of the objects that it is about."""
    rows = rows_of(day or timezone.localdate(), code)
    return tuple(
        Reference(target, share_of_rows(row for row in rows if _concerns(target, row)))
        for target in ReferenceTarget.objects.filter(measure=ReferenceTarget.Measure.DIGITIZED)
    )


def _concerns(target: ReferenceTarget, row: Row) -> bool:
    is_of_category = not target.categories or row.category in target.categories
    return is_of_category and (not target.ranks or row.rank in target.ranks)


def _values(row: Row, by: str) -> tuple[str, ...]:
    if by == "category":
        return (row.category,)
    if by == "rank":
        return (row.rank,)
    return tuple(dict.fromkeys(row.kinds if by == "kind" else row.dynasties)) or ("",)
