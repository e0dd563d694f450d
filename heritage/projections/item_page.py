"""The parts of an item page: story, pictures, papers, 3D, sound, in one language."""

from __future__ import annotations

from typing import Any

from gis.placement import Method
from heritage import categories
from heritage.models import Asset, Derivative, Item
from heritage.projections.media import derivative_url, recipes, small_picture


def story_paragraphs(item: Item, language: str) -> list[str]:
    """The story in its paragraphs; none where this language has no text."""
    text = item.story_en if language == "en" else item.story_vi
    return [part.strip() for part in text.split("\n\n") if part.strip()]


def gallery(item: Item, language: str) -> list[dict[str, Any]]:
    """Approved pictures: a large one, a small one, words, and tiles for deep zoom where they exist."""
    pictures = []
    for asset in _shown(item, "photo"):
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


def papers(item: Item, language: str) -> list[dict[str, Any]]:
    """Approved scans and documents: the first page as a picture, the number of pages, tiles."""
    rows = []
    for kind in ("scan", "document"):
        for asset in _shown(item, kind):
            known = recipes(item, asset)
            cover = small_picture(known)
            first = known.get("page-0001-1280", cover)
            if cover is None or first is None:
                continue
            rows.append(
                {
                    "url": derivative_url(asset, first),
                    "thumb_url": derivative_url(asset, cover),
                    "alt": caption(asset, language) or asset.original_name,
                    "caption": caption(asset, language),
                    "credit": credit(asset, language),
                    "width": cover.facts.get("width"),
                    "height": cover.facts.get("height"),
                    "tiles_url": f"/iiif/3/{asset.public_id}/info.json" if "pyramid" in known else None,
                    "pages": asset.facts.get("pages"),
                }
            )
    return rows


def viewers(item: Item, language: str) -> list[dict[str, Any]]:
    """Approved point clouds and meshes with poster, stills and what opening them costs."""
    rows = []
    for kind, recipe in (("mesh", "model"), ("cloud", "copc")):
        for asset in _shown(item, kind):
            known = recipes(item, asset)
            if recipe not in known:
                continue
            poster = known.get("poster") or small_picture(known)
            points = asset.facts.get("points")
            rows.append(
                {
                    "kind": kind,
                    "src": derivative_url(asset, known[recipe]),
                    "poster_url": derivative_url(asset, poster) if poster else None,
                    "poster_alt": caption(asset, language) or item.name_vi,
                    "title": caption(asset, language)
                    or categories.term(categories.MEDIA_KINDS, kind).label(language),
                    "size_text": size_text(known[recipe].bytes, language),
                    "detail": _points_text(points, language) if points else None,
                    "stills": _stills(asset, known, language),
                    "download_url": derivative_url(asset, known[recipe]),
                    "credit": credit(asset, language),
                }
            )
    return rows


def sounds(item: Item, language: str) -> list[dict[str, Any]]:
    """Approved recordings that a browser plays."""
    rows = []
    for kind in ("audio", "video"):
        for asset in _shown(item, kind):
            known = recipes(item, asset)
            if kind in known:
                rows.append(
                    {
                        "kind": kind,
                        "url": derivative_url(asset, known[kind]),
                        "type": known[kind].media_type,
                        "caption": caption(asset, language),
                        "credit": credit(asset, language),
                        "size_text": size_text(known[kind].bytes, language),
                    }
                )
    return rows


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


SIDES = {
    "turntable-01": ("Nhìn từ phía nam", "From the south"),
    "turntable-02": ("Nhìn từ phía tây", "From the west"),
    "turntable-03": ("Nhìn từ phía bắc", "From the north"),
    "turntable-04": ("Nhìn từ phía đông", "From the east"),
}


def _stills(asset: Asset, known: dict[str, Derivative], language: str) -> list[dict[str, Any]]:
    """Four views; the side is named only where the file itself knows where north is."""
    oriented = (asset.placement or {}).get("method") == Method.SCAN_CRS
    return [
        {
            "url": derivative_url(asset, known[recipe]),
            "caption": words[1 if language == "en" else 0] if oriented else "",
        }
        for recipe, words in SIDES.items()
        if recipe in known
    ]


def _shown(item: Item, kind: str) -> list[Asset]:
    return [each for each in item.assets.all() if each.kind == kind and each.published_at is not None]


def _points_text(points: int, language: str) -> str:
    if points >= 1_000_000:
        number = f"{points / 1e6:.1f}"
        return f"{number} million points" if language == "en" else f"{number.replace('.', ',')} triệu điểm"
    return f"{points:,} points" if language == "en" else f"{points:,}".replace(",", ".") + " điểm"
