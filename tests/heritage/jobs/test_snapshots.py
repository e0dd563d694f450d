"""A day is counted once, the chain holds, and nothing that was kept can be changed without being found."""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from gis.models import AdminUnit, UnitChange
from heritage.errors import BadRequest
from heritage.jobs import snapshot_proof, snapshots
from heritage.jobs.evidence import refresh_level
from heritage.models import Item, Plan, RegisterEntry, RegisterVersion, Snapshot, SnapshotCount
from heritage.projections.kept_snapshot import chain_holds, content_of, text_of
from heritage.rules import snapshot_tree
from heritage.selectors import history
from heritage.selectors.kpi import kpi_of
from tests.conftest import make_unit

pytestmark = pytest.mark.django_db
MIGRATION = importlib.import_module("heritage.migrations.0008_snapshot_chain")
VIETNAM = dt.timezone(dt.timedelta(hours=7))
FIRST = dt.date(2026, 11, 20)
ROOT = "62f847779331a3a744dc1d2f82c1763617938346b161519097327c2f1e26f747"  # of the one object of test_the_digest_is_the_same_whatever_the_database


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Set what time it is in Vietnam."""

    def at(day: dt.date, time: str = "23:30") -> None:
        moment = dt.datetime.combine(day, dt.time.fromisoformat(time), VIETNAM)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return at


@pytest.fixture
def registers(make_item: Any, vi_khe: Any, nam_dinh: Any) -> list[Item]:
    """Two wards of a province; the second object is listed in both, under different categories."""
    items = [
        make_item(state="published", rank="national", kinds=["history"]),
        make_item(category="festival", blocked_reason="Chờ tu bổ", dynasties=["tran"]),
        make_item(unit=nam_dinh),
    ]
    for unit, listed in ((vi_khe, items[:2]), (nam_dinh, items[1:])):
        version = RegisterVersion.objects.create(unit=unit, number=2, valid_from=dt.date(2025, 7, 1))
        for item in listed:
            category = "relic" if unit == nam_dinh else item.category
            RegisterEntry.objects.create(version=version, item=item, category=category)
    for item in items:
        refresh_level(item)
    AdminUnit.objects.create(
        code="37", valid_from=dt.date(2025, 7, 1), level="province", name="Tỉnh Ninh Bình", province_code="37"
    )
    Plan.objects.create(
        unit=vi_khe, key="vk", document_vi="KH", year_from=2026, year_to=2026, target_percent=50
    )
    return items


def days(
    clock: Callable[..., None], number: int, between: Callable[[int], None] = lambda at: None
) -> list[Snapshot]:
    taken = []
    for at in range(number):
        clock(FIRST + dt.timedelta(days=at))
        between(at)
        taken.append(snapshots.take().snapshot)
    return taken


def raise_level(items: list[Item]) -> Callable[[int], None]:
    def change(at: int) -> None:
        Item.objects.filter(pk=items[at % len(items)].pk).update(level=(at + 1) % 4)

    return change


def flaws() -> list[tuple[str, str]]:
    return [(flaw.day.isoformat(), flaw.what) for flaw in snapshot_proof.verify().flaws]


def tampered(statement: str, *values: Any) -> None:
    """Change what was kept as somebody would who has the database in hand."""
    MIGRATION.lift(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    MIGRATION.guard(connection)


def test_a_day_is_counted_once_and_then_stands(registers, clock) -> None:
    clock(FIRST)
    first = snapshots.take()
    Item.objects.update(level=2)
    again = snapshots.take()
    assert (first.made, again.made) == (True, False)
    assert (again.snapshot.digest, again.snapshot.taken_at) == (
        first.snapshot.digest,
        first.snapshot.taken_at,
    )
    assert Snapshot.objects.count() == 1


def test_what_is_counted_is_the_number_of_each_unit_the_province_and_the_country(registers, clock) -> None:
    Item.objects.filter(pk=registers[0].pk).update(level=3)
    clock(FIRST)
    snapshot = snapshots.take().snapshot
    for code in ("13972", "13669", "37", "vn"):
        number = kpi_of(code)
        assert number.count is not None
        cells = {"": number.count.whole, **dict(number.count.by_category)}
        for category, share in cells.items():
            row = SnapshotCount.objects.filter(snapshot=snapshot, unit_code=code, category=category).first()
            parts = (
                (row.digitized, row.in_depth, row.in_work, row.not_begun, row.blocked) if row else (0,) * 5
            )
            assert parts == (share.digitized, share.in_depth, share.in_work, share.not_begun, share.blocked)
            assert (row.total if row else 0) == share.total
    assert (snapshot.rows_count, snapshot.objects_count, snapshot.units_count) == (4, 3, 2)


def test_registers_of_former_units_count_where_their_objects_lie_now(
    registers, clock, vi_khe, nam_dinh
) -> None:
    """Two wards became one that has no register yet; both list the shared object, which counts once."""
    merged = make_unit("14000", "Phường Mới", 106.2, 20.42, 45.0)
    AdminUnit.objects.filter(pk__in=[vi_khe.pk, nam_dinh.pk]).update(valid_to=dt.date(2026, 11, 1))
    for old in (vi_khe, nam_dinh):
        UnitChange.objects.create(old=old, new=merged, on=dt.date(2026, 11, 1), whole=True)
    clock(FIRST)
    snapshot = snapshots.take().snapshot
    _, line = [json.loads(each) for each in text_of(snapshot)]
    assert (line["unit"], line["register_version"]) == ("14000", "13972-2+13669-2")
    assert len(line["objects"]) == 3
    for code in ("37", "vn"):
        number = kpi_of(code).count
        assert number is not None
        whole = SnapshotCount.objects.get(snapshot=snapshot, unit_code=code, category="")
        assert (whole.total, whole.digitized) == (number.whole.total, number.whole.digitized) == (3, 0)
    assert SnapshotCount.objects.get(snapshot=snapshot, unit_code="14000", category="").total == 3
    assert not SnapshotCount.objects.filter(unit_code__in=["13972", "13669"]).exists()


def test_each_object_is_kept_with_its_level_and_reasons(registers, clock) -> None:
    clock(FIRST)
    head, *lines = [json.loads(line) for line in text_of(snapshots.take().snapshot)]
    assert [line["unit"] for line in lines] == ["13669", "13972"]
    shared = next(each for each in lines[1]["objects"] if each["id"] == registers[1].public_id)
    fresh = Item.objects.get(pk=registers[1].pk)
    assert shared == {
        "begun": False,
        "blocked": True,
        "blocked_reason": "Chờ tu bổ",
        "category": "festival",
        "dynasties": ["tran"],
        "id": fresh.public_id,
        "kinds": [],
        "level": 0,
        "own_unit": True,
        "rank": "unknown",
        "reasons": fresh.level_reasons,
        "unit": "13972",
    }
    assert (lines[1]["register_version"], lines[1]["province"]) == ("13972-2", "37")
    assert (lines[1]["plan"]["key"], lines[1]["plan"]["target_percent"]) == ("vk", "50.00")
    assert lines[0]["plan"] is None
    assert (head["day"], head["criteria_version"], head["counts_from"]) == ("2026-11-20", "1", 2)


def test_any_day_comes_out_bit_for_bit_and_its_digest_can_be_taken_with_any_tool(
    registers, clock, tmp_path: Path
) -> None:
    taken = days(clock, 5, raise_level(registers))
    assert [each.base_id is None for each in taken] == [True, False, False, False, False]
    texts = {}
    for snapshot in taken:
        path = tmp_path / f"{snapshot.day}.jsonl"
        call_command("snapshot_kpi", date=snapshot.day, export=path)
        texts[snapshot.day] = path.read_bytes()
        first, *lines = texts[snapshot.day].splitlines()
        assert hashlib.sha256(first).hexdigest() == snapshot.digest
        assert snapshot_tree.root([snapshot_tree.leaf(line) for line in lines]) == json.loads(first)["root"]
    assert len(set(texts.values())) == 5
    Item.objects.update(level=0, level_reasons=[], blocked_reason="Khác")
    RegisterVersion.objects.create(unit=registers[0].unit, number=9, valid_from=dt.date(2025, 7, 1))
    for snapshot in taken:
        assert b"".join(text_of(snapshot)) == texts[snapshot.day]


def test_the_digest_is_the_same_whatever_the_database(make_item, vi_khe, clock) -> None:
    """Texts of JSON come out of each database in an order of its own; what is hashed has one."""
    reasons = [{"vi": "Ảnh ≥ 8", "met": False, "code": "photos", "level": 2, "lacks": [{"b": 1, "a": 2.5}]}]
    item = make_item(level_reasons=reasons, kinds=["scenic", "history"], blocked_reason='"Chờ"\\')
    version = RegisterVersion.objects.create(unit=vi_khe, number=1, valid_from=dt.date(2025, 7, 1))
    RegisterEntry.objects.create(version=version, item=item, category="relic")
    clock(FIRST)
    snapshot = snapshots.take().snapshot
    assert snapshot.root == ROOT


def test_each_day_holds_the_digest_of_the_day_before(registers, clock) -> None:
    first, second, third = days(clock, 3)
    assert (first.previous_digest, second.previous_digest) == ("", first.digest)
    assert third.previous_digest == second.digest
    assert snapshot_proof.verify().holds
    assert chain_holds()


def test_only_what_changed_is_written_anew(registers, clock) -> None:
    days(clock, 3, lambda at: Item.objects.filter(pk=registers[2].pk).update(level=min(at, 1)))
    written = [SnapshotCount.objects.filter(snapshot=each).count() for each in Snapshot.objects.all()]
    assert (
        written[0] == len({"13972", "13669"}) + 3 + 2 * 3
    )  # two wards with 2 and 1 categories, two areas with 2
    changed = SnapshotCount.objects.filter(snapshot__day=FIRST + dt.timedelta(days=1))
    assert {(row.unit_code, row.category) for row in changed} == {
        (code, category) for code in ("13669", "37", "vn") for category in ("", "relic")
    }
    assert written[2] == 0


def test_a_snapshot_that_rests_on_no_other_comes_now_and_then(registers, clock, monkeypatch) -> None:
    monkeypatch.setattr(snapshots, "WHOLE_EVERY", 3)
    taken = days(clock, 7, raise_level(registers))
    assert [each.base_id is None for each in taken] == [True, False, False] * 2 + [True]
    assert snapshot_proof.verify().holds


def test_what_is_gone_on_a_day_that_is_kept_whole_is_told_too(
    registers, clock, nam_dinh, monkeypatch
) -> None:
    monkeypatch.setattr(snapshots, "WHOLE_EVERY", 2)

    def end(at: int) -> None:
        if at == 2:
            AdminUnit.objects.filter(pk=nam_dinh.pk).update(valid_to=FIRST)

    last = days(clock, 4, end)[2]
    gone = SnapshotCount.objects.get(snapshot=last, unit_code="13669", category="")
    assert (last.base_id, gone.total, gone.register) == (None, 0, "")
    assert history.series("13669").on(last.day).share.total == 0
    assert history.series("13669").on(FIRST).share.total == 2
    assert snapshot_proof.verify().holds


@pytest.mark.parametrize("away", [-1, 1])
def test_another_day_than_today_is_refused(registers, clock, away: int) -> None:
    clock(FIRST)
    with pytest.raises(BadRequest) as refused:
        snapshots.take(FIRST + dt.timedelta(days=away))
    assert refused.value.code == "past_day"
    with pytest.raises(CommandError, match="counted afterwards"):
        call_command("snapshot_kpi", date=FIRST + dt.timedelta(days=away))
    assert not Snapshot.objects.exists()


def test_a_clock_that_was_set_back_takes_nothing(registers, clock) -> None:
    clock(FIRST)
    snapshots.take()
    clock(FIRST - dt.timedelta(days=1))
    with pytest.raises(BadRequest) as refused:
        snapshots.take()
    assert refused.value.code == "clock_behind"


@pytest.mark.parametrize(
    "change",
    [
        lambda: Snapshot.objects.update(rows_count=0),
        lambda: Snapshot.objects.all().delete(),
        lambda: SnapshotCount.objects.update(digitized=9),
        lambda: SnapshotCount.objects.all()._raw_delete("default"),
        lambda: Snapshot.objects.create(
            **{
                **vars_of(Snapshot.objects.first()),
                "day": dt.date(2026, 1, 1),
                "digest": "f",
                "previous_digest": "e",
            }
        ),
        lambda: SnapshotCount.objects.create(
            **{
                **vars_of(SnapshotCount.objects.first()),
                "category": "figure",
                "snapshot_id": Snapshot.objects.first().pk,
            }
        ),
    ],
    ids=["change", "delete", "change a count", "delete a count", "a past day", "a count of a past day"],
)
def test_the_database_refuses_to_change_what_was_kept(registers, clock, change: Callable[[], Any]) -> None:
    days(clock, 2)
    before = list(Snapshot.objects.values_list()), list(SnapshotCount.objects.values_list())
    with pytest.raises(IntegrityError), transaction.atomic():
        change()
    assert (list(Snapshot.objects.values_list()), list(SnapshotCount.objects.values_list())) == before


def vars_of(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.fields if field.name != "id"}


@pytest.mark.parametrize(
    ("column", "value", "what"),
    [
        ("taken_at", "2026-11-21 01:02:03", {"digest"}),
        ("criteria_version", "2", {"digest"}),
        ("objects_count", 7, {"digest", "counts"}),
        ("digest", "0" * 64, {"digest"}),
        ("root", "0" * 64, {"digest", "content"}),
    ],
)
def test_a_changed_column_names_the_day(registers, clock, column: str, value: Any, what: set[str]) -> None:
    taken = days(clock, 3, raise_level(registers))
    tampered(f"UPDATE heritage_snapshot SET {column} = %s WHERE id = %s", value, taken[1].pk)  # noqa: S608
    found = flaws()
    assert {each for day, each in found if day == "2026-11-21"} == what
    assert found[0][0] == "2026-11-21"


@pytest.mark.parametrize("place", range(0, 400, 23))
def test_one_changed_byte_names_the_day(registers, clock, place: int) -> None:
    taken = days(clock, 3, raise_level(registers))
    content = bytearray(bytes(taken[1].content))
    content[place % len(content)] ^= 0x10
    tampered("UPDATE heritage_snapshot SET content = %s WHERE id = %s", bytes(content), taken[1].pk)
    assert flaws()[0] == ("2026-11-21", "content")
    with pytest.raises(CommandError):
        call_command("snapshot_kpi", verify=True)


def test_a_snapshot_that_was_taken_out_breaks_the_link_of_the_next(registers, clock) -> None:
    taken = days(clock, 3)
    tampered("UPDATE heritage_snapshot SET base_id = NULL WHERE id = %s", taken[2].pk)
    tampered("DELETE FROM heritage_snapshotcount WHERE snapshot_id = %s", taken[1].pk)
    tampered("DELETE FROM heritage_snapshot WHERE id = %s", taken[1].pk)
    assert ("2026-11-22", "link") in flaws()
    assert not chain_holds()


def test_a_changed_count_names_the_day(registers, clock) -> None:
    taken = days(clock, 2, raise_level(registers))
    tampered("UPDATE heritage_snapshotcount SET digitized = 40 WHERE snapshot_id = %s", taken[0].pk)
    assert flaws() == [("2026-11-20", "counts")]


def test_a_database_that_no_longer_guards_is_found(registers, clock) -> None:
    days(clock, 1)
    MIGRATION.lift(connection)
    proof = snapshot_proof.verify()
    MIGRATION.guard(connection)
    assert (proof.guarded, proof.holds, proof.flaws) == (False, False, ())
    assert snapshot_proof.verify().guarded is True


def test_the_day_after_a_damaged_one_is_kept_whole(registers, clock) -> None:
    taken = days(clock, 2)
    tampered("UPDATE heritage_snapshot SET content = %s WHERE id = %s", b"x", taken[1].pk)
    clock(FIRST + dt.timedelta(days=2))
    third = snapshots.take().snapshot
    assert third.base_id is None
    assert content_of(third).rows_count == 4
    assert flaws() == [("2026-11-21", "content")]


def test_a_register_that_came_and_one_that_went_are_in_the_day_after(registers, clock, nam_dinh) -> None:
    clock(FIRST)
    snapshots.take()
    clock(FIRST + dt.timedelta(days=1))
    RegisterVersion.objects.create(unit=registers[0].unit, number=3, valid_from=FIRST)
    nam_dinh.valid_to = FIRST + dt.timedelta(days=1)
    nam_dinh.save()
    second = snapshots.take().snapshot
    _, *lines = [json.loads(line) for line in text_of(second)]
    assert [(line["unit"], line["register_version"], line["objects"]) for line in lines] == [
        ("13972", "13972-3", [])
    ]
    gone = SnapshotCount.objects.get(snapshot=second, unit_code="13669", category="")
    assert (gone.total, gone.register) == (0, "")
    assert snapshot_proof.verify().holds


@pytest.mark.parametrize(
    ("time", "yesterday", "due"),
    [
        ("23:29", True, False),
        ("23:30", True, True),
        ("23:59", True, True),
        ("00:00", True, False),
        ("08:00", False, True),
    ],
)
def test_it_is_due_late_in_the_day_or_when_yesterday_has_none(
    registers, clock, time: str, yesterday: bool, due: bool
) -> None:
    if yesterday:
        clock(FIRST)
        snapshots.take()
    clock(FIRST + dt.timedelta(days=1), time)
    assert snapshots.is_due() is due


def test_the_day_is_that_of_the_clock_in_vietnam(registers, monkeypatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2026, 11, 20, 17, 0, tzinfo=dt.UTC))
    assert snapshots.take().snapshot.day == dt.date(2026, 11, 21)
    assert not snapshots.is_due()


def test_the_command_tells_a_program(registers, clock, capsys) -> None:
    clock(FIRST)
    call_command("snapshot_kpi", json=True)
    call_command("snapshot_kpi", json=True)
    call_command("snapshot_kpi", verify=True, json=True)
    made, again, proof = map(json.loads, capsys.readouterr().out.splitlines())
    assert (made["made"], again["made"]) == (True, False)
    assert made["digest"] == again["digest"] == proof["last_digest"]
    assert proof == {
        "days": 1,
        "holds": True,
        "guarded": True,
        "last_digest": made["digest"],
        "flaws": [],
    }


@pytest.mark.django_db(transaction=True)
def test_two_workers_of_the_same_night_keep_one(registers) -> None:
    both = threading.Barrier(2)
    taken: list[snapshots.Taken] = []

    def work() -> None:
        both.wait()
        taken.append(snapshots.take())
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert len({each.snapshot.digest for each in taken}) == 1
    assert Snapshot.objects.count() == 1
    assert snapshot_proof.verify().holds


def test_who_comes_second_takes_what_the_first_kept(registers, clock, monkeypatch) -> None:
    clock(FIRST)
    read = snapshots.count_now

    def slowly(*given: Any) -> Any:
        monkeypatch.setattr(snapshots, "count_now", read)
        snapshots.take()
        return read(*given)

    monkeypatch.setattr(snapshots, "count_now", slowly)
    taken = snapshots.take()
    assert not taken.made
    assert list(Snapshot.objects.values_list("digest", flat=True)) == [taken.snapshot.digest]
