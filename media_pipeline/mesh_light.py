"""A light version of a model for phones: at most 8 MB, smaller textures first, fewer triangles last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from media_pipeline.glb_write import write_quantised_glb
from media_pipeline.mesh_parts import Floats, Indices, Mesh, Part, Singles, distinct, smooth_normals
from media_pipeline.mesh_sample import areas_of
from media_pipeline.textures import capped, encoded

MOST_BYTES = 8_000_000
SIDES = (2_048, 1_024, 512)
_LEAST_TRIANGLES = 20_000  # a model keeps its shape before its textures keep their grain
_ROOM = 0.97  # of the bytes, for the document
_AT_ONCE = 1_000_000  # triangles that are simplified in one piece, at 600 bytes each (2026-11-25)
_CROSSED = 3.5  # triangles that a cell of the grid leaves per face of it: surfaces cross it aslant
_SLACK = 1.1
_SMALL = 2_000  # triangles of a part that is left alone: a drawn thing, not a scanned one
_CHARTS = 16  # regions along a texture by which corners of one place are told apart


@dataclass(frozen=True, slots=True)
class Light:
    """A light GLB and what was given up for it."""

    data: bytes
    triangles: int
    texture_side: int


def light_glb(mesh: Mesh, factor: float) -> Light:
    """The mesh within 8 MB.

    Args:
        mesh: At least one part.
        factor: Metres in one unit of the mesh.
    """
    weights = {side: _texture_bytes(mesh, side) for side in SIDES}
    for side in SIDES[:2]:
        if weights[side] + _geometry_bytes(mesh) <= MOST_BYTES * _ROOM:
            return _light(mesh, factor, side)
    least = _bytes_each(mesh) * min(_LEAST_TRIANGLES, mesh.triangles)
    side = next((each for each in SIDES[:2] if weights[each] + least <= MOST_BYTES * _ROOM), SIDES[-1])
    target = int((MOST_BYTES * _ROOM - weights[side]) / _bytes_each(mesh))
    made = _light(simplified(mesh, max(target, 1_000)), factor, side)
    while len(made.data) > MOST_BYTES and target > 1_000:
        target = int(target * 0.98 * MOST_BYTES / len(made.data))
        made = _light(simplified(mesh, target), factor, side)
    return made


def _light(mesh: Mesh, factor: float, side: int) -> Light:
    return Light(write_quantised_glb(mesh, factor, side), mesh.triangles, side)


def _texture_bytes(mesh: Mesh, side: int) -> int:
    return sum(len(encoded(capped(image, side))[0]) for image in mesh.pictures())


def _part_bytes(part: Part) -> tuple[int, int]:
    """Quantised bytes of one vertex and of one triangle's indices."""
    vertex = 8 + (4 if part.normals is not None else 0) + (8 if part.colours is not None else 0)
    if part.uv is not None:
        vertex += 4 if part.uv.min() >= 0 and part.uv.max() <= 1 else 8
    return vertex, 12 if len(part.positions) >= 65_535 else 6


def _geometry_bytes(mesh: Mesh) -> int:
    total = 0
    for part in mesh.parts:
        vertex, triangle = _part_bytes(part)
        total += vertex * len(part.positions) + triangle * len(part.faces)
    return total


def _bytes_each(mesh: Mesh) -> float:
    """Bytes of one triangle with its share of the vertices, indices of four bytes."""
    total = sum(_part_bytes(part)[0] * len(part.positions) + 12 * len(part.faces) for part in mesh.parts)
    return total / mesh.triangles


def simplified(mesh: Mesh, target: int) -> Mesh:
    """About ``target`` triangles, shared out among the parts by how many they have.

    Texture coordinates and colours come from the corners that were merged into the one kept: seams are
    edges of the mesh here, so that none comes from across one.
    """
    share = target / mesh.triangles
    parts = [_simplified_part(part, max(4, int(len(part.faces) * share))) for part in mesh.parts]
    return replace(mesh, parts=tuple(parts))


