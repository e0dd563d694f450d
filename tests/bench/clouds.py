"""A point cloud from a scanner's file to what a browser streams: our COPC beside py3dtiles' 3D Tiles."""

from __future__ import annotations

import sys
from pathlib import Path

import laspy
import numpy as np

from tests.bench.measure import Row, cost_of

POINTS = 1_000_000
OURS = (
    "import sys; from pathlib import Path; from media_pipeline.copc_write import write_copc\n"
    "if __name__ == '__main__': write_copc(*map(Path, sys.argv[1:]))"
)


def measure_clouds(folder: Path, peer_python: Path) -> list[Row]:
    """``peer_python`` is the interpreter of the environment that has py3dtiles."""
    source = folder / "cloud.las"
    write_cloud(source)
    ours = cost_of([sys.executable, "-c", OURS, source, folder / "cloud.copc.laz"])
    py3dtiles = peer_python.parent / "py3dtiles"
    theirs = cost_of([py3dtiles, "convert", source, "--out", folder / "tiles", "--overwrite", "--jobs", "2"])
    return [Row(f"LAS of {POINTS:,} points, ready to stream", "py3dtiles 12.1.1 (3D Tiles)", ours, theirs)]


def write_cloud(path: Path) -> None:
    """A gently waving ground with boxes on it, in VN-2000 zone 105-30 metres, colours included."""
    random = np.random.default_rng(3)
    header = laspy.LasHeader(point_format=3, version="1.2")
    header.scales = np.full(3, 0.001)
    header.offsets = np.array([560_000.0, 2_260_000.0, 0.0])
    cloud = laspy.LasData(header)
    x, y = random.uniform(0, 120, (2, POINTS))
    cloud.x, cloud.y = x + header.offsets[0], y + header.offsets[1]
    cloud.z = (
        np.sin(x / 9) + np.cos(y / 7) + 6 * ((x % 40 > 28) & (y % 40 > 30)) + random.normal(0, 0.02, POINTS)
    )
    cloud.red, cloud.green, cloud.blue = random.integers(0, 65_535, (3, POINTS), dtype=np.uint16)
    cloud.write(path)
