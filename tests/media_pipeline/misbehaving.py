"""A worker whose only kind does what its media type says. Run by the tests of ``child.py``."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from gis.doubts import Doubt
from gis.placement import Method, Placement
from media_pipeline import line, worker
from media_pipeline.errors import TooManyPixels
from media_pipeline.kind import Kind
from media_pipeline.report import Derived, Facts
from media_pipeline.told import REFERENCE, Order, Told


def sleeps(path: Path) -> None:
    time.sleep(60)


def spins(path: Path) -> None:
    while True:
        pass


def allocates(path: Path) -> None:
    held = []
    while True:
        held.append(bytearray(b"x") * 20_000_000)
        time.sleep(0.02)


def reserves(path: Path) -> None:
    bytearray(20_000_000_000)


def child_allocates(path: Path) -> None:
    code = "import time\nheld=[]\nwhile True: held.append(bytearray(b'x')*20_000_000); time.sleep(.02)"
    subprocess.run([sys.executable, "-c", code], check=True)


def segfaults(path: Path) -> None:
    ctypes.string_at(0)


def aborts(path: Path) -> None:
    os.abort()


def is_killed(path: Path) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def raises(path: Path) -> None:
    raise LookupError("no such thing in our code")


def refuses(path: Path) -> None:
    raise TooManyPixels("in the child", limit_mp=178)


def fills_the_disk(path: Path) -> None:
    with Path("big").open("wb") as stream:
        for _ in range(100):
            stream.write(b"\0" * 1_000_000)


def writes_many_files(path: Path) -> None:
    for number in range(100):
        Path(f"part-{number}").write_bytes(b"\0" * 1_000_000)


def writes_what_is_not_seen(path: Path) -> None:
    held = []
    for _ in range(100):
        stream = tempfile.TemporaryFile()  # noqa: SIM115 - all are held open at once
        stream.write(b"\0" * 1_000_000)
        stream.flush()
        held.append(stream)
    time.sleep(5)


def chats_without_end(path: Path) -> None:
    while True:
        os.write(1, b"all is well\n" * 100_000)


def reads_a_neighbour(path: Path) -> None:
    (path.parent / "neighbour").read_text()


def reads_the_reference(path: Path) -> None:
    (path.parent / REFERENCE).read_text()


def reads_our_key(path: Path) -> None:
    Path(f"/proc/{os.getppid()}/environ").read_bytes()


def writes_beside_its_folder(path: Path) -> None:
    (path.parent / "planted").write_text("x")


def changes_its_input(path: Path) -> None:
    path.write_bytes(b"changed")


def calls_home(path: Path) -> None:
    socket.create_connection(("127.0.0.1", 9), timeout=2)


def calls_home_by_datagram(path: Path) -> None:
    socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)


def calls_a_service_of_the_machine(path: Path) -> None:
    socket.socket(socket.AF_UNIX)


def leaves_its_group(path: Path) -> None:
    os.setsid()


def multiplies(path: Path) -> None:
    for _ in range(200):
        if os.fork() == 0:
            time.sleep(30)
            os._exit(0)
    time.sleep(30)


def talks_without_end(path: Path) -> None:
    answer_fd = json.loads(sys.argv[1])["answer_fd"]
    while True:
        os.write(answer_fd, b"x" * 1_000_000)


def lists_its_handles(path: Path) -> None:
    handles = [str(each.readlink()) for each in Path("/proc/self/fd").iterdir() if each.exists()]
    Path("handles").write_text(json.dumps(handles))


def leaves_a_process_behind(path: Path) -> None:
    left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], close_fds=True)
    Path("pid").write_text(str(left.pid))


def prints_and_reports(path: Path) -> None:
    print("a library chats on standard output")  # noqa: T201
    (Path(os.environ["TMPDIR"]).parent / "seen").write_text(json.dumps(dict(os.environ)))


def reads_stdin(path: Path) -> None:
    if sys.stdin.read():
        raise AssertionError("standard input is not closed")


def points_outside(path: Path) -> None:
    pass  # see derive


def answers_nonsense(path: Path) -> None:
    request = json.loads(sys.argv[1])
    os.write(request["answer_fd"], b"{nonsense\n")


BEHAVIOURS = {name: value for name, value in list(globals().items()) if callable(value)}


def inspect(path: Path, media_type: str, told: Told) -> Facts:
    if media_type == "points_outside":
        line.checked = lambda made, folder: made  # what a child taken over would do
    BEHAVIOURS[media_type](path)
    return {"behaviour": media_type, "not_a_number": float("nan"), "pair": (1, 2)}


def place(facts: Facts) -> Placement:
    return Placement(106.2, 20.4, Method.EXIF, 5.0, "EPSG:4326", 106.2, 20.4, 3.0)


def question(facts: Facts) -> tuple[Doubt, ...]:
    return (Doubt("odd", "Ảnh lạ.", "An odd picture."),)


def derive(path: Path, facts: Facts, out: Path, order: Order) -> Iterator[Derived]:
    if facts["behaviour"] == "points_outside":
        yield Derived("link", Path("/etc/passwd"), "text/plain")
        return
    (out / "note.txt").write_text("made in the child")
    yield Derived("note", out / "note.txt", "text/plain", {"characters": 17})


KIND = Kind("odd", lambda head, path: None, inspect, place, question, derive)

if __name__ == "__main__":
    sys.exit(worker.main(sys.argv[1:], (KIND,)))
