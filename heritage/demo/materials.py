"""How each material looks: procedural colour in linear light, the same for photo, cloud and mesh."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heritage.demo.mesh import Floats, Material
from heritage.demo.noise import cloudy, grain
from heritage.demo.palette import Palette, linear


@dataclass(frozen=True, slots=True)
class Spot:
    """Points to colour: ``uv`` (n, 2) and ``place`` (n, 3) in metres, ``pixel_m`` (n,) the size of a pixel there."""

    uv: Floats
    place: Floats
    pixel_m: Floats

    def sharpness(self, pitch_m: float) -> Floats:
        """1 where a pattern of that pitch can be seen, fading to 0 before it would shimmer."""
        return np.clip(1.6 - 3.2 * self.pixel_m / pitch_m, 0, 1)


def colour(material: NDArray[np.uint8], spot: Spot, palette: Palette) -> Floats:
    """Albedo of each point, linear RGB, shape (n, 3)."""
    out = np.empty((len(material), 3), np.float32)
    for code in np.unique(material):
        where = np.flatnonzero(material == code)
        part = Spot(spot.uv[where], spot.place[where], spot.pixel_m[where])
        out[where] = _LOOKS[Material(int(code))](part, palette)
    return out


def _mix(a: Floats, b: Floats, weight: Floats) -> Floats:
    return a + (b - a) * weight[:, None]


def _shade(base: Floats, factor: Floats) -> Floats:
    return base * factor[:, None]


def _blotch(spot: Spot, per_metre: float) -> Floats:
    p = spot.place
    return cloudy(p[:, 0] * per_metre + p[:, 2] * per_metre * 0.7, p[:, 1] * per_metre + p[:, 2] * per_metre)


def _tile(spot: Spot, palette: Palette) -> Floats:
    u, v = spot.uv[:, 0] / 0.24, spot.uv[:, 1] / 0.26
    row = np.floor(v)
    u = u + 0.5 * (row % 2)
    fu, fv = u - np.floor(u), v - row
    sharp = spot.sharpness(0.26)
    edge = fv + 0.35 * (2 * fu - 1) ** 2
    relief = np.where(edge > 0.97, 0.42, 0.74 + 0.42 * np.clip(edge, 0, 1))
    relief = 0.98 + (relief - 0.98) * sharp
    each = grain(np.floor(u), row)
    weight = np.clip(0.2 + palette.age * 0.5 * _blotch(spot, 38) + (each - 0.5) * 0.7 * sharp, 0, 1)
    base = _mix(linear(palette.tile), linear(palette.tile_dark), weight)
    moss = np.clip(_blotch(spot, 21) * 2.6 - 1.75 + 0.25 * each, 0, 0.75) * palette.age
    return _shade(_mix(base, linear("#5a5c3c"), moss), relief)


def _ridge(spot: Spot, palette: Palette) -> Floats:
    stain = np.clip(_blotch(spot, 60) * 1.6 - 0.4, 0, 1) * (0.3 + 0.6 * palette.age)
    return _mix(linear("#c9b894"), linear("#5d5443"), stain)


def _brick(spot: Spot, palette: Palette) -> Floats:
    v = spot.uv[:, 1] / 0.085
    row = np.floor(v)
    u = spot.uv[:, 0] / 0.25 + 0.5 * (row % 2)
    fu, fv = u - np.floor(u), v - row
    sharp = spot.sharpness(0.085)
    joint = ((fv < 0.16) | (fu < 0.06)).astype(np.float32) * sharp * 0.75
    each = grain(np.floor(u), row)
    tone = 0.86 + 0.34 * (each - 0.4) * (0.35 + 0.65 * spot.sharpness(0.25)) + 0.3 * (_blotch(spot, 30) - 0.5)
    base = _mix(_shade(linear(palette.brick), tone), linear("#b9a98c"), joint)
    moss = np.clip(_blotch(spot, 17) * 2.2 - 1.45, 0, 0.6) * palette.age
    return _mix(base, linear("#4d4a33"), moss)


def _plaster(spot: Spot, palette: Palette) -> Floats:
    height = spot.place[:, 2]
    streak = cloudy(spot.uv[:, 0] * 95 + spot.place[:, 1] * 31, spot.uv[:, 1] * 11 + spot.place[:, 0] * 13)
    blotch = _blotch(spot, 34)
    stain = np.clip(0.9 * streak + 0.8 * blotch - 0.85 - 0.0 * height, 0, 0.75) * (0.35 + palette.age)
    damp = np.clip(0.75 - height * 0.9, 0, 0.6) * blotch * palette.age
    base = _shade(linear(palette.plaster), 0.93 + 0.12 * blotch)
    return _mix(_mix(base, linear("#6d6350"), stain), linear("#4c5236"), damp)


def _stone(spot: Spot, palette: Palette) -> Floats:
    v = spot.uv[:, 1] / 0.42
    row = np.floor(v)
    u = spot.uv[:, 0] / 0.95 + 0.37 * (row % 3)
    fu, fv = u - np.floor(u), v - row
    joint = ((fv < 0.045) | (fu < 0.02)).astype(np.float32) * spot.sharpness(0.3) * 0.55
    speck = grain(spot.uv[:, 0] * 90, spot.uv[:, 1] * 90) * spot.sharpness(0.03)
    tone = 0.78 + 0.2 * grain(np.floor(u), row) + 0.3 * (_blotch(spot, 45) - 0.5) + 0.1 * (speck - 0.5)
    base = _mix(_shade(linear(palette.stone), tone), linear("#3c3a31"), joint)
    return _mix(base, linear("#565b3c"), np.clip(_blotch(spot, 25) * 2.4 - 1.6, 0, 0.55) * palette.age)


def _script(spot: Spot, palette: Palette) -> Floats:
    """Columns of unreadable carved signs: nobody's text."""
    u, v = spot.uv[:, 0] / 0.11, spot.uv[:, 1] / 0.1
    sign = (u % 1 < 0.7) & (v % 1 < 0.75) & (grain(u * 7, v * 7) > 0.45)
    return _shade(_stone(spot, palette), 0.82 - 0.5 * sign * spot.sharpness(0.04))


