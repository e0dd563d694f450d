"""Wall time and peak memory of a command with all its children, as medians of several runs."""

from __future__ import annotations

import resource
import statistics
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

SAMPLE_S = 0.02
LIMIT_S = 1_800


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one whole process, start included; memory is the sum over its tree, shared pages counted in each."""

    seconds: float
    peak_mb: float
    cpu_s: float = 0.0


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
    return costs_in_turn({"": command}, runs)[""]


def costs_in_turn(commands: Mapping[str, Sequence[str | Path]], runs: int = 3) -> dict[str, Cost]:
    """Median cost of each command, run one after another, and so again, so that all meet the same machine.

    Raises:
        subprocess.CalledProcessError: One ended with another code than 0.
        subprocess.TimeoutExpired: One took longer than LIMIT_S.
    """
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            costs[name].append(_once([str(part) for part in command]))
    return {name: _median(of_one) for name, of_one in costs.items()}


def _median(costs: list[Cost]) -> Cost:
    return Cost(
        statistics.median(cost.seconds for cost in costs),
        statistics.median(cost.peak_mb for cost in costs),
        statistics.median(cost.cpu_s for cost in costs),
    )


def _once(command: list[str]) -> Cost:
    started, before = time.perf_counter(), _spent()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        peak = _Peak(process.pid)
        peak.start()
        code = process.wait(LIMIT_S)
        seconds = time.perf_counter() - started
        peak.join()
    if code != 0:
        raise subprocess.CalledProcessError(code, command)
    return Cost(seconds, peak.mb, _spent() - before)


def _spent() -> float:
    """Processor seconds of all children that have ended, with theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


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
