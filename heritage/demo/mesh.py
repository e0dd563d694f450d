"""The clay of the demonstration models: grids of points that become coloured, lit triangles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Triple = tuple[float, float, float]


class Material(IntEnum):
    """What a surface is made of; :mod:`heritage.demo.materials` knows how each looks."""

    TILE = 0
    BRICK = 1
    PLASTER = 2
    STONE = 3
    TIMBER = 4
    LACQUER = 5
    DOOR = 6
    LEAF = 7
    BARK = 8
    GOLD = 9
    CERAMIC = 10
    DARK = 11
    FESTIVAL_FLAG = 12
    NATIONAL_FLAG = 13
    CLOTH = 14
    PAVING = 15
    GRASS = 16
    EARTH = 17
    SLABS = 18
    WATER = 19
    BLOSSOM = 20
    RIDGE = 21
    RAFTERS = 22
    SCRIPT = 23


@dataclass(frozen=True, slots=True)
class Patch:
    """A piece of ground: a rectangle (half sizes in metres) or, when ``round``, an ellipse."""

    x: float
    y: float
    half_x: float
    half_y: float
    material: Material
    round: bool = False

    def holds(self, x: Floats, y: Floats) -> NDArray[np.bool_]:
        """Whether each point (metres, east and north of the site's origin) lies on the patch."""
        u, v = (x - self.x) / self.half_x, (y - self.y) / self.half_y
        if self.round:
            return u * u + v * v < 1
        return (np.abs(u) < 1) & (np.abs(v) < 1)


@dataclass(frozen=True, slots=True)
class Model:
    """A triangle soup with its ground, in metres: x east, y north, z up, origin at the site.

    ``corners`` and ``normals`` have shape (n, 3, 3), ``uv`` (n, 3, 2) in metres along the surface
    (0 to 1 on flags), ``material`` and ``part`` (n,). ``thin`` triangles are seen from both sides, the others
    only from where their normals point. ``nearer_m`` lets a coating win over what it lies on. The ground is z = 0.
    """

    name: str
    corners: Floats
    normals: Floats
    uv: Floats
    material: NDArray[np.uint8]
    part: NDArray[np.int32]
    thin: NDArray[np.bool_]
    nearer_m: Floats
    patches: tuple[Patch, ...]
    radius_m: float

    def ground_material(self, x: Floats, y: Floats) -> NDArray[np.uint8]:
        """The material of the ground at each point; later patches lie on earlier ones."""
        out = np.full(x.shape, Material.GRASS, np.uint8)
        for patch in self.patches:
            out[patch.holds(x, y)] = patch.material
        return out


_THIN = (Material.LEAF, Material.BLOSSOM, Material.FESTIVAL_FLAG, Material.NATIONAL_FLAG, Material.CLOTH)


@dataclass(slots=True)
class Sculptor:
    """Collects surfaces and builds a :class:`Model`; what is added while ``nearer_m`` is set is a coating."""

    nearer_m: float = 0.0
    corners: list[Floats] = field(default_factory=list)
    normals: list[Floats] = field(default_factory=list)
    uv: list[Floats] = field(default_factory=list)
    material: list[NDArray[np.uint8]] = field(default_factory=list)
    part: list[NDArray[np.int32]] = field(default_factory=list)
    coating: list[Floats] = field(default_factory=list)

    def soup(self, corners: Floats, normals: Floats, uv: Floats, material: Material) -> None:
        """Add triangles as they are, as one part."""
        n = len(corners)
        self.corners.append(corners.astype(np.float32))
        self.normals.append(normals.astype(np.float32))
        self.uv.append(uv.astype(np.float32))
        self.material.append(np.full(n, material, np.uint8))
        self.part.append(np.full(n, len(self.part), np.int32))
        self.coating.append(np.full(n, self.nearer_m, np.float32))

    def grid(
        self, points: Floats, material: Material, facing: Triple | Floats, uv: Floats | None = None
    ) -> None:
        """Add a smooth sheet through ``points`` (rows, columns, 3).

        Normals are turned to agree with ``facing``: one direction, or a vector for each point. Without ``uv`` the
        surface is measured in metres along its columns and rows.
        """
        points = np.asarray(points, float)
        along = np.gradient(points, axis=1)
        down = np.gradient(points, axis=0)
        normal = np.cross(along, down)
        length = np.linalg.norm(normal, axis=2, keepdims=True)
        wanted = np.broadcast_to(np.asarray(facing, float), normal.shape)
        wanted = wanted / np.maximum(np.linalg.norm(wanted, axis=2, keepdims=True), 1e-9)
        turn = -1.0 if np.sum(normal * wanted) < 0 else 1.0
        # Where the sheet closes to a point it has no direction of its own.
        normal = np.where(length > 1e-9, turn * normal / np.maximum(length, 1e-9), wanted)
        if uv is None:
            uv = _metres_along(points)
        stacked = np.concatenate([points, normal, uv], axis=2)
        a, b = stacked[:-1, :-1].reshape(-1, 8), stacked[:-1, 1:].reshape(-1, 8)
        c, d = stacked[1:, 1:].reshape(-1, 8), stacked[1:, :-1].reshape(-1, 8)
        triangles = np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)])
        self.soup(triangles[..., :3], triangles[..., 3:6], triangles[..., 6:], material)

    def panel(self, quad: Sequence[Triple], material: Material, facing: Triple, cell: float = 0.8) -> None:
        """Add a flat four-cornered panel, divided into cells of about ``cell`` metres."""
        p = np.asarray(quad, float)
        wide = max(np.linalg.norm(p[1] - p[0]), np.linalg.norm(p[2] - p[3]))
        high = max(np.linalg.norm(p[3] - p[0]), np.linalg.norm(p[2] - p[1]))
        s = np.linspace(0, 1, max(2, int(wide / cell) + 2))[None, :, None]
        t = np.linspace(0, 1, max(2, int(high / cell) + 2))[:, None, None]
        points = (1 - t) * ((1 - s) * p[0] + s * p[1]) + t * ((1 - s) * p[3] + s * p[2])
        self.grid(points, material, facing)

    def box(
        self,
        low: Triple,
        high: Triple,
        material: Material,
        cell: float = 0.8,
        yaw: float = 0.0,
        top: Material | None = None,
    ) -> None:
        """Add sides, top (of another material if given) and a bottom above ground, turned by ``yaw`` radians around the middle."""
        (x0, y0, z0), (x1, y1, z1) = low, high
        sides = (
            (((x0, y0, z0), (x1, y0, z0), (x1, y0, z1), (x0, y0, z1)), (0, -1, 0)),
            (((x1, y1, z0), (x0, y1, z0), (x0, y1, z1), (x1, y1, z1)), (0, 1, 0)),
            (((x0, y1, z0), (x0, y0, z0), (x0, y0, z1), (x0, y1, z1)), (-1, 0, 0)),
            (((x1, y0, z0), (x1, y1, z0), (x1, y1, z1), (x1, y0, z1)), (1, 0, 0)),
            (((x0, y0, z1), (x1, y0, z1), (x1, y1, z1), (x0, y1, z1)), (0, 0, 1)),
            (((x0, y1, z0), (x1, y1, z0), (x1, y0, z0), (x0, y0, z0)), (0, 0, -1)),
        )
        middle = np.array([(x0 + x1) / 2, (y0 + y1) / 2, 0.0])
        turn = np.array([[np.cos(yaw), -np.sin(yaw), 0], [np.sin(yaw), np.cos(yaw), 0], [0, 0, 1]])
        for quad, facing in sides[: 6 if z0 > 0.05 else 5]:
            turned = [tuple(turn @ (np.array(corner) - middle) + middle) for corner in quad]
            made_of = top if top is not None and facing[2] > 0 else material
            # What stands on a top is painted after it, however the two sort.
            before, self.nearer_m = self.nearer_m, self.nearer_m - (0.35 if facing[2] > 0 else 0.0)
            self.panel(turned, made_of, tuple(turn @ np.array(facing)), cell)
            self.nearer_m = before

    def arch(
        self, outline: Floats, foot: Floats, material: Material, facing: Triple, nearer_m: float
    ) -> None:
        """Add a coating between an outline (k, 3) and the line at its foot (k, 3), for niches and doorways."""
        rows = np.linspace(0, 1, 6)[:, None, None]
        before, self.nearer_m = self.nearer_m, nearer_m
        self.grid(outline + (foot - outline) * rows, material, facing)
        self.nearer_m = before

    def lathe(
        self, profile: Sequence[tuple[float, float]], at: Triple, material: Material, sides: int = 12
    ) -> None:
        """Add a surface of revolution: ``profile`` holds (radius, height) pairs from the bottom up."""
        radius, height = np.array(profile, float).T
        angle = np.linspace(0, 2 * np.pi, sides + 1)
        ring = np.stack([np.cos(angle), np.sin(angle)], 1)
        points = np.empty((len(radius), sides + 1, 3))
        points[..., :2] = radius[:, None, None] * ring[None] + np.array(at[:2])
        points[..., 2] = (height + at[2])[:, None]
        outward = np.zeros_like(points)
        outward[..., :2] = ring
        self.grid(points, material, outward)

    def tube(self, path: Floats, radii: Sequence[float] | Floats, material: Material, sides: int = 7) -> None:
        """Add a round bar along ``path`` (k, 3) with a radius for each of its points."""
        path = np.asarray(path, float)
        ahead = np.gradient(path, axis=0)
        ahead /= np.maximum(np.linalg.norm(ahead, axis=1, keepdims=True), 1e-9)
        helper = np.where(np.abs(ahead[:, 2:]) > 0.9, [[1.0, 0, 0]], [[0, 0, 1.0]])
        side = np.cross(ahead, helper)
        side /= np.linalg.norm(side, axis=1, keepdims=True)
        up = np.cross(side, ahead)
        angle = np.linspace(0, 2 * np.pi, sides + 1)[None, :, None]
        around = np.cos(angle) * side[:, None] + np.sin(angle) * up[:, None]
        points = path[:, None] + np.asarray(radii, float)[:, None, None] * around
        capped = np.concatenate([path[:1, None] + 0 * around[:1], points, path[-1:, None] + 0 * around[-1:]])
        self.grid(capped, material, np.concatenate([around[:1], around, around[-1:]]))

    def build(self, name: str, patches: tuple[Patch, ...], radius_m: float) -> Model:
        """Join what was added into one model."""
        material = np.concatenate(self.material)
        return Model(
            name,
            np.concatenate(self.corners),
            np.concatenate(self.normals),
            np.concatenate(self.uv),
            material,
            np.concatenate(self.part),
            np.isin(material, _THIN),
            np.concatenate(self.coating),
            patches,
            radius_m,
        )


def _metres_along(points: Floats) -> Floats:
    step_u = np.linalg.norm(np.diff(points, axis=1), axis=2).mean(axis=0)
    step_v = np.linalg.norm(np.diff(points, axis=0), axis=2).mean(axis=1)
    u = np.concatenate([[0.0], np.cumsum(step_u)])
    v = np.concatenate([[0.0], np.cumsum(step_v)])
    return np.stack(np.broadcast_arrays(u[None, :], v[:, None]), axis=2)
