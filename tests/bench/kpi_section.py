"""Nights of snapshots and pages of the number, as lines of the page."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from typing import Any

from tests.bench.kpis import NIGHTS
from tests.bench.map_section import _own_database

ITEMS = 120_000
NIGHT_S, YEAR_MB, PAGE_MS, REPORT_S = 10, 200, 60, 3  # what is promised
WHOLE_A_YEAR = 12  # one in 32 days


def kpi_section() -> list[str]:
    """Lines of the page: the embedded default, and PostGIS where DISANSO_TEST_POSTGIS_URL names a server."""
    homes = {"SpatiaLite": ""}
    if server := os.environ.get("DISANSO_TEST_POSTGIS_URL", ""):
        homes["PostGIS"] = server
    measured = {}
    for name, server in homes.items():
        with _own_database(server) as database, tempfile.TemporaryDirectory(prefix="disanso-kpi-") as home:
            measured[name] = _measured(home, database)
    return [*_introduction(measured), *_nights(measured), "", *_pages(measured), "", *_reports(measured)]


def _measured(home: str, database: str) -> dict[str, Any]:
    told = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.bench.kpis",
            "--home",
            home,
            "--database",
            database,
            "--items",
            str(ITEMS),
        ],
        check=True,
        env={**os.environ, "DISANSO_LOG_LEVEL": "ERROR"},
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return found


def _introduction(measured: dict[str, dict[str, Any]]) -> list[str]:
    worked_on = next(iter(measured.values()))["worked_on"]
    return [
        f"{ITEMS:,} items in the registers of 3,321 units, 2 % of them in two; {NIGHTS} nights with {worked_on} items worked on",
        "in between. One process takes the count; a year is 12 nights that are kept whole and 353 that are differences.",
        f"Wanted: a night within {NIGHT_S} s, a year within {YEAR_MB} MB, a page within {PAGE_MS} ms (p95).",
        "",
    ]


def _nights(measured: dict[str, dict[str, Any]]) -> list[str]:
    lines = [
        "| database | a night, median | longest | processor | a year | verify all nights |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name, found in measured.items():
        nights = found["nights"]
        seconds = [night["seconds"] for night in nights]
        cpu = statistics.median(night["cpu_s"] for night in nights)
        lines.append(
            f"| {name} | {statistics.median(seconds):.1f} s | {max(seconds):.1f} s | {cpu:.1f} s "
            f"| {_year_mb(nights):.0f} MB | {found['verify_s']:.0f} s |"
        )
    return lines


def _reports(measured: dict[str, dict[str, Any]]) -> list[str]:
    """What it takes to count and write the report of one ward."""
    heads = "".join(f" {name} |" for name in measured)
    lines = [f"| report of a ward, wanted {REPORT_S} s |{heads}", "|---|" + "--:|" * len(measured)]
    for ending in next(iter(measured.values()))["reports"]:
        cells = "".join(f" {found['reports'][ending]:.1f} s |" for found in measured.values())
        lines.append(f"| {ending.upper()} |{cells}")
    return lines


def _year_mb(nights: list[dict[str, Any]]) -> float:
    whole = statistics.mean(night["grown"] for night in nights if night["is_whole"])
    rest = statistics.mean(night["grown"] for night in nights if not night["is_whole"])
    return (WHOLE_A_YEAR * whole + (365 - WHOLE_A_YEAR) * rest) / 1e6


def _pages(measured: dict[str, dict[str, Any]]) -> list[str]:
    heads = "".join(f" {name}: p50 | p95 | processor, p95 |" for name in measured)
    lines = [f"| page |{heads}", "|---|" + "--:|--:|--:|" * len(measured)]
    for address in next(iter(measured.values()))["pages"]:
        cells = "".join(
            " {:.0f} ms | {:.0f} ms | {:.0f} ms |".format(*found["pages"][address])
            for found in measured.values()
        )
        lines.append(f"| `{address}` |{cells}")
    return lines
