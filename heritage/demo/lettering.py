"""Letters for captions and papers: a typeface with Vietnamese marks out of an installed package.

Pillow's own face lacks the marks and cannot read WOFF2. Open3D ships Roboto (Apache-2.0) as TrueType.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from heritage.demo.errors import NoVietnameseFont

CAPTION = "Ảnh dựng máy, dữ liệu trình diễn"


@lru_cache(maxsize=64)
def typeface(size_px: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Roboto at a size.

    Raises:
        NoVietnameseFont: Open3D is not installed, or no longer ships the typeface.
    """
    # find_spec locates the package without importing it, which would cost a second.
    found = find_spec("open3d")
    if found is None or found.origin is None:
        raise NoVietnameseFont("open3d")
    path = Path(found.origin).parent / "resources" / ("Roboto-Bold.ttf" if bold else "Roboto-Medium.ttf")
    if not path.exists():
        raise NoVietnameseFont(str(path))
    return ImageFont.truetype(str(path), size_px)


def sign_picture(picture: Image.Image) -> None:
    """Write the discreet caption into the lower right corner, so that nobody takes the picture for a photo."""
    size = max(9, round(picture.width / 72))
    face, pad = typeface(size), size // 2
    left, top, right, bottom = face.getbbox(CAPTION)
    wide, high = int(right - left) + 2 * pad, int(bottom - top) + 2 * pad
    corner = (picture.width - wide, picture.height - high)
    box = (*corner, picture.width, picture.height)
    veil = Image.new("RGB", (wide, high), (24, 16, 11))
    picture.paste(Image.blend(picture.crop(box), veil, 0.45), box)
    place = (corner[0] + pad - left, corner[1] + pad - top)
    ImageDraw.Draw(picture).text(place, CAPTION, font=face, fill=(240, 230, 210))
