"""A catalogue of any size from real names and places of the field: ``python -m tests.bench.catalogue --items N``.

``fill`` writes units, published items, the flat table of maps and the search index, the same for the same seed.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import sys
import time
from collections.abc import Iterator
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

SEED = 20261125
BATCH = 4_000  # items in memory at once
DEMO = Path("data/demo/items.json")
DELTA = {"01": 6.0, "24": 6.0, "31": 6.0, "33": 7.0, "37": 8.0, "25": 3.0, "22": 2.0, "19": 2.0, "38": 3.0}
MONTHS_2026 = 11

KINDS = {
    "relic": ("Đình", "Chùa", "Đền", "Miếu", "Phủ", "Lăng", "Nghè", "Văn chỉ", "Từ đường", "Nhà thờ họ"),
    "festival": ("Lễ hội đình", "Lễ hội đền", "Lễ hội chùa", "Hội làng", "Hội vật", "Lễ rước nước"),
    "craft_village": ("Làng nghề mộc", "Làng nghề dệt", "Làng nghề gốm", "Làng nghề đúc đồng", "Làng hoa"),
    "figure": ("Thành hoàng", "Tướng quân", "Tiến sĩ", "Tổ nghề", "Thiền sư"),
}
SHARES = {"relic": 74, "festival": 12, "craft_village": 6, "figure": 8}
RANKS = {
    "relic": (
        ("provincial", 24),
        ("national", 8),
        ("special_national", 0.3),
        ("inventory", 50),
        ("unknown", 18),
    ),
    "festival": (("ich_national", 5), ("inventory", 70), ("unknown", 25)),
    "craft_village": (("recognised_craft", 35), ("inventory", 65)),
    "figure": (("inventory", 60), ("unknown", 40)),
}
ITEM_KINDS = {
    "relic": ("history", "architecture", "archaeology", "scenic"),
    "festival": ("traditional_festival",),
    "craft_village": ("traditional_craft",),
    "figure": ("historical_figure", "craft_founder", "religious_figure", "cultural_figure"),
}
FAMILIES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hoàng",
    "Ngô",
    "Dương",
    "Đinh",
    "Phan",
    "Lương",
)
DEITIES = (
    "Linh Lang Đại Vương", "Cao Sơn Đại Vương", "Quý Minh Đại Vương", "Thánh Gióng", "Tản Viên Sơn Thánh",
    "Chử Đồng Tử", "Liễu Hạnh Công chúa", "Hai Bà Trưng", "Lý Nam Đế", "Triệu Việt Vương", "Phùng Hưng",
    "Đông Hải Đại Vương", "Tứ vị Thánh nương", "Thiên Hậu", "Quan Âm", "Từ Đạo Hạnh", "Nguyễn Minh Không",
)  # fmt: skip
EPITHETS = ("", "", "", "", " Thượng", " Hạ", " Trung", " Đông", " Đoài", " Nội", " Ngoại", " Cả")
PERIODS = (
    ("ly", 5),
    ("tran", 10),
    ("le_so", 10),
    ("mac", 6),
    ("le_trung_hung", 26),
    ("tay_son", 3),
    ("nguyen", 32),
    ("modern", 8),
)
DISCLOSURES = (("exact", 94), ("m100", 2), ("km1", 2), ("unit", 1), ("withheld", 1))
METHODS = ((("gnss", 4.0), 40), (("map_click", 25.0), 30), (("published_source", 150.0), 12))


def fill(count: int, seed: int = SEED) -> None:
    """Fill the configured, migrated and empty database and index. The work is told on standard error."""
    from gis.units_data import load_units
    from heritage.jobs import features, index
    from heritage.models import Item

    clock = _Clock()
    load_units()
    clock.told("units")
    rows = items(count, seed)
    while batch := list(islice(rows, BATCH)):
        Item.objects.bulk_create(batch, batch_size=1_000)
    clock.told(f"{count:,} items")
    features.rebuild()
    clock.told("flat table")
    index.rebuild()
    clock.told("search index")


def items(count: int, seed: int = SEED) -> Iterator[Any]:
    """Unsaved published items, spread over today's communes; more in the Red River delta."""
    import datetime as dt

    from django.contrib.gis.geos import Point

    from gis.models import AdminUnit
    from heritage.categories import DYNASTY_YEARS
    from heritage.models import Item

    dice = random.Random(seed)
    demo = json.loads(DEMO.read_text(encoding="utf-8"))
    names = [*DEITIES, *(row["name"]["vi"] for row in demo if row["category"] == "figure")]
    units = list(
        AdminUnit.objects.filter(level="commune", valid_to=None, centroid__isnull=False)
        .order_by("code")
        .defer("boundary")
    )
    weights = list(accumulate(DELTA.get(unit.province_code, 1.0) * dice.uniform(0.3, 1.7) for unit in units))
    numbers = dice.sample(range(32**6), count)
    for number in numbers:
        unit = dice.choices(units, cum_weights=weights)[0]
        category = dice.choices(list(SHARES), list(SHARES.values()))[0]
        lon, lat, method, accuracy_m = _place(dice, unit)
        period = _weighted(dice, PERIODS) if dice.random() < 0.6 else None
        year = dice.randint(*DYNASTY_YEARS[period]) if period and dice.random() < 0.5 else None
        published = dt.datetime(2026, dice.randint(1, MONTHS_2026), dice.randint(1, 24), 8, tzinfo=dt.UTC)
        name = _name(dice, category, unit.bare_name, names)
        yield Item(
            public_id=_crockford(number),
            category=category,
            name_vi=name,
            unit=unit,
            rank=_weighted(dice, RANKS[category]),
            kinds=[dice.choice(ITEM_KINDS[category])],
            summary_vi=f"{name} ở {unit.name}, thờ {dice.choice(names)}; {dice.choice(names)} được phối thờ.",
            dynasties=[period] if period else [],
            year_from=min(year, 2026) if year is not None else None,
            year_to=None,
            disclosure=_weighted(dice, DISCLOSURES),
            position=None if lon is None else Point(lon, lat, srid=4326),
            position_method=method,
            position_accuracy_m=accuracy_m,
            state=Item.State.PUBLISHED,
            level=dice.choices((0, 1, 2, 3), (45, 35, 17, 3))[0],
            published_at=published,
        )


