"""E57 through libe57: several scans with poses, scaled integers, fields the usual reader refuses.

``pye57.E57.read_scan_raw`` stops at normals and loads a whole scan; here only the wanted fields are
asked for, a block at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from media_pipeline.cloud_blocks import BLOCK_POINTS, Floats, PointBlock, PointStream, to_16_bits
from media_pipeline.e57_images import count_images
from media_pipeline.errors import Damaged, EmptyCloud, Truncated, UnsupportedCloud

SIGNATURE = b"ASTM-E57"
_CARTESIAN = ("cartesianX", "cartesianY", "cartesianZ")
_SPHERICAL = ("sphericalRange", "sphericalAzimuth", "sphericalElevation")
_COLOURS = ("colorRed", "colorGreen", "colorBlue")
_OPTIONAL = ("intensity", "cartesianInvalidState", "sphericalInvalidState")


@contextmanager
def _e57_errors() -> Iterator[None]:
    from pye57 import libe57

    try:
        yield
    except libe57.E57Exception as error:
        text = str(error).strip()
        raise Damaged(f"E57: {text.splitlines()[0][:200] if text else 'unreadable'}") from error


def open_e57(path: Path) -> PointStream:
    """The points of all scans of an E57 file, each moved by its pose into the file's common frame.

    Raises:
        EmptyCloud: No scan, or no points in any.
        Truncated: The file is shorter than its header states.
        Damaged: A checksum or the structure is wrong.
        UnsupportedCloud: Points in neither cartesian nor spherical coordinates.
    """
    import pye57

    with path.open("rb") as file:
        head = file.read(48)
    stated = int.from_bytes(head[16:24], "little")  # filePhysicalLength, ASTM E2807 table 6
    if len(head) < 48 or stated > path.stat().st_size:
        raise Truncated(f"{path.stat().st_size} of {stated} bytes are there")
    with _e57_errors():
        file57 = pye57.E57(str(path))
        scans = [file57.get_header(number) for number in range(file57.scan_count)]
        counts = [int(scan.point_count) for scan in scans]
        system = _coordinate_system(file57)
        images = count_images(file57.root)
    if not sum(counts):
        raise EmptyCloud(f"{len(scans)} scans without points")
    facts: dict[str, Any] = {"format": "E57", "float32": False, "unit_m": 1.0}
    facts |= {"scans": len(scans), "scan_points": counts, "crs_stated": system}
    facts["images"] = images
    facts["scans_without_pose"] = sum(1 for scan in scans if scan.point_count and not scan.has_pose())
    return PointStream(_all_blocks(file57, scans), facts)


def _coordinate_system(file57: Any) -> str | None:
    root = file57.root
    if not root.isDefined("coordinateMetadata"):
        return None
    return str(root["coordinateMetadata"].value()).strip() or None


def _all_blocks(file57: Any, scans: list[Any]) -> Iterator[PointBlock]:
    with _e57_errors():
        for scan in scans:
            if scan.point_count:
                yield from _scan_blocks(file57, scan)


def _scan_blocks(file57: Any, scan: Any) -> Iterator[PointBlock]:
    from pye57 import libe57

    present = set(scan.point_fields)
    axes = next((names for names in (_CARTESIAN, _SPHERICAL) if present.issuperset(names)), None)
    if axes is None:
        raise UnsupportedCloud(f"E57 points with {', '.join(sorted(present))[:200]}")
    wanted = [*axes, *(name for name in _OPTIONAL if name in present)]
    coloured = present.issuperset(_COLOURS)
    wanted += _COLOURS if coloured else ()
    room = min(BLOCK_POINTS, int(scan.point_count))
    columns = {name: np.empty(room, np.float64) for name in wanted}
    buffers = libe57.VectorSourceDestBuffer()
    for name, column in columns.items():
        buffers.append(libe57.SourceDestBuffer(file57.image_file, name, column, room, True, True))
    reader = scan.points.reader(buffers)
    limits = _limits(scan, coloured, "intensity" in present)
    seen = 0
    while count := int(reader.read()):
        seen += count
        block = {name: column[:count].copy() for name, column in columns.items()}
        yield _block(block, axes, limits, _pose(scan))
    reader.close()
    if seen < scan.point_count:
        raise Truncated(f"{seen} of {scan.point_count} points of a scan")


def _block(
    columns: dict[str, Floats],
    axes: tuple[str, str, str],
    limits: dict[str, tuple[float, float]],
    pose: tuple[Floats, Floats] | None,
) -> PointBlock:
    first, second, third = (columns[name] for name in axes)
    if axes == _SPHERICAL:
        flat = first * np.cos(third)
        first, second, third = flat * np.cos(second), flat * np.sin(second), first * np.sin(third)
    xyz = np.column_stack([first, second, third])
    if pose is not None:
        rotation, translation = pose
        xyz = xyz @ rotation.T + translation
    rgb = None
    if "colorRed" in columns:
        rgb = np.column_stack([_scaled(columns[name], limits[name]) for name in _COLOURS])
    intensity = _scaled(columns["intensity"], limits["intensity"]) if "intensity" in columns else None
    block = PointBlock(xyz, rgb, intensity)
    for state in ("cartesianInvalidState", "sphericalInvalidState"):
        if state in columns:  # 0 is valid, 1 a direction only, 2 nothing
            return block.chosen(columns[state] == 0)
    return block


def _scaled(values: Floats, limits: tuple[float, float]) -> npt.NDArray[np.uint16]:
    low, high = limits
    return to_16_bits(values - low, high - low)


def _limits(scan: Any, coloured: bool, has_intensity: bool) -> dict[str, tuple[float, float]]:
    """The stated range per channel; 0 to 255 and 0 to 1 where none is stated."""
    found: dict[str, tuple[float, float]] = {}
    channels = [*(_COLOURS if coloured else ()), *(("intensity",) if has_intensity else ())]
    for name in channels:
        group = "intensityLimits" if name == "intensity" else "colorLimits"
        low, high = 0.0, 1.0 if name == "intensity" else 255.0
        if scan.node.isDefined(group) and scan.node[group].isDefined(f"{name}Maximum"):
            low = _number(scan.node[group][f"{name}Minimum"])
            high = _number(scan.node[group][f"{name}Maximum"])
        found[name] = (low, high) if high > low else (low, low + 1.0)
    return found


def _number(node: Any) -> float:
    """The value of an integer, float or scaled integer node."""
    return float(node.scaledValue() if hasattr(node, "scaledValue") else node.value())


def _pose(scan: Any) -> tuple[Floats, Floats] | None:
    if not scan.has_pose():
        return None
    w, x, y, z = (float(part) for part in scan.rotation)
    length = (w * w + x * x + y * y + z * z) ** 0.5
    if length == 0:
        raise Damaged("E57 pose with a rotation of zero length")
    w, x, y, z = w / length, x / length, y / length, z / length
    rotation = np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )
    return rotation, np.asarray(scan.translation, np.float64)
