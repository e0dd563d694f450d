"""Run any number of variants through zygotes, and some through the product's own child; keep what fails."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from random import Random
from typing import Any

from media_pipeline.child import process_in_child
from media_pipeline.errors import MediaRefused, WorkerFailed
from media_pipeline.kinds import identify
from media_pipeline.limits import Limits
from tests.fuzz.damage import damaged
from tests.fuzz.properties import emptiness
from tests.fuzz.seeds import TEXT, build_seeds

ROOT = Path(__file__).resolve().parents[2]
FAILED = Path(os.environ.get("DISANSO_TEST_OUTPUT", ROOT / "out")) / "fuzz"
# Of a cloud or a mesh the stills are drawn from what the main recipe has read already and cost a second each.
LIGHT = ("copc", "model", "photo-320", "photo-640", "page-N-1280", "audio", "video", "pyramid")
THREADS = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "VIPS_CONCURRENCY")}


@dataclass(frozen=True, slots=True)
class Variant:
    """One damaged file. ``name`` tells seed, number, format and damage, and makes it again."""

    name: str
    content: bytes


@dataclass(slots=True)
class Findings:
    """What became of a campaign's variants."""

    outcomes: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    largest: tuple[float, str] = (0.0, "")

    def add(self, variant: Variant, answer: dict[str, Any]) -> None:
        """Count an answer; keep the bytes of a failure."""
        self.outcomes[f"{answer['outcome']} {answer['code']}"] += 1
        self.slowest = max(self.slowest, (answer.get("seconds", 0.0), variant.name))
        self.largest = max(self.largest, (answer.get("megabytes", 0.0), variant.name))
        if answer["outcome"] == "failed":
            FAILED.mkdir(parents=True, exist_ok=True)
            (FAILED / variant.name).write_bytes(variant.content)
            self.failures.append(f"{FAILED / variant.name}: {answer['code']}: {answer['detail']}")


def variants(seed: int, count: int) -> Iterator[Variant]:
    """Damaged files, every format in turn; the same seed gives the same files."""
    with tempfile.TemporaryDirectory() as folder:
        seeds = build_seeds(Path(folder))
    names = list(seeds)
    for number in range(count):
        name = names[number % len(names)]
        random = Random(f"{seed}:{number}")
        how, content = damaged(seeds[name], random, text=name in TEXT)
        yield Variant(f"{seed}-{number}-{name}-{how}", content)


def in_zygotes(chosen: Iterable[Variant], jobs: int) -> Findings:
    """Every variant in a fork of a warmed process."""
    findings = Findings()
    free: Queue[subprocess.Popen[str]] = Queue()

    def tried(variant: Variant) -> tuple[Variant, dict[str, Any]]:
        zygote = free.get()
        try:
            return variant, asked(zygote, variant)
        finally:
            free.put(zygote)

    with zygotes(jobs) as running, ThreadPoolExecutor(jobs) as pool:
        for each in running:
            free.put(each)
        for variant, answer in pool.map(tried, chosen):
            findings.add(variant, answer)
    return findings


def asked(zygote: subprocess.Popen[str], variant: Variant, given: Limits | None = None) -> dict[str, Any]:
    """The zygote's answer for one variant, whose files are gone afterwards. ``given`` limits replace the product's."""
    assert zygote.stdin is not None and zygote.stdout is not None
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "file", Path(folder) / "out"
        path.write_bytes(variant.content)
        out.mkdir()
        limits = (given or Limits.for_file(path)).as_dict()
        request = {"path": str(path), "out": str(out), "wanted": LIGHT, "limits": limits}
        zygote.stdin.write(json.dumps(request) + "\n")
        zygote.stdin.flush()
        answer = zygote.stdout.readline()
    if not answer:
        raise AssertionError(f"the zygote died at {variant.name}")
    return dict(json.loads(answer))


@contextmanager
def zygotes(count: int) -> Iterator[list[subprocess.Popen[str]]]:
    """So many warmed processes, ended at the end."""
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.fuzz.zygote"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, **THREADS, "PYTHONWARNINGS": "ignore"},
        )
        for _ in range(count)
    ]
    try:
        for each in running:
            assert each.stdout is not None and each.stdout.readline() == "ready\n"
        yield running
    finally:
        for each in running:
            each.kill()
            each.wait()


def in_children(chosen: Iterable[Variant], jobs: int) -> Findings:
    """Every variant through :func:`media_pipeline.child.process_in_child`, all recipes, as in the product."""
    findings = Findings()
    with ThreadPoolExecutor(jobs) as pool:
        for variant, answer in pool.map(lambda each: (each, _processed(each)), chosen):
            findings.add(variant, answer)
    return findings


def _processed(variant: Variant) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / "file", Path(folder) / "out"
        path.write_bytes(variant.content)
        out.mkdir()
        try:
            identity = identify(path)
            report = process_in_child(path, identity, out, Limits.for_file(path))
            problem = emptiness(report)
        except MediaRefused as refusal:
            return {"outcome": "refused", "code": refusal.code, "detail": refusal.detail}
        except WorkerFailed as failure:
            return {"outcome": "failed", "code": "worker_failed", "detail": str(failure)[-3000:]}
        if problem:
            return {"outcome": "failed", "code": "passes_while_empty", "detail": problem}
        return {"outcome": "accepted", "code": identity.kind, "detail": ""}
