"""What a reviewer compares: every proposed value beside the approved one, in words, word by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.utils.translation import gettext as _

from gis.distance import distance_m, spoken_distance
from gis.drawing import measured
from heritage import categories
from heritage.forms.item import ItemForm
from heritage.models import Item, Revision
from heritage.models.item import FIELDS
from heritage.projections.dates import partial_text
from heritage.projections.item_facts import FACT_LABELS
from heritage.projections.shape_words import size_words
from heritage.services import editing
from heritage.views.context import language

# What readers ask first comes first; the rest follows in the order of the form.
ORDER = ("name_vi", "name_en", "category", "alt_names", "han_nom", "kinds", "rank")
VOCABULARIES = {
    "category": categories.CATEGORIES,
    "rank": categories.RANKS,
    "kinds": categories.KINDS,
    "disclosure": categories.DISCLOSURES,
    "dynasties": categories.DYNASTIES,
}
UNCHANGED_DEFAULTS: dict[str, Any] = {"rank": "unknown", "disclosure": "exact", "consent_recorded": False}
# Longer texts are shown whole on both sides: comparing them word by word would take seconds.
MAX_WORDS = 4000
ALIKE_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words; ``marked`` when the other side lacks it."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One numbered change. ``place`` is there for positions only."""

    number: int
    label: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    place: dict[str, Any] | None = None
    is_shape: bool = False

    @property
    def is_on_map(self) -> bool:
        """Whether a map shows it better than words."""
        return self.place is not None or self.is_shape


def changes_of(item: Item, revision: Revision | None) -> list[Change]:
    """The changes in the form's order; for an item that was never public, everything that is written."""
    values = dict(revision.values) if revision else {}
    if item.published_at is None:
        fields = (*FIELDS, editing.PLACEMENT, *editing.SHAPES)
        first = {name: editing.current_value(item, name) for name in fields}
        values = {name: value for name, value in (first | values).items() if not _empty(name, value)}
    names = sorted(values, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))
    changes = []
    for number, name in enumerate(names, 1):
        before = None if item.published_at is None else editing.current_value(item, name)
        left, right = compare(words_for(name, before), words_for(name, values[name]))
        place = _place(before, values[name]) if name == editing.PLACEMENT else None
        changes.append(Change(number, field_label(name), left, right, place, name in editing.SHAPES))
    return changes


def compare(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in runs, with what the other side lacks marked.

    >>> compare("Chùa Phổ Minh", "Chùa Phổ Minh cổ")[1]
    (Piece(text='Chùa Phổ Minh', marked=False), Piece(text=' cổ', marked=True))
    """
    if not before or not after or before == after:
        same = before == after
        return _one(before, marked=not same), _one(after, marked=not same)
    old, new = re.findall(r"\s+|[^\s]+", before), re.findall(r"\s+|[^\s]+", after)
    if len(old) + len(new) > MAX_WORDS or _unlike(before, after):
        return _one(before, marked=True), _one(after, marked=True)
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, i, j, k, m in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if i < j:
            left.append(Piece("".join(old[i:j]), kind != "equal"))
        if k < m:
            right.append(Piece("".join(new[k:m]), kind != "equal"))
    return tuple(left), tuple(right)


def _unlike(before: str, after: str) -> bool:
    """Whether the texts share so little that marking single words would only be noise."""
    old, new = set(before.split()), set(after.split())
    return len(old & new) < ALIKE_SHARE * min(len(old), len(new))


def _one(text: str, *, marked: bool) -> tuple[Piece, ...]:
    return (Piece(text, marked),) if text else ()


def field_label(name: str) -> str:
    """The form's own label of a field."""
    labels = {
        editing.PLACEMENT: _("Vị trí"),
        "sources": _("Nguồn"),
        "sources_of": _("Nguồn của từng mục"),
        "facts": _("Thông tin thêm"),
        "lunar": _("Ngày hội"),
    }
    if name in editing.SHAPES:
        return categories.term(categories.SHAPES, name).label(language())
    field = ItemForm.base_fields.get(name)
    return labels.get(name) or (str(field.label) if field else name)


def words_for(name: str, value: Any) -> str:
    """A value as a person reads it; empty for nothing."""
    if value in (None, "", [], {}):
        return ""
    if name in VOCABULARIES:
        codes = value if isinstance(value, list) else [value]
        return ", ".join(categories.term(VOCABULARIES[name], code).one(language()) for code in codes)
    if name in WORDS:
        return WORDS[name](value)
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, list):
        return "\n".join(str(each) for each in value)
    return str(value)


