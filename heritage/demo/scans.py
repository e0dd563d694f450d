"""Simulate laser scanner stations around a model, with range noise and what each station cannot see."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heritage.demo.mesh import Floats, Material, Model, Triple
from heritage.demo.raster import NOTHING, Camera, paint
from heritage.demo.render import Stage, lit_colour

GROUND, LOW_PLANTS, HIGH_PLANTS, BUILDING = 2, 3, 5, 6  # ASPRS LAS 1.4 R15, table 17
_PICTURE_PX = 600
_LEAVES = (Material.LEAF, Material.BLOSSOM)


@dataclass(frozen=True, slots=True)
class Sweep:
    """What one station measured, in the model's metres, in the order the head turned.

    ``place`` (n, 3), ``rgb`` (n, 3) sRGB 0 to 255, ``intensity`` 0 to 1, ``kind`` ASPRS classes.
    """

    station: Triple
    place: Floats
    rgb: NDArray[np.uint8]
    intensity: Floats
    kind: NDArray[np.uint8]


def stations(model: Model) -> tuple[Triple, Triple, Triple]:
    """Three stations on a high mast, which see the roofs: one in front, two at the sides."""
    reach = min(model.radius_m * 0.62, 17.0)
    return (-reach * 0.2, -reach, 6.0), (-reach * 0.9, -reach * 0.1, 9.0), (reach * 0.75, reach * 0.6, 9.0)


def sweep(stage: Stage, station: Triple, points: int, seed: int) -> Sweep:
    """Scan the model from one station; about ``points`` echoes come back."""
    rng = np.random.default_rng(seed)
    place, normal, uv, material, sky = _candidates(stage, np.array(station), points * 3, rng)
    ray = place - np.array(station)
    distance = np.linalg.norm(ray, axis=1)
    ray /= distance[:, None]
    seen = _visible(stage, station, place) & (material != Material.WATER)  # still water sends nothing back
    chosen = np.flatnonzero(seen)[:points]
    place, normal, uv, sky = place[chosen], normal[chosen], uv[chosen], sky[chosen]
    material, ray, distance = material[chosen], ray[chosen], distance[chosen]
    linear = lit_colour(stage, material, uv, place, normal, sky)
    rgb = np.rint(np.clip(linear + rng.normal(0, 0.012, linear.shape), 0, 1) * 255).astype(np.uint8)
    slant = np.abs(np.einsum("ij,ij->i", ray, normal))
    intensity = np.clip((0.25 + 0.75 * slant) * linear.mean(axis=1) * 1.2 / (1 + distance / 60), 0.02, 1)
    # Range noise of a phase scanner: 2 mm and 40 ppm, along the ray.
    noise = rng.normal(0, 0.002 + 40e-6 * distance)
    place = place + ray * noise[:, None]
    kind = np.full(len(place), BUILDING, np.uint8)
    plant = np.isin(material, (Material.LEAF, Material.BLOSSOM, Material.BARK))
    kind[plant] = np.where(place[plant, 2] < 2, LOW_PLANTS, HIGH_PLANTS)
    kind[(place[:, 2] < 0.02) & (normal[:, 2] > 0.99)] = GROUND
    column = (np.arctan2(ray[:, 1], ray[:, 0]) * 900).astype(np.int64)
    order = np.lexsort((place[:, 2], column))
    return Sweep(station, place[order], rgb[order], intensity[order], kind[order])


_Points = tuple[Floats, Floats, Floats, NDArray[np.uint8], Floats]  # place, normal, uv, material, sky


def _candidates(stage: Stage, station: Floats, count: int, rng: np.random.Generator) -> _Points:
    """Random surface points, denser where the scanner's beams fall denser."""
    model = stage.model
    corners = model.corners.astype(np.float64)
    cross = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    middle = corners.mean(axis=1) - station
    distance = np.maximum(np.linalg.norm(middle, axis=1), 1.5)
    facing = np.abs(np.einsum("ij,ij->i", cross, middle)) / distance
    away = (np.einsum("ij,ij->i", model.normals.mean(axis=1), middle) > 0) & ~model.thin
    chance = np.where(away, 0, facing / distance) * np.where(np.isin(model.material, _LEAVES), 0.3, 1.0)
    on_model = int(count * 0.72)
    number = rng.choice(len(chance), on_model, p=chance / chance.sum())
    a, b = rng.random(on_model), rng.random(on_model)
    over = a + b > 1
    a[over], b[over] = 1 - a[over], 1 - b[over]
    weight = np.stack([1 - a - b, a, b], axis=1)
    place = np.einsum("ni,nij->nj", weight, corners[number])
    normal = np.einsum("ni,nij->nj", weight, model.normals[number])
    uv = np.einsum("ni,nij->nj", weight, model.uv[number])
    sky = np.einsum("ni,ni->n", weight, stage.sky.corners[number])
    floor = _ground(model, station, count - on_model, rng)
    up = np.broadcast_to(np.array([0.0, 0.0, 1.0]), floor.shape)
    mixed = rng.permutation(count)
    return (
        np.concatenate([place, floor])[mixed],
        np.concatenate([normal, up])[mixed],
        np.concatenate([uv, floor[:, :2]])[mixed],
        np.concatenate([model.material[number], model.ground_material(floor[:, 0], floor[:, 1])])[mixed],
        np.concatenate([sky, stage.sky.on_ground(floor[:, 0], floor[:, 1])])[mixed],
    )