def _wood(tone: str) -> Callable[[Spot, Palette], Floats]:
    def look(spot: Spot, palette: Palette) -> Floats:
        fibre = cloudy(spot.uv[:, 0] * 230, spot.uv[:, 1] * 22)
        return _shade(linear(getattr(palette, tone)), 0.72 + 0.5 * fibre + 0.25 * (_blotch(spot, 50) - 0.5))

    return look


def _rafters(spot: Spot, palette: Palette) -> Floats:
    beam = (spot.uv[:, 0] / 0.5) % 1 < 0.3
    purlin = (spot.uv[:, 1] / 1.4) % 1 < 0.16
    tone = np.where(purlin, 0.8, np.where(beam, 1.0, 0.42))
    return _shade(_wood("timber")(spot, palette), 0.7 + (tone - 0.7) * spot.sharpness(0.3))


def _door(spot: Spot, palette: Palette) -> Floats:
    u, v = spot.uv[:, 0] / 0.62, spot.uv[:, 1] / 2.9
    fu, fv = u - np.floor(u), v - np.floor(v)
    base = _wood("lacquer")(spot, palette)
    sharp = spot.sharpness(0.12)
    frame = (fu < 0.13) | (fu > 0.9) | (fv < 0.06) | (fv > 0.94) | (np.abs(fv - 0.46) < 0.035)
    bar = (spot.uv[:, 0] / 0.1 % 1 < 0.38) | (np.abs(fv - 0.7) < 0.02)
    depth = np.where(frame, 1.05, np.where(fv > 0.46, np.where(bar, 0.85, 0.16), 0.66))
    gilt = (np.abs(fv - 0.25) < 0.012) | (np.abs(fv - 0.46) < 0.008)
    base = _shade(base, 0.72 + (depth - 0.72) * sharp)
    return _mix(base, linear("#b98a34"), gilt * sharp * 0.8)


def _leaf(spot: Spot, palette: Palette) -> Floats:
    p = spot.place
    each = grain(p[:, 0] * 6 + p[:, 2] * 5, p[:, 1] * 6 + p[:, 2] * 3)
    tone = 0.62 + 0.75 * each * (0.4 + 0.6 * spot.sharpness(0.2)) + 0.5 * (_blotch(spot, 24) - 0.5)
    return _mix(_shade(linear(palette.leaf), tone), linear("#95984f"), 0.28 * each)


def _blossom(spot: Spot, palette: Palette) -> Floats:
    p = spot.place
    each = grain(p[:, 0] * 9 + p[:, 2] * 7, p[:, 1] * 9 + p[:, 2] * 5)
    return _mix(linear(palette.blossom), linear("#fff0dc"), 0.6 * each)


def _plain(colour_hex: str, spread: float, per_metre: float) -> Callable[[Spot, Palette], Floats]:
    def look(spot: Spot, palette: Palette) -> Floats:
        return _shade(linear(colour_hex), 1 + spread * (_blotch(spot, per_metre) - 0.5))

    return look


def _festival_flag(spot: Spot, palette: Palette) -> Floats:
    # The five colours of the festival flag from the middle out: red, blue, white, green, yellow edge.
    ring = np.max(np.abs(spot.uv - 0.5), axis=1) * 2
    colours = np.stack(
        [linear(c) for c in ("#b3261c", "#e9e2d0", "#27508c", "#4b7d3a", "#e3a92f", "#b3261c")]
    )
    return _shade(colours[np.clip((ring * 6).astype(int), 0, 5)], 0.85 + 0.3 * _blotch(spot, 70))


