"""The environment of a child process: nothing that it could give away, nothing that leads it to other files."""

from __future__ import annotations

import os
from pathlib import Path

KEPT = ("PATH", "LD_LIBRARY_PATH", "PROJ_DATA", "TZ")


def child_environment(scratch: Path) -> dict[str, str]:
    """Nothing of ours but what libraries need to load: no key, no password, no address."""
    root = Path(__file__).resolve().parent.parent
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": str(root),
        "HOME": str(scratch),
        "TMPDIR": str(scratch),
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
        "OMP_NUM_THREADS": "2",
        "OPENBLAS_NUM_THREADS": "2",
        "VIPS_CONCURRENCY": "2",
        "VIPS_BLOCK_UNTRUSTED": "1",
        "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",  # never look for neighbours of a stranger's file
        "GDAL_HTTP_MAX_RETRY": "0",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
        "MALLOC_ARENA_MAX": "2",
    }
