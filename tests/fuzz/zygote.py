"""A process that has loaded every reader and forks itself for each variant, under the limits of the product.

``python -m tests.fuzz.zygote``: one JSON request a line on standard input (``path``, ``out``, ``wanted``,
``limits``), one JSON answer a line on standard output. The forked child does what product and worker do with
a file: identify it, apply the limits, confine itself, walk the line; then the properties are checked.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import select
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from media_pipeline import line
from media_pipeline.child import CRASHES
from media_pipeline.confine import confine
from media_pipeline.errors import MediaRefused
from media_pipeline.kinds import identify
from media_pipeline.limits import Limits
from media_pipeline.memory import resident_mb_of_tree
from media_pipeline.told import NOTHING_TOLD, Order
from media_pipeline.written import written_mb
from tests.fuzz.properties import emptiness

# What readers load when they are first used; loaded, not used: a library that has threads cannot be forked.
READERS = ("rasterio", "pyvips", "pypdfium2", "pillow_heif", "pye57", "laspy", "lazrs", "trimesh", "tinytag")
READERS += (
    "rawpy",
    "DracoPy",
    "pyproj",
    "PIL.JpegImagePlugin",
    "PIL.TiffImagePlugin",
    "PIL.ImageCms",
    "gis.crs",
    "scipy.spatial",
    "open3d",
)
POLL_S = 0.02


def main() -> None:
    """Serve requests until standard input ends."""
    for name in READERS:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    answers.write("ready\n")
    for request in sys.stdin:
        answers.write(json.dumps(attempt(json.loads(request))) + "\n")


def attempt(request: dict[str, Any]) -> dict[str, Any]:
    """Fork for one variant and watch the child as the product does.

    Returns:
        ``outcome`` (``accepted``, ``refused``, ``failed``), ``code``, ``detail``, ``seconds``, ``megabytes``.
    """
    limits = Limits(**request["limits"])
    reading, writing = os.pipe()
    started = time.monotonic()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _child(request, limits, writing)
    os.close(writing)
    said, most, stopped = b"", 0.0, ""
    while not stopped:
        if select.select([reading], [], [], POLL_S)[0]:
            chunk = os.read(reading, 65_536)
            if not chunk:
                break
            said += chunk
            continue
        most = max(most, resident_mb_of_tree(pid))
        if time.monotonic() - started > limits.wall_s:
            stopped = "too_slow"
        elif most > limits.resident_mb:
            stopped = "too_large"
        elif written_mb(Path(request["out"]), pid) > limits.output_mb:
            stopped = "unpacks_too_large"
    os.close(reading)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    figures = {"seconds": round(time.monotonic() - started, 3), "megabytes": round(most)}
    return _verdict(said, status, stopped) | figures


def _verdict(said: bytes, status: int, stopped: str) -> dict[str, Any]:
    if said.strip():
        return dict(json.loads(said))
    if not said:
        return {
            "outcome": "failed",
            "code": "identify",
            "detail": f"ended with {status} {stopped} before it was known",
        }
    if stopped:
        return {"outcome": "refused", "code": stopped, "detail": "stopped by the watch"}
    if -status in CRASHES:
        return {"outcome": "refused", "code": "crashes_reader", "detail": signal.Signals(-status).name}
    if status == -signal.SIGXCPU:
        return {"outcome": "refused", "code": "too_slow", "detail": "SIGXCPU"}
    return {"outcome": "failed", "code": "no_answer", "detail": f"status {status}"}


def _child(request: dict[str, Any], limits: Limits, writing: int) -> None:
    os.setsid()
    stage = "identify"  # in the product this runs in the web's own process: there a crash is no refusal
    try:
        path, out = Path(request["path"]), Path(request["out"])
        wanted = None if request["wanted"] is None else frozenset(request["wanted"])
        os.environ["TMPDIR"] = str(out)
        os.chdir(out)
        limits.apply_to_this_process()
        confine([path, Path(__file__).resolve().parent], [out])
        identity = identify(path)
        os.write(writing, b"\n")  # from here on a crash is the file's
        stage = "process"
        report = line.process(path, identity, out, order=Order(NOTHING_TOLD, wanted))
        stage = "properties"
        problem = emptiness(report)
        answer = {"outcome": "accepted", "code": identity.kind, "detail": ""}
        if problem:
            answer = {"outcome": "failed", "code": "passes_while_empty", "detail": problem}
    except MediaRefused as refusal:
        refusal.sentence("vi"), refusal.sentence("en")
        answer = {"outcome": "refused", "code": refusal.code, "detail": refusal.detail[:200]}
    except MemoryError:
        # In the web's own process nobody would turn it into a refusal.
        outcome = "failed" if stage == "identify" else "refused"
        answer = {"outcome": outcome, "code": "too_large", "detail": f"MemoryError in {stage}"}
    except BaseException:  # noqa: BLE001 - whatever it is, it is what the campaign looks for
        answer = {"outcome": "failed", "code": stage, "detail": traceback.format_exc()[-3000:]}
    os.write(writing, json.dumps(answer).encode())
    os._exit(0)


if __name__ == "__main__":
    main()
