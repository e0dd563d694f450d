"""Cut the tiles of web maps out of an overlay that :mod:`media_pipeline.warp` made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gis.web_mercator import TILE

SHALLOWER = 8  # zooms below the deepest that are served: there 256 pixels have become one
WEBP_QUALITY = 80
MEDIA_TYPES = {"webp": "image/webp", "png": "image/png"}


@dataclass(frozen=True, slots=True)
class Overlay:
    """An overlay file and its place on the grid: pixels of ``zoom``, the corner in whole tiles."""

    path: Path
    zoom: int
    left: int
    top: int
    width: int
    height: int

    @property
    def least_zoom(self) -> int:
        """The shallowest zoom that has tiles."""
        return max(0, self.zoom - SHALLOWER)

    def tile(self, zoom: int, column: int, row: int, format: str) -> bytes | None:
        """One tile, 256 pixels square, in ``webp`` or ``png``; None where the sheet is not.

        Raises:
            OSError: The overlay cannot be read.
        """
        down = self.zoom - zoom
        if not 0 <= down <= SHALLOWER:
            return None
        left, top = column * TILE - (self.left >> down), row * TILE - (self.top >> down)
        wide, high = self.width >> down, self.height >> down
        if left >= max(1, wide) or top >= max(1, high) or left <= -TILE or top <= -TILE:
            return None
        return _cut(self.path, down, left, top, format)


def _cut(path: Path, down: int, left: int, top: int, format: str) -> bytes | None:
    import pyvips

    try:
        image = _level(pyvips, path, down)
        x0, y0 = max(0, left), max(0, top)
        x1, y1 = min(image.width, left + TILE), min(image.height, top + TILE)
        if x1 <= x0 or y1 <= y0:
            return None
        piece = image.crop(x0, y0, x1 - x0, y1 - y0).copy_memory()
        if piece[3].max() == 0:
            return None
        whole = piece.embed(x0 - left, y0 - top, TILE, TILE, background=[0, 0, 0, 0], extend="background")
        if format == "png":
            return bytes(whole.pngsave_buffer(keep="none"))
        return bytes(whole.webpsave_buffer(Q=WEBP_QUALITY, effort=2, keep="none"))
    except pyvips.Error as error:
        raise OSError(f"{path}: {error}") from error


def _level(pyvips: Any, path: Path, down: int) -> Any:
    """The overlay ``down`` zooms above its deepest: an overview, or the last one made smaller."""
    # a copy from a remote store is named by its descriptor, and descriptors are used again for other files
    first = pyvips.Image.tiffload(str(path), revalidate=True)
    last = int(first.get("n-pages")) - 1
    image = first if not down else pyvips.Image.tiffload(str(path), page=min(down, last), revalidate=True)
    if down <= last:
        return image
    factor = 1 << (down - last)
    opaque = image.copy(interpretation="srgb").premultiply().shrink(factor, factor, ceil=True)
    return opaque.unpremultiply().cast("uchar")
