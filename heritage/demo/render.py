"""A small renderer for the demonstration pictures: painter's visibility, soft sun, sky light, haze."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from heritage.demo.light import LIGHTS, Hour, Light
from heritage.demo.materials import Spot, colour
from heritage.demo.mesh import Floats, Material, Model
from heritage.demo.noise import cloudy
from heritage.demo.palette import Palette
from heritage.demo.raster import NOTHING, Camera, Planes, paint
from heritage.demo.shadows import DepthMap, SkyLight, depth_map, sky_light
from heritage.demo.sky import sky_colour

_SUN_MAP = 1500
_BAND = 80_000
_SHINE = {Material.CERAMIC: 0.35, Material.LACQUER: 0.12, Material.GOLD: 0.6, Material.TILE: 0.05}
_SOFT = (Material.LEAF, Material.BLOSSOM)


@dataclass(frozen=True, slots=True)
class Stage:
    """A model made ready for pictures in one light: planes, sun map and sky light are computed once."""

    model: Model
    palette: Palette
    light: Light
    planes: Planes
    sun: DepthMap
    sky: SkyLight


def set_stage(model: Model, palette: Palette, hour: Hour) -> Stage:
    """Compute what all pictures of a model in one light share."""
    planes = Planes.of(model.corners)
    light = LIGHTS[hour]
    sun = depth_map(model, planes, light.sun_direction(), _SUN_MAP)
    return Stage(model, palette, light, planes, sun, sky_light(model, planes))


def photograph(stage: Stage, camera: Camera) -> Image.Image:
    """Render one picture of ``camera.width`` × ``camera.height``, smoothed by 2 × 2 samples at edges."""
    rows, columns = camera.height, camera.width
    fine = _numbers(stage.model, camera, 2, np.ones(3, np.float32))
    pixel_y, pixel_x = (part.astype(np.float32) for part in np.divmod(np.arange(rows * columns), columns))
    samples = [fine[i::2, j::2].ravel() for i in (0, 1) for j in (0, 1)]
    flip = np.array([1, 1, -1], np.float32)
    mirror = _numbers(stage.model, camera, 1, flip) if _sees_water(stage.model, camera) else None
    shade = _Shader(stage, camera, mirror)
    radiance = shade(pixel_x + 0.25, pixel_y + 0.25, samples[0])
    exposure = _exposure(radiance) * stage.light.exposure
    out = _develop(radiance * exposure)
    parts = np.concatenate([stage.model.part, [-1]])
    part = [parts[number] for number in samples]
    first = out.copy()
    for k, (dy, dx) in enumerate(((0.25, 0.75), (0.75, 0.25), (0.75, 0.75)), 1):
        # A sample on the same part as the first one would hardly differ from it.
        other = np.flatnonzero(part[k] != part[0])
        light = shade(pixel_x[other] + dx, pixel_y[other] + dy, samples[k][other])
        out[other] += (_develop(light * exposure) - first[other]) / 4
    picture = np.rint(out.reshape(rows, columns, 3) * 255).astype(np.uint8)
    return Image.fromarray(picture)


def _sees_water(model: Model, camera: Camera) -> bool:
    """Whether water lies anywhere in the frame, on a coarse grid of rays, hidden or not."""
    x, y = np.meshgrid(np.arange(0, camera.width, 12.0), np.arange(0, camera.height, 12.0))
    rays = camera.rays(x.ravel(), y.ravel())
    rays = rays[rays[:, 2] < -1e-3]
    place = np.array(camera.eye) - rays * (camera.eye[2] / rays[:, 2])[:, None]
    return bool((model.ground_material(place[:, 0], place[:, 1]) == Material.WATER).any())


def lit_colour(
    stage: Stage, material: NDArray[np.uint8], uv: Floats, place: Floats, normal: Floats, sky: Floats
) -> Floats:
    """Display colour, 0 to 1, of surface points in the stage's light, seen from close by; shape (n, 3)."""
    camera = Camera((0.0, 0.0, 1.0), (0.0, 1.0, 1.0), 60.0, 1280, 960)
    shader = _Shader(stage, camera, None)
    near, soft = np.full(len(place), 6.0, np.float32), np.isin(material, _SOFT)
    place, normal = place.astype(np.float32), normal.astype(np.float32)
    linear_light = shader._lit(material, uv, place, normal, sky.astype(np.float32), near, -normal, soft)
    return _develop(linear_light * 1.25)


