"""After a merger items go to the units that stand now, by two people, and nothing else changes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.core.management import CommandError, call_command
from django.test import Client

from gis.models import AdminUnit, UnitChange
from gis.names import fold_name
from heritage.errors import BadRequest, NotAllowed, NotReady, SamePerson
from heritage.models import (
    Asset,
    Batch,
    Event,
    Item,
    MapFeature,
    ReassignedItem,
    Reassignment,
    RegisterEntry,
    RegisterVersion,
    User,
)
from heritage.selectors.kpi import kpi_of
from heritage.services import reassigning
from tests.conftest import make_unit

pytestmark = pytest.mark.django_db

REFORM = dt.date(2025, 7, 1)
DAY = dt.date(2026, 11, 1)


def former(code: str, name: str, until: dt.date = REFORM, since: dt.date = dt.date(2024, 9, 1)) -> AdminUnit:
    return AdminUnit.objects.create(
        code=code, level="commune", valid_from=since, valid_to=until, name=name, kind="Xã", folded=fold_name(name),
        province_code="36", province_name="Tỉnh Nam Định",
    )  # fmt: skip


def box(west: float, south: float, east: float, north: float) -> MultiPolygon:
    return MultiPolygon(Polygon.from_bbox((west, south, east, north)), srid=4326)


@pytest.fixture
def nam_dien(vi_khe: AdminUnit) -> AdminUnit:
    """Wholly in Vị Khê."""
    old = former("13972", "Xã Nam Điền")
    UnitChange.objects.create(old=old, new=vi_khe, on=REFORM, whole=True)
    return old


@pytest.fixture
def dien_xa(nam_dien: AdminUnit) -> AdminUnit:
    """Wholly in Nam Điền before."""
    first = former("13972", "Xã Điền Xá", nam_dien.valid_from, dt.date(1997, 2, 26))
    UnitChange.objects.create(old=first, new=nam_dien, on=nam_dien.valid_from, whole=True)
    return first


@pytest.fixture
def shared(vi_khe: AdminUnit, nam_dinh: AdminUnit) -> AdminUnit:
    """Partly in Vị Khê, which has a boundary, partly in Nam Định, which has none."""
    old = former("13700", "Xã Chia Đôi")
    for new in (vi_khe, nam_dinh):
        UnitChange.objects.create(old=old, new=new, on=REFORM, whole=False)
    vi_khe.boundary = box(106.18, 20.37, 106.26, 20.44)
    vi_khe.save()
    return old


@pytest.fixture
def second(vi_khe: AdminUnit) -> User:
    return User.objects.create_user("duyet2", password="mat-khau-12", role="reviewer", unit=vi_khe)


@pytest.fixture
def administrator(db: None) -> User:
    return User.objects.create_user("quantri", password="mat-khau-12", role="administrator")


def placed(lon: float, lat: float, accuracy_m: float | None = 5.0, method: str = "gnss") -> dict[str, Any]:
    return {
        "position": Point(lon, lat, srid=4326), "position_method": method, "position_accuracy_m": accuracy_m,
    }  # fmt: skip


def outcome(item: Item) -> tuple[str, str | None]:
    (found,) = [each for each in reassigning.destinations(DAY) if each.item == item]
    return found.why, found.new.code if found.new else None


def test_a_whole_merger_leads_to_the_unit_of_today_through_every_step(
    make_item: Callable[..., Item], dien_xa: AdminUnit
) -> None:
    item = make_item(unit=dien_xa)
    (found,) = reassigning.destinations(DAY)
    assert (found.why, found.new and found.new.name) == ("whole", "Phường Vị Khê")
    assert found.steps == [
        {"code": "13972", "name": "Xã Điền Xá", "on": None, "whole": None},
        {"code": "13972", "name": "Xã Nam Điền", "on": "2024-09-01", "whole": True},
        {"code": "13972", "name": "Phường Vị Khê", "on": "2025-07-01", "whole": True},
    ]
    assert reassigning.destinations(dt.date(2024, 8, 31)) == []
    item.refresh_from_db()
    assert item.unit == dien_xa


def test_a_split_is_decided_by_the_place_inside_a_boundary_and_by_nothing_less(
    make_item: Callable[..., Item], shared: AdminUnit
) -> None:
    assert outcome(make_item(unit=shared, **placed(106.2, 20.4))) == ("position", "13972")
    assert outcome(make_item(unit=shared)) == ("open", None)
    # In no boundary, though deep in the circle of Nam Định.
    assert outcome(make_item(unit=shared, **placed(106.17, 20.441))) == ("open", None)
    # Inside, but nearer to the edge than it is accurate; and the middle of a unit, which is no place.
    assert outcome(make_item(unit=shared, **placed(106.181, 20.4, 500.0))) == ("open", None)
    assert outcome(make_item(unit=shared, **placed(106.2, 20.4, None, "unit_centroid"))) == ("open", None)


def test_a_part_with_one_known_heir_is_not_taken_for_the_whole(
    make_item: Callable[..., Item], vi_khe: AdminUnit
) -> None:
    old = former("13701", "Xã Một Phần")
    UnitChange.objects.create(old=old, new=vi_khe, on=REFORM, whole=False)
    assert outcome(make_item(unit=old)) == ("open", None)


def test_a_second_person_moves_everything_at_once_and_the_history_is_kept(
    make_item: Callable[..., Item],
    dien_xa: AdminUnit,
    vi_khe: AdminUnit,
    reviewer: User,
    second: User,
    index: Any,
) -> None:
    item = make_item(unit=dien_xa, public_id="VKDX01", state="published", name_vi="Đình Điền Xá")
    batch = Batch.objects.create(unit=dien_xa)
    file = Asset.objects.create(
        unit=dien_xa, item=item, sha256="0" * 64, bytes=1, kind="photo", original_name="a.jpg"
    )
    proposal = reassigning.propose(DAY, by=reviewer)
    assert reassigning.destinations(DAY) == []  # they wait already
    with pytest.raises(NotReady):
        reassigning.propose(DAY, by=reviewer)
    with pytest.raises(SamePerson):
        reassigning.approve(proposal, by=reviewer)
    reassigning.approve(proposal, by=second)
    item.refresh_from_db()
    file.refresh_from_db()
    batch.refresh_from_db()
    assert (item.unit, file.unit, batch.unit) == (vi_khe, vi_khe, dien_xa)
    row = ReassignedItem.objects.get(item=item)
    assert (row.old, row.new, row.why, len(row.steps)) == (dien_xa, vi_khe, "whole", 3)
    event = Event.objects.get(verb="reassigned", item=item)
    assert (event.actor, event.detail["from"], event.detail["files"]) == (second, "13972", 1)
    assert MapFeature.objects.get(item=item).unit_code == "13972"
    with pytest.raises(NotReady):
        reassigning.approve(proposal, by=second)
    answer = json.loads(Client().get("/api/v1/items/VKDX01").content)
    assert answer["former_units"] == [
        {
            "code": "13972",
            "name": "Xã Điền Xá",
            "province": "Tỉnh Nam Định",
            "until": "2024-09-01",
            "steps": row.steps,
        }
    ]
    page = Client().get("/di-san/VKDX01/dinh-dien-xa/").content.decode()
    assert "Trước thuộc Xã Điền Xá, Tỉnh Nam Định" in page


def test_a_frozen_register_keeps_its_unit_and_the_number_does_not_change(
    make_item: Callable[..., Item],
    nam_dien: AdminUnit,
    vi_khe: AdminUnit,
    reviewer: User,
    second: User,
    index: Any,
) -> None:
    nam_dien.boundary = box(106.0, 20.0, 106.1, 20.1)  # far from the circle of the new unit
    nam_dien.save()
    items = [make_item(unit=vi_khe, **placed(106.05, 20.05)) for _ in range(3)]
    version = RegisterVersion.objects.create(unit=nam_dien, number=1, valid_from=dt.date(2025, 1, 1))
    for item in items:
        RegisterEntry.objects.create(version=version, item=item, category=item.category)
    # Assessed while the old unit stood: no day is simulated, the level is what evidence gave then.
    Item.objects.filter(pk=items[0].pk).update(
        level=0, unit=nam_dien, sources={"s1": {}}, decision_number="1", summary_vi="x"
    )
    Item.objects.filter(pk__in=[item.pk for item in items[1:]]).update(unit=nam_dien)
    AdminUnit.objects.filter(pk=nam_dien.pk).update(valid_to=None)
    from heritage.jobs.evidence import evidence_of, refresh_level

    for item in items:
        refresh_level(Item.objects.get(pk=item.pk))
    levels = list(Item.objects.order_by("pk").values_list("level", flat=True))
    before = kpi_of("vn").count
    AdminUnit.objects.filter(pk=nam_dien.pk).update(valid_to=REFORM)
    inside = evidence_of(Item.objects.get(pk=items[0].pk)).inside_unit
    reassigning.approve(reassigning.propose(DAY, by=reviewer), by=second)
    assert list(Item.objects.order_by("pk").values_list("level", flat=True)) == levels
    assert kpi_of("vn").count == before
    version.refresh_from_db()
    assert (version.unit, version.entries.count()) == (nam_dien, 3)
    assert inside
    assert evidence_of(Item.objects.get(pk=items[0].pk)).inside_unit


def test_open_rows_stop_an_approval_until_somebody_chooses(
    make_item: Callable[..., Item], shared: AdminUnit, nam_dien: AdminUnit, administrator: User, reviewer: User,
    second: User, vi_khe: AdminUnit, index: Any,
) -> None:  # fmt: skip
    item, other = make_item(unit=shared), make_item(unit=nam_dien)
    proposal = reassigning.propose(DAY, by=administrator)
    with pytest.raises(NotReady) as caught:
        reassigning.approve(proposal, by=second)
    assert caught.value.code == "rows_open"
    other.refresh_from_db()
    assert other.unit == nam_dien  # all or nothing
    row = proposal.items.get(item=item)
    with pytest.raises(BadRequest):
        reassigning.choose(row, "99999", by=reviewer)
    reassigning.choose(row, "13972", by=reviewer)
    with pytest.raises(SamePerson):
        reassigning.approve(proposal, by=reviewer)  # who chose is no second pair of eyes
    reassigning.approve(proposal, by=second)
    item.refresh_from_db()
    row.refresh_from_db()
    assert (item.unit, row.why, row.steps[-1]["whole"]) == (vi_khe, "person", False)


def test_only_reviewers_of_the_new_unit_and_administrators_decide(
    make_item: Callable[..., Item], nam_dien: AdminUnit, officer: User, stranger: User, reviewer: User,
    administrator: User, index: Any,
) -> None:  # fmt: skip
    make_item(unit=nam_dien)
    with pytest.raises(NotAllowed):
        reassigning.propose(DAY, by=officer)
    with pytest.raises(NotReady):
        reassigning.propose(DAY, by=stranger)  # nothing comes to that ward
    proposal = reassigning.propose(DAY, by=reviewer)
    for outsider in (officer, stranger):
        with pytest.raises(NotAllowed):
            reassigning.approve(proposal, by=outsider)
        with pytest.raises(NotAllowed):
            reassigning.reject(proposal, by=outsider)
        with pytest.raises(NotAllowed):
            reassigning.choose(proposal.items.get(), "13972", by=outsider)
    assert reassigning.approve(proposal, by=administrator).state == "approved"


def test_a_rejected_proposal_moves_nothing_and_may_be_made_again(
    make_item: Callable[..., Item], nam_dien: AdminUnit, reviewer: User, second: User
) -> None:
    item = make_item(unit=nam_dien)
    reassigning.reject(reassigning.propose(DAY, by=reviewer), by=second)
    item.refresh_from_db()
    assert item.unit == nam_dien
    assert reassigning.propose(DAY, by=reviewer).items.count() == 1


def test_an_item_that_moved_meanwhile_stops_everything(
    make_item: Callable[..., Item], nam_dien: AdminUnit, vi_khe: AdminUnit, reviewer: User, second: User
) -> None:
    first, item = make_item(unit=nam_dien), make_item(unit=nam_dien)
    proposal = reassigning.propose(DAY, by=reviewer)
    Item.objects.filter(pk=item.pk).update(unit=vi_khe)
    with pytest.raises(NotReady) as caught:
        reassigning.approve(proposal, by=second)
    assert caught.value.code == "changed_meanwhile"
    first.refresh_from_db()
    assert first.unit == nam_dien


def test_a_merger_to_come_is_proposed_before_and_approved_on_its_day(
    make_item: Callable[..., Item], vi_khe: AdminUnit, reviewer: User, administrator: User
) -> None:
    coming = dt.date.today() + dt.timedelta(days=30)
    new = make_unit("13999", "Phường Mới", 106.2, 20.4, 30.0)
    AdminUnit.objects.filter(pk=new.pk).update(valid_from=coming)
    AdminUnit.objects.filter(pk=vi_khe.pk).update(valid_to=coming)
    UnitChange.objects.create(old=vi_khe, new=new, on=coming, whole=True)
    make_item(unit=vi_khe)
    assert reassigning.destinations(DAY) == []
    proposal = reassigning.propose(coming, by=None)
    with pytest.raises(NotReady) as caught:
        reassigning.approve(proposal, by=administrator)
    assert caught.value.code == "unit_not_standing"


class TestTheCommand:
    def run(self, *arguments: str) -> list[str]:
        out = StringIO()
        call_command("reassign_units", *arguments, stdout=out)
        return out.getvalue().splitlines()

    def test_it_shows_and_writes_nothing_unless_told(
        self, make_item: Callable[..., Item], dien_xa: AdminUnit
    ) -> None:
        make_item(unit=dien_xa, public_id="VKDX01")
        User.objects.create_user("cu", password="mat-khau-12", unit=dien_xa)
        lines = self.run()
        assert lines[0].startswith("VKDX01") and "→ Phường Vị Khê (13972) [whole]" in lines[0]
        assert "account cu" in lines[1]
        assert "nothing written" in lines[-1]
        assert Reassignment.objects.count() == 0
        rows = [json.loads(line) for line in self.run("--json", "--on", "2026-01-01")]
        assert (rows[0]["item"], rows[0]["new"], len(rows[0]["steps"])) == ("VKDX01", "13972", 3)
        assert rows[-1] == {
            "reassignment": None, "totals": {"whole": 1}, "accounts": [{"username": "cu", "unit": "13972"}],
        }  # fmt: skip

    def test_it_proposes_approves_and_rejects(
        self, make_item: Callable[..., Item], dien_xa: AdminUnit, vi_khe: AdminUnit, reviewer: User, second: User,
        index: Any,
    ) -> None:  # fmt: skip
        item = make_item(unit=dien_xa)
        first = json.loads(self.run("--propose", "--by", "duyet", "--json")[-1])["reassignment"]
        self.run("--reject", str(first), "--by", "duyet2")
        again = json.loads(self.run("--propose", "--by", "duyet", "--json")[-1])["reassignment"]
        with pytest.raises(CommandError, match="không được tự duyệt"):
            self.run("--approve", str(again), "--by", "duyet")
        with pytest.raises(CommandError, match="--by"):
            self.run("--approve", str(again))
        with pytest.raises(CommandError, match="No account"):
            self.run("--approve", str(again), "--by", "khong-co")
        answer = json.loads(self.run("--approve", str(again), "--by", "duyet2", "--json")[-1])
        assert answer == {"reassignment": again, "state": "approved", "moved": 1}
        item.refresh_from_db()
        assert item.unit == vi_khe
