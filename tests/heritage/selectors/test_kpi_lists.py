"""Every number has its list: as many objects as it says, each once, whatever is asked for."""

from __future__ import annotations

import datetime as dt
import itertools
import random

import pytest
from django.utils import timezone

from gis.models import AdminUnit
from heritage.errors import BadRequest
from heritage.kpi import Part
from heritage.models import RegisterEntry, RegisterVersion
from heritage.selectors import kpi_lists
from heritage.selectors.kpi import kpi_of, share_of_rows
from heritage.selectors.kpi_lists import Wanted, objects_of, read_wanted
from heritage.selectors.registers import COUNTRY, rows_of
from tests.conftest import REFORM

CATEGORIES = ("relic", "festival", "craft_village", "figure")
RANKS = ("national", "provincial", "unknown")


@pytest.fixture
def two_wards(make_item, vi_khe, nam_dinh):
    """Forty objects of two registers; every fifth is in both."""
    AdminUnit.objects.create(
        code="37", valid_from=REFORM, level="province", name="Tỉnh Ninh Bình", folded="tinh ninh binh",
        province_code="37", province_name="Tỉnh Ninh Bình",
    )  # fmt: skip
    dice = random.Random(5)
    versions = {
        unit.pk: RegisterVersion.objects.create(unit=unit, number=1, valid_from=dt.date(2026, 1, 1))
        for unit in (vi_khe, nam_dinh)
    }
    for number in range(40):
        unit = dice.choice((vi_khe, nam_dinh))
        item = make_item(
            unit=unit,
            category=dice.choice(CATEGORIES),
            rank=dice.choice(RANKS),
            level=dice.choice((0, 0, 1, 2, 3)),
            blocked_reason=dice.choice(("", "", "Đang tu bổ")),
            kinds=dice.choice(([], ["architecture"], ["architecture", "history"])),
            dynasties=dice.choice(([], ["tran"], ["tran", "le_so"])),
        )
        for listed in (vi_khe, nam_dinh) if number % 5 == 0 else (unit,):
            RegisterEntry.objects.create(version=versions[listed.pk], item=item, category=item.category)


@pytest.mark.parametrize("code", ["13972", "13669", "37", COUNTRY])
def test_each_part_of_each_number_is_as_long_as_it_says(two_wards, code):
    found = kpi_of(code)
    shares = [("", found.count.whole), *found.count.by_category]
    for category, share in shares:
        told = {
            Part.DIGITIZED: share.digitized,
            Part.IN_DEPTH: share.in_depth,
            Part.IN_WORK: share.in_work,
            Part.NOT_BEGUN: share.not_begun,
            Part.BLOCKED: share.blocked,
        }
        for part, number in told.items():
            assert objects_of(code, Wanted(part=part.value, category=category)).count() == number
        listed = [entry.item_id for entry in objects_of(code, Wanted(category=category))]
        assert len(listed) == len(set(listed)) == share.total


@pytest.mark.parametrize("code", ["13972", COUNTRY])
def test_ranks_kinds_and_periods_have_their_lists(two_wards, code):
    rows = rows_of(timezone.localdate(), code, also=("kinds", "dynasties"))
    for rank, level in itertools.product(RANKS, range(4)):
        told = sum(row.n for row in rows if row.rank == rank and row.level == level)
        assert objects_of(code, Wanted(rank=rank, level=level)).count() == told
    for kind in ("architecture", "history", "scenic"):
        share = share_of_rows(row for row in rows if kind in row.kinds)
        assert objects_of(code, Wanted(kind=kind)).count() == share.total
        assert objects_of(code, Wanted(kind=kind, part="2")).count() == share.digitized
    for period in ("tran", "le_so", "ly"):
        share = share_of_rows(row for row in rows if period in row.dynasties)
        assert objects_of(code, Wanted(period=period)).count() == share.total


def test_pages_hold_every_object_once(two_wards, monkeypatch):
    monkeypatch.setattr(kpi_lists, "A_PAGE", 7)
    rows = objects_of(COUNTRY, Wanted())
    pages = [kpi_lists.page_of(rows, str(number)) for number in range(1, 7)]
    seen = [entry.item_id for page in pages for entry in page]
    assert sorted(seen) == sorted(entry.item_id for entry in rows) and len(seen) == 40


@pytest.mark.parametrize(
    "given", [{"part": "9"}, {"category": "x"}, {"rank": "y"}, {"level": "4"}, {"kind": "z"}]
)
def test_a_value_that_does_not_exist_is_refused_not_ignored(given):
    with pytest.raises(BadRequest):
        read_wanted(given)


def test_an_address_without_values_asks_for_everything():
    assert read_wanted({}) == Wanted()
    assert read_wanted({"part": "x", "level": "0"}) == Wanted(part="x", level=0)
