"""Where the rows of a table are: one reading for the whole column, then a point or a shape for every row."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from gis import coordinates
from gis.coordinates_typed import Order
from gis.crs import parse_crs
from gis.drawing import read_drawing
from gis.errors import GisError, UnreadableCoordinates
from gis.frame import NATIONAL_FRAME
from gis.placement import Method, Placement
from gis.unit_place import UnitPlace
from heritage.jobs.import_file import Understood
from heritage.jobs.import_systems import Pair, Proposal, System, is_inside, place_pairs, propose_systems
from heritage.rules.import_fields import PLACE_CODES
from heritage.rules.import_figures import angle_of
from heritage.rules.import_problems import Problem
from media_pipeline.features_rows import RawRow

SHAPE_FIELDS = ("route", "area", "zone_one", "zone_two")
LINES = ("LineString", "MultiLineString")
PARTLY = Problem("", "half_position", "Chỉ có một nửa tọa độ.", "Only half of a position.")


@dataclass(slots=True)
class RowPlace:
    """What a row says of its place: numbers as written, then what the reading makes of them."""

    pair: Pair | None = None
    text: str = ""
    point: tuple[float, float] | None = None
    shapes: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Places:
    """Every row's place, the system that was used, and the others that were tried."""

    rows: list[RowPlace]
    system: System | None
    proposals: list[Proposal]
    asks: bool
    """Whether there are coordinates whose system nobody could tell."""


def read_places(
    table: Understood, reading: dict[str, Any], units: Sequence[UnitPlace | None], categories: Sequence[str],
    province_code: str,
) -> Places:  # fmt: skip
    """Read the place of every row; the system is the one chosen, else the best that was found out."""
    heads = {code: (table.headings.index(name), name) for name, code in table.columns.items()}
    rows = [_written(row, heads) for row in table.rows]
    for row, said in zip(table.rows, rows, strict=True):
        if said.pair is None and row.shape is not None and row.shape[0] == "Point":
            east, north = float(row.shape[1][0]), float(row.shape[1][1])
            said.pair, said.text = (north, east), f"{row.shape[1][0]!r}, {row.shape[1][1]!r}"
        if row.bad_shape:
            said.problems.append(
                Problem("", "bad_shape", "Hình của dòng này không đọc được.", "The row's shape cannot be read.")
            )  # fmt: skip
    pairs = [said.pair for said in rows if said.pair]
    named = _named_system(table, heads, degrees=all(max(map(abs, pair)) <= 180 for pair in pairs))
    known = [(said.pair, unit) for said, unit in zip(rows, units, strict=True) if said.pair]
    sample = known or _corners(table, units)
    proposals = propose_systems(
        [pair for pair, _ in sample], [unit for _, unit in sample], province_code, named
    )
    system = _chosen(reading, named, proposals)
    if system is not None:
        _locate(rows, system, units)
        _shape(table, rows, system, reading, categories)
    return Places(rows, system, proposals, bool(sample) and system is None)


def placement_of(place: RowPlace, system: System, accuracy_m: float | None, method: str) -> Placement | None:
    """The point with its origin; easting first in its own system."""
    if place.point is None or place.pair is None:
        return None
    x, y = place.pair if system.swapped else place.pair[::-1]
    known = method if method in set(Method) else Method.DECLARED
    return Placement(*place.point, Method(known), accuracy_m, system.crs, x, y)


def _written(row: RawRow, heads: dict[str, tuple[int, str]]) -> RowPlace:
    """Northing (or latitude) first, as the headings say it."""
    said = RowPlace()
    for first, second in (("lat", "lon"), ("x", "y"), ("y_north", "x_east")):
        if first in heads or second in heads:
            cells = [_cell(row, heads, first), _cell(row, heads, second)]
            if cells == [None, None]:
                continue
            if None in cells:
                said.problems.append(PARTLY)
                return said
            numbers = [angle_of(cell) for cell in cells]
            said.text = " ; ".join(str(cell) for cell in cells)[:400]
            if None in numbers:
                said.problems.append(_unreadable(said.text, heads[first][1]))
            else:
                said.pair = (numbers[0] or 0.0, numbers[1] or 0.0)
            return said
    whole = _cell(row, heads, "coordinates")
    if whole is not None:
        said.text = str(whole)[:400]
        try:
            typed = coordinates.parse_coordinates(said.text)
        except UnreadableCoordinates:
            said.problems.append(_unreadable(said.text, heads["coordinates"][1]))
        else:
            swapped = typed.order is Order.LON_LAT
            said.pair = (typed.second, typed.first) if swapped else (typed.first, typed.second)
    return said


def _unreadable(text: str, column: str) -> Problem:
    return Problem(
        column, "unreadable_coordinates", f"Không đọc được tọa độ “{text[:60]}”.",
        f"The coordinates “{text[:60]}” cannot be read.",
    )  # fmt: skip


