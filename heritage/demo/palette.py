"""The colours that make one site differ from another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from heritage.demo.mesh import Floats


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours that make one site differ from another, as sRGB hex; ``age`` runs from 0 to 1."""

    tile: str = "#96513a"
    tile_dark: str = "#54382d"
    brick: str = "#a25a40"
    plaster: str = "#dccfae"
    timber: str = "#573623"
    lacquer: str = "#7d2418"
    stone: str = "#989283"
    paving: str = "#ab7053"
    leaf: str = "#4b6030"
    blossom: str = "#e08a9a"
    age: float = 0.5


def linear(colour: str) -> Floats:
    """An sRGB hex colour in linear light, shape (3,)."""
    value = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], np.float32) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4).astype(np.float32)
