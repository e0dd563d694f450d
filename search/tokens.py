"""A document as the engines store it: token streams per field, and the numbers and keys to sort by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from search.documents import SearchDocument
from search.fields import CODES, code_token
from search.folding import fold, folded_key, has_marks, is_syllable, words
from search.grid import quantised_lat, quantised_lon
from search.name_order import sort_key
from search.numerals import other_writings

# Best first. A match within the first n fields is better than one that needs the next.
FIELDS = ("name", "alias", "unit", "person", "decision", "keyword", "text", "page")
COLUMNS = (*FIELDS, CODES)  # what an engine stores; codes are asked for by name only
EXACT_MARK = "="  # "=đền" is the exact form, "den" the folded one; no word contains the mark
GAP = "="  # alone it keeps a phrase from running over from one value into the next
_CODED = ("category", "rank", "kind", "unit", "has", "level", "dynasty", "lunar_month", "licence")
_MAX_KEY = 400  # characters of a whole name that are compared
_MAX_SAID = 120  # characters; a longer one is no name to choose from a list
_FOREIGN_BELOW = 0.2  # share of marked words under which a long text is not Vietnamese
_LONG_TEXT = 8  # words; shorter ones say nothing about their language


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """What is written to an engine, computed once so that engines cannot differ."""

    id: str
    streams: tuple[str, ...]  # one per column of COLUMNS: tokens with single blanks
    name_keys: tuple[str, ...]  # every name as one folded string
    name_order: str
    weight: int
    updated: str
    facets: tuple[tuple[str, ...], ...]  # in the order of search.engines.base.FACETS
    lon: float | None  # quantised degrees
    lat: float | None
    years: tuple[int, int] | None = None  # first and last
    decided: tuple[str, str] | None = None  # first and last day
    festival_days: tuple[tuple[str, str], ...] = ()  # first and last day of each, soonest first
    spelt: tuple[str, ...] = ()  # names of the item, its units and people in exact form, for corrections
    said: tuple[tuple[str, str], ...] = ()  # type and text of what may be suggested while typing


def compile_document(document: SearchDocument) -> IndexedDocument:
    """Fold and tokenise a document. Deterministic."""
    placed = document.lon is not None and document.lat is not None
    facets = _facets(document)
    return IndexedDocument(
        id=document.id,
        streams=(*_streams(document), _codes(facets)),
        name_keys=_name_keys((*document.names, *document.names_en)),
        name_order=sort_key(document.names[0]) if document.names else "",
        weight=document.rank_weight * 100_000 + round(document.completeness * 10_000),
        updated=document.updated,
        facets=facets,
        lon=quantised_lon(document.lon) if placed and document.lon is not None else None,
        lat=quantised_lat(document.lat) if placed and document.lat is not None else None,
        years=(document.years.first, document.years.last) if document.years else None,
        decided=(document.decided.first, document.decided.last) if document.decided else None,
        festival_days=tuple(sorted({(days.first, days.last) for days in document.festival_days})),
        spelt=_spelt((*document.names, *document.names_en, *document.unit_names, *document.persons)),
        said=_said(document),
    )


def _facets(document: SearchDocument) -> tuple[tuple[str, ...], ...]:
    return (
        (document.category,) if document.category else (),
        (document.rank,) if document.rank else (),
        tuple(sorted(set(document.kinds))),
        tuple(sorted(set(document.units) | ({document.unit_code} - {""}))),
        tuple(sorted(set(document.has))),
        (str(document.level),),
        tuple(sorted(set(document.dynasties))),
        tuple(sorted({str(month) for month in document.lunar_months})),
        tuple(sorted(set(document.licences))),
    )


def _codes(facets: tuple[tuple[str, ...], ...]) -> str:
    return " ".join(
        code_token(facet, code) for facet, codes in zip(_CODED, facets, strict=True) for code in codes
    )


def _streams(document: SearchDocument) -> tuple[str, ...]:
    return (
        _stream(document.names[:1]),
        " ".join(filter(None, (_stream(document.names[1:]), _stream(document.names_en, foreign=True)))),
        _stream(document.unit_names),
        _stream(document.persons),
        _stream(document.decisions),
        _stream(document.keywords),
        _stream(document.texts),
        _stream(document.pages),
    )


def tokens_of(text: str) -> list[str]:
    """The tokens that an engine is given for one text, in order."""
    return _stream((text,)).split()


def _stream(values: Iterable[str], *, foreign: bool = False) -> str:
    parts: list[str] = []
    for value in values:
        exact = words(value)
        if not exact:
            continue
        parts += _both_forms(exact, foreign=foreign or _reads_foreign(exact))
        for writing in dict.fromkeys(other_writings(exact)):
            parts += _both_forms(writing, foreign=False)
    return " ".join(parts)


def _both_forms(exact: tuple[str, ...], *, foreign: bool) -> list[str]:
    """Exact tokens, a gap, folded tokens, a gap.

    In English "Den Tran" the words are not spelt without marks, they have lost them: an exact form there
    would put the translation above the original for whoever types ``den tran``.
    """
    folded = [fold(word) for word in exact]
    spelt = [
        EXACT_MARK + word
        for word, bare in zip(exact, folded, strict=True)
        if not (foreign and word == bare and is_syllable(bare))
    ]
    return [*spelt, GAP, *folded, GAP]


def _reads_foreign(exact: tuple[str, ...]) -> bool:
    if len(exact) < _LONG_TEXT:
        return False
    return sum(has_marks(word) for word in exact) < _FOREIGN_BELOW * len(exact)


def _spelt(values: tuple[str, ...]) -> tuple[str, ...]:
    texts = (" ".join(words(value))[:_MAX_KEY] for value in values)
    return tuple(dict.fromkeys(text for text in texts if text))


def _said(document: SearchDocument) -> tuple[tuple[str, str], ...]:
    units = tuple(name for name in document.unit_names if "," not in name)  # an address is no unit
    values = {"unit": units, "person": document.persons, "decision": document.decisions}
    found = ((type_, " ".join(text.split())[:_MAX_SAID]) for type_, all_ in values.items() for text in all_)
    return tuple(dict.fromkeys(pair for pair in found if words(pair[1])))


def _name_keys(names: tuple[str, ...]) -> tuple[str, ...]:
    keys = (folded_key(name)[:_MAX_KEY] for name in names)
    return tuple(dict.fromkeys(key for key in keys if key))
