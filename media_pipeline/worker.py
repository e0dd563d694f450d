"""The child process: ``python -m media_pipeline.worker REQUEST``. Started by ``child.py`` only.

``REQUEST`` is a JSON object: path, identity, out, limits and ``answer_fd``, the pipe on which one
JSON object per line goes back: any number of ``{"step": …}`` and then one of ``{"report": …}``,
``{"refused": …}`` or ``{"failed": …}``.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from media_pipeline.confine import confine
from media_pipeline.errors import MediaRefused, TooLarge, UnpacksTooLarge
from media_pipeline.kind import Kind
from media_pipeline.limits import Limits
from media_pipeline.report import Identity
from media_pipeline.told import REFERENCE, Order, Told

PR_SET_PDEATHSIG = 1
NICENESS = 10


def main(arguments: list[str], kinds: tuple[Kind, ...] | None = None) -> int:
    """Read the request, limit this process, walk the line, answer."""
    request = json.loads(arguments[0])
    limits = Limits(**request["limits"])
    die_with_parent(request["parent_pid"])
    os.nice(NICENESS)
    limits.apply_to_this_process()
    confine(_readable(request), [Path(request["out"])])
    os.set_inheritable(request["answer_fd"], False)
    with os.fdopen(request["answer_fd"], "w", encoding="utf-8", buffering=1) as pipe:

        def answer(message: dict[str, Any]) -> None:
            pipe.write(json.dumps(message, ensure_ascii=True, allow_nan=False) + "\n")

        answer(outcome(request, limits, answer, kinds))
    return 0


def outcome(
    request: dict[str, Any],
    limits: Limits,
    answer: Callable[[dict[str, Any]], None],
    kinds: tuple[Kind, ...] | None,
) -> dict[str, Any]:
    """The last message: a report, a refusal, or our own failure with its traceback."""
    try:
        from media_pipeline import line

        report = line.process(
            Path(request["path"]),
            Identity(**request["identity"]),
            Path(request["out"]),
            lambda step: answer({"step": step}),
            kinds,
            Order(Told.from_dict(request["told"]), _wanted(request["wanted"])),
        )
        return {"report": report.as_dict()}
    except MediaRefused as refusal:
        return refused(refusal)
    except MemoryError:
        return refused(TooLarge("MemoryError", megabytes=limits.resident_mb))
    except OSError as error:
        if error.errno == errno.EFBIG:
            return refused(UnpacksTooLarge(str(error)))
        return {"failed": traceback.format_exc()}
    except Exception:  # noqa: BLE001 - the process boundary: whatever happened must reach the parent
        return {"failed": traceback.format_exc()}


def _readable(request: dict[str, Any]) -> list[Path]:
    """The file, or its folder where companions lie in it; the reference; the code of whoever runs this module."""
    path, told = Path(request["path"]), request["told"]
    main = getattr(sys.modules["__main__"], "__file__", None)
    code = [Path(main).resolve().parent] if main else []
    reference = [path.parent / REFERENCE] if told.get("aligned_to") else []
    return [path.parent if told.get("companions") else path, *reference, *code]


def _wanted(recipes: list[str] | None) -> frozenset[str] | None:
    return None if recipes is None else frozenset(recipes)


def refused(refusal: MediaRefused) -> dict[str, Any]:
    """A refusal as JSON; the figures are rendered because only sentences use them."""
    figures = {
        name: value if isinstance(value, str | int | float) else str(value)
        for name, value in refusal.figures.items()
    }
    return {"refused": {"code": refusal.code, "detail": refusal.detail[:500], "figures": figures}}


def die_with_parent(parent_pid: int) -> None:
    """Ask the kernel to end this process when the one that started it ends."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent_pid:  # it ended before the line above
        os._exit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
