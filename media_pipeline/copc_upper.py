"""Settle the points that may rise above their task's cells, and cut the work into jobs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from media_pipeline.copc_grid import NodeKey, group_starts, node_key, prefix
from media_pipeline.copc_levels import settle_ancestors
from media_pipeline.copc_workshop import Rows, Span, TaskResult

_JOB_POINTS = 100_000


def ancestor_jobs(results: list[TaskResult]) -> Iterator[tuple[Rows, list[Span]]]:
    """Rows of the kept file and their nodes, a few nodes at a time.

    ``results`` come in task order, so the candidates' codes ascend.
    """
    fixed = {span.key: span for result in results for span in result.fixed}
    nodes = _settled(results)
    nodes += [(key, np.empty(0, np.uint32)) for key in fixed.keys() - {key for key, _ in nodes}]
    job: list[tuple[NodeKey, Rows]] = []
    filled = 0
    for key, rows in nodes:
        if key in fixed:
            rows = np.concatenate([rows, np.arange(fixed[key].first, fixed[key].last)])
        job.append((key, rows))
        filled += len(rows)
        if filled > _JOB_POINTS:
            yield _joined(job)
            job, filled = [], 0
    if job:
        yield _joined(job)


def _settled(results: list[TaskResult]) -> list[tuple[NodeKey, Rows]]:
    codes = np.concatenate([result.codes for result in results])
    if not len(codes):
        return []
    rows = np.concatenate([result.rows for result in results])
    floors = np.concatenate([result.floors for result in results])
    levels = settle_ancestors(codes, floors, np.concatenate([result.closed for result in results]))
    nodes = []
    for level in np.unique(levels):
        chosen = levels == level
        here, rows_here = codes[chosen], rows[chosen]
        borders = [*group_starts(prefix(here, int(level))).tolist(), len(here)]
        nodes += [
            (node_key(int(here[first]), int(level)), rows_here[first:last])
            for first, last in pairwise(borders)
        ]
    return nodes


def _joined(job: list[tuple[NodeKey, Rows]]) -> tuple[Rows, list[Span]]:
    borders = np.cumsum([0, *(len(rows) for _, rows in job)]).tolist()
    spans = [Span(key, *span) for (key, _), span in zip(job, pairwise(borders), strict=True)]
    return np.concatenate([rows for _, rows in job]), spans
