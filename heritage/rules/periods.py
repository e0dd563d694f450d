"""Years and dynasties say the same thing: what an item tells of one gives the other."""

from __future__ import annotations

from collections.abc import Sequence

from heritage.categories import DYNASTY_YEARS


def years_of(dynasties: Sequence[str], year_from: int | None, year_to: int | None) -> tuple[int, int] | None:
    """First and last year, of our era; None where nothing is known.

    One year alone stands for itself: how long a temple has stood since is not told by the year it was built.
    Without a year the dynasties' own years count, from the first to the last of them.
    """
    told = [year for year in (year_from, year_to) if year is not None]
    if not told:
        told = [year for code in dynasties for year in DYNASTY_YEARS.get(code, ())]
    return (min(told), max(told)) if told else None


def dynasties_of(dynasties: Sequence[str], year_from: int | None, year_to: int | None) -> tuple[str, ...]:
    """Codes of the dynasties that are told, or else of those whose years share some with the item's.

    A year in which one dynasty follows another belongs to both, but a span that only ends in it does not.
    """
    if dynasties:
        return tuple(dict.fromkeys(dynasties))
    years = years_of((), year_from, year_to)
    if years is None:
        return ()
    first, last = years
    shared = {code: min(last, ended) - max(first, began) for code, (began, ended) in DYNASTY_YEARS.items()}
    within = tuple(code for code, length in shared.items() if length > 0)
    return within or tuple(code for code, length in shared.items() if length == 0)