def _national_flag(spot: Spot, palette: Palette) -> Floats:
    x, y = (spot.uv[:, 0] - 0.5) * 1.5, spot.uv[:, 1] - 0.5
    angle, radius = np.arctan2(x, y), np.hypot(x, y)
    turn = (angle + np.pi / 5) % (2 * np.pi / 5) - np.pi / 5
    away, notch = np.abs(turn), 0.3 * 0.382
    # Polar form of the straight edge from a point of the star (radius 0.3) to the next notch.
    edge_x, edge_y = notch * np.cos(np.pi / 5) - 0.3, notch * np.sin(np.pi / 5)
    star = radius < 0.3 * edge_y / (edge_y * np.cos(away) - edge_x * np.sin(away))
    return _shade(
        np.where(star[:, None], linear("#f2c318"), linear("#c4161c")), 0.88 + 0.24 * _blotch(spot, 60)
    )


def _paving(spot: Spot, palette: Palette) -> Floats:
    u, v = spot.uv[:, 0] / 0.4, spot.uv[:, 1] / 0.4
    fu, fv = u - np.floor(u), v - np.floor(v)
    sharp = spot.sharpness(0.4)
    joint = ((fu < 0.05) | (fv < 0.05)).astype(np.float32) * spot.sharpness(0.12) * 0.6
    tone = 0.82 + 0.38 * (grain(u, v) - 0.4) * sharp + 0.5 * (_blotch(spot, 12) - 0.5)
    base = _mix(_shade(linear(palette.paving), tone), linear("#55503a"), joint)
    return _mix(base, linear("#5f6242"), np.clip(_blotch(spot, 8) * 2 - 1.2, 0, 0.55) * palette.age)


def _slabs(spot: Spot, palette: Palette) -> Floats:
    u, v = spot.uv[:, 0] / 1.1, spot.uv[:, 1] / 0.7
    fu, fv = u - np.floor(u), v - np.floor(v)
    joint = ((fu < 0.025) | (fv < 0.035)).astype(np.float32) * spot.sharpness(0.15) * 0.7
    tone = 0.8 + 0.3 * (grain(u, v) - 0.4) * spot.sharpness(0.7) + 0.4 * (_blotch(spot, 15) - 0.5)
    return _mix(_shade(linear(palette.stone), tone), linear("#4c4a38"), joint)


def _grass(spot: Spot, palette: Palette) -> Floats:
    p = spot.place
    blade = grain(p[:, 0] * 22, p[:, 1] * 22) * spot.sharpness(0.06)
    wide = cloudy(p[:, 0] * 6, p[:, 1] * 6)
    near = _mix(linear("#66703c"), linear("#8d8852"), np.clip(wide * 1.1 - 0.2 + 0.5 * (blade - 0.5), 0, 1))
    # Far from the site the plain is a patchwork of fields.
    field = grain(p[:, 0] / 46 + 7, p[:, 1] / 27 + 3)
    fields = _mix(linear("#5d7038"), linear("#a39a58"), field)
    return _mix(near, fields, np.clip((np.hypot(p[:, 0], p[:, 1]) - 70) / 40, 0, 0.8))


def _earth(spot: Spot, palette: Palette) -> Floats:
    p = spot.place
    pebble = grain(p[:, 0] * 14, p[:, 1] * 14) * spot.sharpness(0.08)
    wide = cloudy(p[:, 0] * 9, p[:, 1] * 9)
    return _mix(linear("#b49a72"), linear("#8b7350"), np.clip(wide + 0.4 * (pebble - 0.5), 0, 1))


_LOOKS: dict[Material, Callable[[Spot, Palette], Floats]] = {
    Material.TILE: _tile,
    Material.RIDGE: _ridge,
    Material.RAFTERS: _rafters,
    Material.SCRIPT: _script,
    Material.BRICK: _brick,
    Material.PLASTER: _plaster,
    Material.STONE: _stone,
    Material.TIMBER: _wood("timber"),
    Material.LACQUER: _wood("lacquer"),
    Material.DOOR: _door,
    Material.LEAF: _leaf,
    Material.BLOSSOM: _blossom,
    Material.BARK: _plain("#6b5540", 0.9, 90),
    Material.GOLD: _plain("#d7a546", 0.5, 80),
    Material.CERAMIC: _plain("#7f4630", 0.45, 60),
    Material.DARK: _plain("#1a120c", 0.3, 40),
    Material.FESTIVAL_FLAG: _festival_flag,
    Material.NATIONAL_FLAG: _national_flag,
    Material.CLOTH: _plain("#b02a20", 0.35, 90),
    Material.PAVING: _paving,
    Material.SLABS: _slabs,
    Material.GRASS: _grass,
    Material.EARTH: _earth,
    Material.WATER: _plain("#23382f", 0.3, 10),
}
