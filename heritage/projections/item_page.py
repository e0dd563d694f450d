"""The parts of an item page that are read and looked at: story and pictures, in one language."""

from __future__ import annotations

from typing import Any

from heritage import categories
from heritage.models import Asset, Item
from heritage.projections.media import derivative_url, recipes, small_picture


def story_paragraphs(item: Item, language: str) -> list[str]:
    """The story in its paragraphs; none where this language has no text."""
    text = item.story_en if language == "en" else item.story_vi
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def gallery(item: Item, language: str) -> list[dict[str, Any]]:
    """Approved pictures: a large one, a small one, words, and tiles for deep zoom where they exist."""
    pictures = []
    for asset in shown_of(item, "photo"):
        known = recipes(item, asset)
        sizes = [
            known[name] for name in ("photo-320", "photo-640", "photo-1280", "photo-2048") if name in known
        ]
        if not sizes:
            continue
        small = small_picture(known) or sizes[-1]
        pictures.append(
            {
                "url": derivative_url(asset, sizes[-1]),
                "thumb_url": derivative_url(asset, small),
                "alt": caption(asset, language) or item.name_vi,
                "caption": caption(asset, language),
                "credit": credit(asset, language),
                "width": small.facts.get("width"),
                "height": small.facts.get("height"),
                "tiles_url": f"/iiif/3/{asset.public_id}/info.json" if "pyramid" in known else None,
            }
        )
    return pictures


def caption(asset: Asset, language: str) -> str:
    """The caption in a language; English falls back to nothing, never to Vietnamese."""
    return asset.caption_en if language == "en" else asset.caption_vi


def credit(asset: Asset, language: str) -> str:
    """Who made it and under which licence it may be used."""
    licence = categories.term(categories.LICENCES, asset.licence).label(language) if asset.licence else ""
    return ", ".join(part for part in (asset.credit, licence) if part)


def size_text(size: int, language: str) -> str:
    """ "4,2 MB" """
    text = f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{max(1, round(size / 1e3))} kB"
    return text if language == "en" else text.replace(".", ",")


def shown_of(item: Item, kind: str) -> list[Asset]:
    """The approved files of a kind, in their order."""
    return [each for each in item.assets.all() if each.kind == kind and each.published_at is not None]
