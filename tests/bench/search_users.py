"""Many people at once who search through the product itself: its pages and its API, over HTTP, thinking in between."""

from __future__ import annotations

import http.client
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from tests.bench.exports import export_table
from tests.bench.searches import timing

USERS, SECONDS, THOUGHT_S = 200, 30.0, 2.0  # each asks, reads for up to twice so long as a mean, asks again
ITEMS = 120_000
GUNICORN = (
    "-m",
    "gunicorn",
    "heritage.wsgi:application",
    "--workers",
    "2",
    "--threads",
    "8",
    "--timeout",
    "120",
    "--no-control-socket",
)
WORDS = (
    "den tran",
    "đình",
    "chùa phổ",
    "hoi lang",
    "mieu",
    "lăng",
    "trần",
    "vị khê",
    "nghề mộc",
    "thien hau",
    "",
)
FILTERS = (
    {},
    {"category": "relic"},
    {"unit": "37"},
    {"rank": "national"},
    {"dynasty": "tran"},
    {"sort": "name"},
)


def users_section(filled: Path | None) -> list[str]:
    """Lines of the page. ``filled`` is a home that ``tests.bench.catalogue`` has filled; without it one is."""
    with _home(filled) as home:
        with _served(home) as port:
            lines = users_table(asked_by(USERS, SECONDS, port))
        return [*lines, *export_table(home)]


@contextmanager
def _home(filled: Path | None) -> Iterator[Path]:
    if filled is not None:
        yield filled
        return
    with tempfile.TemporaryDirectory(prefix="disanso-bench-") as name:
        command = [sys.executable, "-m", "tests.bench.catalogue", "--items", str(ITEMS), "--home", name]
        subprocess.run(command, check=True)
        yield Path(name)


@contextmanager
def _served(home: Path) -> Iterator[int]:
    """The product on a free port of the loopback, warm, and stopped afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {"DISANSO_HOME": str(home), "DISANSO_API_PER_MINUTE": "0", "DISANSO_LOG_LEVEL": "WARNING"}
    server = subprocess.Popen(
        [sys.executable, *GUNICORN, "--bind", f"127.0.0.1:{port}"], env=os.environ | own
    )
    try:
        for _ in range(600):
            try:
                if _asked(http.client.HTTPConnection("127.0.0.1", port, timeout=60), "/healthz") == 200:
                    break
            except OSError:
                time.sleep(0.1)
        asked_by(16, 5.0, port)  # both processes read what they keep in memory
        yield port
    finally:
        server.terminate()
        server.wait(30)


class Answers:
    """What all users together were answered."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.times: list[float] = []
        self.errors: list[str] = []
        self.seconds = 0.0


def asked_by(users: int, seconds: float, port: int) -> Answers:
    """So many people for so long, each on a connection of their own."""
    answers, end = Answers(), time.perf_counter() + seconds
    people = [threading.Thread(target=_person, args=(number, port, end, answers)) for number in range(users)]
    started = time.perf_counter()
    for each in people:
        each.start()
    for each in people:
        each.join()
    answers.seconds = time.perf_counter() - started
    return answers


def _person(number: int, port: int, end: float, answers: Answers) -> None:
    dice = random.Random(number)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    time.sleep(dice.uniform(0, THOUGHT_S))
    while time.perf_counter() < end:
        started = time.perf_counter()
        status = _answered(connection, _address(dice))
        taken = (time.perf_counter() - started) * 1000
        with answers.lock:
            answers.times.append(taken)
            if status != 200:
                answers.errors.append(str(status))
        time.sleep(dice.uniform(0, 2 * THOUGHT_S))
    connection.close()


def _answered(connection: http.client.HTTPConnection, address: str) -> int | str:
    """Once more where a connection that was kept has been closed while the person thought, as browsers do."""
    kept = connection.sock is not None
    try:
        return _asked(connection, address)
    except (OSError, http.client.HTTPException) as error:
        connection.close()
        if kept and isinstance(
            error, ConnectionResetError | BrokenPipeError | http.client.RemoteDisconnected
        ):
            return _answered(connection, address)
        return type(error).__name__


def _asked(connection: http.client.HTTPConnection, address: str) -> int:
    connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    answer.read()
    return answer.status


def _address(dice: random.Random) -> str:
    """Mostly searches, some suggestions, facets and pages of the site."""
    asked = {"q": dice.choice(WORDS), **dice.choice(FILTERS)}
    path = dice.choices(("/api/v1/items", "/api/v1/facets", "/api/v1/suggest", "/kham-pha/"), (5, 2, 2, 1))[0]
    if path == "/api/v1/suggest":
        asked = {"q": asked["q"][: dice.randint(1, 6)]}
    return f"{path}?{urlencode(asked)}"


def users_table(answers: Answers) -> list[str]:
    """Lines of the page."""
    times = timing(answers.times)
    told = json.dumps(sorted(set(answers.errors))) if answers.errors else "none"
    return [
        "",
        f"{USERS} people search {ITEMS:,} items at once over HTTP for {answers.seconds:.0f} s: half of what they ask are pages",
        f"of the API, the rest facets, suggestions and pages of the site; each thinks {THOUGHT_S:.0f} s between two questions.",
        "gunicorn with two workers of 8 threads and the embedded engines; the people are on the same two cores.",
        "",
        "| answers | a second | p50 | p95 | errors |",
        "|--:|--:|--:|--:|--:|",
        f"| {len(answers.times):,} | {len(answers.times) / answers.seconds:.0f} | {times.p50:.0f} ms | {times.p95:.0f} ms"
        f" | **{len(answers.errors)}** ({told}) |",
    ]
