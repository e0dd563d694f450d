"""The formats of point clouds: their media types, and how the points of each are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from media_pipeline import e57, pcd, ply, point_text
from media_pipeline.cloud_blocks import PointBlock, PointStream, finite
from media_pipeline.las import las_blocks
from media_pipeline.told import NOTHING_TOLD, Told

LAS = "application/vnd.las"
LAZ = "application/vnd.laszip"
COPC = "application/vnd.laszip+copc"
E57 = "model/e57"
PLY = "application/ply"
PCD = "application/x-pcd"

_OPENERS: dict[str, Callable[[Path, Told], PointStream]] = {
    E57: lambda path, told: e57.open_e57(path),
    PLY: lambda path, told: ply.open_ply(path),
    PCD: lambda path, told: pcd.open_pcd(path),
    point_text.PTS: point_text.open_point_text,
    point_text.XYZ: point_text.open_point_text,
}


def is_las(media_type: str) -> bool:
    """Whether the format is LAS, packed or not, in an octree or not."""
    return media_type in (LAS, LAZ, COPC)


def open_cloud(path: Path, media_type: str, told: Told) -> PointStream:
    """What the header says and the points, of any format but LAS.

    Raises:
        Truncated, Damaged, EmptyCloud, UnsupportedCloud: The file's fault; some only while points are read.
    """
    return _OPENERS[media_type](path, told)


def cloud_blocks(path: Path, media_type: str, told: Told = NOTHING_TOLD) -> Iterator[PointBlock]:
    """The points that have a position, of any format, as they stand in the file."""
    blocks = las_blocks(path) if is_las(media_type) else open_cloud(path, media_type, told).blocks
    for block in blocks:
        good = finite(block)
        if len(good.xyz):
            yield good
