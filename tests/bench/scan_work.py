"""The work that tests.bench.iiif times: ``SCAN OUT``, a TIFF to a pyramid, as the child makes it."""

from __future__ import annotations

import sys
from pathlib import Path

from media_pipeline.pyramid import pyramid_of_file

if __name__ == "__main__":
    if pyramid_of_file(Path(sys.argv[1]), "image/tiff", Path(sys.argv[2])) is None:
        sys.exit("the scan cannot be streamed")
