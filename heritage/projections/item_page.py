"""The parts of an item page: facts with sources, pictures, papers, 3D, sound, in one language."""

from __future__ import annotations

from typing import Any

from heritage import categories
from heritage.models import Asset, Item
from heritage.projections.media import derivative_url, recipes

FACT_LABELS = {
    "founded": ("Khởi dựng", "Founded"),
    "founded_year": ("Năm khởi dựng", "Year founded"),
    "built": ("Xây dựng", "Built"),
    "worshipped": ("Thờ", "Worships"),
    "feast_day": ("Ngày lễ", "Feast day"),
    "birth": ("Sinh", "Born"),
    "death": ("Mất", "Died"),
    "native_place": ("Quê", "Native place"),
    "titles": ("Tước hiệu", "Titles"),
    "products": ("Sản phẩm", "Products"),
    "households": ("Số hộ làm nghề", "Households"),
    "craft_founder": ("Tổ nghề", "Founder of the craft"),
    "organiser": ("Tổ chức", "Organiser"),
    "rite": ("Nghi lễ", "Rites"),
    "holidays": ("Ngày hội", "Days"),
    "artefacts": ("Hiện vật", "Artefacts"),
    "restoration": ("Tu bổ", "Restoration"),
    "visiting": ("Tham quan", "Visiting"),
    "area": ("Diện tích", "Area"),
    "other": ("Ghi chép khác", "Other"),
}


def facts(item: Item, language: str) -> list[dict[str, Any]]:
    """Label, value and source of everything recorded; what every item should have and lacks is None."""
    english = language == "en"
    rows = [
        _fact(item, ("Loại hình", "Kind"), _kinds(item, language), "name", english),
        _fact(item, ("Xếp hạng", "Rank"), _rank(item, language), "rank", english),
        _fact(item, ("Quyết định", "Decision"), _decision(item, english), "rank", english),
    ]
    if item.former_address:
        rows.append(
            _fact(item, ("Địa chỉ cũ", "Former address"), item.former_address, "former_address", english)
        )
    for fact in item.facts:
        label = FACT_LABELS.get(fact.get("code", ""), FACT_LABELS["other"])
        value = fact.get("en") if english else fact.get("vi")
        rows.append(
            {
                "label": label[1 if english else 0],
                "value": value or None,
                "lines": None,
                **_source(item.sources.get(fact.get("source", ""))),
            }
        )
    return rows


def sources(item: Item) -> list[dict[str, Any]]:
    """Every source once, numbered from 1, in the order in which they were recorded."""
    return [{"number": number, **source} for number, source in enumerate(item.sources.values(), 1)]


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
        small = known.get("photo-640", sizes[-1])
        pictures.append(
            {
                "url": derivative_url(asset, sizes[-1]),
                "thumb_url": derivative_url(asset, small),
                "alt": caption(asset, language) or item.name_vi,
                "caption": caption(asset, language),
                "credit": _credit(asset),
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
            cover = known.get("photo-640")
            first = known.get("page-0001-1280", cover)
            if cover is None or first is None:
                continue
            rows.append(
                {
                    "url": derivative_url(asset, first),
                    "thumb_url": derivative_url(asset, cover),
                    "alt": caption(asset, language) or asset.original_name,
                    "caption": caption(asset, language),
                    "credit": _credit(asset),
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
            poster = known.get("poster") or known.get("photo-640")
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
                    "stills": [
                        {"url": derivative_url(asset, each), "caption": ""}
                        for name, each in sorted(known.items())
                        if name.startswith("turntable-")
                    ][:4],
                    "download_url": derivative_url(asset, known[recipe]),
                    "credit": _credit(asset),
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
                        "credit": _credit(asset),
                        "size_text": size_text(known[kind].bytes, language),
                    }
                )
    return rows


def caption(asset: Asset, language: str) -> str:
    """The caption in a language; English falls back to nothing, never to Vietnamese."""
    return asset.caption_en if language == "en" else asset.caption_vi


def size_text(size: int, language: str) -> str:
    """ "4,2 MB" """
    text = f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{max(1, round(size / 1e3))} kB"
    return text if language == "en" else text.replace(".", ",")


def _shown(item: Item, kind: str) -> list[Asset]:
    return [each for each in item.assets.all() if each.kind == kind and each.published_at is not None]


def _credit(asset: Asset) -> str:
    licence = categories.term(categories.LICENCES, asset.licence).vi if asset.licence else ""
    return ", ".join(part for part in (asset.credit, licence) if part)


def _points_text(points: int, language: str) -> str:
    if points >= 1_000_000:
        number = f"{points / 1e6:.1f}"
        return f"{number} million points" if language == "en" else f"{number.replace('.', ',')} triệu điểm"
    return f"{points:,} points" if language == "en" else f"{points:,}".replace(",", ".") + " điểm"


def _kinds(item: Item, language: str) -> str:
    return ", ".join(categories.term(categories.KINDS, kind).label(language) for kind in item.kinds)


def _rank(item: Item, language: str) -> str:
    return "" if item.rank == "unknown" else categories.term(categories.RANKS, item.rank).label(language)


def _decision(item: Item, english: bool) -> str:
    if not item.decision_number:
        return ""
    parts = item.decision_date.split("-")
    day = "/".join(reversed(parts)) if item.decision_date else ""
    between = ", dated " if english else ", ngày " if len(parts) == 3 else ", năm "
    return item.decision_number + (between + day if day else "")


def _fact(item: Item, label: tuple[str, str], value: str, source_of: str, english: bool) -> dict[str, Any]:
    source = item.sources.get(item.sources_of.get(source_of, "")) if value else None
    return {"label": label[1 if english else 0], "value": value or None, "lines": None, **_source(source)}


def _source(source: dict[str, Any] | None) -> dict[str, Any]:
    if not source:
        return {"source": None, "source_url": None}
    words = ", ".join(part for part in (source.get("title"), source.get("where")) if part)
    return {"source": words, "source_url": source.get("url") or None}
