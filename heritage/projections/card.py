"""An item as a card or a result line of a page, in one language."""

from __future__ import annotations

from typing import Any

from heritage import categories
from heritage.models import Item
from heritage.projections.item_document import item_url
from heritage.projections.media import poster
from heritage.projections.position import public_position

RANK_TONES = {
    "unesco": "special",
    "special_national": "special",
    "national": "national",
    "ich_national": "national",
    "provincial": "provincial",
    "recognised_craft": "provincial",
    "inventory": "provincial",
}
RANK_SHORT = {
    "special_national": ("Quốc gia đặc biệt", "Special national"),
    "national": ("Quốc gia", "National"),
    "ich_national": ("Phi vật thể quốc gia", "National intangible"),
    "provincial": ("Cấp tỉnh, thành phố", "Provincial"),
}


def card(item: Item, language: str, distance_m: float | None = None) -> dict[str, Any]:
    """What the list templates need; proper names stay as they are written."""
    counts: dict[str, int] = {}
    for asset in item.assets.all():
        if asset.published_at is not None:
            counts[asset.kind] = counts.get(asset.kind, 0) + 1
    position = public_position(item)
    picture = poster(item)
    return {
        "id": item.public_id,
        "url": item_url(item, language),
        "name": name_in(item, language),
        "name_other": item.name_vi if language == "en" and item.name_en else "",
        "category": item.category,
        "category_label": categories.term(categories.CATEGORIES, item.category).one(language),
        "symbol": categories.term(categories.CATEGORIES, item.category).symbol,
        "unit_name": item.unit.name,
        "unit_code": item.unit.code,
        "rank": item.rank,
        "rank_label": rank_short(item.rank, language),
        "rank_tone": RANK_TONES.get(item.rank, "none"),
        "level": item.level,
        "level_label": categories.term(categories.LEVELS, str(item.level)).label(language),
        "summary": text_in(item, "summary", language),
        "poster_url": picture.url if picture else None,
        "poster_placeholder": picture.placeholder if picture else None,
        "poster_srcset": picture.srcset if picture else "",
        "poster_webp": picture.webp_srcset if picture else "",
        "has": list(counts),
        "has_text": has_text(counts, language),
        "position": position,
        "approximate": bool(position and position.approximate),
        "distance_m": distance_m,
    }


def rank_short(rank: str, language: str) -> str:
    """The rank as a list shows it; nothing where it is not known, so that lists stay quiet."""
    if rank == "unknown":
        return ""
    if rank in RANK_SHORT:
        return RANK_SHORT[rank][1 if language == "en" else 0]
    return categories.term(categories.RANKS, rank).label(language)


def name_in(item: Item, language: str) -> str:
    """The name in a language; the Vietnamese one where there is no English."""
    return (item.name_en if language == "en" else "") or item.name_vi


def text_in(item: Item, field: str, language: str) -> str:
    """A text in a language, or nothing: languages are never mixed."""
    return str(getattr(item, f"{field}_{'en' if language == 'en' else 'vi'}"))


def has_text(counts: dict[str, int], language: str) -> str:
    """ "12 ảnh · Mô hình 3D" """
    parts = []
    for kind in categories.MEDIA_KINDS:
        count = counts.get(kind.code, 0)
        if not count:
            continue
        label = kind.one(language) if count == 1 else kind.label(language)
        parts.append(f"{count} {label.lower()}" if kind.code in ("photo", "scan", "document") else label)
    return " · ".join(parts)
