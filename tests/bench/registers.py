"""A register in every unit, with evidence as far as each object has come, and the work of a day on them."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

SEED = 20261125
BATCH = 4_000
SHARED = 0.02  # of the objects are listed by a second unit too
WORKED_ON = 0.007  # of the objects a day: each in some ten steps within four years


def fill(count: int, seed: int = SEED) -> None:
    """Units, items with levels and reasons, and registers in a migrated and empty database; no index, no map."""
    from gis.units_data import load_units
    from heritage.models import Item
    from tests.bench.catalogue import items

    load_units()
    rows = judged(items(count, seed), random.Random(seed))
    while batch := list(islice(rows, BATCH)):
        Item.objects.bulk_create(batch, batch_size=500)
    register(random.Random(seed))


def register(dice: random.Random) -> None:
    """One register version a unit with every item of it, and a plan."""
    from gis.models import AdminUnit
    from heritage.models import Item, Plan, RegisterEntry, RegisterVersion

    day = dt.date(2026, 1, 1)
    units = list(AdminUnit.objects.filter(level="commune", valid_to=None).order_by("code").defer("boundary"))
    RegisterVersion.objects.bulk_create(
        [RegisterVersion(unit=unit, number=1, valid_from=day) for unit in units], batch_size=500
    )
    version_of = dict(RegisterVersion.objects.values_list("unit_id", "pk"))
    Plan.objects.bulk_create(
        [
            Plan(unit=unit, key=unit.code, document_vi="KH", year_from=2026, year_to=2030, target_percent=50)
            for unit in units
        ],
        batch_size=500,
    )

    def entries() -> Iterator[Any]:
        for pk, unit, category in Item.objects.order_by("pk").values_list("pk", "unit_id", "category"):
            yield RegisterEntry(version_id=version_of[unit], item_id=pk, category=category)
            other = dice.choice(units).pk if dice.random() < SHARED else unit
            if other != unit:
                yield RegisterEntry(version_id=version_of[other], item_id=pk, category=category)

    rows = entries()
    while batch := list(islice(rows, BATCH)):
        RegisterEntry.objects.bulk_create(batch, batch_size=2_000)


def judged(items: Iterable[Any], dice: random.Random) -> Iterator[Any]:
    """The same items with a level and reasons; nearly half have not been begun."""
    for item in items:
        judge(item, dice, 0.0 if dice.random() < 0.45 else dice.random())
        yield item


def work_a_day(dice: random.Random) -> int:
    """Raise the evidence of some objects, chosen anew each day; how many."""
    from heritage.models import Item

    keys = list(Item.objects.order_by("pk").values_list("pk", flat=True))
    chosen = dice.sample(keys, round(len(keys) * WORKED_ON))
    rows = list(Item.objects.filter(pk__in=chosen).only("category", "rank", "level", "level_reasons"))
    for item in rows:
        judge(item, dice, min(1.0, dice.random() + item.level * 0.2))
    Item.objects.bulk_update(rows, ["level", "level_reasons"], batch_size=200)
    return len(rows)


def judge(item: Any, dice: random.Random, done: float) -> None:
    """Level and reasons of evidence that is there to the share ``done``."""
    from heritage.projections.criteria import criteria_on
    from heritage.rules.evidence import Evidence
    from heritage.rules.levels import assess

    global _criteria
    _criteria = _criteria or criteria_on(dt.date(2026, 11, 25))

    def has() -> bool:
        return dice.random() < done**0.25

    photos = round(done * dice.randint(8, 14))
    found = assess(
        Evidence(
            category=item.category,
            rank=item.rank,
            has_source=True,
            has_legal_basis=has(),
            has_summary=has(),
            has_position=has(),
            accuracy_m=dice.choice((3.0, 8.0, 25.0)) if has() else None,
            inside_unit=has(),
            photos=photos,
            photos_with_rights=photos,
            captioned_photos=max(0, photos - dice.randint(0, 2)),
            has_decision_scan=has(),
            has_zone=has(),
            has_history=has(),
            has_date_rule=has(),
            video_seconds=700.0 if has() else 0.0,
            has_consent=has(),
            has_households=has(),
            has_area_or_point=has(),
            cited_sources=round(done * 3),
            has_life_dates=has(),
            linked_places=int(has()),
            images_or_documents_with_rights=photos,
            approved_by_second_person=has(),
            is_public=has(),
            drawings=int(dice.random() < done / 5),
        ),
        _criteria,
    )
    item.level, item.level_reasons = found.level, found.reasons


_criteria: Any = None
