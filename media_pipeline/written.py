"""How much a process has written: what lies in its folder, and files it has removed but still holds open."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from media_pipeline.memory import PROC, tree_of


def written_mb(folder: Path, pid: int) -> float:
    """Megabytes (10^6) in a folder and below, and in deleted files that a process tree holds open.

    Stated sizes count, not blocks: a file with holes fills the store that keeps it.
    """
    held = {each.st_ino: each.st_size for one in tree_of(pid) for each in _deleted(one)}
    return (_bytes_in(folder) + sum(held.values())) / 1e6


def _bytes_in(folder: Path) -> int:
    total = 0
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    total += _bytes_in(Path(entry.path))
                else:
                    total += entry.stat(follow_symlinks=False).st_size
    except FileNotFoundError:
        pass  # removed between two looks
    return total


def _deleted(pid: int) -> Iterator[os.stat_result]:
    try:
        for handle in (PROC / str(pid) / "fd").iterdir():
            try:
                found = handle.stat()
            except OSError:
                continue
            if found.st_nlink == 0 and stat.S_ISREG(found.st_mode):
                yield found
    except OSError:
        return  # ended, or not ours to look at
