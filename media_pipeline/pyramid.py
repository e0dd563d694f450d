"""The tiled pyramidal TIFF that the image server reads."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from media_pipeline.report import Derived

TILE = 256
QUALITY = 85
STRIP_ROWS = 512


def as_pyramid(picture: Image.Image, out: Path, recipe: str = "pyramid") -> Derived:
    """Write an upright ``RGB`` or ``L`` picture as a pyramid of JPEG tiles, 256 pixels square."""
    import pyvips

    pixels = _bytes_of(picture)
    image = pyvips.Image.new_from_memory(
        pixels, picture.width, picture.height, len(picture.getbands()), "uchar"
    )
    path = out / f"{recipe}.tif"
    image.copy(interpretation="srgb" if image.bands == 3 else "b-w").tiffsave(
        str(path),
        tile=True,
        tile_width=TILE,
        tile_height=TILE,
        pyramid=True,
        compression="jpeg",
        Q=QUALITY,
        keep="none",
    )
    facts = {"width": picture.width, "height": picture.height, "tile": TILE}
    return Derived(recipe, path, "image/tiff", facts)


def _bytes_of(picture: Image.Image) -> bytearray:
    """The raw pixels, taken strip by strip: ``tobytes`` of the whole would hold them twice."""
    row = picture.width * len(picture.getbands())
    pixels = bytearray(row * picture.height)
    for top in range(0, picture.height, STRIP_ROWS):
        bottom = min(top + STRIP_ROWS, picture.height)
        pixels[top * row : bottom * row] = picture.crop((0, top, picture.width, bottom)).tobytes()
    return pixels
