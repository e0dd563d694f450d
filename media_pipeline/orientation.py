"""From a picture as it is stored to the same picture upright, for coordinates (EXIF 2.32, tag 274)."""

from __future__ import annotations

from media_pipeline.ground import Affine


def upright_point(column: float, row: float, orientation: int, size: tuple[int, int]) -> tuple[float, float]:
    """Where a point of the stored picture lies in the upright one; pixels from the upper left corner.

    Args:
        column: From the left edge of the stored picture.
        row: From its top.
        orientation: 1 to 8; anything else leaves the point.
        size: Width and height of the upright picture.
    """
    width, height = size
    return {
        2: (width - column, row),
        3: (width - column, height - row),
        4: (column, height - row),
        5: (row, column),
        6: (width - row, column),
        7: (width - row, height - column),
        8: (row, height - column),
    }.get(orientation, (column, row))


def upright_affine(affine: Affine, orientation: int, size: tuple[int, int]) -> Affine:
    """The affine of the upright picture, given that of the stored one; ``size`` is upright."""
    a, b, c, d, e, f = affine
    width, height = size
    # the stored column and row as functions of the upright ones: (by column, by row, constant) each
    column, row = {
        2: ((-1, 0, width), (0, 1, 0)),
        3: ((-1, 0, width), (0, -1, height)),
        4: ((1, 0, 0), (0, -1, height)),
        5: ((0, 1, 0), (1, 0, 0)),
        6: ((0, 1, 0), (-1, 0, width)),
        7: ((0, -1, height), (-1, 0, width)),
        8: ((0, -1, height), (1, 0, 0)),
    }.get(orientation, ((1, 0, 0), (0, 1, 0)))
    return (
        a * column[0] + b * row[0],
        a * column[1] + b * row[1],
        a * column[2] + b * row[2] + c,
        d * column[0] + e * row[0],
        d * column[1] + e * row[1],
        d * column[2] + e * row[2] + f,
    )
