"""The catalogue that benchmarks measure: the same at every run, and spread as the real one is."""

from __future__ import annotations

from collections import Counter

import pytest

from gis.units_data import load_units
from heritage.models import Item, MapFeature
from tests.bench.catalogue import DELTA, fill, items

pytestmark = pytest.mark.django_db(transaction=True)


def told(item: Item) -> tuple[object, ...]:
    place = item.position.coords if item.position else None
    return item.public_id, item.name_vi, item.unit.code, item.rank, item.disclosure, item.dynasties, place


def test_the_same_seed_gives_the_same_catalogue():
    load_units()
    first, again = [told(each) for each in items(300, 1)], [told(each) for each in items(300, 1)]
    assert first == again
    assert first != [told(each) for each in items(300, 2)]


def test_it_is_spread_as_the_real_one_is():
    load_units()
    made = list(items(3_000))
    assert len({each.public_id for each in made}) == 3_000
    provinces = Counter(each.unit.province_code for each in made)
    assert len(provinces) == 34
    assert sum(provinces[code] for code in DELTA) > 1_500
    assert {each.category for each in made} == {"relic", "festival", "craft_village", "figure"}
    protected = sum(each.is_protected for each in made)
    assert 0.03 < protected / 3_000 < 0.1
    without = sum(each.position is None for each in made)
    assert 0.03 < without / 3_000 < 0.1


def test_filling_writes_rows_the_flat_table_and_the_index(index):
    fill(40)
    assert Item.objects.count() == MapFeature.objects.count() == len(index.ids()) == 40
