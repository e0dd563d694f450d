"""The points of a cloud where they stand on the ground: as in the file, or moved as it was told to be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from media_pipeline.cloud_blocks import PointBlock
from media_pipeline.cloud_formats import cloud_blocks
from media_pipeline.rigid import Motion
from media_pipeline.told import Told

Facts = dict[str, Any]


def stands_as_written(facts: Facts) -> bool:
    """Whether coordinates and reference system are those of the file, so that whole records can be kept."""
    return facts["motion"] is None and not facts["crs_told"]


def standing_blocks(path: Path, facts: Facts, told: Told) -> Iterator[PointBlock]:
    """The points in the frame that the facts describe."""
    motion = None if facts["motion"] is None else Motion.from_dict(facts["motion"])
    for block in cloud_blocks(path, facts["media_type"], told):
        yield block if motion is None else replace(block, xyz=motion.apply(block.xyz))
