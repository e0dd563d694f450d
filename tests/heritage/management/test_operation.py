"""The operator's commands: units, accounts, the doctor, the index."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from gis.models import AdminUnit
from heritage.models import User
from heritage.services.publishing import publish
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


def test_the_doctor_names_an_index_that_lags(make_item, reviewer, stores, index):
    publish(make_item(), by=reviewer)  # the message to the queue is not taken by anybody here
    with pytest.raises(CommandError, match="search"):
        run("doctor")
    run("rebuild_index")
    assert "search" in run("doctor")
    assert json.loads(run("rebuild_index", check=True, json=True)) == {"missing": [], "extra": [], "map": []}
