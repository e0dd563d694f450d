"""The words on the pages of files, as rows."""

from __future__ import annotations

from django.db.models import QuerySet

from heritage.models import Asset, Item, PageText
from heritage.rules.giveaways import states_coordinates


def public_words(item: Item) -> QuerySet[PageText]:
    """Of the published files of an item, in the order in which its papers are shown; none of a protected one."""
    if item.is_protected:  # as they are not searched either: they may give the place away
        return PageText.objects.none()
    rows = PageText.objects.filter(asset__item=item, asset__published_at__isnull=False)
    return rows.select_related("asset").order_by("-asset__kind", "asset__order", "asset__pk", "page")


def files_that_state_a_place(item: Item) -> list[Asset]:
    """Files of an item whose pages hold coordinates, or which are maps that were placed; in the item's order."""
    rows = item.assets.exclude(state=Asset.State.REJECTED).order_by("order", "pk")
    return [each for each in rows.prefetch_related("derivatives") if _is_placed_map(each) or _tells(each)]


def _is_placed_map(asset: Asset) -> bool:
    return any(each.recipe == "overlay" for each in asset.derivatives.all())


def _tells(asset: Asset) -> bool:
    return any(states_coordinates(row.text) for row in asset.page_texts.iterator(chunk_size=20))
