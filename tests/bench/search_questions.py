"""Every kind of question, each with many different ones: an engine that remembers answers gains nothing by it."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from gis.bounds import Bounds
from heritage.categories import DYNASTIES, codes
from search.documents import Days, Moments, Near, Polygon, Query, SearchDocument, Sort, Years
from search.folding import fold, words

EACH = 60  # different questions of a kind
MOST_WORDS = 4  # of a name
PLAIN = "words without marks"
_TELEX = str.maketrans({"đ": "dd", "ê": "ee", "ô": "oo", "â": "aa", "ơ": "ow", "ư": "uw", "ă": "aw"})
Maker = Callable[[random.Random, SearchDocument], Query]


def questions(sample: Sequence[SearchDocument], seed: int) -> dict[str, list[Query]]:
    """By kind, in the order of the table."""
    dice = random.Random(seed)
    return {kind: [make(dice, dice.choice(sample)) for _ in range(EACH)] for kind, make in KINDS.items()}


def typed_so_far(sample: Sequence[SearchDocument], seed: int) -> list[str]:
    """Beginnings of names, for suggestions: from one letter to most of a name, without marks."""
    dice = random.Random(seed)
    return [
        (name := _plain(dice.choice(sample)))[: dice.randint(1, max(1, len(name) - 1))]
        for _ in range(EACH * 3)
    ]


def _name(document: SearchDocument) -> str:
    """As people ask for it: the kind and where it is, not every word of a long name."""
    found = document.names[0].split()
    return " ".join(found if len(found) <= MOST_WORDS else [found[0], *found[1 - MOST_WORDS :]])


def _plain(document: SearchDocument) -> str:
    return " ".join(fold(word) for word in words(_name(document)))


def _typo(dice: random.Random, document: SearchDocument) -> str:
    """One letter of a long word left out, and a word that nothing has the letters of."""
    found = _plain(document).split()
    at = max(range(len(found)), key=lambda each: len(found[each]))
    cut = dice.randrange(1, len(found[at]))
    found[at] = found[at][:cut] + "q" + found[at][cut:]
    return " ".join(found)


def _text(text: Callable[[random.Random, SearchDocument], str]) -> Maker:
    return lambda dice, document: Query(text=text(dice, document))


def _square(dice: random.Random) -> Polygon:
    lon, lat, half = dice.uniform(105.4, 107.0), dice.uniform(19.8, 21.3), dice.uniform(0.05, 0.4)
    return Polygon(
        (lon - half, lon + half, lon + half, lon, lon - half), (lat - half, lat - half, lat, lat + half, lat)
    )


def _box(dice: random.Random) -> Bounds:
    lon, lat, half = dice.uniform(105.4, 107.0), dice.uniform(19.8, 21.3), dice.uniform(0.05, 0.4)
    return Bounds(lon - half, lat - half, lon + half, lat + half)


def _near(dice: random.Random) -> Near:
    return Near(
        dice.uniform(105.4, 107.0), dice.uniform(19.8, 21.3), dice.choice((2_000.0, 10_000.0, 50_000.0))
    )


def _since(dice: random.Random) -> Moments:
    return Moments(
        f"2026-{dice.randint(1, 6):02}-{dice.randint(1, 28):02}", f"2026-{dice.randint(7, 12):02}-01"
    )


def _decided(dice: random.Random) -> Days:
    first = dice.randint(1962, 2020)
    return Days(f"{first}-01-01", f"{first + dice.randint(0, 5)}-12-31")


def _years(dice: random.Random) -> Years:
    first = dice.randint(1010, 1900)
    return Years(first, first + dice.randint(0, 80))


KINDS: dict[str, Maker] = {
    PLAIN: _text(lambda dice, document: _plain(document)),
    "words with marks": _text(lambda dice, document: _name(document)),
    "one word": _text(lambda dice, document: dice.choice(_plain(document).split())),
    "last word unfinished": _text(lambda dice, document: _plain(document)[:-1]),
    "phrase": _text(lambda dice, document: f'"{document.names[0]}"'),
    "with an exclusion": _text(
        lambda dice, document: f"{_plain(document).split()[0]} -{dice.choice(('le', 'mai', 'trúc'))}"
    ),
    "field": _text(
        lambda dice, document: f"ten:{_plain(document).split()[0]} donvi:{document.unit_names[0].split()[-1]}"
    ),
    "Telex left in": _text(lambda dice, document: _name(document).lower().translate(_TELEX)),
    "a slip": _text(_typo),
    "words of the text": _text(lambda dice, document: " ".join(dice.sample(document.texts[0].split(), 2))),
    "words and facets": lambda dice, document: Query(
        text=_plain(document).split()[0],
        categories=("relic",),
        ranks=("national", "provincial"),
        has=("photo",),
    ),
    "province": lambda dice, document: Query(text=_plain(document).split()[0], units=(document.units[-1],)),
    "facets alone": lambda dice, document: Query(
        dynasties=(dice.choice(codes(DYNASTIES)),), levels=(dice.randint(0, 3),), licences=("CC-BY-4.0",)
    ),
    "lunar month": lambda dice, document: Query(lunar_months=(dice.randint(1, 12),), sort=Sort.NAME),
    "years": lambda dice, document: Query(years=_years(dice)),
    "decided": lambda dice, document: Query(decided=_decided(dice)),
    "changed": lambda dice, document: Query(updated=_since(dice), sort=Sort.NEWEST),
    "rectangle": lambda dice, document: Query(text=_plain(document).split()[0], bounds=_box(dice)),
    "polygon": lambda dice, document: Query(polygon=_square(dice)),
    "around a point": lambda dice, document: Query(near=_near(dice), sort=Sort.DISTANCE),
    "by name": lambda dice, document: Query(text=_plain(document).split()[0], sort=Sort.NAME),
    "next festivals": lambda dice, document: Query(
        sort=Sort.NEXT_FESTIVAL, day=f"2026-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
    ),
}


def beyond(query: Query, cursor: str) -> Query:
    """The page that begins at a cursor."""
    return replace(query, cursor=cursor)
