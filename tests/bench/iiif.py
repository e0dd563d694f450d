"""Tiles of one picture: ours, as ``make demo`` serves it, beside Debian's iipimage-server on the same pyramid."""

from __future__ import annotations

import contextlib
import math
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

from media_pipeline import iiif
from tests.bench.iiif_home import ASSET, PYRAMID
from tests.bench.measure import Row, costs_in_turn
from tests.bench.photos import write_picture
from tests.bench.tile_clients import CONNECTIONS, Pace, fastcgi, http, pace_of

SIZE = (8000, 6000)
SCAN_SIZE = (11_600, 8_640)
ROUNDS = 3
IIPSRV = Path("/usr/lib/iipimage-server/iipsrv.fcgi")
# As deploy/lib/services.sh starts it.
GUNICORN = ("-m", "gunicorn", "heritage.wsgi:application", "--workers", "1", "--threads", "8")


def iiif_section(folder: Path) -> list[str]:
    """The lines of docs/benchmarks.md: pace of tiles, then the making of a pyramid from a large scan."""
    home = folder / "iiif"
    (home / "static").mkdir(parents=True)
    picture = folder / "tiles.jpg"
    write_picture(picture, SIZE, 7)
    environment = {**os.environ, "DISANSO_HOME": str(home), "DISANSO_ALLOWED_HOSTS": "127.0.0.1"}
    subprocess.run([sys.executable, "-m", "tests.bench.iiif_home", picture], check=True, env=environment)
    ours, theirs = _paces(home, environment)
    lines = [
        f"Every tile of a picture of {SIZE[0] * SIZE[1] // 1_000_000} MP, all levels and edges, in random order,",
        f"{CONNECTIONS} connections at once as a browser opens them, warm; medians of {ROUNDS} rounds. Ours over HTTP as",
        "`make demo` serves it, with the look-up who may see it; the peer over FastCGI, without a web server.",
        "",
        "| server | tiles a second | p95 |",
        "|---|--:|--:|",
        f"| ours | {ours.per_s:.0f} | {ours.p95_ms:.1f} ms |",
    ]
    if theirs is None:
        return [*lines, "", "iipimage-server is not installed here, so there is no peer."]
    ratio = ours.per_s / theirs.per_s
    return [
        *lines,
        f"| iipimage-server | {theirs.per_s:.0f} | {theirs.p95_ms:.1f} ms |",
        "",
        f"Ours serves **{ratio:.2f}** of the peer's tiles a second.",
    ]


def measure_scan_pyramid(folder: Path) -> list[Row]:
    """A scan of 100 megapixels to a pyramid, beside ``vips tiffsave``; no row where ``vips`` is missing."""
    program = shutil.which("vips")
    if program is None:
        return []
    from PIL import Image

    scan, out = folder / "scan.tif", folder / "scan"
    out.mkdir()
    write_picture(folder / "scan.jpg", SCAN_SIZE, 5)
    with Image.open(folder / "scan.jpg") as picture:
        picture.save(scan, compression="tiff_lzw")
    options = ("--tile", "--tile-width", "256", "--tile-height", "256", "--pyramid", "--compression", "jpeg")
    work = (sys.executable, "-m", "tests.bench.scan_work")
    costs = costs_in_turn(
        {
            "pyramid": [*work, "pyramid", scan, out],
            "line": [*work, "line", scan, out],
            "peer": [program, "tiffsave", scan, out / "peer.tif", *options, "--Q", "85", "--strip"],
        }
    )
    return [
        Row("Scan of 100 MP (LZW TIFF) to a pyramid", "vips tiffsave", costs["pyramid"], costs["peer"]),
        Row("The same scan down the whole line", "vips tiffsave alone", costs["line"], costs["peer"]),
    ]


def _paces(home: Path, environment: Mapping[str, str]) -> tuple[Pace, Pace | None]:
    """Both in turn, so that they meet the same machine."""
    tiles = addresses()
    ours, theirs = [], []
    port, peer_port = _free_port(), _free_port()
    with contextlib.ExitStack() as stack:
        command = [sys.executable, *GUNICORN, "--no-control-socket", "--bind", f"127.0.0.1:{port}"]
        stack.enter_context(_running(command, port, environment))
        _answers(port)
        if IIPSRV.exists():
            peer = {**environment, "FILESYSTEM_PREFIX": f"{home}/derivatives/", "LOGFILE": os.devnull}
            stack.enter_context(_running([str(IIPSRV), "--bind", f"127.0.0.1:{peer_port}"], peer_port, peer))
        for _ in range(ROUNDS):
            ours.append(pace_of(http("127.0.0.1", port), [f"/iiif/3/{ASSET}/{tile}" for tile in tiles]))
            if IIPSRV.exists():
                theirs.append(
                    pace_of(fastcgi("127.0.0.1", peer_port), [f"{PYRAMID}/{tile}" for tile in tiles])
                )
    return _median(ours), _median(theirs) if theirs else None


def addresses() -> list[str]:
    """Every tile that the picture's description has viewers ask for, in the same random order each time."""
    width, height = SIZE
    found = []
    (tiles,) = iiif.info(width, height, "x")["tiles"]
    for factor in tiles["scaleFactors"]:
        edge = tiles["width"] * factor
        for left in range(0, width, edge):
            for top in range(0, height, edge):
                wide, high = min(edge, width - left), min(edge, height - top)
                region = "full" if (wide, high) == SIZE else f"{left},{top},{wide},{high}"
                size = f"{math.ceil(wide / factor)},{math.ceil(high / factor)}"
                found.append(f"{region}/{size}/0/default.jpg")
    random.Random(3).shuffle(found)
    return found


def _median(paces: list[Pace]) -> Pace:
    return Pace(statistics.median(one.per_s for one in paces), statistics.median(one.p95_ms for one in paces))


def _free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        port: int = line.getsockname()[1]
        return port


@contextlib.contextmanager
def _running(command: list[str], port: int, environment: Mapping[str, str]) -> Iterator[None]:
    """The program, from when its port listens until the end of the block."""
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=dict(environment), **quiet) as process:
        try:
            deadline = time.monotonic() + 60
            while process.poll() is None and time.monotonic() < deadline:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                time.sleep(0.1)
            yield
        finally:
            process.terminate()


def _answers(port: int) -> None:
    """Wait until the product answers, not only listens."""
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