def _place(dice: random.Random, unit: Any) -> tuple[float | None, float, str, float | None]:
    """Longitude, latitude, method and accuracy: most scattered in the unit, some at its centre, some nowhere."""
    chance = dice.random()
    if chance < 0.06:
        return None, 0.0, "", None
    reach_km = math.sqrt((unit.area_km2 or 25.0) / math.pi)
    if chance < 0.18:
        return unit.centroid.x, unit.centroid.y, "unit_centroid", round(reach_km * 1000)
    method, accuracy_m = _weighted(dice, METHODS)
    north, east = dice.gauss(0, reach_km * 0.45), dice.gauss(0, reach_km * 0.45)
    lat = unit.centroid.y + north / 111.2
    return (
        round(unit.centroid.x + east / (111.2 * math.cos(math.radians(lat))), 6),
        round(lat, 6),
        method,
        accuracy_m,
    )


def _name(dice: random.Random, category: str, place: str, names: list[str]) -> str:
    kind = dice.choice(KINDS[category])
    if kind in ("Nhà thờ họ", "Từ đường"):
        return f"{kind} {dice.choice(FAMILIES)} {place}"
    if category == "figure":
        return f"{kind} {dice.choice(FAMILIES)} {dice.choice(names).split()[-1]}"
    if kind in ("Đền", "Miếu", "Phủ", "Lăng") and dice.random() < 0.5:
        return f"{kind} thờ {dice.choice(names)} {place}"
    return f"{kind} {place}{dice.choice(EPITHETS)}"


def _weighted(dice: random.Random, choices: tuple[tuple[Any, float], ...]) -> Any:
    return dice.choices([value for value, _ in choices], [weight for _, weight in choices])[0]


def _crockford(number: int) -> str:
    digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    return "".join(digits[number >> shift & 31] for shift in range(25, -1, -5))


class _Clock:
    def __init__(self) -> None:
        self._last = time.perf_counter()

    def told(self, what: str) -> None:
        """Say how long the last step took."""
        now = time.perf_counter()
        sys.stderr.write(f"{what}: {now - self._last:.1f} s\n")
        self._last = now


def open_home(home: Path, database: str = "", search: str = "") -> None:
    """Configure Django for a home of its own and lay out its tables. Once per process."""
    os.environ["DISANSO_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heritage.settings")
    os.environ.setdefault("DISANSO_API_PER_MINUTE", "0")  # all that is measured comes from one address
    for name, value in (("DISANSO_DATABASE_URL", database), ("DISANSO_SEARCH_URL", search)):
        if value:
            os.environ[name] = value
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def main() -> None:
    """Read the command line and fill a home."""
    arguments = argparse.ArgumentParser(prog="python -m tests.bench.catalogue", description=__doc__)
    arguments.add_argument("--items", type=int, default=120_000)
    arguments.add_argument("--home", type=Path, required=True, help="folder of the database and the index")
    arguments.add_argument("--database", default="", help="postgis://…; else SpatiaLite in the home")
    arguments.add_argument("--search", default="", help="http://… of Elasticsearch; else in the home")
    arguments.add_argument("--seed", type=int, default=SEED)
    given = arguments.parse_args()
    open_home(given.home, given.database, given.search)
    fill(given.items, given.seed)


if __name__ == "__main__":
    main()
