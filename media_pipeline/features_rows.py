"""Rows of a table or layer as the child hands them over: plain values, plain coordinates, nothing decoded twice.

A row travels as one JSON line: ``l`` number of its layer, ``n`` its number as a person counts it, ``c`` the
cells, ``g`` type and coordinates of its shape (longitude or easting first), ``x`` what could not be taken:
numbers of cells that are too long, ``"shape"`` for a shape.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import shapely
import shapely.geometry
from shapely.errors import ShapelyError

from media_pipeline.errors import NoRows, TooManyRows

MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_LETTERS = 50_000  # of a cell: a life's story has 20,000
KEPT_LETTERS = 200  # of a cell that has more
MOST_CORNERS = 20_000  # of a shape
ROWS_FILE = "rows.ndjson"

Cell = str | int | float | bool | None
Shape = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row. ``too_long`` holds the places of cells that were cut, ``bad_shape`` whether a shape was left out."""

    number: int
    cells: list[Cell]
    shape: Shape | None = None
    too_long: tuple[int, ...] = ()
    bad_shape: bool = False


@dataclass(frozen=True, slots=True)
class RawLayer:
    """One sheet or layer.

    Attributes:
        columns: None where the headings are rows like others and have yet to be found.
        crs: As the file names it; None where it does not.
    """

    name: str
    columns: list[str] | None
    rows: Iterable[RawRow]
    crs: str | None = None


@dataclass(slots=True)
class Told:
    """What was found out of one layer, as it is written into the report."""

    name: str
    columns: list[str] | None
    crs: str | None
    rows: int = 0
    shapes: dict[str, int] = field(default_factory=dict)


def write_rows(layers: Iterable[RawLayer], out: Path) -> list[dict[str, Any]]:
    """Write every filled row of every layer below ``out``; what was found out of each layer.

    Raises:
        TooManyRows: More than MOST_ROWS together.
        NoRows: Not one.
    """
    told: list[Told] = []
    written = 0
    with (out / ROWS_FILE).open("w", encoding="ascii") as sink:
        for at, layer in enumerate(layers):
            one = Told(layer.name[:200], layer.columns, layer.crs)
            told.append(one)
            for row in layer.rows:
                cells, too_long = _plain_cells(row.cells)
                if all(cell is None for cell in cells) and row.shape is None and not row.bad_shape:
                    continue
                written += 1
                if written > MOST_ROWS:
                    raise TooManyRows(f"more than {MOST_ROWS}", most=MOST_ROWS)
                one.rows += 1
                if row.shape is not None:
                    one.shapes[row.shape[0]] = one.shapes.get(row.shape[0], 0) + 1
                sink.write(json.dumps(_line(at, row, cells, too_long), allow_nan=False) + "\n")
    if not written:
        raise NoRows("no filled row")
    return [asdict(one) for one in told]


def read_rows(path: Path) -> Iterator[tuple[int, RawRow]]:
    """The rows of a file that :func:`write_rows` wrote, each with the number of its layer."""
    with path.open(encoding="ascii") as source:
        for line in source:
            values = json.loads(line)
            left_out = values.get("x", [])
            shape = values.get("g")
            yield (
                values["l"],
                RawRow(
                    values["n"],
                    values["c"],
                    (shape[0], shape[1]) if shape else None,
                    tuple(each for each in left_out if isinstance(each, int)),
                    "shape" in left_out,
                ),
            )


def plain_shape(geometry: Any) -> Shape | None:
    """Type and coordinates in two dimensions of a shapely geometry; None for an empty one.

    Raises:
        ValueError: Coordinates without a number, more corners than MOST_CORNERS, or a type that items have no use for.
    """
    if geometry is None or geometry.is_empty:
        return None
    if shapely.get_num_coordinates(geometry) > MOST_CORNERS:
        raise ValueError("too many corners")
    if geometry.geom_type not in (
        "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
    ):  # fmt: skip
        raise ValueError(geometry.geom_type)
    flat = shapely.force_2d(geometry)
    if not all(map(math.isfinite, shapely.get_coordinates(flat).ravel().tolist())):
        raise ValueError("not a number")
    mapped = shapely.geometry.mapping(flat)
    return str(mapped["type"]), mapped["coordinates"]


def shape_of(number: int, cells: list[Cell], read: Any) -> RawRow:
    """A row with the shape that ``read()`` gives; one that cannot be read is left out and said so."""
    try:
        return RawRow(number, cells, plain_shape(read()))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, ShapelyError):
        return RawRow(number, cells, bad_shape=True)


def cell_of(value: Any) -> Cell:
    """A value of any reader as text, number or truth; unknown is None."""
    if isinstance(value, bool | int) or value is None:
        return value
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, str):
        return value.replace("\x00", "").strip() or None
    if isinstance(value, dt.datetime):
        whole_day = value.time() == dt.time()
        return value.date().isoformat() if whole_day else value.isoformat(timespec="seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "; ".join(value) or None
    if hasattr(value, "item"):  # a number of numpy
        return cell_of(value.item())
    if isinstance(value, bytes):
        return None
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value) or None


def _number(value: float) -> Cell:
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _plain_cells(values: list[Cell]) -> tuple[list[Cell], list[int]]:
    cells: list[Cell] = []
    too_long = []
    for at, value in enumerate(values[:MOST_COLUMNS]):
        cell = cell_of(value)
        if isinstance(cell, str) and len(cell) > MOST_LETTERS:
            too_long.append(at)
            cell = cell[:KEPT_LETTERS]
        cells.append(cell)
    return cells, too_long


def _line(layer: int, row: RawRow, cells: list[Cell], too_long: list[int]) -> dict[str, Any]:
    line: dict[str, Any] = {"l": layer, "n": row.number, "c": cells}
    if row.shape is not None:
        line["g"] = row.shape
    left_out: list[Any] = [*too_long, *(["shape"] if row.bad_shape else [])]
    if left_out:
        line["x"] = left_out
    return line
