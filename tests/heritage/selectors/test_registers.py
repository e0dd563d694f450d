"""Which registers count on a day, and in which unit: versions, units that ended, objects of several."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from gis.models import AdminUnit, UnitChange
from heritage.models import Item, RegisterEntry, RegisterVersion
from heritage.selectors.kpi import kpi_of
from heritage.selectors.kpi_groups import references_of
from heritage.selectors.plans import plans_on
from heritage.selectors.registers import standing_registers
from heritage.services.plans import load_targets
from tests.conftest import REFORM

pytestmark = pytest.mark.django_db


def former(code: str, *became: AdminUnit, ended: dt.date = REFORM, whole: bool = True) -> AdminUnit:
    unit = AdminUnit.objects.create(
        code=code, valid_from=dt.date(2004, 1, 1), valid_to=ended, level="commune", name=f"Xã {code}",
        folded=f"xa {code}", province_code="36",
    )  # fmt: skip
    for new in became:
        UnitChange.objects.create(old=unit, new=new, on=ended, whole=whole)
    return unit


def register(unit: AdminUnit, *items: Item, number: int = 1, first: dt.date | None = None) -> RegisterVersion:
    version = RegisterVersion.objects.create(unit=unit, number=number, valid_from=first or unit.valid_from)
    for item in items:
        RegisterEntry.objects.create(version=version, item=item, category=item.category)
    return version


def ids(code: str) -> list[str]:
    return [each.id for each in kpi_of(code).objects]


def test_the_latest_version_in_force_counts(vi_khe: AdminUnit, make_item: Callable[..., Item]) -> None:
    first, second, third = (make_item() for _ in range(3))
    register(vi_khe, first)
    register(vi_khe, first, second, number=2)
    register(vi_khe, third, number=3, first=timezone.localdate() + dt.timedelta(days=1))
    assert ids("13972") == [first.public_id, second.public_id]
    assert [each.number for each in standing_registers(timezone.localdate())] == [2]
    assert kpi_of("13972").register_version == "13972-2"


def test_a_unit_that_ended_leaves_its_register_to_the_one_it_became(
    vi_khe: AdminUnit, make_item: Callable[..., Item]
) -> None:
    item, other = make_item(), make_item()
    register(former("13696", vi_khe), item)
    register(former("13972", vi_khe), item, other)
    assert sorted(ids("13972")) == [item.public_id, other.public_id]  # listed by both, counted once
    assert kpi_of("13972").register is None
    assert kpi_of("13972").registers == ("13696-1", "13972-1")


def test_a_register_of_its_own_takes_the_place_of_what_was_left(
    vi_khe: AdminUnit, make_item: Callable[..., Item]
) -> None:
    old, new = make_item(), make_item()
    register(former("13696", vi_khe), old)
    register(vi_khe, new)
    assert ids("13972") == [new.public_id]
    assert kpi_of("vn").whole.total == 1


def test_a_split_unit_leaves_each_object_where_it_lies(
    vi_khe: AdminUnit, nam_dinh: AdminUnit, make_item: Callable[..., Item]
) -> None:
    here, there = make_item(), make_item(unit=nam_dinh)
    register(former("13700", vi_khe, nam_dinh, whole=False), here, there)
    assert (ids("13972"), ids("13669")) == ([here.public_id], [there.public_id])


def test_a_chain_of_mergers_is_followed_to_its_end(vi_khe: AdminUnit, make_item: Callable[..., Item]) -> None:
    item = make_item()
    nam_dien = former("13971", vi_khe)
    register(former("13970", nam_dien, ended=dt.date(2024, 9, 1)), item)
    assert ids("13972") == [item.public_id]
    register(
        nam_dien, make_item(), first=dt.date(2024, 10, 1)
    )  # what came between has its own, which is left
    assert item.public_id not in ids("13972")
    assert len(ids("13972")) == 1


def test_a_unit_that_led_nowhere_counts_nowhere(db: None, make_item: Callable[..., Item]) -> None:
    register(former("13999"), make_item())
    assert kpi_of("vn").whole is None


def test_a_merger_to_come_moves_nothing_yet(
    vi_khe: AdminUnit, nam_dinh: AdminUnit, make_item: Callable[..., Item]
) -> None:
    item = make_item()
    register(vi_khe, item)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    AdminUnit.objects.filter(pk=vi_khe.pk).update(valid_to=tomorrow)
    UnitChange.objects.create(old=vi_khe, new=nam_dinh, on=tomorrow, whole=True)
    assert (ids("13972"), ids("13669")) == ([item.public_id], [])


def test_a_plan_with_a_figure_comes_before_one_without(
    vi_khe: AdminUnit, nam_dinh: AdminUnit, django_assert_num_queries: Any
) -> None:
    from heritage.models import Plan

    for key, percent in (("a", None), ("b", 50), ("c", None)):
        Plan.objects.create(
            key=key, unit=vi_khe, document_vi="x", year_from=2026, year_to=2026, target_percent=percent
        )
    Plan.objects.create(key="d", unit=nam_dinh, document_vi="x", year_from=2026, year_to=2026)
    with django_assert_num_queries(1):
        found = plans_on(dt.date(2026, 5, 1))
    assert {unit: plan.key for unit, plan in found.items()} == {vi_khe.pk: "b", nam_dinh.pk: "d"}
    assert [plan.key for plan in plans_on(dt.date(2026, 5, 1), [vi_khe.pk]).values()] == ["b"]
    assert plans_on(dt.date(2027, 5, 1)) == {}


def test_national_targets_stand_beside_the_objects_that_they_are_about(
    vi_khe: AdminUnit, make_item: Callable[..., Item]
) -> None:
    load_targets()
    register(
        vi_khe, make_item(rank="special_national", level=2), make_item(rank="special_national"), make_item()
    )
    found = {each.target.key: (each.share.percent, each.meets) for each in references_of("13972")}
    assert found == {
        "qd-2026-2021-unesco": (None, None),
        "qd-2026-2021-special-national": ("50.0", False),
        "qd-2026-2021-ich-national": (None, None),
    }
