"""One run of one side: ``python unit_points_work.py ours|geopandas FOLDER``; started by unit_points.py."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import shapely

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def ours(cells: np.ndarray, points: np.ndarray) -> np.ndarray:
    from gis.polygon_tree import PolygonTree

    return PolygonTree(list(cells)).first_holding(points[:, 0], points[:, 1])


def theirs(cells: np.ndarray, points: np.ndarray) -> np.ndarray:
    import geopandas

    there = geopandas.GeoDataFrame(
        geometry=geopandas.points_from_xy(points[:, 0], points[:, 1]), crs="EPSG:4326"
    )
    joined = there.sjoin(
        geopandas.GeoDataFrame(geometry=cells, crs="EPSG:4326"), how="left", predicate="intersects"
    )
    return joined["index_right"].groupby(level=0).min().fillna(-1).to_numpy(dtype=np.int64)


if __name__ == "__main__":
    side, folder = sys.argv[1], Path(sys.argv[2])
    polygons = shapely.get_parts(shapely.from_wkb((folder / "cells.wkb").read_bytes()))
    found = (ours if side == "ours" else theirs)(polygons, np.load(folder / "points.npy"))
    np.save(folder / f"{side}.npy", found)
