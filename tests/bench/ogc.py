"""Pages of OGC API – Features: ours beside pygeoapi's on the same PostGIS table, both under gunicorn."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.bench.iiif import _free_port, _running

FEATURES, PAGE = 20_000, 1_000
WALKS = 3
ITEMS = f"/collections/relics/items?f=json&limit={PAGE}"
DATABASE = "disanso_bench_ogc"
GUNICORN = ("-m", "gunicorn", "--workers", "1", "--threads", "8")
COLUMNS = (
    *("public_id", "name_vi", "name_en", "category", "rank", "level", "unit_code", "province_code"),
    *("year_from", "year_to", "accuracy_m", "approximate", "updated"),
)


def ogc_section(folder: Path, peers: Path) -> list[str]:
    """The lines of docs/benchmarks.md; ``DISANSO_TEST_POSTGIS_URL`` says where PostGIS is."""
    url = os.environ.get("DISANSO_TEST_POSTGIS_URL", "")
    if not url:
        return ["No PostGIS in this run (DISANSO_TEST_POSTGIS_URL)."]
    home = folder / "ogc"
    (home / "static").mkdir(parents=True)
    with _database(url) as own:
        ours, theirs, sizes = _times(home, own, peers)
    first, second = statistics.median(ours), statistics.median(theirs)
    return [
        f"A client reads {FEATURES:,} features in pages of {PAGE:,}, each page with the number of all that match, over HTTP",
        f"from one gunicorn worker of 8 threads; medians of all pages of {WALKS} readings, page by page in turn. pygeoapi",
        "0.21.0 serves the same table of PostGIS with 13 columns as properties; ours has 19.",
        "",
        "| server | a page | size | ratio |",
        "|---|--:|--:|--:|",
        f"| ours | {first:.1f} ms | {sizes[0] / 1000:.0f} kB | |",
        f"| pygeoapi | {second:.1f} ms | {sizes[1] / 1000:.0f} kB | **{second / first:.2f}** |",
    ]


def _times(home: Path, url: str, peers: Path) -> tuple[list[float], list[float], tuple[int, int]]:
    environment = {
        **os.environ, "DISANSO_HOME": str(home), "DISANSO_ALLOWED_HOSTS": "127.0.0.1", "DISANSO_DATABASE_URL": url,
    }  # fmt: skip
    subprocess.run([sys.executable, "-m", "tests.bench.ogc_home", str(FEATURES)], check=True, env=environment)
    port, peer_port = _free_port(), _free_port()
    peer = _configure(home, url, peers, peer_port)
    with contextlib.ExitStack() as stack:
        command = [sys.executable, *GUNICORN, "--no-control-socket", "heritage.wsgi:application"]
        stack.enter_context(_running([*command, "--bind", f"127.0.0.1:{port}"], port, environment))
        command = [str(peers), *GUNICORN, "pygeoapi.flask_app:APP"]
        stack.enter_context(_running([*command, "--bind", f"127.0.0.1:{peer_port}"], peer_port, peer))
        for _ in range(12):  # each thread opens its connection to the database once
            sizes = _checked(port, f"/ogc{ITEMS}"), _checked(peer_port, ITEMS)
        ours: list[float] = []
        theirs: list[float] = []
        for _ in range(WALKS):
            address, peer_address = f"/ogc{ITEMS}", ITEMS
            for number in range(FEATURES // PAGE):
                spent, body = _ask(port, address)
                ours.append(spent)
                if number < FEATURES // PAGE - 1:
                    address = _next_of(body)
                theirs.append(_ask(peer_port, peer_address)[0])
                peer_address = f"{ITEMS}&offset={PAGE * (number + 1)}"
    return ours, theirs, sizes


def _checked(port: int, address: str) -> int:
    """The size of a page that is whole."""
    body = _ask(port, address)[1]
    page = json.loads(body)
    assert len(page["features"]) == page["numberReturned"] == PAGE and page["numberMatched"] == FEATURES, (
        page.keys()
    )
    return len(body)


def _next_of(body: bytes) -> str:
    """Path and query of the following page, from what stands before the features."""
    head = json.loads(body[: body.index(b',"features":')] + b"}")
    following = urlsplit(next(link["href"] for link in head["links"] if link["rel"] == "next"))
    return f"{following.path}?{following.query}"


def _ask(port: int, address: str) -> tuple[float, bytes]:
    """Milliseconds to the last byte, and the body."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    begun = time.perf_counter()
    line.request("GET", address)
    answer = line.getresponse()
    body = answer.read()
    spent = (time.perf_counter() - begun) * 1000
    line.close()
    assert answer.status == 200, (answer.status, body[:500])
    return spent, body


