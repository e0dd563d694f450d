"""What a child may have at one moment, looked at from outside: memory, processes, files."""

from __future__ import annotations

from pathlib import Path

from media_pipeline.errors import MediaRefused, TooLarge, UnpacksTooLarge
from media_pipeline.limits import Limits
from media_pipeline.memory import resident_mb_of_tree, tree_of
from media_pipeline.written import written_mb

MOST_PROCESSES = 64  # packing a cloud and reading pages start as many as there are processors


def excess(pid: int, out: Path, limits: Limits) -> type[MediaRefused] | None:
    """The refusal that a process tree has earned by what it holds now, or None."""
    if sum(1 for _ in tree_of(pid)) > MOST_PROCESSES or resident_mb_of_tree(pid) > limits.resident_mb:
        return TooLarge
    return UnpacksTooLarge if overflows(pid, out, limits) else None


def overflows(pid: int, out: Path, limits: Limits) -> bool:
    """Whether a process tree has written more than it may."""
    return written_mb(out, pid) > limits.output_mb
