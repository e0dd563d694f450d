"""Bring a local scan into the frame of another that covers the same walls: coarse features, then ICP.

The reference is the COPC file of the other scan, laid beside the original as ``REFERENCE`` by whoever
starts the child.

Adds to the facts: ``registration`` (``to``, ``overlap``, ``rmse_m``, ``voxel_m``; or None) and
``registration_problem`` (None, ``no_reference`` or ``no_overlap``).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import laspy
import numpy as np

from media_pipeline import open3d_adapter
from media_pipeline.cloud_blocks import PointBlock
from media_pipeline.cloud_crs import Triple, crs_facts, metres_per_unit
from media_pipeline.cloud_formats import cloud_blocks
from media_pipeline.cloud_sample import read_sample
from media_pipeline.cloud_told import metre_system, moved
from media_pipeline.las import crs_texts, las_errors
from media_pipeline.rigid import Floats, Motion
from media_pipeline.told import REFERENCE, Told

Facts = dict[str, Any]

LEAST_OVERLAP = 0.25  # of the scan's points that must have a partner
_VOXELS_ALONG = 80  # of the smaller cloud: enough features for a gate, few enough for seconds
_MOST_POINTS = 400_000


def registered(path: Path, facts: Facts, told: Told) -> Facts:
    """The facts in the reference's frame, where the scan is told to belong to one and fits it."""
    facts = facts | {"registration": None, "registration_problem": None}
    if told.aligned_to is None:
        return facts
    reference = path.parent / REFERENCE
    if not reference.is_file():
        return facts | {"registration_problem": "no_reference"}
    system, goal, origin, factor = _goal(reference)
    source, middle, own = _source(path, facts, told)
    voxel = min(_side(source), _side(goal)) / _VOXELS_ALONG
    found = open3d_adapter.register(source, goal, voxel)
    if found.overlap < LEAST_OVERLAP:
        return facts | {"registration_problem": "no_overlap"}
    rotation, shift = found.matrix[:3, :3], found.matrix[:3, 3]
    motion = Motion(rotation, own / factor, middle, origin + shift / factor)
    report = {
        "to": told.aligned_to,
        "overlap": round(found.overlap, 3),
        "rmse_m": round(found.rmse, 4),
        "voxel_m": round(voxel, 4),
    }
    return facts | moved(facts, motion, system) | {"registration": report}


def _goal(reference: Path) -> tuple[Facts, Floats, Floats, float]:
    """System, points in metres, their origin in native units, and metres per unit of the reference."""
    with las_errors(), laspy.CopcReader.open(reference) as reader:
        header = reader.header
        middle = ((np.asarray(header.mins) + np.asarray(header.maxs)) / 2).tolist()
        texts = crs_texts(header)
        system = crs_facts(texts, False, (middle[0], middle[1], middle[2]))
    if system["crs"] is None:
        system = metre_system()
    elif texts:
        system["crs_wkt"] = texts[0]
    factor = float(system["unit_m"] or 1.0)
    sample = read_sample(reference, (factor, factor, factor))
    return system, sample.xyz, np.array(sample.origin), factor


def _source(path: Path, facts: Facts, told: Told) -> tuple[Floats, Floats, float]:
    """Points in metres round their middle, the middle in native units, and metres per unit."""
    bounds = facts["native_bounds"]
    low: Triple = (bounds[0], bounds[1], bounds[2])
    high: Triple = (bounds[3], bounds[4], bounds[5])
    own = metres_per_unit(low, high, facts)[0]
    middle = (np.array(low) + np.array(high)) / 2
    step = max(1, int(facts["points"]) // _MOST_POINTS)
    taken = [xyz for xyz in _every(cloud_blocks(path, facts["media_type"], told), step)]
    return (np.concatenate(taken) - middle) * own, middle, own


def _every(blocks: Iterator[PointBlock], step: int) -> Iterator[Floats]:
    """One point in ``step``, across the borders of blocks."""
    first = 0
    for block in blocks:
        yield block.xyz[first::step]
        first = (first - len(block.xyz)) % step


def _side(points: Floats) -> float:
    """The longest side of the box that holds nearly all points."""
    return float(np.ptp(np.percentile(points, [1, 99], axis=0), axis=0).max())
