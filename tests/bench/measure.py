"""Wall time and peak memory of a command with all its children, as medians of several runs."""

from __future__ import annotations

import statistics
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

SAMPLE_S = 0.02
LIMIT_S = 600


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one whole process, start included; memory is the sum over its tree, shared pages counted in each."""

    seconds: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: ours beside a peer's, in the same unit."""

    task: str
    peer: str
    ours: Cost
    theirs: Cost


def cost_of(command: Sequence[str | Path], runs: int = 3) -> Cost:
    """Median cost of running the command.

    Raises:
        subprocess.CalledProcessError: It ended with another code than 0.
        subprocess.TimeoutExpired: It took longer than LIMIT_S.
    """
    costs = [_once([str(part) for part in command]) for _ in range(runs)]
    return Cost(
        statistics.median(cost.seconds for cost in costs), statistics.median(cost.peak_mb for cost in costs)
    )


def _once(command: list[str]) -> Cost:
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        peak = _Peak(process.pid)
        peak.start()
        code = process.wait(LIMIT_S)
        seconds = time.perf_counter() - started
        peak.join()
    if code != 0:
        raise subprocess.CalledProcessError(code, command)
    return Cost(seconds, peak.mb)


class _Peak(threading.Thread):
    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.process = psutil.Process(pid)
        self.mb = 0.0

    def run(self) -> None:
        while True:
            try:
                tree = [self.process, *self.process.children(recursive=True)]
                self.mb = max(self.mb, sum(one.memory_info().rss for one in tree) / 2**20)
                if self.process.status() == psutil.STATUS_ZOMBIE:
                    return
            except psutil.NoSuchProcess:
                if not self.process.is_running():
                    return
            time.sleep(SAMPLE_S)