def _configure(home: Path, url: str, peers: Path, port: int) -> dict[str, str]:
    """What pygeoapi reads: JSON is YAML too."""
    parts = urlsplit(url)
    data = {
        "host": parts.hostname, "port": parts.port, "dbname": DATABASE, "user": parts.username,
        "password": parts.password, "search_path": ["public"],
    }  # fmt: skip
    extent = {
        "spatial": {"bbox": [105.9, 20.0, 106.6, 20.7], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}
    }
    relics = {
        "type": "collection", "title": "Relics", "description": "Relics", "keywords": ["relics"], "links": [],
        "extents": extent,
        "providers": [
            {"type": "feature", "name": "PostgreSQL", "data": data, "id_field": "public_id", "geom_field": "point",
             "table": "heritage_mapfeature", "properties": list(COLUMNS)},
        ],
    }  # fmt: skip
    person = {"name": "x", "position": "x", "address": "x", "city": "x", "stateorprovince": "x", "postalcode": "x",
              "country": "x", "phone": "x", "fax": "x", "email": "x@example.org", "url": "https://example.org",
              "hours": "x", "instructions": "x", "role": "pointOfContact"}  # fmt: skip
    text = {"en": "Benchmark"}
    configuration = {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port}, "url": f"http://127.0.0.1:{port}", "mimetype":
            "application/json; charset=UTF-8", "encoding": "utf-8", "gzip": False, "languages": ["en-US"], "cors": True,
            "pretty_print": False, "limits": {"default_items": 10, "max_items": 10_000},
            "map": {"url": "https://example.org/{z}/{x}/{y}.png", "attribution": "x"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {"title": text, "description": text, "keywords": {"en": ["x"]}, "keywords_type": "theme",
                               "terms_of_service": "https://example.org", "url": "https://example.org"},
            "license": {"name": "x", "url": "https://example.org"},
            "provider": {"name": "x", "url": "https://example.org"}, "contact": person,
        },
        "resources": {"relics": relics},
    }  # fmt: skip
    file, described = home / "pygeoapi.yml", home / "pygeoapi-openapi.yml"
    file.write_text(json.dumps(configuration), encoding="utf-8")
    environment = {**os.environ, "PYGEOAPI_CONFIG": str(file), "PYGEOAPI_OPENAPI": str(described)}
    program = Path(peers).with_name("pygeoapi")
    subprocess.run(
        [str(program), "openapi", "generate", str(file), "--output-file", str(described)],
        check=True, env=environment, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return environment


@contextlib.contextmanager
def _database(url: str) -> Iterator[str]:
    """A database of its own beside the one of the address, gone at the end."""
    parts = urlsplit(url)
    server = urlunsplit(("postgresql", parts.netloc, parts.path, "", ""))
    with psycopg.connect(server, autocommit=True) as line:
        line.execute(f"DROP DATABASE IF EXISTS {DATABASE}")  # type: ignore[arg-type]
        line.execute(f"CREATE DATABASE {DATABASE}")  # type: ignore[arg-type]
        own = urlunsplit(("postgis", parts.netloc, f"/{DATABASE}", "", ""))
        with psycopg.connect(own.replace("postgis", "postgresql", 1), autocommit=True) as inner:
            inner.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        try:
            yield own
        finally:
            line.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")  # type: ignore[arg-type]