def _place_words(value: dict[str, Any]) -> str:
    degrees = f"{figure(value['lat'], 6)}; {figure(value['lon'], 6)}"
    return f"{degrees} (± {figure(value['accuracy_m'])} m)" if value.get("accuracy_m") else degrees


def _source_words(value: dict[str, Any]) -> str:
    return "\n".join(
        " ".join(filter(None, (str(source.get("title", "")), str(source.get("url", "")))))
        for source in value.values()
    )


def _fact_words(value: list[dict[str, Any]]) -> str:
    place, tongue = (1, "en") if language() == "en" else (0, "vi")
    return "\n".join(
        f"{FACT_LABELS.get(fact.get('code', ''), FACT_LABELS['other'])[place]}: "
        f"{fact.get(tongue) or fact.get('vi') or ''}"
        for fact in value
    )


def _date_words(value: dict[str, Any]) -> str:
    calendar = _("Dương lịch") if value.get("calendar") == "solar" else _("Âm lịch")
    return _("%(calendar)s, từ ngày %(day)s/%(month)s, trong %(days)s ngày") % {
        "calendar": calendar,
        "day": value["day"],
        "month": value["month"],
        "days": value.get("days") or 1,
    }


def _shape_words(value: str) -> str:
    size = measured(GEOSGeometry(value))
    return _("%(size)s, %(n)s đỉnh") % {"size": size_words(size, language()), "n": size.corners}


WORDS: dict[str, Callable[[Any], str]] = {
    editing.PLACEMENT: _place_words,
    **dict.fromkeys(editing.SHAPES, _shape_words),
    "sources": _source_words,
    "sources_of": lambda value: ", ".join(f"{field_label(name)}: {key}" for name, key in value.items()),
    "facts": _fact_words,
    "lunar": _date_words,
    "decision_date": lambda value: partial_text(value, language()),
}


def figure(value: float, digits: int | None = None) -> str:
    """A number with the decimal mark of the language; without ``digits`` every one that it has."""
    text = repr(float(value)).removesuffix(".0") if digits is None else f"{value:.{digits}f}"
    return text if language() == "en" else text.replace(".", ",")


def _place(before: dict[str, Any] | None, after: dict[str, Any] | None) -> dict[str, Any]:
    """The two positions row by row, and how far apart they are."""
    moved = None
    if before and after:
        metres = distance_m(before["lon"], before["lat"], after["lon"], after["lat"])
        moved = spoken_distance(metres, "." if language() == "en" else ",")
    rows: list[tuple[str, Callable[[dict[str, Any]], str]]] = [
        (_("Vĩ độ"), lambda place: figure(place["lat"], 6)),
        (_("Kinh độ"), lambda place: figure(place["lon"], 6)),
        (
            _("Sai số, mét"),
            lambda place: "" if place.get("accuracy_m") is None else figure(place["accuracy_m"]),
        ),
        (_("Cách đo"), lambda place: categories.term(categories.METHODS, place["method"]).label(language())),
        (_("Tọa độ gốc"), native_words),
        (_("Đã ghi nguyên văn"), lambda place: str(place.get("text") or "")),
    ]
    return {
        "moved": moved,
        "rows": [
            {
                "label": label,
                "before": read(before) if before else "",
                "after": read(after) if after else "",
            }
            for label, read in rows
        ],
    }


def native_words(place: dict[str, Any]) -> str:
    """The coordinates as the paper has them: X north, Y east, with their system; empty where none were kept."""
    if not place.get("native_crs") or place.get("native_x") is None or place.get("native_y") is None:
        return ""
    return f"X {figure(place['native_y'], 3)}; Y {figure(place['native_x'], 3)} ({place['native_crs']})"


def _empty(name: str, value: Any) -> bool:
    return value in (None, "", [], {}) or (name in UNCHANGED_DEFAULTS and value == UNCHANGED_DEFAULTS[name])