def _simplified_part(part: Part, target: int) -> Part:
    if target >= len(part.faces) or len(part.faces) <= _SMALL:
        return part
    if len(part.faces) > _AT_ONCE:
        part = _clustered(part, _AT_ONCE)
    import fast_simplification

    origin = part.positions.mean(axis=0)
    points = part.positions - origin
    faces = np.ascontiguousarray(part.faces.astype(np.int32))
    simple, triangles, collapses = fast_simplification.simplify(
        points, faces, target_count=target, agg=5, return_collapses=True, preserve_border=part.uv is not None
    )
    if len(triangles) > target * _SLACK:  # a texture in very many pieces: their edges must give way too
        simple, triangles, collapses = fast_simplification.simplify(
            points, faces, target_count=target, agg=5, return_collapses=True
        )
    if not len(triangles) or not len(collapses):
        return part
    simple, triangles, into = fast_simplification.replay_simplification(points, faces, collapses)
    made = triangles.astype(np.uint32)
    positions = simple.astype(np.float64) + origin
    weights = _Merging(points, into, simple)
    return Part(
        positions,
        made,
        smooth_normals(positions, made) if part.normals is not None else None,
        None if part.uv is None else weights.mean_of(part.uv).astype(np.float32),
        None if part.colours is None else np.round(weights.mean_of(part.colours)).astype(np.uint8),
        part.material,
    )


class _Merging:
    """Values at the corners kept: of those merged into each (``into``) the mean, the nearest counting most."""

    def __init__(
        self,
        points: npt.NDArray[np.float64],
        into: npt.NDArray[np.integer],
        simple: npt.NDArray[np.floating],
    ) -> None:
        self._members = np.flatnonzero(into >= 0)
        self._into, self._count = into[self._members], len(simple)
        apart = ((points[self._members] - simple[self._into]) ** 2).sum(axis=1)
        self._weight = 1 / (apart + max(float(apart.mean()) * 1e-3, 1e-30))

    def mean_of(self, values: npt.NDArray[Any]) -> Floats:
        total = np.bincount(self._into, self._weight, self._count)
        columns = [
            np.bincount(self._into, self._weight * values[self._members, column], self._count)
            for column in range(values.shape[1])
        ]
        found: Floats = (np.array(columns) / np.where(total > 0, total, 1)).T
        return found


def _clustered(part: Part, target: int) -> Part:
    """Corners merged on a grid that leaves about ``target`` triangles: cheap, before the careful step.

    Corners of one cell share one place, so that no crack opens; those far apart on the texture keep
    corners of their own there.
    """
    area = float(areas_of(part).sum())
    low = part.positions.min(axis=0)
    cell = max((_CROSSED * area / target) ** 0.5, float(np.ptp(part.positions, axis=0).max()) / 2**19, 1e-12)
    steps = ((part.positions - low) / cell).astype(np.int64)
    grid = (steps[:, 0] << 40) | (steps[:, 1] << 20) | steps[:, 2]
    del steps
    place_of_cell = distinct(grid)[1]
    del grid
    sums = np.array([np.bincount(place_of_cell, part.positions[:, axis]) for axis in range(3)], np.float64)
    middle: Floats = (sums / np.bincount(place_of_cell)).T
    key = place_of_cell.astype(np.int64)
    if part.uv is not None:
        key = key * (17 * _CHARTS) ** 2 + _charts(part.uv, place_of_cell)
    first, place = distinct(key)
    faces: Indices = place[part.faces]
    whole = (faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 0] != faces[:, 2])
    count = np.bincount(place)[:, None]

    def mean_of(values: npt.NDArray[Any]) -> Floats:
        sums = [np.bincount(place, values[:, column]) for column in range(values.shape[1])]
        found: Floats = np.array(sums).T / count
        return found

    return Part(
        middle[place_of_cell[first]],
        faces[whole],
        None if part.normals is None else part.normals[first],
        None if part.uv is None else mean_of(part.uv).astype(np.float32),
        None if part.colours is None else np.round(mean_of(part.colours)).astype(np.uint8),
        part.material,
    )


def _charts(uv: Singles, place: Indices) -> npt.NDArray[np.int64]:
    """A number for the region of the texture where the corners of one cell lie far apart on it, else 0."""
    order = np.argsort(place, kind="stable")
    starts = np.flatnonzero(np.diff(place[order], prepend=-1))
    spread = np.maximum.reduceat(uv[order], starts) - np.minimum.reduceat(uv[order], starts)
    is_split = (spread.max(axis=1) > 1 / _CHARTS)[place]
    cells = (np.clip(uv, -8, 8) * _CHARTS).astype(np.int64) + 8 * _CHARTS
    return np.where(is_split, cells[:, 0] * (17 * _CHARTS) + cells[:, 1], 0)
