"""The sky: a gradient, clouds, the glow of the sun and a hazy line of trees."""

from __future__ import annotations

import numpy as np

from heritage.demo.light import Light
from heritage.demo.mesh import Floats
from heritage.demo.noise import cloudy, smooth_cloudy
from heritage.demo.palette import linear


def sky_colour(light: Light, rays: Floats) -> Floats:
    """Linear light of the sky along each ray (n, 3), of any length."""
    length = np.linalg.norm(rays, axis=1)
    up = np.clip(rays[:, 2] / length, 0, 1)
    horizon, zenith = np.array(light.horizon, np.float32), np.array(light.zenith, np.float32)
    out = horizon + (zenith - horizon) * (np.clip(up * 1.35, 0, 1) ** 0.55)[:, None]
    flat = rays[:, :2] / np.maximum(up * length, 0.05 * length)[:, None]
    puff = (
        smooth_cloudy(flat[:, 0] * 26 + 90, flat[:, 1] * 42 + 40) * 0.7
        + smooth_cloudy(flat[:, 0] * 90, flat[:, 1] * 120) * 0.3
    )
    cloud = np.clip((puff - (1 - light.cloud)) * 2.2, 0, 1) * np.clip(up * 5, 0, 1) * 0.75
    bright = np.minimum(horizon * 1.12 + 0.06, 1.25)
    out += (bright - out) * cloud[:, None]
    near_sun = np.clip((rays / length[:, None]) @ light.sun_direction(), 0, 1)
    out += (0.35 * near_sun**14 + 0.5 * near_sun**220)[:, None] * np.array(light.sun, np.float32) * 0.3
    # A hazy line of trees and village roofs closes the plain.
    azimuth = np.arctan2(rays[:, 0], rays[:, 1]) * 160 + 600
    line = (
        0.012 + 0.03 * cloudy(azimuth, np.full_like(azimuth, 70.0)) + 0.012 * cloudy(azimuth * 6, azimuth * 0)
    )
    trees = np.clip((line - up) * 600, 0, 1)[:, None]
    far = horizon * 0.55 + linear("#4c5f43") * 0.4
    return out + (far - out) * trees
