"""The one large picture of an item: the head of its page, the hero of the front page."""

from __future__ import annotations

from typing import Any

from heritage.models import Asset, Derivative, Item
from heritage.projections.item_page import caption, credit
from heritage.projections.media import derivative_url, recipes, sizes, srcset


def lead_picture(item: Item, language: str) -> dict[str, Any] | None:
    """The first approved photo, or else the first picture made of another file, in every width there is."""
    ranked = sorted(item.assets.all(), key=lambda asset: (asset.kind != "photo", asset.order, asset.pk))
    for asset in ranked:
        if asset.published_at is None:
            continue
        known = recipes(item, asset)
        jpeg, webp = wide(known), wide(known, "-webp")
        if jpeg:
            return _picture(item, asset, jpeg, webp if len(webp) == len(jpeg) else [], language)
    return None


def wide(known: dict[str, Derivative], ending: str = "") -> list[tuple[int, Derivative]]:
    """The sizes that a large picture is worth: 640 px and more."""
    return [pair for pair in sizes(known, ending) if not pair[1].recipe.startswith("photo-320")]


def _picture(
    item: Item,
    asset: Asset,
    jpeg: list[tuple[int, Derivative]],
    webp: list[tuple[int, Derivative]],
    language: str,
) -> dict[str, Any]:
    middle = jpeg[min(1, len(jpeg) - 1)][1]
    return {
        "url": derivative_url(asset, middle),
        "srcset": srcset(asset, jpeg),
        "webp_srcset": srcset(asset, webp),
        "alt": caption(asset, language) or item.name_vi,
        "caption": caption(asset, language),
        "credit": credit(asset, language),
        "width": middle.facts.get("width") or 1280,
        "height": middle.facts.get("height") or 853,
    }
