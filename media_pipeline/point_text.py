"""Points as lines of numbers: PTS (a count first) and XYZ; which column is what is found out.

Three columns are x y z, four x y z intensity, six x y z and a colour or a normal, seven x y z
intensity and a colour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from media_pipeline.cloud_blocks import BLOCK_POINTS, Floats, PointBlock, PointStream, to_16_bits
from media_pipeline.errors import Damaged, EmptyCloud

PTS = "text/x-pts"
XYZ = "text/x-xyz"

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?nan"
_ROW = re.compile(rf"\s*(?:{_NUMBER})(?:[ \t,;]+(?:{_NUMBER})){{2,11}}[ \t]*", re.IGNORECASE)
_MOST_INTRODUCTION = 5  # lines of comment or column names before the first row
_SEPARATORS = str.maketrans(",;\t", "   ")


@dataclass(frozen=True, slots=True)
class TextLayout:
    """How many lines to skip, and how many numbers are in a row; ``count`` as a PTS states it."""

    media_type: str
    skipped: int
    columns: int
    count: int | None


def text_layout(head: bytes) -> TextLayout | None:
    """The layout when ``head`` is the start of a text of points, else None.

    Strict, because almost any table of numbers could be meant: at least two rows, nothing but rows
    after the introduction, the same number of columns in each.
    """
    if b"\0" in head:
        return None
    try:
        text = head.decode("ascii")
    except UnicodeDecodeError:
        return None
    lines = text.splitlines()
    if len(head) >= 4096 and lines:  # the last line is probably cut
        lines = lines[:-1]
    skipped, count = 0, None
    while skipped < min(_MOST_INTRODUCTION, len(lines)) and not _ROW.fullmatch(lines[skipped]):
        line = lines[skipped].strip()
        if line.isdigit() and count is None:
            count = int(line)
        elif not (line == "" or line.startswith(("#", "//")) or _names_axes(line)):
            return None
        skipped += 1
    rows = [line for line in lines[skipped:] if line.strip()]
    if len(rows) < 2 and not (count is not None and len(rows) == count):
        return None
    if not all(_ROW.fullmatch(row) for row in rows):
        return None
    columns = len(rows[0].translate(_SEPARATORS).split())
    if any(len(row.translate(_SEPARATORS).split()) != columns for row in rows):
        return None
    return TextLayout(PTS if count is not None else XYZ, skipped, columns, count)


def _names_axes(line: str) -> bool:
    names = line.lower().translate(_SEPARATORS).split()
    return names[:3] == ["x", "y", "z"]


def open_point_text(path: Path) -> PointStream:
    """The points of a PTS or XYZ text.

    Raises:
        EmptyCloud, Damaged: It is no table of numbers, or stops being one.
    """
    with path.open("rb") as file:
        layout = text_layout(file.read(65_536))
    if layout is None:
        raise Damaged("not a text of points")
    if layout.count == 0:
        raise EmptyCloud("a PTS of 0 points")
    facts = {"format": "PTS" if layout.media_type == PTS else "XYZ", "float32": False}
    return PointStream(_blocks(path, layout), facts)


def _blocks(path: Path, layout: TextLayout) -> Iterator[PointBlock]:
    colour_top: float | None = None
    seen = 0
    with path.open(encoding="ascii") as file:
        for _ in islice(file, layout.skipped):
            pass
        while True:
            try:
                lines = [
                    row for line in islice(file, BLOCK_POINTS) if (row := line.translate(_SEPARATORS)).strip()
                ]
                if not lines:
                    break
                table: Floats = np.loadtxt(lines, ndmin=2)
            except ValueError as error:  # a UnicodeDecodeError is one
                raise Damaged(f"row {seen} and after: {error}") from error
            if table.shape[1] != layout.columns:
                raise Damaged(f"{table.shape[1]} numbers in a row, {layout.columns} at the start")
            seen += len(table)
            if colour_top is None:
                colour_top = _colour_top(table)
            yield _block(table, colour_top)
    if layout.count is not None and seen < layout.count:
        raise Damaged(f"{seen} rows, the first line says {layout.count}")


def _colour_top(table: Floats) -> float:
    """255 or 65535 when the last three columns are colours, 0 when they are something else."""
    if table.shape[1] < 6:
        return 0.0
    last = table[:, 4:7] if table.shape[1] >= 7 else table[:, 3:6]
    if not np.isfinite(last).all() or (last < 0).any() or (last != np.round(last)).any():
        return 0.0
    largest = float(last.max())
    return 255.0 if largest <= 255 else 65535.0 if largest <= 65535 else 0.0


def _block(table: Floats, colour_top: float) -> PointBlock:
    columns = table.shape[1]
    rgb = intensity = None
    if colour_top:
        rgb = to_16_bits(table[:, 4:7] if columns >= 7 else table[:, 3:6], colour_top)
    if columns in (4, 7):
        values = table[:, 3]
        # PTS intensity runs from -2048 to 2047, others from 0 to 1 or to 255
        low = -2048.0 if (values < 0).any() else 0.0
        top = 4095.0 if low else 1.0 if values.max() <= 1 else 255.0 if values.max() <= 255 else 65535.0
        intensity = to_16_bits(values - low, top)
    return PointBlock(table[:, :3].copy(), rgb, intensity)