def _named_system(table: Understood, heads: dict[str, tuple[int, str]], *, degrees: bool) -> str | None:
    """The system that the file, or its own column, names; one that the numbers cannot be in is not theirs."""
    texts = [table.crs] if table.crs else []
    if any(code in heads for code in PLACE_CODES):
        # Numbers in columns need not be in the system of the layer's shapes.
        texts = list({str(_cell(row, heads, "crs")) for row in table.rows if _cell(row, heads, "crs")})
    if len(texts) != 1:
        return None
    try:
        named = parse_crs(texts[0])
    except GisError:
        return None
    shapes_only = not any(said in heads for said in PLACE_CODES)
    return named.text if shapes_only or named.is_geographic == degrees else None


def _chosen(reading: dict[str, Any], named: str | None, proposals: list[Proposal]) -> System | None:
    if reading.get("crs"):
        return System.parse(reading["crs"])
    if named and not any(each.system.crs != named and each.inside for each in proposals[:1]):
        return System(named)
    if named and any(each.system == System(named) for each in proposals):
        return System(named)
    best = proposals[0] if proposals else None
    return best.system if best and best.inside else System(named) if named else None


def _locate(rows: list[RowPlace], system: System, units: Sequence[UnitPlace | None]) -> None:
    there = [(place, unit) for place, unit in zip(rows, units, strict=True) if place.pair]
    points = place_pairs([place.pair for place, _ in there if place.pair], system)
    for (place, unit), point in zip(there, points, strict=True):
        if point is None or not NATIONAL_FRAME.contains(*point):
            place.problems.append(
                Problem("", "outside_country", "Tọa độ nằm ngoài Việt Nam trong hệ đã chọn.",
                        "The coordinates are outside Viet Nam in the chosen system.")
            )  # fmt: skip
            continue
        place.point = point
        if unit is not None and not is_inside(unit, *point):
            away = unit.outside_m(*point) or 0.0
            place.problems.append(
                Problem("", "outside_unit", f"Nằm ngoài {unit.name} {away:,.0f} m.".replace(",", "."),
                        f"It lies {away:,.0f} m outside {unit.name}.", grave=False)
            )  # fmt: skip


def _shape(
    table: Understood,
    rows: list[RowPlace],
    system: System,
    reading: dict[str, Any],
    categories: Sequence[str],
) -> None:
    """Lines and areas go where the reading says, else where the item's category wants them."""
    for row, said, category in zip(table.rows, rows, categories, strict=True):
        if row.shape is None or row.shape[0] == "Point":
            continue
        kind, corners = row.shape
        if kind == "MultiPoint":
            said.problems.append(
                Problem("", "several_points", "Một dòng có nhiều điểm; tách thành nhiều dòng.",
                        "The row has several points; make rows of them.")
            )  # fmt: skip
            continue
        target = reading.get("line" if kind in LINES else "area") or (
            "route" if kind in LINES else "area" if category == "craft_village" else "zone_one"
        )
        if target not in SHAPE_FIELDS:
            continue
        try:
            moved = {"type": kind, "coordinates": _moved(corners, system)}
            said.shapes[target] = read_drawing(json.dumps(moved), areas=target != "route").json
        except (GisError, ValueError) as error:
            vi = getattr(error, "vi", "") or "Đường hoặc vùng không dùng được."
            en = getattr(error, "en", "") or "The line or area cannot be used."
            said.problems.append(Problem("", "bad_shape", vi, en))


def _moved(corners: Any, system: System) -> Any:
    """Nested coordinates, easting first, in WGS 84.

    Raises:
        ValueError: A corner has no longitude and latitude.
    """
    if corners and isinstance(corners[0], int | float):
        corners = [corners]
    if corners and isinstance(corners[0][0], int | float):
        points = place_pairs([(float(each[1]), float(each[0])) for each in corners], system)
        if None in points:
            raise ValueError("outside the system")
        return [[round(point[0], 8), round(point[1], 8)] for point in points if point]
    return [_moved(each, system) for each in corners]


def _corners(table: Understood, units: Sequence[UnitPlace | None]) -> list[tuple[Pair, UnitPlace | None]]:
    """The first corner of every line and area, where no row has a point."""
    found: list[tuple[Pair, UnitPlace | None]] = []
    for row, unit in zip(table.rows, units, strict=True):
        corner = row.shape[1] if row.shape else None
        while corner and not isinstance(corner[0], int | float):
            corner = corner[0]
        if corner:
            found.append(((float(corner[1]), float(corner[0])), unit))
    return found


def _cell(row: RawRow, heads: dict[str, tuple[int, str]], code: str) -> Any:
    at = heads[code][0] if code in heads else len(row.cells)
    return row.cells[at] if at < len(row.cells) else None
