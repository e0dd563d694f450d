"""What searches are measured on: the real names of the open test set among any number of documents of real name parts."""

from __future__ import annotations

import csv
import math
import random
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

from gis.unit_sources import UnitRow, read_units
from heritage.categories import DYNASTY_YEARS, LICENCES, RANKS, codes, term
from search.documents import Days, SearchDocument, Years
from tests.bench import catalogue
from tests.search.catalogue_more import OPEN_SET

PAIRS = Path("tests/search/pairs.csv")
SEED = 20261125
_MEDIA = ("photo", "scan", "cloud", "mesh", "audio", "video")
_LICENCES = tuple(filter(None, codes(LICENCES)))
_SENTENCES = (
    "thờ thành hoàng làng được xây dựng trùng tu nhiều lần kiến trúc nghệ thuật gỗ lim chạm khắc rồng phượng gian"
    " tiền đường hậu cung lễ hội mở tháng Giêng rước kiệu hát văn tướng quân có công đánh giặc dạy dân nghề trồng"
    " hoa cây cảnh dệt lụa sắc phong bia đá chuông đồng nay còn giữ nhân dân địa phương hàng năm tổ chức dâng hương"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A question, and the name of what it means."""

    question: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Ward:
    """A commune of today with the names of what it was made of."""

    unit: UnitRow
    bare: str
    former: tuple[str, ...]


def documents(count: int, seed: int = SEED) -> Iterator[SearchDocument]:
    """The open test set, then documents spread over the country's communes; ``count`` in all."""
    yield from OPEN_SET
    dice, known = random.Random(seed), wards()
    chances = list(
        accumulate(
            catalogue.DELTA.get(ward.unit.province_code, 1.0) * dice.uniform(0.3, 1.7) for ward in known
        )
    )
    for number in range(count - len(OPEN_SET)):
        yield _document(number, dice, dice.choices(known, cum_weights=chances)[0])


def pairs() -> list[Pair]:
    """The open test set's questions, as they are typed."""
    with PAIRS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [Pair(_typed(row), row["must_find"]) for row in rows]


@cache
def wards() -> tuple[Ward, ...]:
    """Every commune that stands today and has a place, by code."""
    table = read_units()
    former = defaultdict(list)
    for change in table.changes:
        old = table.units[change.old]
        former[change.new] += [
            old.name,
            *((old.district_name,) if old.district_name else ()),
            old.province_name,
        ]
    today = [
        row for row in table.units.values() if row.level == "commune" and row.valid_to is None and row.lon
    ]
    return tuple(
        Ward(row, row.name.removeprefix(f"{row.kind} "), tuple(dict.fromkeys(former[row.key])))
        for row in sorted(today, key=lambda row: row.code)
    )


@cache
def _words() -> list[str]:
    return _SENTENCES.split()


def _typed(row: dict[str, str]) -> str:
    return unicodedata.normalize("NFD", row["query"]) if "NFD" in row["reason"] else row["query"]


def _document(number: int, dice: random.Random, ward: Ward) -> SearchDocument:
    unit = ward.unit
    category = dice.choices(list(catalogue.SHARES), list(catalogue.SHARES.values()))[0]
    name, person = (
        catalogue._name(dice, category, ward.bare, list(catalogue.DEITIES)),
        dice.choice(catalogue.DEITIES),
    )
    rank = catalogue._weighted(dice, catalogue.RANKS[category])
    period = catalogue._weighted(dice, catalogue.PERIODS) if dice.random() < 0.6 else None
    year = dice.randint(*DYNASTY_YEARS[period]) if period else 0
    lon, lat = _place(dice, unit) if dice.random() > 0.06 else (None, None)
    has = tuple(dice.sample(_MEDIA, dice.randrange(4)))
    decided = rank not in ("inventory", "unknown")
    number_of = f"{dice.randint(1, 4999)}/QĐ-{dice.choice(('UBND', 'BVHTT', 'BVHTTDL'))}"
    month, day = dice.randint(1, 12), dice.randint(1, 28)
    festival = category == "festival"
    return SearchDocument(
        id=f"s{number:07}",
        names=(name, f"{name.split()[0]} {dice.choice(ward.former)}")
        if ward.former and dice.random() < 0.2
        else (name,),
        unit_code=unit.code,
        units=(unit.code, unit.province_code),
        unit_names=tuple(dict.fromkeys((unit.name, unit.province_name, *ward.former))),
        persons=(person,) if dice.random() < 0.5 else (),
        decisions=(number_of,) if decided else (),
        keywords=(catalogue_word(category),),
        texts=(
            f"{name} ở {unit.name}, thờ {person}. {' '.join(dice.choices(_words(), k=dice.randrange(15, 60)))}",
        ),
        category=category,
        rank=rank,
        kinds=(dice.choice(catalogue.ITEM_KINDS[category]),),
        has=has,
        level=dice.choices((0, 1, 2, 3), (45, 35, 17, 3))[0],
        rank_weight=term(RANKS, rank).weight,
        completeness=dice.randrange(8) / 7,
        updated=f"2026-{dice.randint(1, 11):02}-{dice.randint(1, 24):02}T08:00:00",
        lon=lon,
        lat=lat,
        dynasties=(period,) if period else (),
        years=Years(min(year, 2026), min(year, 2026)) if period else None,
        lunar_months=(month,) if festival else (),
        licences=(dice.choice(_LICENCES),) if has else (),
        decided=_day(dice.randint(1962, 2025), month, day) if decided else None,
        festival_days=tuple(_day(each, month, day) for each in (2026, 2027, 2028)) if festival else (),
    )


def catalogue_word(category: str) -> str:
    """The category in words, as every document of it has."""
    return {"relic": "Di tích", "festival": "Lễ hội", "craft_village": "Làng nghề", "figure": "Nhân vật"}[
        category
    ]


def _place(dice: random.Random, unit: UnitRow) -> tuple[float, float]:
    reach_km = math.sqrt((unit.area_km2 or 25.0) / math.pi) * 0.45
    lon, lat = unit.lon or 0.0, (unit.lat or 0.0) + dice.gauss(0, reach_km) / 111.2
    return round(lon + dice.gauss(0, reach_km) / (111.2 * math.cos(math.radians(lat))), 6), round(lat, 6)


def _day(year: int, month: int, day: int) -> Days:
    text = f"{year:04}-{month:02}-{day:02}"
    return Days(text, text)
