"""Open pyramids, kept open between the tiles of one picture."""

from __future__ import annotations

import threading
import weakref
from contextlib import ExitStack
from functools import lru_cache

from heritage import storage
from heritage.models import Derivative
from media_pipeline.pyramid_tiles import Pyramid

KEPT_OPEN = 32  # a process; each is one file descriptor and a few kilobytes of offsets
_opening = threading.Lock()


def opened(derivative: Derivative) -> Pyramid:
    """The pyramid that a derivative names; a store that is no folder is copied from once, not per tile."""
    with _opening:  # the first tiles of a picture are asked for all at once
        return _opened(derivative.file, derivative.sha256)


@lru_cache(maxsize=KEPT_OPEN)
def _opened(name: str, sha256: str) -> Pyramid:
    with ExitStack() as stack:
        path = stack.enter_context(storage.cached_copy(storage.derivatives(), name, sha256))
        pyramid = Pyramid(path)
        weakref.finalize(pyramid, stack.pop_all().close)
        return pyramid
