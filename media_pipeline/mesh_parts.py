"""A mesh as plain arrays: what every reader of a format gives and every writer takes."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PIL import Image

from media_pipeline.errors import Damaged

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Indices = npt.NDArray[np.uint32]
Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Material:
    """How a surface looks, in the terms of glTF's metallic-roughness model.

    Attributes:
        colour: Factor of the base colour: red, green, blue, opacity, 0 to 1, linear.
        texture: Picture of the base colour; None for a plain one.
        extra: Other glTF textures by their place: ``normalTexture``, ``metallicRoughnessTexture``,
            ``occlusionTexture``, ``emissiveTexture``.
        alpha: ``OPAQUE``, ``MASK`` or ``BLEND``.
    """

    colour: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0)
    metallic: float = 0.0
    roughness: float = 0.9
    emissive: tuple[float, float, float] = (0.0, 0.0, 0.0)
    texture: Image.Image | None = None
    extra: dict[str, Image.Image] = field(default_factory=dict)
    alpha: str = "OPAQUE"
    double_sided: bool = True
    name: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Triangles of one material, in the scene's frame.

    Attributes:
        positions: Shape (n, 3), in the file's unit.
        faces: Shape (m, 3), rows of ``positions``.
        normals: Shape (n, 3), unit length, or None.
        uv: Shape (n, 2), v downwards as in glTF, or None.
        colours: Shape (n, 4), red to opacity, in sRGB as screens show them, or None.
    """

    positions: Floats
    faces: Indices
    normals: Singles | None = None
    uv: Singles | None = None
    colours: Pixels | None = None
    material: Material = field(default_factory=Material)


@dataclass(frozen=True, slots=True)
class Mesh:
    """Parts with at least one triangle each, every corner finite.

    Attributes:
        dropped: Triangles removed because a corner is no number.
        missing: Names of companion files that are not there.
        texture_bytes: Of the textures as they were delivered; 0 where they lie inside the file.
    """

    parts: tuple[Part, ...]
    dropped: int = 0
    missing: tuple[str, ...] = ()
    texture_bytes: int = 0

    @property
    def triangles(self) -> int:
        return sum(len(part.faces) for part in self.parts)

    @property
    def vertices(self) -> int:
        return sum(len(part.positions) for part in self.parts)

    def bounds(self) -> list[float]:
        """[min x, y, z, max x, y, z] in the file's unit."""
        low = np.min([part.positions.min(axis=0) for part in self.parts], axis=0)
        high = np.max([part.positions.max(axis=0) for part in self.parts], axis=0)
        return [float(value) for value in (*low, *high)]

    def has_texture(self) -> bool:
        return any(part.material.texture is not None and part.uv is not None for part in self.parts)

    def has_vertex_colors(self) -> bool:
        return any(part.colours is not None for part in self.parts)

    def pictures(self) -> list[Image.Image]:
        """Every texture once."""
        found: dict[int, Image.Image] = {}
        for part in self.parts:
            for image in (part.material.texture, *part.material.extra.values()):
                if image is not None:
                    found[id(image)] = image
        return list(found.values())


def to_linear(shares: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """sRGB, 0 to 1, as amounts of light: glTF's colours of corners are in those (glTF 2.0, 3.9.2)."""
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)


def to_srgb(shares: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The inverse of :func:`to_linear`."""
    return np.where(shares <= 0.0031308, shares * 12.92, 1.055 * shares ** (1 / 2.4) - 0.055)


def cleaned(part: Part) -> tuple[Part | None, int]:
    """The part without triangles that have a corner which is no number, and without unused corners.

    Returns:
        The part, or None when nothing is left; the number of triangles taken out.

    Raises:
        Damaged: A face names a corner that is not there.
    """
    finite = np.asarray(np.isfinite(part.positions).all(axis=1))
    dropped = 0
    faces = part.faces
    if faces.size and (faces.min() < 0 or faces.max() >= len(part.positions)):
        raise Damaged(f"a face names corner {faces.max()} of {len(part.positions)}")
    if not finite.all():
        sound = np.asarray(finite[faces].all(axis=1))
        dropped = int((~sound).sum())
        faces = faces[sound]
    if not len(faces):
        return None, dropped
    used = np.zeros(len(part.positions), bool)
    used[faces.ravel()] = True
    if used.all():
        return part, dropped
    place = np.cumsum(used) - 1
    return (
        Part(
            part.positions[used],
            place[faces].astype(np.uint32),
            None if part.normals is None else part.normals[used],
            None if part.uv is None else part.uv[used],
            None if part.colours is None else part.colours[used],
            part.material,
        ),
        dropped,
    )


def mesh_of(parts: list[Part], missing: list[str] | None = None, texture_bytes: int = 0) -> Mesh:
    """The mesh of the parts that hold a triangle."""
    kept, dropped = list[Part](), 0
    for part in parts:
        sound, less = cleaned(part)
        dropped += less
        if sound is not None:
            kept.append(sound)
    return Mesh(tuple(kept), dropped, tuple(missing or ()), texture_bytes)


def distinct(
    key: npt.NDArray[np.int64] | npt.NDArray[np.uint64],
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """``numpy.unique`` in a third of its memory: rows where each value is first seen, and each one's place."""
    order = np.argsort(key, kind="stable").astype(np.uint32)
    is_first = np.empty(len(key), bool)
    is_first[:1] = True
    np.not_equal(key[order[1:]], key[order[:-1]], out=is_first[1:])
    place = np.empty(len(key), np.uint32)
    place[order] = np.cumsum(is_first, dtype=np.uint32) - np.uint32(1)
    return order[is_first], place


def smooth_normals(positions: Floats, faces: Indices) -> Singles:
    """Unit normals at the corners, weighted by area; straight up where a corner has none."""
    corners = positions.astype(np.float32)
    corners -= corners.mean(axis=0)
    across = np.cross(
        corners[faces[:, 1]] - corners[faces[:, 0]], corners[faces[:, 2]] - corners[faces[:, 0]]
    )
    total = np.zeros((3, len(positions)))
    for axis in range(3):
        for corner in range(3):
            total[axis] += np.bincount(faces[:, corner], across[:, axis], len(positions))
    return unit_vectors(total.T)


def unit_vectors(vectors: npt.NDArray[np.floating]) -> Singles:
    """The vectors with length one; what has no direction points up."""
    values = np.nan_to_num(np.asarray(vectors, np.float64))
    length = np.linalg.norm(values, axis=1)
    flat = length < 1e-30
    values[flat] = (0.0, 1.0, 0.0)
    length[flat] = 1.0
    found: Singles = (values / length[:, None]).astype(np.float32)
    return found
