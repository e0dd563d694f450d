"""What may be meant while somebody types: items, units, people and decisions, each with where it leads."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext, override

from gis import units
from gis.names import fold_name
from heritage import engine
from heritage.models import Item
from heritage.projections.card import name_in
from heritage.projections.item_document import item_url
from search.documents import Suggestion
from search.errors import BadQuery

ITEMS, OF_EACH = 6, 3
# How a question that was chosen stands in the box: in the reader's language.
FIELDS = {
    "vi": {"unit": "đơn-vị", "person": "người", "decision": "quyết-định"},
    "en": {"unit": "unit", "person": "person", "decision": "decision"},
}


@dataclass(frozen=True, slots=True)
class Suggested:
    """One line.

    Attributes:
        text: A name as it is written.
        type: The category of an item, or ``unit``, ``person``, ``decision``.
        url: A path of the site, in the language asked for.
        note: The unit of an item, or how many items carry what is named.
    """

    text: str
    type: str
    url: str
    note: str


def suggested(text: str, language: str) -> list[Suggested]:
    """Lines for what has been typed so far: items, then units, people, decisions; best first in each.

    A text that is no question yet, as one of too many words, has none: whoever is typing goes on.

    Raises:
        EngineUnavailable: The search server does not answer.
    """
    current = engine.current()
    try:
        ids, values = current.suggest(text, ITEMS), current.suggest_values(text, OF_EACH)
    except BadQuery:
        return []
    return [*_items(ids, language), *_values(values, language)]


def _items(ids: tuple[str, ...], language: str) -> list[Suggested]:
    """Those that are published now, whatever the index says; looked at here, see ``catalogue.public_by_id``."""
    columns = ("public_id", "category", "name_vi", "name_en", "state", "unit__name")
    rows = Item.objects.select_related("unit").only(*columns).in_bulk(ids, field_name="public_id")
    return [
        Suggested(name_in(row, language), row.category, item_url(row, language), row.unit.name)
        for row in (rows[each] for each in ids if each in rows)
        if row.is_public
    ]


def _values(values: tuple[Suggestion, ...], language: str) -> list[Suggested]:
    codes = _codes([each.text for each in values if each.type == "unit"])
    with override(language):
        return [
            Suggested(
                each.text,
                each.type,
                _address(each, codes.get(each.text, []), language),
                ngettext("%(n)s di sản", "%(n)s di sản", each.count) % {"n": each.count},
            )
            for each in values
        ]


def _codes(names: list[str]) -> dict[str, list[str]]:
    """Codes of the units of today by name; a name may be that of several. Found by the index of folded names."""
    found: dict[str, list[str]] = {}
    if names:
        rows = units.standing(timezone.localdate()).filter(folded__in={fold_name(name) for name in names})
        for name, code in rows.values_list("name", "code"):
            found.setdefault(name, []).append(code)
    return found


def _address(value: Suggestion, codes: list[str], language: str) -> str:
    """Explore narrowed to the one unit that bears the name; else asked for what is named."""
    if len(codes) == 1:
        return f"{reverse('explore')}?{urlencode({'unit': codes[0]})}"
    _, _, asked = value.query.partition(":")
    return f"{reverse('explore')}?{urlencode({'q': f'{FIELDS[language][value.type]}:{asked}'})}"
