"""The maps of the embedded default and of PostGIS, each with a catalogue of its own, as lines of the page."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from tests.bench.maps import FRAMES, HEIGHT, WIDTH, MapRow

ITEMS = 120_000
MOST_KB, MOST_MS = 60.0, 50.0  # what is promised: compressed kilobytes, p95
OWN_NAME = "disanso_bench_maps"


def map_section() -> list[str]:
    """Lines of the page: the embedded default, and PostGIS where DISANSO_TEST_POSTGIS_URL names a server."""
    homes = {"SpatiaLite and FTS5": ("", "")}
    if database := os.environ.get("DISANSO_TEST_POSTGIS_URL", ""):
        search = os.environ.get("DISANSO_TEST_ELASTICSEARCH_URL", "")
        homes[f"PostGIS and {'Elasticsearch' if search else 'FTS5'}"] = (database, search)
    measured = {}
    for name, (server, search) in homes.items():
        with _own_database(server) as database, _own_index(search):
            measured[name] = _measured(database, search)
    return [*_introduction(), *_table(measured)]


@contextmanager
def _own_database(server: str) -> Iterator[str]:
    """The address of an empty database beside the one that is named; nothing where none is."""
    if not server:
        yield ""
        return
    import psycopg

    login = server.replace("postgis://", "postgresql://", 1)
    with psycopg.connect(login, autocommit=True) as connection:
        connection.execute(f"drop database if exists {OWN_NAME}")
        connection.execute(f"create database {OWN_NAME}")
        address = server.rpartition("/")[0] + f"/{OWN_NAME}"
        with psycopg.connect(address.replace("postgis://", "postgresql://", 1), autocommit=True) as own:
            own.execute("create extension if not exists postgis")
        try:
            yield address
        finally:
            connection.execute(f"drop database {OWN_NAME} with (force)")


@contextmanager
def _own_index(server: str) -> Iterator[None]:
    """Take the measured index off the search server again."""
    yield
    if server:
        from elasticsearch import Elasticsearch

        with Elasticsearch(server) as client:
            for name in client.options(ignore_status=404).indices.get(index=f"{OWN_NAME}-*").body:
                client.indices.delete(index=name)


def _measured(database: str, search: str) -> dict[str, MapRow]:
    """Fill an empty home in a process of its own, measure it in another."""
    with tempfile.TemporaryDirectory(prefix="disanso-maps-") as home:
        environment = {**os.environ, "DISANSO_SEARCH_INDEX": OWN_NAME, "DISANSO_LOG_LEVEL": "ERROR"}
        where = ["--home", home, "--database", database, "--search", search]
        filling = [sys.executable, "-m", "tests.bench.catalogue", "--items", str(ITEMS), *where]
        subprocess.run(filling, check=True, env=environment)
        told = subprocess.run(
            [sys.executable, "-m", "tests.bench.maps", *where],
            check=True,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
    return {row["name"]: MapRow(**row) for row in json.loads(told.stdout)}


def _introduction() -> list[str]:
    return [
        f"{ITEMS:,} items in 3,321 units, real names, most of them in the Red River delta. Sizes are compressed and the",
        f"largest of {FRAMES} places; times are warm, through the whole product without a network. Wanted: at most",
        f"{MOST_KB:.0f} kB and p95 within {MOST_MS:.0f} ms. A map is {WIDTH} × {HEIGHT} pixels. The peers send what we do not: every",
        "point, as GeoJSON for a browser to cluster or in PostGIS's own tiles.",
        "",
    ]


def _table(engines: dict[str, dict[str, MapRow]]) -> list[str]:
    heads = "".join(f" {name}: kB | p50 | p95 |" for name in engines)
    lines = [f"| request |{heads}", "|---|" + "--:|--:|--:|" * len(engines)]
    names = dict.fromkeys(name for rows in engines.values() for name in rows)
    for name in names:
        cells = "".join(_cells(rows.get(name)) for rows in engines.values())
        lines.append(f"| {name} |{cells}")
    return lines


def _cells(row: MapRow | None) -> str:
    if row is None:
        return " | | |"
    if math.isnan(row.p50_ms):
        return f" {row.largest / 1000:,.1f} | | |"
    return f" {row.largest / 1000:,.1f} | {row.p50_ms:.1f} ms | {row.p95_ms:.1f} ms |"
