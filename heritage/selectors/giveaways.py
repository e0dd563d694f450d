"""What of a record may give a hidden place away though the place itself is not shown: asked of a person, never withheld."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from gis.distance import distance_m
from heritage.models import Asset, Item
from heritage.rules.giveaways import states_coordinates

TEXTS = ("name_vi", "name_en", "summary_vi", "summary_en", "story_vi", "story_en", "former_address")
NEAR_M = 2000.0  # a neighbour shown exactly within this distance says more than the widest circle


@dataclass(frozen=True, slots=True)
class Giveaways:
    """Names of fields and of files whose words seem to state a place, and public neighbours shown exactly."""

    fields: tuple[str, ...]
    files: tuple[str, ...]
    neighbours: tuple[Item, ...]

    def __bool__(self) -> bool:
        return bool(self.fields or self.files or self.neighbours)


def giveaways(item: Item) -> Giveaways:
    """Of an item as it is, or as it would be once its revision is approved.

    Pages of papers are looked at by ``heritage.selectors.words.files_that_state_a_place``.
    """
    fields = [name for name in TEXTS if states_coordinates(str(getattr(item, name)))]
    if any(states_coordinates(f"{fact.get('vi')} {fact.get('en')}") for fact in item.facts):
        fields.append("facts")
    if any(states_coordinates(" ".join(map(str, source.values()))) for source in item.sources.values()):
        fields.append("sources")
    files = [
        asset.original_name.rsplit("/", 1)[-1]
        for asset in item.assets.exclude(state=Asset.State.REJECTED).order_by("order", "pk")
        if states_coordinates(f"{asset.caption_vi}\n{asset.caption_en}\n{asset.credit}")
    ]
    return Giveaways(tuple(fields), tuple(files), tuple(_neighbours(item)))


def _neighbours(item: Item) -> list[Item]:
    """Published items linked to this one that are shown exactly, and stand beside it: its festival, its gate."""
    if item.position is None:
        return []
    linked = Q(inverse_relations__subject_id=item.pk) | Q(relations__object_id=item.pk)
    rows = Item.objects.filter(linked, state=Item.State.PUBLISHED, disclosure="exact", position__isnull=False)
    return [
        each
        for each in rows.distinct().order_by("name_vi", "pk")
        if each.position is not None
        and distance_m(item.position.x, item.position.y, each.position.x, each.position.y) <= NEAR_M
    ]
