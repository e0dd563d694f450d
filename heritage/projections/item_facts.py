"""What is recorded of an item, each with its source, in one language."""

from __future__ import annotations

from typing import Any

from heritage import categories
from heritage.models import Item
from heritage.projections.dates import partial_text

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
    "area": ("Diện tích", "Area"),
    "other": ("Ghi chép khác", "Other"),
}
# What somebody at the gate asks first; said to be unknown where nothing is recorded.
VISIT_LABELS = {
    "hours": ("Giờ mở cửa", "Opening hours", "clock"),
    "ticket": ("Vé", "Tickets", "ticket"),
    "conduct": ("Trang phục, ứng xử", "Dress and conduct", "shirt"),
    "access": ("Lối cho xe lăn", "Wheelchair access", "accessibility"),
    "parking": ("Chỗ đỗ xe", "Parking", "car"),
}
WEB = ("https://", "http://")


def facts(item: Item, language: str) -> list[dict[str, Any]]:
    """Label, value and source of everything recorded; what every item should have and lacks is None."""
    english = language == "en"
    rows = [
        _fact(item, ("Loại hình", "Kind"), _kinds(item, language), "name", english),
        _fact(item, ("Xếp hạng", "Rank"), _rank(item, language), "rank", english),
        _fact(item, ("Quyết định", "Decision"), _decision(item, language), "decision", english),
    ]
    if item.former_address:
        rows.append(
            _fact(item, ("Địa chỉ cũ", "Former address"), item.former_address, "former_address", english)
        )
    for fact in item.facts:
        if fact.get("code") in VISIT_LABELS or fact.get("code") == "visiting":
            continue
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


def visit(item: Item, language: str) -> list[dict[str, Any]]:
    """What a visitor must know, known or not; none for people, who cannot be visited."""
    if item.category == "figure":
        return []
    english = language == "en"
    known = {fact.get("code"): fact.get("en" if english else "vi") for fact in item.facts}
    rows = [
        {"icon": icon, "label": en if english else vi, "value": known.get(code)}
        for code, (vi, en, icon) in VISIT_LABELS.items()
    ]
    if known.get("visiting"):
        rows.insert(0, {"icon": "info", "label": known["visiting"], "value": ""})
    return rows


def sources(item: Item) -> list[dict[str, Any]]:
    """Every source once, numbered from 1, in the order in which they were recorded."""
    return [
        {"number": number, **source, "url": _web_address(source)}
        for number, source in enumerate(item.sources.values(), 1)
    ]


def story_sources(item: Item) -> list[int]:
    """Numbers of the sources of the story, or of the summary where the story names none."""
    numbers = {key: number for number, key in enumerate(item.sources, 1)}
    key = item.sources_of.get("story") or item.sources_of.get("summary")
    return [numbers[key]] if key in numbers else []


def _kinds(item: Item, language: str) -> str:
    return ", ".join(categories.term(categories.KINDS, kind).label(language) for kind in item.kinds)


def _rank(item: Item, language: str) -> str:
    return "" if item.rank == "unknown" else categories.term(categories.RANKS, item.rank).label(language)


def _decision(item: Item, language: str) -> str:
    if not item.decision_number:
        return ""
    if not item.decision_date:
        return item.decision_number
    day = partial_text(item.decision_date, language)
    between = ", dated " if language == "en" else ", năm " if len(item.decision_date) == 4 else ", ngày "
    return item.decision_number + between + day


def _fact(item: Item, label: tuple[str, str], value: str, source_of: str, english: bool) -> dict[str, Any]:
    source = item.sources.get(item.sources_of.get(source_of, "")) if value else None
    return {"label": label[1 if english else 0], "value": value or None, "lines": None, **_source(source)}


def _source(source: dict[str, Any] | None) -> dict[str, Any]:
    if not source:
        return {"source": None, "source_url": None}
    words = ", ".join(part for part in (source.get("title"), source.get("where")) if part)
    return {"source": words, "source_url": _web_address(source)}


def _web_address(source: dict[str, Any]) -> str | None:
    """The address, if a browser may be sent there; anything else is never a link, whoever wrote it."""
    url = str(source.get("url") or "")
    return url if url.lower().startswith(WEB) else None
