"""Run the steps of a COPC file here or in forked processes, and say whose fault a crash is."""

from __future__ import annotations

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
from media_pipeline.heap import keep_freed_memory

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
    keep_freed_memory()
    copc_workers.enter(shop)


def _reason(children: list[BaseProcess]) -> MediaError:
    """A crash in the decompressor is the file's fault (lazrs reads past damaged data); a kill is not."""
    for child in children:
        child.join(5)
        if child.exitcode is not None and -child.exitcode in CRASHES:
            name = signal.Signals(-child.exitcode).name
            return CrashesReader(f"{name} while points were read", signal=name)
    return WorkerFailed("a process that arranges points was killed")
