"""Run the steps of a COPC file here or in forked processes, and say whose fault a crash is."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from typing import Any

from media_pipeline import copc_workers
from media_pipeline.child import CRASHES
from media_pipeline.copc_workshop import Workshop
from media_pipeline.errors import CrashesReader, MediaError, WorkerFailed

_M_TRIM_THRESHOLD, _M_MMAP_MAX = -1, -4  # malloc.h

Mapper = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]


@contextmanager
def workers(shop: Workshop, processes: int) -> Iterator[Mapper]:
    """A ``map`` that runs here, or in processes forked for this cloud; answers come in order."""
    if processes == 1:
        copc_workers.enter(shop)
        yield map
        return
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(processes, context, initializer=_begin, initargs=(shop,))
    try:
        pool.submit(os.getpid).result()  # starts them all
        children = multiprocessing.active_children()
        yield pool.map
    except BrokenProcessPool as error:
        raise _reason(children) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(shop: Workshop) -> None:
    _keep_freed_memory()
    copc_workers.enter(shop)


def _keep_freed_memory() -> None:
    """Let this process use its freed arrays again: fresh pages cost 8 % of the processor's time (2026-11).

    glibc gives every large array its own map and returns it to the kernel when it is freed.
    """
    tune = getattr(ctypes.CDLL(None), "mallopt", None)
    if tune is not None:  # glibc's only
        tune(_M_MMAP_MAX, 0)
        tune(_M_TRIM_THRESHOLD, 2**31 - 1)


def _reason(children: list[BaseProcess]) -> MediaError:
    """A crash in the decompressor is the file's fault (lazrs reads past damaged data); a kill is not."""
    for child in children:
        child.join(5)
        if child.exitcode is not None and -child.exitcode in CRASHES:
            name = signal.Signals(-child.exitcode).name
            return CrashesReader(f"{name} while points were read", signal=name)
    return WorkerFailed("a process that arranges points was killed")
