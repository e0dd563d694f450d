"""Which column of a point list is what: found out from the numbers, or told by the officer.

A code has one letter a column: ``x y z`` position, ``i`` intensity, ``r g b`` colour, ``c`` classification,
``-`` a column that is not used.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from media_pipeline.cloud_blocks import Floats, PointBlock, to_16_bits

LETTERS = "xyzirgbc-"
# What each number of columns nearly always means; where another meaning is as likely, the officer is asked.
USUAL = {3: "xyz", 4: "xyzi", 6: "xyzrgb", 7: "xyzirgb"}
_CLASSES = 256


@dataclass(frozen=True, slots=True)
class Columns:
    """The meaning of the columns.

    Attributes:
        code: One letter a column.
        colour_top: The value that means full colour: 255 or 65535; 0 without colours.
        is_certain: False where the numbers allow another reading as well.
    """

    code: str
    colour_top: float
    is_certain: bool


def is_valid(code: str, columns: int) -> bool:
    """Whether a told code can be meant for so many columns."""
    return (
        len(code) == columns
        and set(code) <= set(LETTERS)
        and all(code.count(axis) == 1 for axis in "xyz")
        and all(code.count(letter) <= 1 for letter in "irgbc")
        and ("r" in code) == ("g" in code) == ("b" in code)
    )


def told_columns(code: str, table: Floats) -> Columns:
    """The columns as the officer said; colours are measured on the first rows."""
    rgb = _named(table, code, "rgb") if "r" in code else None
    return Columns(code, _colour_top(rgb) or 255.0 if rgb is not None else 0.0, True)


def found_columns(table: Floats) -> Columns:
    """The columns by their number and their first values.

    Args:
        table: The first rows, shape (n, columns).
    """
    width = table.shape[1]
    code = USUAL.get(width, "xyz" + "-" * (width - 3))
    certain = width in USUAL
    if "r" in code:
        colours = _named(table, code, "rgb")
        top = _colour_top(colours)
        if top:
            return Columns(code, top, certain)
        # Three numbers that are no colours are a normal, or something that only the officer knows.
        is_normal = bool(np.allclose(np.linalg.norm(colours, axis=1), 1.0, atol=0.02))
        code = code.replace("r", "-").replace("g", "-").replace("b", "-")
        return Columns(code, 0.0, certain and is_normal)
    if width == 4:  # an intensity has many values or is a share; a handful of small integers is a class
        last = table[:, 3]
        whole = bool(np.isfinite(last).all() and (last == np.round(last)).all() and (last >= 0).all())
        if whole and len(table) >= 100 and last.max() < 32 and len(np.unique(last)) <= 12:
            return Columns(code, 0.0, False)
    return Columns(code, 0.0, certain)


def block_of(table: Floats, columns: Columns) -> PointBlock:
    """The points of some rows."""
    code = columns.code
    rgb = intensity = classes = None
    if "r" in code and columns.colour_top:
        rgb = to_16_bits(_named(table, code, "rgb"), columns.colour_top)
    if "i" in code:
        intensity = _intensity(table[:, code.index("i")])
    if "c" in code:
        classes = np.clip(np.nan_to_num(table[:, code.index("c")]), 0, _CLASSES - 1).astype(np.uint8)
    return PointBlock(_named(table, code, "xyz"), rgb, intensity, classes)


def _named(table: Floats, code: str, letters: str) -> Floats:
    return table[:, [code.index(letter) for letter in letters]].copy()


def _colour_top(rgb: Floats) -> float:
    """255 or 65535 when the values are colours, 0 when they are something else."""
    if not np.isfinite(rgb).all() or (rgb < 0).any() or (rgb != np.round(rgb)).any():
        return 0.0
    largest = float(rgb.max())
    return 255.0 if largest <= 255 else 65535.0 if largest <= 65535 else 0.0


def _intensity(values: Floats) -> np.ndarray[tuple[int], np.dtype[np.uint16]]:
    # PTS intensity runs from -2048 to 2047, others from 0 to 1, to 255 or to 65535
    low = -2048.0 if (values < 0).any() else 0.0
    largest = float(np.nanmax(values)) if len(values) else 0.0
    top = 4095.0 if low else 1.0 if largest <= 1 else 255.0 if largest <= 255 else 65535.0
    return to_16_bits(values - low, top)
