"""Every request that the map makes, at 120,000 items in 3,321 units: size on the wire and time in the product.

``python -m tests.bench.maps --home DIR`` measures a home that ``tests.bench.catalogue`` has filled.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.catalogue import open_home

FRAMES = 12  # places that each request is made at, seeded
ROUNDS = 5  # after one that warms up
WIDTH, HEIGHT = 1280, 800  # pixels of the map on a desk
SEED = 11


@dataclass(frozen=True, slots=True)
class MapRow:
    """One kind of request; bytes are compressed and the largest of all, times in milliseconds."""

    name: str
    largest: int
    p50_ms: float
    p95_ms: float


def measure() -> list[MapRow]:
    """Every kind of request to the configured home, through the whole product, without a network."""
    from django.test import Client

    client = Client(headers={"accept-encoding": "gzip", "host": "localhost"})

    def get(address: str) -> int:
        response = client.get(address)
        if response.status_code not in (200, 204):
            raise SystemExit(f"{address}: {response.status_code}")
        return len(response.content)

    rows = [timed(name, addresses, get) for name, addresses in requests().items()]
    return [*rows, *(new_frames(zoom, get) for zoom in (8, 12)), *peers()]


def requests() -> dict[str, list[str]]:
    """Addresses by the name of what asks for them."""
    dice = random.Random(SEED)
    centres = [(dice.uniform(105.3, 106.9), dice.uniform(19.9, 21.3)) for _ in range(FRAMES)]
    asked = {
        f"map, zoom {zoom}": [_map(*centre, zoom) for centre in centres] for zoom in (5, 7, 9, 11, 13, 15, 18)
    }
    asked["map, zoom 12 without a frame"] = ["/api/v1/map?zoom=12"]
    for words in ("đình", "den tran", "thờ", "q=&category=festival", "q=&years=1225,1400", "q=&unit=37"):
        query = words if "=" in words else f"q={words}"
        name = words.removeprefix("q=&") if "=" in words else f"“{words}”"
        asked[f"map of {name}, zooms 6 to 14"] = [
            _map(*centre, zoom) + f"&{query}" for centre in centres[:4] for zoom in (6, 8, 10, 12, 14)
        ]
    for zoom in (0, 5, 8, 11, 14, 16):
        asked[f"vector tile of items, zoom {zoom}"] = _tiles("items", centres, zoom)
    asked["vector tile of items, “đình”, zoom 8"] = [f"{each}?q=đình" for each in _tiles("items", centres, 8)]
    asked["vector tile of items, “đình”, zoom 14"] = [
        f"{each}?q=đình" for each in _tiles("items", centres, 14)
    ]
    for zoom in (6, 8, 10):
        asked[f"vector tile of units, zoom {zoom}"] = _tiles("units", centres, zoom)
    for zoom in (8, 12, 14):
        asked[f"vector tile of everything, zoom {zoom}"] = _tiles("all", centres, zoom)
    asked["TileJSON"] = ["/ban-do/all.json"]
    for name in ("don-vi", "pham-vi", "quan-dao"):
        asked[f"{name}.geojson"] = [f"/ban-do/{name}.geojson"]
    return asked


def timed(name: str, addresses: list[str], get: Callable[[str], int]) -> MapRow:
    """A round to warm up, then ROUNDS rounds of all addresses, at least 40 requests."""
    largest = max(get(address) for address in addresses)
    times = []
    for _ in range(max(ROUNDS, math.ceil(40 / len(addresses)))):
        for address in addresses:
            started = time.perf_counter()
            get(address)
            times.append((time.perf_counter() - started) * 1000)
    return MapRow(name, largest, statistics.median(times), statistics.quantiles(times, n=20)[-1])


def new_frames(zoom: int, get: Callable[[str], int]) -> MapRow:
    """Frames that nobody has asked for, each once: what no cache of any engine can know."""
    dice = random.Random(SEED + zoom)
    largest, times = 0, []
    for _ in range(60):
        address = _map(dice.uniform(105.3, 106.9), dice.uniform(19.9, 21.3), zoom)
        started = time.perf_counter()
        largest = max(largest, get(address))
        times.append((time.perf_counter() - started) * 1000)
    name = f"map, zoom {zoom}, 60 frames asked for the first time"
    return MapRow(name, largest, statistics.median(times), statistics.quantiles(times, n=20)[-1])


def peers() -> Iterator[MapRow]:
    """What others would send: all points for a browser to cluster, and PostGIS's own tiles with every point."""
    from django.db import connection

    from heritage.models import MapFeature

    rows = MapFeature.objects.filter(lon__isnull=False).values_list(
        "public_id", "name_vi", "category", "lon", "lat"
    )
    points = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": {"id": id_, "name": name, "category": category}}
        for id_, name, category, lon, lat in rows.iterator()
    ]  # fmt: skip
    text = json.dumps({"type": "FeatureCollection", "features": points}, ensure_ascii=False)
    yield MapRow(
        "peer: all points, clustered by the browser", len(gzip.compress(text.encode(), 6)), math.nan, math.nan
    )
    if connection.vendor != "postgresql":
        return
    sql = (
        "select ST_AsMVT(t, 'items') from (select ST_AsMVTGeom(ST_Transform(point, 3857), ST_TileEnvelope(%s, %s, %s)) g,"
        " public_id, name_vi, category, rank from heritage_mapfeature"
        " where point && ST_Transform(ST_TileEnvelope(%s, %s, %s), 4326)) t"
    )

    def get(address: str) -> int:
        place = [int(part) for part in address.split(".")[0].split("/")[-3:]]
        with connection.cursor() as cursor:
            cursor.execute(sql, [*place, *place])
            return len(gzip.compress(bytes(cursor.fetchone()[0]), 6))

    dice = random.Random(SEED)
    centres = [(dice.uniform(105.3, 106.9), dice.uniform(19.9, 21.3)) for _ in range(FRAMES)]
    for zoom in (5, 8, 11, 14):
        yield timed(f"peer: ST_AsMVT of items, zoom {zoom}", _tiles("items", centres, zoom), get)


def _map(lon: float, lat: float, zoom: int) -> str:
    wide = WIDTH / 2 * 360 / (256 << zoom)
    high = HEIGHT / 2 * 360 / (256 << zoom) * math.cos(math.radians(lat))
    box = (max(-180.0, lon - wide), max(-85.0, lat - high), min(180.0, lon + wide), min(85.0, lat + high))
    return f"/api/v1/map?zoom={zoom}&bbox={','.join(f'{each:.6f}' for each in box)}"


def _tiles(layer: str, centres: list[tuple[float, float]], zoom: int) -> list[str]:
    from search.grid import FINEST, finest_tile

    shift = FINEST - zoom
    places = [(column >> shift, row >> shift) for column, row in (finest_tile(*centre) for centre in centres)]
    return [f"/ban-do/{layer}/{zoom}/{column}/{row}.mvt" for column, row in dict.fromkeys(places)]


def main() -> None:
    """Measure a filled home and print its rows as JSON."""
    arguments = argparse.ArgumentParser(prog="python -m tests.bench.maps", description=__doc__)
    arguments.add_argument("--home", type=Path, required=True)
    arguments.add_argument("--database", default="")
    arguments.add_argument("--search", default="")
    given = arguments.parse_args()
    open_home(given.home, given.database, given.search)
    sys.stdout.write(json.dumps([asdict(row) for row in measure()]))


if __name__ == "__main__":
    main()