def _numbers(model: Model, camera: Camera, fine: int, flip: Floats) -> NDArray[np.int32]:
    corners = model.corners * flip
    seen = camera.project(corners)
    view = corners[:, 0] - np.array(camera.eye, np.float32)
    away = np.einsum("ij,ij->i", view, model.normals.mean(axis=1) * flip) > 0
    shape = (camera.height * fine, camera.width * fine)
    return paint(seen[..., :2] * fine - 0.5, seen[..., 2], shape, model.nearer_m, away & ~model.thin)


def _exposure(radiance: Floats) -> float:
    """What brings the middle of the picture's brightness to a middle grey; dim rooms open up, skies don't."""
    bright = radiance[::37] @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    middle = float(np.exp(np.mean(np.log(np.maximum(bright, 1e-3)))))
    return float(np.clip((0.36 / middle) ** 0.75, 0.7, 5.0))


@dataclass(frozen=True, slots=True)
class _Shader:
    stage: Stage
    camera: Camera
    mirror: NDArray[np.int32] | None

    def __call__(self, x: Floats, y: Floats, number: NDArray[np.int32]) -> Floats:
        """Linear light at pixel positions whose triangle is known, in bands that fit the processor's cache."""
        bands = [slice(start, start + _BAND) for start in range(0, max(1, len(number)), _BAND)]
        return np.concatenate([self._band(x[band], y[band], number[band]) for band in bands])

    def _band(self, x: Floats, y: Floats, number: NDArray[np.int32]) -> Floats:
        rays = self.camera.rays(x, y)
        eye = np.array(self.camera.eye, np.float32)
        out = self._radiance(eye, rays, number)
        if self.mirror is not None:
            self._reflect(out, eye, rays, number, x, y)
        off_axis = (x / self.camera.width - 0.5) ** 2 + (y / self.camera.height - 0.5) ** 2
        return out * (1 - 0.25 * off_axis.astype(np.float32))[:, None]

    def _radiance(self, eye: Floats, rays: Floats, number: NDArray[np.int32]) -> Floats:
        out = np.empty((len(number), 3), np.float32)
        solid = np.flatnonzero(number != NOTHING)
        # A ray from the mirrored eye below the ground has already met the water: it goes on to the sky.
        down = (rays[:, 2] < -1e-4) & (eye[2] > 0)
        floor = np.flatnonzero((number == NOTHING) & down)
        above = np.flatnonzero((number == NOTHING) & ~down)
        out[above] = sky_colour(self.stage.light, rays[above])
        out[solid] = self._solid(eye, rays[solid], number[solid])
        out[floor] = self._floor(eye, rays[floor])
        return out

    def _solid(self, eye: Floats, rays: Floats, number: NDArray[np.int32]) -> Floats:
        model, planes = self.stage.model, self.stage.planes
        depth = np.clip(planes.distance(number, eye, rays), 0.1, 400)
        place = eye + rays * depth[:, None]
        flat = planes.bary[number]
        weights = np.einsum("nij,nj->ni", flat[..., :3], place) + flat[..., 3]
        weights = np.clip(weights, 0, 1)
        first = np.clip(1 - weights.sum(axis=1), 0, 1)
        three = np.stack([first, weights[:, 0], weights[:, 1]], 1)
        normal = np.einsum("ni,nij->nj", three, model.normals[number])
        uv = np.einsum("ni,nij->nj", three, model.uv[number])
        sky = np.einsum("ni,ni->n", three, self.stage.sky.corners[number])
        material = model.material[number]
        normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-6)
        soft = np.isin(material, _SOFT)
        away = (np.einsum("ij,ij->i", normal, rays) > 0) & ~soft
        normal[away] *= -1
        return self._lit(material, uv, place, normal, sky, depth, rays, soft)

    def _floor(self, eye: Floats, rays: Floats) -> Floats:
        depth = np.minimum(-eye[2] / rays[:, 2], 4000)
        place = eye + rays * depth[:, None]
        material = self.stage.model.ground_material(place[:, 0], place[:, 1])
        sky = self.stage.sky.on_ground(place[:, 0], place[:, 1])
        normal = np.broadcast_to(np.array([0, 0, 1], np.float32), place.shape)
        soft = np.zeros(len(material), bool)
        return self._lit(material, place[:, :2], place, normal, sky, depth, rays, soft)

    def _lit(
        self,
        material: NDArray[np.uint8],
        uv: Floats,
        place: Floats,
        normal: Floats,
        sky: Floats,
        depth: Floats,
        rays: Floats,
        soft: NDArray[np.bool_],
    ) -> Floats:
        light = self.stage.light
        pixel = depth / self.camera.focal_px()
        albedo = colour(material, Spot(uv, place, pixel), self.stage.palette)
        sun = light.sun_direction()
        facing = normal @ sun
        facing = np.where(soft, 0.35 + 0.65 * np.maximum(facing, 0), np.maximum(facing, 0))
        reached = self.stage.sun.lit(place + normal * 0.06, 0.12, 1.6, 6)
        direct = (facing * reached)[:, None] * np.array(light.sun, np.float32)
        up = (0.5 + 0.5 * normal[:, 2])[:, None]
        ambient = up * (0.62 * np.array(light.zenith) + 0.3 * np.array(light.horizon)).astype(np.float32)
        ambient += (1 - up) * np.array(light.bounce, np.float32) * 1.2
        # Where little sky is seen, a warm inner light stands for bounces and lamps.
        inner = np.array([0.2, 0.125, 0.07], np.float32) * (1 - sky)[:, None]
        inner *= np.clip(1.3 - 0.1 * place[:, 2:], 0.3, 1.3) * (0.75 - 0.25 * normal[:, 1:2])
        out = albedo * (direct + ambient * (0.12 + 0.88 * sky)[:, None] * 1.15 + inner * 0.8)
        shine = np.zeros(32, np.float32)
        for code, gloss in _SHINE.items():
            shine[code] = gloss
        strength = shine[material] * reached
        glossy = np.flatnonzero(strength > 0)
        half = sun - rays[glossy] / np.linalg.norm(rays[glossy], axis=1, keepdims=True)
        half /= np.linalg.norm(half, axis=1, keepdims=True)
        glint = np.maximum(np.einsum("ij,ij->i", half, normal[glossy]), 0) ** 24 * strength[glossy]
        out[glossy] += glint[:, None] * np.array(light.sun, np.float32) * 0.5
        haze = 1 - np.exp(-np.maximum(depth - 16, 0) / light.haze_m)
        return out + (np.array(light.horizon, np.float32) - out) * haze[:, None]

    def _reflect(
        self, out: Floats, eye: Floats, rays: Floats, number: NDArray[np.int32], x: Floats, y: Floats
    ) -> None:
        assert self.mirror is not None
        floor = np.flatnonzero((number == NOTHING) & (rays[:, 2] < -1e-4))
        place = eye + rays[floor] * (-eye[2] / rays[floor, 2])[:, None]
        wet = self.stage.model.ground_material(place[:, 0], place[:, 1]) == Material.WATER
        floor, place = floor[wet], place[wet]
        if not len(floor):
            return
        ripple = cloudy(place[:, 0] * 26 + place[:, 1] * 9, place[:, 1] * 40) - 0.5
        shift_y = ripple * self.camera.height * 0.02
        rows = np.clip(y[floor] + shift_y, 0, self.camera.height - 1).astype(np.int32)
        columns = np.clip(x[floor] + ripple * 5, 0, self.camera.width - 1).astype(np.int32)
        seen = self.mirror[rows, columns]
        mirrored = np.array([1, 1, -1], np.float32)
        bent = self.camera.rays(columns + 0.5, rows + 0.5)
        up = self._radiance(eye * mirrored, bent * mirrored, seen)
        slope = np.abs(rays[floor, 2]) / np.linalg.norm(rays[floor], axis=1)
        share = np.clip(0.35 + 0.6 * (1 - slope) ** 3, 0, 1)[:, None]
        out[floor] = out[floor] * (1 - share) + up * share * 0.85


def _develop(light: Floats) -> Floats:
    """Film-like curve (Narkowicz's fit) and the sRGB transfer."""
    grey = light @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    value = (light * 0.86 + grey[:, None] * 0.14) * 0.75
    value = np.clip(value * (2.51 * value + 0.03) / (value * (2.43 * value + 0.59) + 0.14), 0, 1)
    return np.where(value <= 0.0031308, value * 12.92, 1.055 * np.power(value, 1 / 2.4) - 0.055)
