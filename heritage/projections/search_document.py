"""An item as the search engines see it. The only place that decides what enters the index."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache

from gis.models import AdminUnit
from heritage import categories
from heritage.models import Asset, Item
from heritage.projections.position import public_position
from heritage.rules.lunar import LAST_YEAR, DateRule, solar_date
from heritage.rules.periods import dynasties_of, years_of
from search.documents import Days, SearchDocument, Years

MOST_PAGE_CHARACTERS = 400_000  # of one item: some 160 full pages; what follows is shown and not searched
_YEARS_AHEAD = 15  # of festivals; counted from a fifth year, so that documents change once in five years
_MOST_NAME = 80  # characters; a longer one tells a story
_BETWEEN_NAMES = re.compile(r"\s*(?:;|,|\bvà\b)\s*(?![^(]*\))")
PEOPLE = ("worshipped_at", "celebrates", "founder_of")  # what a relation to a person may be


def search_document(item: Item, of_unit: tuple[str, ...] | None = None) -> SearchDocument:
    """The document of a published item; its place is the public one.

    Args:
        item: With its unit.
        of_unit: :func:`names_of_unit` of its unit where they are known, as many items share one.
    """
    position = public_position(item)
    years = years_of(item.dynasties, item.year_from, item.year_to)
    units = [item.unit, *item.other_units.all()]
    roll_up: dict[str, None] = {}
    for unit in units:
        roll_up[unit.code] = None
        roll_up[unit.province_code] = None
    shown = [asset for asset in item.assets.all() if asset.published_at is not None]
    has = dict.fromkeys(asset.kind for asset in shown)
    rule = DateRule.from_dict(item.lunar) if item.lunar else None
    return SearchDocument(
        id=item.public_id,
        names=(item.name_vi, *item.alt_names, *((item.han_nom,) if item.han_nom else ())),
        names_en=(item.name_en,) if item.name_en else (),
        unit_code=item.unit.code,
        units=tuple(roll_up),
        unit_names=tuple(
            dict.fromkeys(
                (
                    *(of_unit or names_of_unit(item.unit)),
                    *((item.former_address,) if item.former_address else ()),
                )
            )
        ),
        texts=tuple(
            text for text in (item.summary_vi, item.summary_en, item.story_vi, item.story_en) if text
        ),
        keywords=tuple(_keywords(item)),
        persons=tuple(_persons(item)),
        decisions=(item.decision_number,) if item.decision_number else (),
        pages=tuple(_pages(item, shown)),
        category=item.category,
        rank=item.rank,
        kinds=tuple(item.kinds),
        has=tuple(has),
        level=item.level,
        rank_weight=categories.term(categories.RANKS, item.rank).weight,
        completeness=_completeness(item, shown),
        updated=(item.published_at or item.updated_at).isoformat(),
        lon=position.lon if position else None,
        lat=position.lat if position else None,
        dynasties=dynasties_of(item.dynasties, item.year_from, item.year_to),
        years=Years(*years) if years else None,
        lunar_months=(rule.month,) if rule and rule.is_lunar else (),
        licences=tuple(dict.fromkeys(asset.licence for asset in shown if asset.licence)),
        decided=_decided(item.decision_date),
        festival_days=_festival_days(rule, dt.date.today().year // 5 * 5 - 1) if rule else (),
    )


def has_searchable_pages(item: Item, asset: Asset) -> bool:
    """Whether the words on a file's pages may be found: public ones, and none that could give a place away."""
    return asset.published_at is not None and not item.is_protected


def own_texts(item: Item) -> tuple[str, ...]:
    """What the record itself says, without its papers; needs no row beside the item and its unit."""
    names = (item.name_vi, item.name_en, item.han_nom, *item.alt_names)
    places = (item.unit.name, item.unit.province_name, item.former_address)
    texts = (item.summary_vi, item.summary_en, item.story_vi, item.story_en)
    return tuple(text for text in (*names, *places, item.decision_number, *_keywords(item), *texts) if text)


def _pages(item: Item, shown: list[Asset]) -> Iterator[str]:
    left = MOST_PAGE_CHARACTERS
    for asset in shown:
        for page in asset.page_texts.all() if has_searchable_pages(item, asset) else ():
            if page.text and left > 0:
                yield page.text[:left]
                left -= len(page.text)


def names_of_unit(unit: AdminUnit) -> tuple[str, ...]:
    """Its name today and those of everything that it was made of, two steps back, with district and province."""
    names: dict[str, None] = {unit.name: None, unit.province_name: None}
    for step in unit.came_from.all():
        names |= _names_then(step.old)
        for earlier in step.old.came_from.all():
            names |= _names_then(earlier.old)
    return tuple(names)


def _names_then(unit: AdminUnit) -> dict[str, None]:
    """A former unit and what it lay in."""
    return dict.fromkeys(filter(None, (unit.name, unit.district_name, unit.province_name)))


def _keywords(item: Item) -> list[str]:
    words = [categories.term(categories.CATEGORIES, item.category).vi]
    words += [categories.term(categories.KINDS, kind).vi for kind in item.kinds]
    words += [
        str(fact["vi"])
        for fact in item.facts
        if fact.get("code") in ("titles", "worshipped") and fact.get("vi")
    ]
    return words


def _persons(item: Item) -> dict[str, None]:
    """Names of people: its own, of those it is linked to and that are public, and those its record tells of."""
    names: dict[str, None] = {}
    figures = [item] if item.category == "figure" else []
    figures += [each.object for each in item.relations.all() if each.kind in PEOPLE]
    figures += [each.subject for each in item.inverse_relations.all() if each.kind in PEOPLE]
    for figure in figures:
        if figure.category == "figure" and figure.is_public:
            names |= dict.fromkeys((figure.name_vi, *figure.alt_names))
    for fact in item.facts:
        if fact.get("code") == "worshipped" and fact.get("vi"):
            told = _BETWEEN_NAMES.split(str(fact["vi"]))
            names |= dict.fromkeys(name for name in told if 0 < len(name) <= _MOST_NAME)
    return names


def _decided(date: str) -> Days | None:
    """The days of an ISO date, or of a year alone; ``None`` of anything else."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", date):
        return Days(date, date)
    return Days(f"{date}-01-01", f"{date}-12-31") if re.fullmatch(r"\d{4}", date) else None


@lru_cache(maxsize=4096)
def _festival_days(rule: DateRule, first_year: int) -> tuple[Days, ...]:
    """Its days from a year on; years that lack them are left out."""
    found = []
    for year in range(first_year, min(first_year + _YEARS_AHEAD, LAST_YEAR + 1)):
        day = solar_date(rule, year)
        if day is not None:
            found.append(Days(day.isoformat(), (day + dt.timedelta(days=rule.days - 1)).isoformat()))
    return tuple(found)


def _completeness(item: Item, shown: list[Asset]) -> float:
    filled = [
        bool(item.name_en),
        bool(item.summary_vi),
        bool(item.story_vi),
        item.position is not None,
        item.rank != "unknown",
        bool(item.facts),
        bool(shown),
    ]
    return sum(filled) / len(filled)
