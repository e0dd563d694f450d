"""Facts of a point cloud, whatever its format.

Keys: ``format``, ``version``, ``point_format``, ``points``, ``points_without_position``,
``native_bounds`` ([min x, y, z, max x, y, z]), ``size_m`` ([width, depth, height]), ``has_color``,
``local_origin`` (subtracted before anything is stored in 32 bits), ``step`` (native units between two
storable positions), ``float32_coordinates``, ``waveforms``, ``bounds_disagree`` (the header's bounds do not hold the points;
``native_bounds`` are measured), ``scans``, those of ``crs_facts``, ``with_told`` and ``registered``, and
of single formats ``columns``, ``columns_certain``, ``first_row`` (point lists), ``scans_without_pose``,
``images`` (E57).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from media_pipeline.cloud_blocks import finite
from media_pipeline.cloud_crs import Triple, crs_facts, metres_per_unit, size_m
from media_pipeline.cloud_formats import COPC, is_las, open_cloud
from media_pipeline.cloud_register import registered
from media_pipeline.cloud_to_las import grid_for
from media_pipeline.cloud_told import with_told
from media_pipeline.errors import Damaged, EmptyCloud
from media_pipeline.las import crs_texts, las_errors, open_las, states_crs
from media_pipeline.las_chunks import check_chunks
from media_pipeline.las_header import LasHeaderFacts, check_las_header
from media_pipeline.limits import check_points
from media_pipeline.told import NOTHING_TOLD, Told

Facts = dict[str, Any]

_OF_FORMAT = ("columns", "columns_certain", "first_row", "scans_without_pose", "images")
_FIRST_LOOK = 50_000  # points read to see whether the colour fields hold colours
_LARGEST_COORDINATE = 1e12
_LARGE_COORDINATE = 10_000.0  # float32 steps are 1 mm above this


def inspect_cloud(path: Path, media_type: str, told: Told = NOTHING_TOLD) -> Facts:
    """Facts of a cloud of a recognised media type.

    Raises:
        Truncated, Damaged, EmptyCloud, UnsupportedCloud, TooManyPoints: The file's fault.
    """
    facts = _las_facts(path, media_type) if is_las(media_type) else _stream_facts(path, media_type, told)
    return registered(path, with_told(facts, told), told)


def _las_facts(path: Path, media_type: str) -> Facts:
    header = check_las_header(path)
    check_points(header.point_count)
    if header.compressed:
        check_chunks(path, header)
    with open_las(path) as reader, las_errors():
        texts, stated = crs_texts(reader.header), states_crs(reader.header)
        first = reader.read_points(_FIRST_LOOK)
        has_color = "red" in first.point_format.dimension_names and bool(
            first.red.any() or first.green.any() or first.blue.any()
        )
        stated_bounds = _stated_bounds(header, first)
        low, high = stated_bounds or _measured_bounds(path)
    _check_extent(low, high)
    facts: Facts = {
        "media_type": media_type,
        "format": "COPC" if media_type == COPC else "LAZ" if header.compressed else "LAS",
        "version": header.version,
        "point_format": header.point_format,
        "points": header.point_count,
        "points_without_position": 0,
        "has_color": has_color,
        "local_origin": list(header.offsets),
        "step": max(abs(scale) for scale in header.scales),
        "float32_coordinates": False,
        "waveforms": header.point_format in (4, 5, 9, 10),
        "bounds_disagree": stated_bounds is None,
        "scans": None,
    }
    return facts | _placed_facts(low, high, texts, stated, unit_m=None)


def _check_extent(low: Triple, high: Triple) -> None:
    """Refuse coordinates that no survey has: a scale or a number that lies.

    Raises:
        Damaged: Some are no numbers or beyond every reference system.
    """
    largest = float(np.abs([low, high]).max())  # NaN when any is
    if not largest <= _LARGEST_COORDINATE:
        raise Damaged(f"coordinates up to {largest:.3g}")


def _stated_bounds(header: LasHeaderFacts, first: Any) -> tuple[Triple, Triple] | None:
    """The header's bounds, unless they are no box or the first points already lie outside."""
    low, high = np.array(header.lowest), np.array(header.highest)
    if not (np.isfinite(low).all() and np.isfinite(high).all() and (low <= high).all()):
        return None
    xyz = np.column_stack([first.x, first.y, first.z])
    step = np.array(header.scales)
    if (xyz.min(axis=0) < low - step).any() or (xyz.max(axis=0) > high + step).any():
        return None
    return header.lowest, header.highest


def _measured_bounds(path: Path) -> tuple[Triple, Triple]:
    """The bounds of the points themselves, for a header that states none that hold."""
    low, high = np.full(3, np.inf), np.full(3, -np.inf)
    with open_las(path) as reader, las_errors():
        for points in reader.chunk_iterator(1_000_000):
            xyz = np.column_stack([points.x, points.y, points.z])
            low, high = np.minimum(low, xyz.min(axis=0)), np.maximum(high, xyz.max(axis=0))
    return _triple(low), _triple(high)


def _stream_facts(path: Path, media_type: str, told: Told) -> Facts:
    stream = open_cloud(path, media_type, told)
    low, high = np.full(3, np.inf), np.full(3, -np.inf)
    seen = kept = 0
    has_color = False
    for block in stream.blocks:
        seen += len(block.xyz)
        check_points(seen)
        good = finite(block)
        if not len(good.xyz):
            continue
        kept += len(good.xyz)
        has_color = has_color or good.rgb is not None
        low, high = np.minimum(low, good.xyz.min(axis=0)), np.maximum(high, good.xyz.max(axis=0))
    if not kept:
        raise EmptyCloud(f"{seen} points, none with a position")
    _check_extent(_triple(low), _triple(high))
    bounds = _triple(low), _triple(high)
    grid = grid_for(*bounds)
    known = stream.facts
    facts: Facts = {
        "media_type": media_type,
        "format": known["format"],
        "version": None,
        "point_format": 7 if has_color else 6,
        "points": kept,
        "points_without_position": seen - kept,
        "has_color": has_color,
        "local_origin": list(grid.origin),
        "step": grid.step,
        "float32_coordinates": bool(
            known["float32"] and np.abs([low[:2], high[:2]]).max() > _LARGE_COORDINATE
        ),
        "waveforms": False,
        "bounds_disagree": False,
        "scans": known.get("scans"),
        **{name: known[name] for name in _OF_FORMAT if name in known},
    }
    stated = known.get("crs_stated")
    texts = [str(stated)] if stated else []
    return facts | _placed_facts(*bounds, texts, bool(stated), known.get("unit_m"))


def _placed_facts(low: Triple, high: Triple, texts: list[str], stated: bool, unit_m: float | None) -> Facts:
    middle = [(a + b) / 2 for a, b in zip(low, high, strict=True)]
    facts = crs_facts(texts, stated, (middle[0], middle[1], middle[2]))
    if facts["crs"] is None and unit_m is not None:
        facts |= {"unit": "metre", "unit_m": unit_m}
    facts["native_bounds"] = [*low, *high]
    facts["size_m"] = size_m(low, high, facts)
    return facts


def metre_factors(facts: Facts) -> Triple:
    """Metres per native unit for x, y, z."""
    bounds = facts["native_bounds"]
    return metres_per_unit(tuple(bounds[:3]), tuple(bounds[3:]), facts)


def _triple(values: Any) -> Triple:
    return float(values[0]), float(values[1]), float(values[2])
