"""Control points that QGIS wrote beside a picture (``map.tif.points``): commas, a line each, pixel rows negative.

The header names the columns: ``mapX,mapY,sourceX,sourceY,enable,…``; programs before 3.26 wrote ``pixelX``
and ``pixelY``. A first line ``#CRS: …`` holds the reference system of the map side as WKT.
"""

from __future__ import annotations

import contextlib
import csv
import math
from dataclasses import dataclass
from pathlib import Path

from gis.crs import parse_crs
from gis.errors import GisError
from media_pipeline.control_fit import MOST_POINTS
from media_pipeline.world_file import same_name

SUFFIX = ".points"
MOST_BYTES = 200_000
CRS_LINE = "#CRS:"


@dataclass(frozen=True, slots=True)
class Points:
    """Column, row, easting (or longitude), northing (or latitude) of each point, and the system of the latter two."""

    control: tuple[tuple[float, float, float, float], ...]
    crs: str | None


def beside(path: Path, companions: tuple[str, ...]) -> Path | None:
    """The file of points among the companions that has the picture's name."""
    for each in companions:
        if each.lower().endswith(SUFFIX) and same_name(each[: -len(SUFFIX)], path):
            return path.parent / each
    return None


def read(path: Path) -> Points | None:
    """The points that are switched on; None where the file holds none or is something else."""
    with path.open("rb") as stream:
        lines = stream.read(MOST_BYTES).decode("utf-8-sig", "replace").splitlines()
    crs = None
    for line in lines:
        if line.startswith(CRS_LINE):
            with contextlib.suppress(GisError):
                crs = parse_crs(line.removeprefix(CRS_LINE)).text
    rows = csv.DictReader(line for line in lines if line.strip() and not line.startswith("#"))
    control = []
    for row in rows:
        try:
            if row.get("enable", "1").strip() == "0":
                continue
            column = float(row.get("sourceX") or row["pixelX"])
            down = -float(row.get("sourceY") or row["pixelY"])
            point = (column, down, float(row["mapX"]), float(row["mapY"]))
        except (KeyError, TypeError, ValueError, AttributeError):
            return None
        if not all(math.isfinite(value) for value in point):
            return None
        control.append(point)
    return Points(tuple(control), crs) if 0 < len(control) <= MOST_POINTS else None
