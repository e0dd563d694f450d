"""LAS or LAZ in, one COPC file out: out of core, at most two processes, flat memory.

Runs of a million points are sorted by Morton code into temporary files; the octree is cut into tasks
of at most 1.25 million points; each task is finished in memory; the few points that may rise above
their task's root are settled last. A million points take 0.7 s of processor (2026-11-25).
"""

from __future__ import annotations

import multiprocessing
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from media_pipeline import copc_workers
from media_pipeline.copc_container import CopcContainer
from media_pipeline.copc_grid import Cube, cube_around
from media_pipeline.copc_patches import with_patches
from media_pipeline.copc_plan import Run, Task, plan_tasks
from media_pipeline.copc_pool import Mapper, workers
from media_pipeline.copc_records import target_format
from media_pipeline.copc_source import PointSource
from media_pipeline.copc_summary import CopcSummary, stated_bounds, summarise, true_bounds
from media_pipeline.copc_upper import ancestor_jobs
from media_pipeline.copc_workshop import TaskResult, Workshop
from media_pipeline.errors import WorkerFailed
from media_pipeline.las import open_las
from media_pipeline.las_chunks import check_chunks
from media_pipeline.las_header import LasHeaderFacts, check_las_header

RUN_POINTS = 1_000_000
TASK_POINTS = 1_250_000
_PIECES = 16  # of a cloud, at least
_FEWEST = 250_000
_ENDING = 4  # tasks: each process has one of them, or nearly so
_ALONE_BELOW = 600_000  # starting a second process costs more than it saves


@dataclass(frozen=True, slots=True)
class CopcLimits:
    """Sizes of the pieces; the defaults suit 2 GB of memory."""

    run_points: int = RUN_POINTS
    task_points: int = TASK_POINTS
    processes: int = 2


def _nothing() -> None:
    pass


def _unheard(points: int) -> None:
    pass


def write_copc(
    source: Path,
    target: Path,
    work: Path | None = None,
    limits: CopcLimits | None = None,
    meanwhile: Callable[[], None] = _nothing,
    seen: Callable[[int], None] = _unheard,
) -> CopcSummary:
    """Write ``target`` as a COPC file with exactly the points of ``source``.

    Args:
        source: LAS 1.0 to 1.4, LAZ or COPC.
        target: Replaced only when whole; a failure leaves no part of it.
        work: Folder for temporary files, about 1.1 times the uncompressed points.
        limits: Sizes of runs and tasks.
        meanwhile: Done here, once, while the processes that read points are at work.
        seen: Told how many points were read or arranged since it was last told; twice the number in all.

    Raises:
        Truncated, Damaged, EmptyCloud, UnsupportedCloud: The source's fault.
        CrashesReader: Damage at which the decompressor crashed a worker process.
        WorkerFailed: No room for the temporary files, or a worker process died.
    """
    limits = limits or CopcLimits()
    facts = check_las_header(source)
    chunk = check_chunks(source, facts) if facts.compressed else 0
    part = target.with_name(target.name + ".part")
    with tempfile.TemporaryDirectory(prefix="copc-", dir=work) as name:
        try:
            spans = _spans(facts.point_count, chunk, limits)
            summary = _Build(source, part, Path(name), facts, spans, limits, meanwhile, seen).run()
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    return summary


def _spans(points: int, chunk: int, limits: CopcLimits) -> list[tuple[int, int]]:
    """(start, count) of each run, aligned to the LAZ chunks so that none is decompressed twice."""
    step = _share(points, limits.run_points)
    if 0 < chunk < step:
        step = step // chunk * chunk
    return [(start, min(step, points - start)) for start in range(0, points, step)]


