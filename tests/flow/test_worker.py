"""A real worker process on the queue, database and search engine that the settings name."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from heritage import engine
from heritage.jobs import snapshot_proof
from heritage.models import Asset, Batch, RegisterEntry, RegisterVersion, Snapshot
from heritage.services import editing, intake
from heritage.services.publishing import publish
from tests import samples

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_S = 60


def database_url() -> str:
    """The address of the test database, for a process of its own."""
    values = connection.settings_dict
    if "spatialite" in values["ENGINE"]:
        return f"spatialite://{values['NAME']}"
    return (
        f"postgis://{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT']}/{values['NAME']}"
    )


@pytest.fixture
def environment(stores: Path, index: object, tmp_path: Path) -> dict[str, str]:
    """A home whose stores and index are this test's."""
    for alias in ("originals", "derivatives", "index"):
        link = tmp_path / "home" / alias
        link.parent.mkdir(exist_ok=True)
        (tmp_path / alias).mkdir(exist_ok=True)
        link.symlink_to(tmp_path / alias)
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "heritage.settings",
        "DISANSO_HOME": str(tmp_path / "home"),
        "DISANSO_DATABASE_URL": database_url(),
        "DISANSO_SEARCH_URL": settings.SEARCH_URL,
        "DISANSO_SEARCH_INDEX": settings.SEARCH_INDEX,
        "DISANSO_TASKS_URL": settings.TASKS_URL,
    }


@pytest.fixture
def start_worker(environment: dict[str, str]) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts workers and ends whatever is left of them."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "run_worker", "--sweep-every", "1"],
            cwd=settings.BASE_DIR,
            env=environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
        )
        started.append(worker)
        return worker

    yield start
    for worker in started:
        if worker.poll() is None:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait(10)


def wait_until(holds: Callable[[], bool], what: str) -> None:
    """Poll until it holds.

    Raises:
        AssertionError: It did not within the patience of a test.
    """
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if holds():
            return
        time.sleep(0.2)
    raise AssertionError(what)


def test_a_file_goes_from_an_officer_to_the_public_through_the_queue(
    make_item, officer, reviewer, start_worker, tmp_path
):
    start_worker()
    item = make_item(name_vi="Đình Vị Khê")
    batch = Batch.objects.create(unit=item.unit, by=officer)
    for path in (
        samples.photo(tmp_path / "a.jpg", lon=106.2115, lat=20.4076),
        samples.cloud(tmp_path / "b.laz"),
        samples.mesh(tmp_path / "c.glb"),
        samples.scan(tmp_path / "d.tif"),
    ):
        intake.receive_into(batch, path, name=path.name, item=item)
    wait_until(
        lambda: not batch.receipts.filter(outcome="working").exists(), "the worker did not settle the files"
    )
    assert sorted(batch.receipts.values_list("outcome", flat=True)) == ["accepted"] * 4
    editing.submit(item, by=officer)
    publish(item, by=reviewer)
    wait_until(lambda: item.public_id in engine.current().ids(), "the worker did not index the item")
    answer = Client().get("/api/v1/items?q=dinh+vi+khe&has=cloud").json()
    assert [each["id"] for each in answer["items"]] == [item.public_id]
    assert sorted(answer["items"][0]["has"]) == ["cloud", "mesh", "photo", "scan"]


def test_work_of_a_killed_worker_is_taken_over_and_nothing_is_doubled(
    vi_khe, officer, start_worker, tmp_path
):
    from django.utils import timezone

    batch = Batch.objects.create(unit=vi_khe, by=officer)
    receipt = intake.receive_into(batch, samples.photo(tmp_path / "a.jpg"), name="a.jpg", queue=False)
    # What a worker leaves behind that was killed after it took the lease, its message gone with it.
    Asset.objects.filter(pk=receipt.asset_id).update(
        state="processing", attempts=1, lease_until=timezone.now(), lease_holder="gone"
    )
    start_worker()
    wait_until(lambda: Asset.objects.get().state == "ready", "nobody took the work over")
    receipt.refresh_from_db()
    assert receipt.outcome == "accepted"
    assert Asset.objects.get().derivatives.filter(recipe="photo-640").count() == 1


def test_two_workers_keep_one_count_of_the_day(start_worker, make_item, vi_khe) -> None:
    version = RegisterVersion.objects.create(unit=vi_khe, number=1, valid_from=dt.date(2025, 7, 1))
    RegisterEntry.objects.create(version=version, item=make_item(), category="relic")
    workers = [start_worker(), start_worker()]
    wait_until(Snapshot.objects.exists, "the first sweep kept the count")
    time.sleep(3)  # in which both sweep again
    assert all(worker.poll() is None for worker in workers)
    assert [(each.objects_count, each.previous_digest) for each in Snapshot.objects.all()] == [(1, "")]
    assert snapshot_proof.verify().holds
