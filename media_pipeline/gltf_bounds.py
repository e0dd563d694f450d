"""The size of a glTF as its document states it, for geometry that is not decoded here."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from media_pipeline.gltf import MOST_NODES, Document, items, position_of

_LARGEST = {5120: 127, 5121: 255, 5122: 32_767, 5123: 65_535}


def stated_bounds(document: Document) -> list[float] | None:
    """[min x, y, z, max x, y, z] of the boxes that the accessors state, where the nodes put them."""
    nodes = items(document, "nodes")[:MOST_NODES]
    children = {child for node in nodes for child in node.get("children", []) if isinstance(child, int)}
    waiting = [(number, np.eye(4)) for number in range(len(nodes)) if number not in children]
    corners, steps = list[npt.NDArray[np.float64]](), 0
    while waiting and steps < MOST_NODES:
        number, above = waiting.pop()
        steps += 1
        here = above @ _matrix(nodes[number])
        inner = nodes[number].get("children", [])
        waiting.extend((child, here) for child in inner if isinstance(child, int) and 0 <= child < len(nodes))
        if "mesh" in nodes[number]:
            boxes = _boxes(document, nodes[number]["mesh"])
            if boxes is None:
                return None
            corners.extend((here @ box)[:3] for box in boxes)
    if not corners:
        return None
    every = np.concatenate(corners, axis=1)
    return [*every.min(axis=1).tolist(), *every.max(axis=1).tolist()] if np.isfinite(every).all() else None


def _matrix(node: Document) -> npt.NDArray[np.float64]:
    """The node's own 4 x 4 matrix; the identity where it states nonsense."""
    try:
        if "matrix" in node:
            return np.array(node["matrix"], np.float64).reshape(4, 4).T
        x, y, z, w = (float(value) for value in node.get("rotation", (0, 0, 0, 1)))
        made = np.eye(4)
        made[:3, :3] = [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
        made[:3, :3] *= np.array(node.get("scale", (1, 1, 1)), np.float64)
        made[:3, 3] = node.get("translation", (0, 0, 0))
    except (TypeError, ValueError):
        return np.eye(4)
    return made


def _boxes(document: Document, mesh: Any) -> list[npt.NDArray[np.float64]] | None:
    """The eight corners of each primitive's stated box, shape (4, 8); None where one states none."""
    accessors, meshes = items(document, "accessors"), items(document, "meshes")
    if not isinstance(mesh, int) or not 0 <= mesh < len(meshes):
        return None
    found = []
    for primitive in items(meshes[mesh], "primitives"):
        number = position_of(primitive)
        if not isinstance(number, int) or not 0 <= number < len(accessors):
            return None
        least, most = _triple(accessors[number].get("min")), _triple(accessors[number].get("max"))
        if least is None or most is None:
            return None
        unit = (
            _LARGEST.get(accessors[number].get("componentType", 0), 1)
            if accessors[number].get("normalized")
            else 1
        )
        ends = np.array([least, most]) / unit
        corners = np.array(np.meshgrid(*ends.T)).reshape(3, 8)
        found.append(np.vstack([corners, np.ones(8)]))
    return found


def _triple(value: Any) -> list[float] | None:
    if not isinstance(value, list) or len(value) != 3 or not all(isinstance(v, int | float) for v in value):
        return None
    return [float(v) for v in value]
