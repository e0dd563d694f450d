"""Chains of mergers and splits, the real ones and any that could be."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gis.models import AdminUnit, UnitChange
from gis.unit_history import chains_to_present, predecessors, present_of, successors
from gis.units import unit_on

FOUNDED = dt.date(2000, 1, 1)
LAND = 12  # pieces of land that units are made of


@pytest.mark.django_db
@pytest.mark.usefixtures("country")
class TestTheRealChains:
    def test_dien_xa_became_vi_khe_in_two_steps_with_their_days(self) -> None:
        old = unit_on("13972", dt.date(2020, 1, 1))
        assert old is not None
        (chain,) = chains_to_present(old)
        assert [(s.unit.name, s.on.isoformat(), s.whole) for s in chain.steps] == [
            ("Xã Nam Điền", "2024-09-01", True),
            ("Phường Vị Khê", "2025-07-01", True),
        ]
        assert (chain.end.name, chain.whole) == ("Phường Vị Khê", True)
        assert [c.end.name for c in chains_to_present(old, dt.date(2024, 12, 1))] == ["Xã Nam Điền"]
        assert [c.end.name for c in chains_to_present(old, dt.date(2020, 1, 1))] == ["Xã Điền Xá"]

    def test_a_ward_that_was_split_leads_to_every_part(self) -> None:
        old = unit_on("11341", dt.date(2025, 6, 30))
        assert old is not None
        assert old.name == "Phường Gia Viên"
        chains = chains_to_present(old)
        assert len(chains) > 1
        assert "11311" in {chain.end.code for chain in chains}
        assert not any(chain.whole for chain in chains)


@dataclass
class World:
    """Units made of pieces of land, merged and split on given days; what each held is known apart from the rows."""

    land: dict[int, frozenset[int]] = field(default_factory=dict)
    standing: list[AdminUnit] = field(default_factory=list)

    def found(self, code: int, day: dt.date, pieces: frozenset[int]) -> AdminUnit:
        unit = AdminUnit.objects.create(
            code=f"{code:05d}", level="commune", valid_from=day, name=f"Xã Số {code}", kind="Xã",
            folded=f"xa so {code}", province_code="37",
        )  # fmt: skip
        self.land[unit.pk] = pieces
        self.standing.append(unit)
        return unit

    def end(self, unit: AdminUnit, day: dt.date) -> None:
        unit.valid_to = day
        unit.save()
        self.standing.remove(unit)

    def merge(self, chosen: list[AdminUnit], day: dt.date, code: int) -> None:
        for unit in chosen:
            self.end(unit, day)
        new = self.found(code, day, frozenset().union(*(self.land[unit.pk] for unit in chosen)))
        for unit in chosen:
            UnitChange.objects.create(old=unit, new=new, on=day, whole=True)

    def split(self, unit: AdminUnit, day: dt.date, code: int) -> None:
        pieces = sorted(self.land[unit.pk])
        self.end(unit, day)
        for number, part in enumerate((pieces[: len(pieces) // 2], pieces[len(pieces) // 2 :])):
            new = self.found(code + number, day, frozenset(part))
            UnitChange.objects.create(old=unit, new=new, on=day, whole=False)


acts = st.lists(
    st.tuples(st.sampled_from(["merge", "split"]), st.integers(0, 99), st.integers(1, 400)), max_size=9
)


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[
        Phase.explicit,
        Phase.reuse,
        Phase.generate,
    ],  # every example writes rows: shrinking takes minutes
)
@given(acts=acts)
def test_any_history_leads_from_an_old_unit_to_all_that_holds_a_part_of_it(
    acts: list[tuple[str, int, int]],
) -> None:
    with transaction.atomic():
        world, day = World(), FOUNDED
        for piece in range(LAND):
            world.found(piece, day, frozenset({piece}))
        for number, (what, which, days) in enumerate(acts):
            day += dt.timedelta(days=days)
            first = world.standing[which % len(world.standing)]
            # A new unit takes the code of one of its parts, as in Viet Nam.
            code = int(first.code) if what == "merge" else 1000 + 10 * number
            if what == "split" and len(world.land[first.pk]) > 1:
                world.split(first, day, code)
            elif what == "merge" and len(world.standing) > 1:
                second = world.standing[(which + 1 + which % 3) % len(world.standing)]
                world.merge([first] if second == first else [first, second], day, code)
        every = list(AdminUnit.objects.filter(pk__in=world.land))
        ends = present_of(every)
        for unit in every:
            holders = {each.pk for each in world.standing if world.land[each.pk] & world.land[unit.pk]}
            chains = chains_to_present(unit)
            found = {chain.end.pk for chain in chains}
            assert len(found) == len(chains)
            assert {each.pk for each in ends[unit.pk]} == found
            # Steps do not say which part went where: after a merger that is split again more units are possible.
            assert found >= holders
            assert found <= {each.pk for each in world.standing}
            if len(chains) == 1 or all(chain.whole for chain in chains):
                assert found == holders
            for chain in chains:
                days = [step.on for step in chain.steps]
                assert days == sorted(days)
                keys = [unit.pk, *(step.unit.pk for step in chain.steps)]
                assert len(set(keys)) == len(keys)
                if chain.whole:
                    assert world.land[unit.pk] <= world.land[chain.end.pk]
        _both_directions_agree(every)
        transaction.set_rollback(True)


def _both_directions_agree(every: list[AdminUnit]) -> None:
    forth: dict[int, set[int]] = defaultdict(set)
    back: dict[int, set[int]] = defaultdict(set)
    for unit in every:
        for step in successors(unit):
            forth[unit.pk].add(step.unit.pk)
        for step in predecessors(unit):
            back[step.unit.pk].add(unit.pk)
    assert forth == back


@pytest.mark.django_db
def test_a_ring_in_the_data_ends() -> None:
    world = World()
    one, two = world.found(1, FOUNDED, frozenset({1})), world.found(2, FOUNDED, frozenset({2}))
    later = dt.date(2010, 1, 1)
    for old, new in ((one, two), (two, one)):
        UnitChange.objects.create(old=old, new=new, on=later, whole=True)
    for unit in (one, two):
        unit.valid_to = later
        unit.save()
    assert chains_to_present(one) == []
    assert [step.unit for step in successors(one)] == [two]
