"""The night's snapshot, what a year of them weighs, and the pages of the number: 120,000 items in 3,321 units.

``python -m tests.bench.kpis --home DIR`` fills an empty home and measures it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import statistics
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from unittest.mock import patch

from tests.bench.catalogue import open_home
from tests.bench.registers import SEED, fill, work_a_day

NIGHTS = 34  # two of them whole
FIRST = dt.datetime(2026, 11, 25, 16, 30, tzinfo=dt.UTC)
ASKED = 40  # times each page
REPORTS, REPORTED = 5, "13972"  # so many times in each format, of this ward
PAGES = (
    "/kpi/",
    "/kpi/vn/",
    "/kpi/01/",
    "/kpi/37/",
    "/kpi/13972/",
    "/api/v1/kpi?unit=vn",
    "/api/v1/kpi?unit=13972",
)


@dataclass(frozen=True, slots=True)
class Night:
    """One night: seconds to take it and of processor, bytes of its content and in the database, rows of counts."""

    seconds: float
    cpu_s: float
    grown: int
    content: int
    counts: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Kpis:
    """What was measured; sizes in bytes, times of pages in milliseconds by their address."""

    nights: list[Night]
    worked_on: int
    verify_s: float
    pages: dict[str, tuple[float, float, float]]  # p50, p95, p95 of processor time
    reports: dict[str, float]  # seconds to count and write one, median, by its format


def measure(nights: int = NIGHTS) -> Kpis:
    """Some nights of the configured, filled home, then its pages."""
    from django.db import connection
    from django.utils import timezone

    from heritage.jobs import snapshot_proof, snapshots
    from heritage.models import SnapshotCount

    dice = random.Random(SEED)
    size = _database_bytes(connection)
    taken, worked_on = [], 0
    for night in range(nights):
        if night:
            worked_on = work_a_day(dice)
        moment = FIRST + dt.timedelta(days=night)
        with patch.object(timezone, "now", lambda moment=moment: moment):
            started, spent = time.perf_counter(), time.process_time()
            snapshot = snapshots.take().snapshot
            seconds, cpu_s = time.perf_counter() - started, time.process_time() - spent
        counts = SnapshotCount.objects.filter(snapshot=snapshot).count()
        before, size = size, _database_bytes(connection)
        content = len(bytes(snapshot.content))
        taken.append(Night(seconds, cpu_s, size - before, content, counts, snapshot.base_id is None))
        sys.stderr.write(f"night {night}: {taken[-1]}\n")
    started = time.perf_counter()
    if not snapshot_proof.verify().holds:
        raise SystemExit("the chain does not hold")
    verified = time.perf_counter() - started
    with patch.object(timezone, "now", lambda: FIRST + dt.timedelta(days=nights - 1, minutes=5)):
        pages = {address: _timed(address) for address in PAGES}
        reports = {ending: _written(ending) for ending in ("docx", "pdf", "xlsx")}
    return Kpis(taken, worked_on, verified, pages, reports)


def _written(ending: str) -> float:
    """Seconds for a month's report of one ward, gathered anew each time; the snapshot of the day is there."""
    from django.utils import timezone

    from heritage.models import Report
    from heritage.services.reports import make_report, write_report

    times = []
    for _ in range(REPORTS + 1):
        Report.objects.all().delete()
        started = time.perf_counter()
        period = f"{timezone.localdate():%Y-%m}"
        write_report(make_report(REPORTED, period, by=None, site="http://localhost"), ending)
        times.append(time.perf_counter() - started)
    return statistics.median(times[1:])  # the first one loads the writer


def _timed(address: str) -> tuple[float, float, float]:
    from django.test import Client

    client = Client(headers={"accept-encoding": "gzip", "host": "localhost"})
    times, spent = [], []
    for _ in range(ASKED + 2):
        started, before = time.perf_counter(), time.process_time()
        response = client.get(address)
        times.append((time.perf_counter() - started) * 1000)
        spent.append((time.process_time() - before) * 1000)
        if response.status_code != 200:
            raise SystemExit(f"{address}: {response.status_code}")
    times, spent = times[2:], spent[2:]  # the first ones warm up
    return (
        statistics.median(times),
        statistics.quantiles(times, n=20)[-1],
        statistics.quantiles(spent, n=20)[-1],
    )


def _database_bytes(connection: object) -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT SUM(pgsize) FROM dbstat WHERE name LIKE '%heritage_snapshot%'")
        else:
            cursor.execute(
                "SELECT pg_total_relation_size('heritage_snapshot') + pg_total_relation_size('heritage_snapshotcount')"
            )
        return int(cursor.fetchone()[0])


def main() -> None:
    """Read the command line, fill, measure, tell as JSON."""
    arguments = argparse.ArgumentParser(prog="python -m tests.bench.kpis", description=__doc__)
    arguments.add_argument("--home", type=Path, required=True, help="folder of the database")
    arguments.add_argument("--database", default="", help="postgis://…; else SpatiaLite in the home")
    arguments.add_argument("--items", type=int, default=120_000)
    arguments.add_argument("--nights", type=int, default=NIGHTS)
    given = arguments.parse_args()
    open_home(given.home, given.database)
    from django.core.management import call_command

    from heritage.models import Item

    call_command("collectstatic", interactive=False, verbosity=0)
    if not Item.objects.exists():
        fill(given.items)
    sys.stdout.write(json.dumps(asdict(measure(given.nights))) + "\n")


if __name__ == "__main__":
    main()
