"""The one large picture of an item: the head of its page, the hero of the front page."""

from __future__ import annotations

from typing import Any

from heritage.models import Asset, Derivative, Item
from heritage.projections.item_page import caption, credit
from heritage.projections.media import derivative_url, recipes

WIDTHS = (640, 1280, 2048)


def lead_picture(item: Item, language: str) -> dict[str, Any] | None:
    """The first approved photo, or else the first picture made of another file, in every width there is."""
    ranked = sorted(item.assets.all(), key=lambda asset: (asset.kind != "photo", asset.order, asset.pk))
    for asset in ranked:
        if asset.published_at is None:
            continue
        sizes = _sizes(item, asset)
        if sizes:
            return _picture(item, asset, sizes, language)
    return None


def _sizes(item: Item, asset: Asset) -> list[tuple[int, Derivative]]:
    known = recipes(item, asset)
    return [
        (int(known[f"photo-{width}"].facts.get("width") or width), known[f"photo-{width}"])
        for width in WIDTHS
        if f"photo-{width}" in known
    ]


def _picture(item: Item, asset: Asset, sizes: list[tuple[int, Derivative]], language: str) -> dict[str, Any]:
    middle = sizes[min(1, len(sizes) - 1)][1]
    return {
        "url": derivative_url(asset, middle),
        "srcset": ", ".join(f"{derivative_url(asset, each)} {width}w" for width, each in sizes),
        "alt": caption(asset, language) or item.name_vi,
        "caption": caption(asset, language),
        "credit": credit(asset, language),
        "width": middle.facts.get("width") or 1280,
        "height": middle.facts.get("height") or 853,
    }
