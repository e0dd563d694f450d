"""The hours of the day: sun, sky and haze, in linear light."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from heritage.demo.mesh import Floats


class Hour(StrEnum):
    """A light to photograph in."""

    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    DUSK = "dusk"
    OVERCAST = "overcast"


@dataclass(frozen=True, slots=True)
class Light:
    """Colours are linear RGB; the sun stands at ``azimuth_deg`` clockwise from north, ``elevation_deg`` up."""

    azimuth_deg: float
    elevation_deg: float
    sun: tuple[float, float, float]
    zenith: tuple[float, float, float]
    horizon: tuple[float, float, float]
    bounce: tuple[float, float, float]
    cloud: float
    haze_m: float
    exposure: float
    clock: str  # local time of day, for the picture's metadata

    def sun_direction(self) -> Floats:
        """Unit vector towards the sun, east, north, up."""
        azimuth, elevation = np.radians(self.azimuth_deg), np.radians(self.elevation_deg)
        flat = np.cos(elevation)
        return np.array([flat * np.sin(azimuth), flat * np.cos(azimuth), np.sin(elevation)], np.float32)


LIGHTS: dict[Hour, Light] = {
    Hour.MORNING: Light(
        128,
        30,
        (3.1, 2.5, 1.75),
        (0.20, 0.40, 0.74),
        (0.86, 0.84, 0.76),
        (0.24, 0.2, 0.15),
        0.5,
        420,
        0.86,
        "07:40:00",
    ),
    Hour.NOON: Light(
        172,
        60,
        (3.0, 2.8, 2.4),
        (0.13, 0.33, 0.74),
        (0.68, 0.80, 0.90),
        (0.28, 0.25, 0.2),
        0.62,
        650,
        0.82,
        "10:50:00",
    ),
    Hour.AFTERNOON: Light(
        236,
        34,
        (3.2, 2.45, 1.55),
        (0.18, 0.36, 0.66),
        (0.90, 0.83, 0.66),
        (0.26, 0.21, 0.15),
        0.55,
        480,
        0.86,
        "15:45:00",
    ),
    Hour.DUSK: Light(
        250,
        13,
        (3.0, 1.5, 0.62),
        (0.16, 0.2, 0.42),
        (1.0, 0.62, 0.36),
        (0.2, 0.14, 0.11),
        0.7,
        380,
        1.05,
        "17:20:00",
    ),
    Hour.OVERCAST: Light(
        150,
        52,
        (0.85, 0.84, 0.8),
        (0.52, 0.57, 0.62),
        (0.80, 0.81, 0.80),
        (0.22, 0.2, 0.17),
        0.9,
        330,
        1.12,
        "09:15:00",
    ),
}
