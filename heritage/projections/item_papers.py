"""Scans and documents of an item page: a cover, and every page that can be looked at closely."""

from __future__ import annotations

from typing import Any

from heritage.models import Asset, Derivative, Item
from heritage.projections.item_page import caption, credit, shown_of
from heritage.projections.media import derivative_url, recipes, small_picture

THUMB_PX = (132, 176)  # the largest a page may be in the strip; IIIF refuses to enlarge a smaller one


def papers(item: Item, language: str) -> list[dict[str, Any]]:
    """Approved scans and documents: the first page as a picture, the pages with their tiles."""
    rows = []
    for kind in ("scan", "document"):
        for asset in shown_of(item, kind):
            known = recipes(item, asset)
            cover = small_picture(known)
            first = known.get("page-0001-1280", cover)
            if cover is None or first is None:
                continue
            leaves = pages_of(asset, known)
            rows.append(
                {
                    "asset": asset.public_id,
                    "url": derivative_url(asset, first),
                    "thumb_url": derivative_url(asset, cover),
                    "alt": caption(asset, language) or _name(item, asset),
                    "caption": caption(asset, language),
                    "credit": credit(asset, language),
                    "width": cover.facts.get("width"),
                    "height": cover.facts.get("height"),
                    "tiles_url": leaves[0]["tiles_url"] if leaves else None,
                    "pages": asset.facts.get("pages"),
                    "leaves": leaves if len(leaves) > 1 else [],
                }
            )
    return rows


def _name(item: Item, asset: Asset) -> str:
    """The file's name; of an item whose place is hidden the item's, for people write places into names of files."""
    return item.name_vi if item.is_protected else asset.original_name


def pages_of(asset: Asset, known: dict[str, Derivative]) -> list[dict[str, Any]]:
    """The pages that have a pyramid, in order: number, tiles, the page as one picture, a small one with its size."""
    leaves = []
    for recipe in sorted(name for name in known if name == "pyramid" or name.startswith("pyramid-")):
        number = int(recipe.partition("-")[2] or 1)
        identifier = asset.public_id if number == 1 else f"{asset.public_id}-{number:04}"
        whole = known.get(f"page-{number:04}-1280")
        width, height = thumb_size(known[recipe])
        leaves.append(
            {
                "number": number,
                "tiles_url": f"/iiif/3/{identifier}/info.json",
                "url": derivative_url(asset, whole)
                if whole
                else f"/iiif/3/{identifier}/full/max/0/default.jpg",
                "thumb_url": f"/iiif/3/{identifier}/full/{width},{height}/0/default.jpg",
                "width": width,
                "height": height,
            }
        )
    return sorted(leaves, key=lambda leaf: leaf["number"])


def thumb_size(pyramid: Derivative) -> tuple[int, int]:
    """Width and height in pixels of a page in the strip, never larger than the page itself."""
    width, height = int(pyramid.facts["width"]), int(pyramid.facts["height"])
    share = min(1.0, THUMB_PX[0] / width, THUMB_PX[1] / height)
    return max(1, round(width * share)), max(1, round(height * share))