def _share(points: int, most: int) -> int:
    """The size of a piece: small enough that two processes end together, and never above ``most``."""
    return min(most, max(_FEWEST, -(-points // _PIECES)))


@dataclass(frozen=True, slots=True)
class _Build:
    source: Path
    part: Path
    folder: Path
    facts: LasHeaderFacts
    spans: list[tuple[int, int]]
    limits: CopcLimits
    meanwhile: Callable[[], None]
    seen: Callable[[int], None]

    def run(self) -> CopcSummary:
        """Build with the header's bounds, and once more with the true ones if those mislead."""
        stated = stated_bounds(self.facts)
        summary = self._attempt(*stated, final=False)
        if isinstance(summary, CopcSummary):
            return summary
        again = self._attempt(*summary, final=True)
        if not isinstance(again, CopcSummary):
            raise WorkerFailed("points outside their own bounds")
        return again

    def _attempt(
        self, lowest: list[int], highest: list[int], final: bool
    ) -> CopcSummary | tuple[list[int], list[int]]:
        facts = self.facts
        cube = cube_around(lowest, highest, facts.scales, facts.offsets)
        with open_las(self.source) as reader:
            container = CopcContainer(reader.header, target_format(reader.header))
            source = PointSource.of(self.source, reader.header)
        shop = self._workshop(source, container, cube)
        with workers(shop, self._processes()) as each:
            sorting = each(copc_workers.sort_run, self.spans)
            if not final:
                self.meanwhile()
            runs: list[Run] = []
            for run in sorting:
                runs.append(run)
                self.seen(run.count)
            true_lowest, true_highest = true_bounds(runs)
            if not final and _misleads(cube, true_lowest, true_highest):
                return true_lowest, true_highest
            share = _share(facts.point_count, self.limits.task_points)
            tasks = with_patches(plan_tasks(shop.codes_file, runs, share))
            results = self._largest_first(each, tasks)
            nodes = [node for result in results for node in result.nodes]
            for written in each(copc_workers.finish_ancestors, ancestor_jobs(results)):
                nodes += written
        if sum(node.points for node in nodes) != facts.point_count:
            raise WorkerFailed(f"{sum(node.points for node in nodes)} of {facts.point_count} points placed")
        container.finish(self.part, shop.end.value, nodes, runs, cube)
        patches = [patch for result in results for patch in result.patches]
        return summarise(facts, runs, nodes, cube, patches)

    def _largest_first(self, each: Mapper, tasks: list[Task]) -> list[TaskResult]:
        """Finish the heavy tasks first, so that no process waits for another at the end; in task order."""
        order = sorted(range(len(tasks)), key=lambda number: -tasks[number].count)
        ending = set(order[-_ENDING:])
        ordered = [replace(tasks[number], ending=number in ending) for number in order]
        done: dict[int, TaskResult] = {}
        for number, result in zip(order, each(copc_workers.finish_task, ordered), strict=True):
            done[number] = result
            self.seen(tasks[number].count)
        return [done[number] for number in range(len(tasks))]

    def _processes(self) -> int:
        """One for small clouds, and where this process may not have children of its own."""
        alone = self.facts.point_count < _ALONE_BELOW or multiprocessing.current_process().daemon
        return 1 if alone else self.limits.processes

    def _workshop(self, source: PointSource, container: CopcContainer, cube: Cube) -> Workshop:
        context = multiprocessing.get_context("fork")
        end = context.Value("Q", container.reserve(self.part), lock=False)
        shop = Workshop(
            source=source,
            target=self.part,
            folder=self.folder,
            point_format=container.point_format,
            cube=cube,
            end=end,
            kept=context.Value("Q", 0, lock=False),
            lock=context.Lock(),
        )
        points = self.facts.point_count
        _check_room(self.folder, points * (shop.record_bytes + 8))
        for path, size in (
            (shop.records_file, points * shop.record_bytes),
            (shop.codes_file, points * 8),
            (shop.kept_file, 0),
        ):
            with path.open("wb") as file:
                file.truncate(size)
        return shop


def _misleads(cube: Cube, lowest: list[int], highest: list[int]) -> bool:
    """Whether points lie outside the cube, or it is so large that octree levels are wasted."""
    if not cube.holds(lowest, highest):
        return True
    widest = max(
        (high - low + 1) / limit for low, high, limit in zip(lowest, highest, cube.limits, strict=True)
    )
    return widest < 0.5 and max(cube.limits) > 64


def _check_room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed * 1.1:
        raise WorkerFailed(f"{needed} bytes needed for temporary files, {free} free")
