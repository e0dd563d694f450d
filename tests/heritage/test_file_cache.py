"""Copies of remote files: fetched once, whole or not at all, bounded, the longest unused forgotten first."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from heritage.file_cache import FileCache


class Remote:
    """Hands out a file in two pieces and counts how often."""

    def __init__(self, size: int = 100) -> None:
        self.size = size
        self.asked = 0

    def __call__(self) -> list[bytes]:
        self.asked += 1
        return [b"a" * (self.size - 1), b"b"]


def read(cache: FileCache, digest: str, remote: Callable[[], list[bytes]]) -> bytes:
    with cache.copy_of(digest, remote) as path:
        return path.read_bytes()


def kept(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def grow_old(folder: Path, digest: str, seconds: int) -> None:
    os.utime(folder / digest[:2] / digest, (1_700_000_000 - seconds,) * 2)


def test_a_file_is_fetched_once_and_kept_for_the_next_process(tmp_path: Path) -> None:
    remote = Remote()
    assert read(FileCache(tmp_path, 1000), "aa11", remote) == b"a" * 99 + b"b"
    assert read(FileCache(tmp_path, 1000), "aa11", remote) == b"a" * 99 + b"b"
    assert remote.asked == 1


def test_many_threads_that_want_one_file_fetch_it_once(tmp_path: Path) -> None:
    cache, remote = FileCache(tmp_path, 1000), Remote()
    threads = [threading.Thread(target=read, args=(cache, "aa11", remote)) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert remote.asked == 1


def test_the_longest_unused_is_forgotten_first(tmp_path: Path) -> None:
    cache = FileCache(tmp_path, 250)
    for digest, age in (("aa11", 20), ("bb22", 10)):
        read(cache, digest, Remote())
        grow_old(tmp_path, digest, age)
    read(cache, "cc33", Remote())
    assert kept(tmp_path) == {"bb22", "cc33"}


def test_reading_a_copy_makes_it_young_again(tmp_path: Path) -> None:
    cache = FileCache(tmp_path, 250)
    for digest, age in (("aa11", 20), ("bb22", 10)):
        read(cache, digest, Remote())
        grow_old(tmp_path, digest, age)
    read(cache, "aa11", Remote())
    read(cache, "cc33", Remote())
    assert kept(tmp_path) == {"aa11", "cc33"}


def test_a_path_holds_though_the_copy_is_forgotten_meanwhile(tmp_path: Path) -> None:
    cache = FileCache(tmp_path, 50)
    with cache.copy_of("aa11", Remote()) as path:
        grow_old(tmp_path, "aa11", 10)
        read(cache, "bb22", Remote())
        assert kept(tmp_path) == {"bb22"}
        assert path.read_bytes() == b"a" * 99 + b"b"


def test_a_fetch_that_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    def broken() -> list[bytes]:
        raise ConnectionError("gone")

    cache = FileCache(tmp_path, 1000)
    with pytest.raises(ConnectionError):
        read(cache, "aa11", broken)
    assert kept(tmp_path) == set()
    assert len(read(cache, "aa11", Remote())) == 100
