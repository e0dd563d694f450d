"""A figure has no place of its own: people are found through the relics that they belong to."""

from __future__ import annotations

from dataclasses import dataclass

from heritage.models import Item, Relation

# Where somebody is worshipped comes before where they lived or worked.
ORDER = ("worshipped_at", "celebrates", "associated", "part_of", "held_at", "practised_at", "founder_of")


@dataclass(frozen=True, slots=True)
class FigurePlace:
    """A published relic and whether the figure is worshipped there."""

    relic: Item
    worshipped: bool


def figure_places(figure: Item) -> list[FigurePlace]:
    """The published relics of a figure, those of its worship first; empty for anything but a figure."""
    if figure.category != "figure":
        return []
    found: dict[int, tuple[int, Item, bool]] = {}
    for kind, relic in _tied(figure):
        if not (relic.is_public and relic.category == "relic"):
            continue
        rank = ORDER.index(kind) if kind in ORDER else len(ORDER)
        if relic.pk not in found or rank < found[relic.pk][0]:
            found[relic.pk] = rank, relic, kind == "worshipped_at"
    ordered = sorted(found.values(), key=lambda each: (each[0], each[1].name_vi))
    return [FigurePlace(relic, worshipped) for _rank, relic, worshipped in ordered]


def _tied(figure: Item) -> list[tuple[str, Item]]:
    ours = Relation.objects.filter(subject=figure).select_related("object__unit")
    theirs = Relation.objects.filter(object=figure).select_related("subject__unit")
    return [(each.kind, each.object) for each in ours] + [(each.kind, each.subject) for each in theirs]
