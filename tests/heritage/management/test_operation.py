"""The operator's commands: units, accounts, the doctor, the index."""

from __future__ import annotations

import datetime as dt
import importlib
import io
import json
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.utils import timezone

from gis.models import AdminUnit
from heritage import engine
from heritage.jobs import features
from heritage.jobs import index as indexing
from heritage.jobs.snapshots import take
from heritage.models import Item, PendingIndex, Snapshot, User
from media_pipeline import ffmpeg
from media_pipeline.ffmpeg import Ffmpeg

pytestmark = pytest.mark.django_db(transaction=True)


def run(*arguments: str, **options: object) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def test_units_are_loaded_once_and_a_second_run_changes_nothing():
    run("load_units")
    assert AdminUnit.objects.filter(level="commune", valid_to__isnull=True).count() == 3321
    assert AdminUnit.objects.filter(level="province", valid_to__isnull=True).count() == 34
    before = AdminUnit.objects.count()
    assert run("load_units").startswith("0 đơn vị mới, 0 đổi")
    assert AdminUnit.objects.count() == before


def test_an_account_is_opened_and_its_password_works(vi_khe):
    line = run("make_account", "lan", role="reviewer", unit="13972", last_name="Nguyễn Thị", first_name="Lan")
    username, password = line.strip().split(": ")
    user = User.objects.get(username=username)
    assert (user.role, user.unit, user.display_name) == ("reviewer", vi_khe, "Nguyễn Thị Lan")
    assert Client().login(username=username, password=password)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"role": "officer"}, "cần một đơn vị"),
        ({"role": "officer", "unit": "99999"}, "Không có đơn vị 99999"),
    ],
)
def test_an_account_that_could_do_nothing_is_refused(vi_khe, arguments, said):
    with pytest.raises(CommandError, match=said):
        run("make_account", "lan", **arguments)


def test_a_taken_name_is_refused(officer):
    with pytest.raises(CommandError, match="đã có"):
        run("make_account", officer.username, role="administrator")


def test_the_doctor_finds_a_fresh_home_well_but_for_the_units(stores, index):
    out = io.StringIO()
    with pytest.raises(CommandError, match="units"):
        call_command("doctor", json=True, stdout=out)
    checks = {line["check"]: line["ok"] for line in map(json.loads, out.getvalue().splitlines())}
    assert not checks.pop("units")
    assert all(checks.values()), checks


def test_the_doctor_tells_what_a_server_without_ffmpeg_lacks_and_finds_no_fault(stores, index, monkeypatch):
    for program, told in ((None, "chưa cài"), (Ffmpeg("/usr/bin/ffmpeg", "5.1.9"), "5.1.9")):
        monkeypatch.setattr(ffmpeg, "found", lambda program=program: program)
        out = io.StringIO()
        with pytest.raises(CommandError, match="units"):
            call_command("doctor", json=True, stdout=out)
        checks = {line["check"]: line for line in map(json.loads, out.getvalue().splitlines())}
        assert checks["ffmpeg"]["ok"]
        assert told in checks["ffmpeg"]["detail"]


def test_the_doctor_names_an_index_that_lags(make_item, stores, index):
    item = make_item(state="published")
    PendingIndex.objects.create(public_id=item.public_id, problem="nobody answers", tries=3)
    PendingIndex.objects.update(since=timezone.now() - dt.timedelta(minutes=7))
    with pytest.raises(CommandError, match="search, index") as failed:
        run("doctor")
    assert "search" in str(failed.value)
    run("rebuild_index")
    indexing.retry_due()
    assert "search" in run("doctor")
    nothing = {"missing": [], "extra": [], "changed": [], "map": []}
    assert json.loads(run("rebuild_index", check=True, json=True)) == nothing


def test_a_check_of_the_index_names_what_has_other_contents(make_item, stores, index):
    item = make_item(state="published")
    run("rebuild_index")
    Item.objects.filter(pk=item.pk).update(summary_vi="Mới thêm")
    features.refresh(item.pk)
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("rebuild_index", check=True, json=True, stdout=out)
    assert json.loads(out.getvalue())["changed"] == [item.public_id]


def test_a_site_whose_search_server_is_away_stays_in_service_and_says_so(make_item, index, monkeypatch):
    monkeypatch.setattr(type(engine.current()), "healthy", lambda self: False)
    PendingIndex.objects.create(public_id=make_item().public_id)
    answer = Client().get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["search"]["healthy"] is False
    assert answer.json()["search"]["pending"] == 1


def test_the_doctor_tells_of_counts_that_stopped_and_of_one_that_was_changed(stores, index, monkeypatch):
    def told() -> dict[str, object]:
        out = io.StringIO()
        with suppress(CommandError):
            call_command("doctor", json=True, stdout=out)
        return next(
            each for each in map(json.loads, out.getvalue().splitlines()) if each["check"] == "snapshots"
        )

    assert told()["ok"]  # none yet
    digest = take().snapshot.digest
    assert told()["ok"]
    assert digest[:12] in told()["detail"]
    now = timezone.now()
    with monkeypatch.context() as later:
        later.setattr(timezone, "now", lambda: now + dt.timedelta(hours=37))
        assert "run_worker" in told()["detail"]
        assert not told()["ok"]
    migration = importlib.import_module("heritage.migrations.0008_snapshot_chain")
    migration.lift(connection)
    Snapshot.objects.update(objects_count=9)
    migration.guard(connection)
    assert "--verify" in told()["detail"]
    assert not told()["ok"]
