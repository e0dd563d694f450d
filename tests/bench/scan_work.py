"""The work that tests.bench.iiif times, one variant per process: ``pyramid|line SCAN OUT``."""

from __future__ import annotations

import sys
from pathlib import Path


def pyramid(scan: Path, out: Path) -> None:
    """The pyramid alone."""
    from media_pipeline.pyramid import pyramid_of_file

    assert pyramid_of_file(scan, "image/tiff", out) is not None


def line(scan: Path, out: Path) -> None:
    """The whole line in its confined child: facts, doubts, page picture, poster and pyramid; no words."""
    from media_pipeline.child import process_in_child
    from media_pipeline.limits import Limits
    from media_pipeline.report import Identity
    from media_pipeline.told import Order

    wanted = frozenset({"photo-640", "page-N-1280", "pyramid"})
    limits = Limits.for_file(scan).for_kind("scan")
    process_in_child(scan, Identity("scan", "image/tiff"), out, limits, order=Order(wanted=wanted))


if __name__ == "__main__":
    {"pyramid": pyramid, "line": line}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
