"""How good a photo is as a record, 0 to 4, with the reason in one sentence.

Pixels give the grade as in the content tiers of the Europeana Publishing Framework (images: 0.1, 0.42 and
0.95 megapixels for tiers 1, 2 and 3). Its fourth tier is about rights, which are asked for elsewhere; the
fourth grade here is a picture that prints A4 at 200 dots per inch. Blur and lost light lower the grade.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gis.doubts import Doubt
from media_pipeline.report import Facts

TIERS_MP = (0.1, 0.42, 0.95, 3.85)  # the least of grades 1 to 4
LOW = 1  # up to this grade an officer is told
SIDE = 1024  # the longer side that sharpness is measured at, pixels
TILES = 8  # each way
SHARPEST = 90  # percentile of the tiles: a portrait's background may be as soft as it likes
# Variance of the Laplacian of 8-bit grey, at SIDE pixels. Measured 2026-11-25 on photos of 18 cameras: as taken
# 138 and more, blurred by 2 pixels of 1024 from 4 to 35, by 4 pixels below 5.
BLURRED, SOFT = 12.0, 40.0
WHITE, BLACK = 253, 2
LOST = 0.4  # share of pixels without any drawing
# The longer and shorter side in pixels that a sheet takes at 200 dots per inch (ISO 216).
SHEETS = (("A2", 4677, 3307), ("A3", 3307, 2339), ("A4", 2339, 1654), ("A5", 1654, 1165), ("A6", 1165, 827))


@dataclass(frozen=True, slots=True)
class Quality:
    """What was measured: sides in pixels, ``sharpness`` as above, shares of pixels that are lost, 0 to 1."""

    width: int
    height: int
    sharpness: float
    burnt: float
    black: float

    @property
    def megapixels(self) -> float:
        """Width times height, in millions."""
        return self.width * self.height / 1e6


def measured(picture: Image.Image, width: int, height: int) -> Quality:
    """Measure a picture.

    Args:
        picture: Upright ``RGB`` or ``L``, whole or reduced, but not to less than ``SIDE`` pixels.
        width: Of the original, pixels.
        height: Of the original, pixels.
    """
    grey = picture.convert("L")
    grey.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    levels = np.asarray(grey)
    share = 1 / levels.size
    return Quality(
        width=width,
        height=height,
        sharpness=round(_sharpness(levels.astype(np.float32)), 1),
        burnt=round(int((levels >= WHITE).sum()) * share, 3),
        black=round(int((levels <= BLACK).sum()) * share, 3),
    )


def graded(quality: Quality) -> Facts:
    """``grade``, ``grade_reason`` in both languages, and the figures behind them."""
    grade = sum(quality.megapixels >= least for least in TIERS_MP)
    blurred, soft = quality.sharpness < BLURRED, quality.sharpness < SOFT
    lost = max(quality.burnt, quality.black) > LOST
    if blurred:
        grade = min(grade, LOW)
    elif soft:
        grade -= 1
    grade = max(0, grade - lost)
    return {
        "grade": grade,
        "grade_reason": _reason(quality, blurred, soft, lost),
        "sharpness": quality.sharpness,
        "burnt_share": quality.burnt,
        "black_share": quality.black,
    }


def question(facts: Facts) -> tuple[Doubt, ...]:
    """A note when the grade is low: a better photo would serve longer."""
    grade = facts.get("grade")
    if grade is None or grade > LOW:
        return ()
    reason = facts["grade_reason"]
    return (
        Doubt(
            "photo_low_grade",
            f"{reason['vi']} Nếu còn bản gốc hoặc chụp lại được, hãy tải ảnh tốt hơn.",
            f"{reason['en']} If there is an original, or it can be taken again, upload a better one.",
        ),
    )


def _sharpness(grey: NDArray[np.float32]) -> float:
    """Variance of the Laplacian, of the tile that is sharper than ``SHARPEST`` percent of all."""
    if min(grey.shape) < TILES * 3:
        return 0.0
    edges = 4 * grey[1:-1, 1:-1] - grey[:-2, 1:-1] - grey[2:, 1:-1] - grey[1:-1, :-2] - grey[1:-1, 2:]
    tiles = [tile for band in np.array_split(edges, TILES) for tile in np.array_split(band, TILES, axis=1)]
    return float(np.percentile([tile.var() for tile in tiles], SHARPEST))


def _reason(quality: Quality, blurred: bool, soft: bool, lost: bool) -> dict[str, str]:
    focus_vi = "Ảnh mờ" if blurred else "Ảnh hơi mềm nét" if soft else "Ảnh nét"
    focus_en = "Blurred" if blurred else "Slightly soft" if soft else "Sharp"
    light_vi, light_en = "", ""
    if lost:
        white = quality.burnt >= quality.black
        share = round(100 * max(quality.burnt, quality.black))
        light_vi = f", {share} % bị {'cháy sáng' if white else 'tối đen'}"
        light_en = f", {share} % {'burnt out' if white else 'black'}"
    size = f"{quality.megapixels:.2g}" if quality.megapixels < 10 else f"{quality.megapixels:.0f}"
    sheet = _sheet(quality)
    if blurred:
        use_vi, use_en = "khó đọc chi tiết", "details are hard to read"
    elif sheet:
        use_vi, use_en = f"in được khổ {sheet}", f"prints at {sheet}"
    elif quality.megapixels >= TIERS_MP[2]:
        use_vi, use_en = "đủ xem trên màn hình, in thì nhỏ hơn khổ A6", "enough for a screen, prints below A6"
    else:
        use_vi, use_en = "chỉ đủ xem trên màn hình nhỏ", "enough for a small screen only"
    return {
        "vi": f"{focus_vi}{light_vi}, {size.replace('.', ',')} MP: {use_vi}.",
        "en": f"{focus_en}{light_en}, {size} MP: {use_en}.",
    }


def _sheet(quality: Quality) -> str | None:
    longer, shorter = max(quality.width, quality.height), min(quality.width, quality.height)
    return next(
        (name for name, long, short in SHEETS if longer >= long * 0.98 and shorter >= short * 0.98), None
    )