def _ground(model: Model, station: Floats, count: int, rng: np.random.Generator) -> Floats:
    reach = 1.2 + model.radius_m * 1.5 * rng.random(count) ** 1.3
    angle = rng.uniform(0, 2 * np.pi, count)
    place = np.stack(
        [station[0] + reach * np.cos(angle), station[1] + reach * np.sin(angle), np.zeros(count)], 1
    )
    # Ground under walls is met by no beam: keep inside the site and let visibility do the rest.
    radius = np.maximum(np.hypot(place[:, 0], place[:, 1]), 1e-6)
    return np.where(
        (radius > model.radius_m)[:, None], place * (model.radius_m / radius)[:, None] * [[1, 1, 0]], place
    )


def _visible(stage: Stage, station: Triple, place: Floats) -> NDArray[np.bool_]:
    """The points that no triangle hides from the station, by four upright depth pictures around it.

    Steeper than about 55 degrees nothing is seen, like the blind cone of a scanner on its tripod.
    """
    model, planes = stage.model, stage.planes
    eye = np.array(station, np.float32)
    out = np.zeros(len(place), bool)
    for ahead_x, ahead_y in ((0, -1), (1, 0), (0, 1), (-1, 0)):
        target = (station[0] + ahead_x, station[1] + ahead_y, station[2])
        camera = Camera(station, target, 90.0, _PICTURE_PX, 2 * _PICTURE_PX)
        corners = camera.project(model.corners)
        number = paint(corners[..., :2], corners[..., 2], (camera.height, camera.width), model.nearer_m)
        depth = np.full(number.shape, np.inf, np.float32)
        row, column = np.nonzero(number != NOTHING)
        hit = number[row, column]
        distance = planes.distance(hit, eye, camera.rays(column + 0.5, row + 0.5))
        spread = corners[hit, :, 2]
        depth[row, column] = np.clip(distance, spread.min(axis=1), spread.max(axis=1))
        seen = camera.project(place.astype(np.float32))
        x, y = np.floor(seen[:, 0]), np.floor(seen[:, 1])
        shown = (seen[:, 2] > 0.5) & (x >= 0) & (y >= 0) & (x < camera.width) & (y < camera.height)
        inside = np.flatnonzero(shown)
        limit = depth[y[inside].astype(int), x[inside].astype(int)]
        out[inside] = seen[inside, 2] < limit * 1.004 + 0.08
    return out
