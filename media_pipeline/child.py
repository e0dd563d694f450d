"""Read a stranger's file in a process of its own, with limits, and bring back what it says."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from media_pipeline.child_environment import child_environment
from media_pipeline.errors import (
    CrashesReader,
    MediaRefused,
    TooLarge,
    TooSlow,
    UnpacksTooLarge,
    WorkerFailed,
    refusals,
)
from media_pipeline.limits import Limits
from media_pipeline.progress import points_of
from media_pipeline.report import Identity, Report
from media_pipeline.told import EVERYTHING, Order
from media_pipeline.watch import excess, overflows

POLL_S = 0.05
SCRATCH = ".scratch"
PAGE_MADE = "derive:page-"  # a step that earns a file of pages more time
MOST_UNSAID = 16_000_000  # bytes of a message that has no end yet; the largest reports are a tenth of it
CRASHES = {signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT, signal.SIGFPE, signal.SIGILL}


def process_in_child(
    path: Path,
    identity: Identity,
    out: Path,
    limits: Limits,
    on_progress: Callable[[str], None] | None = None,
    *,
    order: Order = EVERYTHING,
    worker: str = "media_pipeline.worker",
) -> Report:
    """Walk the line for one file in a fresh, limited process.

    Args:
        path: The file.
        identity: What it is.
        out: An existing folder that receives every file the child writes.
        limits: What it may use.
        on_progress: Told each step as the child begins it.
        order: What was told of the file, and the recipes to make.
        worker: The module the child runs.

    Raises:
        MediaRefused: A child of it. ``TooSlow``, ``TooLarge`` and ``CrashesReader`` when the process
            had to be ended or ended itself, ``UnpacksTooLarge`` when it wrote too much; otherwise what the
            child found.
        WorkerFailed: The failure is ours; the text holds the child's traceback.
    """
    scratch = out / SCRATCH
    scratch.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryFile(dir=scratch) as said:
            ending = _run(path, identity, out, limits, on_progress, order, worker, said)
            return _trusted(_report(ending, limits, said), identity, out)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Ending:
    """How the child ended: its last message, its exit status and why it was stopped, if it was."""

    answer: dict[str, Any]
    status: int
    stopped: type[MediaRefused] | None
    seconds: float = 0.0  # that it was allowed


def _run(
    path: Path,
    identity: Identity,
    out: Path,
    limits: Limits,
    on_progress: Callable[[str], None] | None,
    order: Order,
    worker: str,
    said: IO[bytes],
) -> Ending:
    reading, writing = os.pipe()
    request = {
        "path": str(path.resolve()),
        "identity": {"kind": identity.kind, "media_type": identity.media_type},
        "out": str(out.resolve()),
        "limits": limits.as_dict(),
        "told": order.told.as_dict(),
        "wanted": None if order.wanted is None else sorted(order.wanted),
        "answer_fd": writing,
        "parent_pid": os.getpid(),
    }
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        try:
            child = subprocess.Popen(
                [sys.executable, "-P", "-m", worker, json.dumps(request)],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                env=child_environment(out / SCRATCH),
                cwd=out,
                pass_fds=(writing,),
                start_new_session=True,
            )
        finally:
            os.close(writing)
        try:
            ending = _watch(child, pipe, out, limits, on_progress or (lambda step: None))
        finally:
            _end(child)
    # Written in one go between two looks.
    return replace(ending, stopped=UnpacksTooLarge) if overflows(child.pid, out, limits) else ending


def _watch(
    child: subprocess.Popen[bytes], pipe: IO[bytes], out: Path, limits: Limits, tell: Callable[[str], None]
) -> Ending:
    """Follow the child to its end: pass steps on, count time, memory and what it writes."""
    started = time.monotonic()
    deadline = started + limits.wall_s
    pending, answer, pages, points = b"", {}, 0, 0
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while True:
            if selector.select(POLL_S):
                chunk = os.read(pipe.fileno(), 65_536)
                *lines, pending = (pending + chunk).split(b"\n")
                for line in lines:
                    message = _message(line)
                    if "step" in message:
                        step = str(message["step"])
                        pages += step.startswith(PAGE_MADE)
                        points, _ = points_of(step) or (points, 0)
                        deadline = started + limits.allowed_s(pages, points)
                        tell(step)
                    else:
                        answer = message
                if not chunk:
                    break
                if len(pending) > MOST_UNSAID:
                    raise WorkerFailed("the child talks without end")
            if time.monotonic() > deadline:
                return Ending({}, _end(child), TooSlow, deadline - started)
            too_much = excess(child.pid, out, limits)
            if too_much is not None:
                return Ending({}, _end(child), too_much)
    try:
        status = child.wait(max(1.0, deadline - time.monotonic()))
        return Ending(answer, status, None, deadline - started)
    except subprocess.TimeoutExpired:
        return Ending(answer, _end(child), None if answer else TooSlow, deadline - started)


def _end(child: subprocess.Popen[bytes]) -> int:
    """Kill the child's whole process group, which nothing may outlive; its exit status."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    return child.wait()


def _report(ending: Ending, limits: Limits, said: IO[bytes]) -> Report:
    """Turn an ending into a report or the right exception."""
    if ending.stopped is TooSlow or ending.status == -signal.SIGXCPU:
        raise TooSlow(f"stopped after {ending.seconds:.0f} s", seconds=round(ending.seconds))
    if ending.stopped is TooLarge:
        raise TooLarge("stopped by the memory watch", megabytes=limits.resident_mb)
    if ending.stopped is UnpacksTooLarge:
        raise UnpacksTooLarge(f"wrote more than {limits.output_mb} MB")
    if "report" in ending.answer:
        return Report.from_dict(ending.answer["report"])
    if "refused" in ending.answer:
        refusal = ending.answer["refused"]
        raise refusals().get(refusal["code"], MediaRefused)(refusal["detail"], **refusal["figures"])
    if "failed" in ending.answer:
        raise WorkerFailed(ending.answer["failed"])
    last_words = _tail(said)
    if -ending.status in CRASHES:
        if "bad_alloc" in last_words:
            raise TooLarge(last_words, megabytes=limits.resident_mb)
        name = signal.Signals(-ending.status).name
        raise CrashesReader(f"{name} {last_words}".strip(), signal=name)
    raise WorkerFailed(f"the child ended with status {ending.status} and no answer\n{last_words}")


def _message(line: bytes) -> dict[str, Any]:
    try:
        message = json.loads(line)
    except ValueError as error:
        raise WorkerFailed(f"the child answered {line[:200]!r}") from error
    return message if isinstance(message, dict) else {}


def _trusted(report: Report, identity: Identity, out: Path) -> Report:
    """The report, once it speaks of this file and of plain files in ``out`` only.

    The child has read a stranger's file; what it says of itself is checked again by the parent.
    """
    root = out.resolve()
    if report.identity != identity:
        raise WorkerFailed("the child answered for another file")
    for one in report.derived:
        if one.path.is_symlink() or not one.path.is_file() or not one.path.resolve().is_relative_to(root):
            raise WorkerFailed(f"{one.recipe} is no plain file in its folder")
    return report


def _tail(said: IO[bytes]) -> str:
    said.seek(0, os.SEEK_END)
    said.seek(max(0, said.tell() - 4_000))
    return said.read().decode("utf-8", "replace")
