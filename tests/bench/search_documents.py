"""What searches are measured on: the real names of the open test set among any number of plausible documents."""

from __future__ import annotations

import csv
import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from heritage.categories import DYNASTIES, LICENCES, codes
from search.documents import Days, SearchDocument, Years
from tests.search.catalogue_more import OPEN_SET
from tests.search.synthetic import synthetic

PAIRS = Path("tests/search/pairs.csv")
SEED = 20261125
_PEOPLE = (
    "Trần Hưng Đạo",
    "Linh Lang Đại Vương",
    "Nguyễn Minh Không",
    "Liễu Hạnh",
    "Từ Đạo Hạnh",
    "Lý Nam Đế",
)
_YEAR_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Pair:
    """A question, and the name of what it means."""

    question: str
    wanted: str


def documents(count: int, seed: int = SEED) -> Iterator[SearchDocument]:
    """The open test set, then synthetic documents, with every field that can be asked for; ``count`` in all."""
    yield from OPEN_SET
    dice = random.Random(seed)
    for document in synthetic(count - len(OPEN_SET), seed):
        yield _filled(document, dice)


def pairs() -> list[Pair]:
    """The open test set's questions, as they are typed."""
    with PAIRS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [Pair(_typed(row), row["must_find"]) for row in rows]


def _typed(row: dict[str, str]) -> str:
    return unicodedata.normalize("NFD", row["query"]) if "NFD" in row["reason"] else row["query"]


def _filled(document: SearchDocument, dice: random.Random) -> SearchDocument:
    year = dice.randint(1010, 1945)
    month, day = dice.randint(1, 12), dice.randint(1, 28)
    festival = document.category == "festival"
    return replace(
        document,
        persons=(dice.choice(_PEOPLE),) if dice.random() < 0.4 else (),
        decisions=document.keywords,
        dynasties=(dice.choice(codes(DYNASTIES)),) if dice.random() < 0.6 else (),
        years=Years(year, year + dice.randint(0, 60)) if dice.random() < 0.5 else None,
        lunar_months=(month,) if festival else (),
        licences=(dice.choice(tuple(filter(None, codes(LICENCES)))),) if document.has else (),
        decided=_days(dice.randint(1962, 2026), month, day) if dice.random() < 0.5 else None,
        festival_days=tuple(_days(each, month, day) for each in (2026, 2027, 2028)) if festival else (),
    )


def _days(year: int, month: int, day: int) -> Days:
    text = f"{year:0{_YEAR_LETTERS}}-{month:02}-{day:02}"
    return Days(text, text)
