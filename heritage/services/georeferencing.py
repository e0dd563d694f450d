"""Place a map by points that an officer knows both on the sheet and on the ground."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gis import crs as systems
from gis import units
from gis.coordinates import parse_coordinates
from gis.coordinates_readings import Reading, readings
from gis.crs import WGS84
from gis.errors import GisError, UnreadableCoordinates
from gis.models import AdminUnit
from gis.vn2000 import MERIDIANS, UTM_ZONES, zones_of_province
from heritage.models import Asset, User
from heritage.services.telling import tell
from media_pipeline.control_fit import Residual
from media_pipeline.fit_errors import NoFit
from media_pipeline.ground import Ground, by_control
from media_pipeline.told import ControlPoint

ANY_SYSTEM = ""
OUTLINE_STEPS = 9
EVERY_READING = 60


@dataclass(frozen=True, slots=True)
class TypedPoint:
    """One row as an officer typed it: pixels of the upright picture, a place in any notation, a remark."""

    column: float | None
    row: float | None
    place: str
    label: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing that matters was filled in."""
        return self.column is None and self.row is None and not self.place


@dataclass(frozen=True, slots=True)
class ReadPoint:
    """A row, how its place was understood, and why it cannot be used (vi, en), if it cannot."""

    typed: TypedPoint
    reading: Reading | None
    problem: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """What a fit would give, nothing written.

    Attributes:
        points: Every row that was typed.
        residuals: One for each row; None where the row or its residual is not known.
        rms_m: Over the rows.
        proves_nothing: See :class:`media_pipeline.control_fit.Fit`.
        problem: Why there is no fit (vi, en).
        outline: Longitude and latitude of the sheet's edge, for a drawing of it.
    """

    points: tuple[ReadPoint, ...]
    residuals: tuple[Residual | None, ...]
    rms_m: float | None = None
    proves_nothing: bool = False
    problem: tuple[str, str] | None = None
    outline: tuple[tuple[float, float], ...] = ()


def kept_in(points: list[ReadPoint], unit: AdminUnit) -> str:
    """The system that points are kept in: the one whose metres were typed, so that they come back as they were.

    Where several were, or none, it is the VN-2000 zone of the unit's province, or WGS 84 without one.
    """
    typed = {point.reading.crs for point in points if point.reading and abs(point.reading.native_x) > 180}
    if len(typed) == 1:
        return typed.pop()
    place = units.place_of(unit)
    zones = zones_of_province(place.province_code) if place else ()
    return f"EPSG:{zones[0]}" if zones else WGS84


def systems_offered(unit: AdminUnit) -> list[tuple[str, str]]:
    """VN-2000 zones, those of the unit's province first, and WGS 84: (``EPSG:9209``, words)."""
    place = units.place_of(unit)
    own = zones_of_province(place.province_code) if place else ()
    zones = [*own, *(zone for zone in MERIDIANS if zone not in own)]
    found = [(f"EPSG:{zone}", f"VN-2000, {MERIDIANS[zone]}") for zone in zones]
    found += [(f"EPSG:{zone}", f"VN-2000, {name}") for zone, name in UTM_ZONES.items()]
    return [*found, ("EPSG:4756", "VN-2000, φ λ"), (WGS84, "WGS 84"), ("EPSG:32648", "WGS 84 / UTM 48N")]


def read_points(rows: list[TypedPoint], unit: AdminUnit, system: str = ANY_SYSTEM) -> tuple[ReadPoint, ...]:
    """Understand every row; ``system`` says what the typed numbers are in, else the likeliest meaning counts."""
    return tuple(_read(row, unit, system) for row in rows if not row.is_empty)


def try_fit(asset: Asset, points: tuple[ReadPoint, ...], kind: str) -> Trial:
    """Fit the rows that can be used, and say how far each is off."""
    usable = [n for n, point in enumerate(points) if point.problem is None]
    residuals: list[Residual | None] = [None] * len(points)
    size = size_of(asset)
    try:
        chosen = [points[n] for n in usable]
        system = kept_in(chosen, asset.unit)
        ground = by_control(size, system, kind, _control(chosen, system))
        outline = _outline(ground)
    except NoFit as problem:
        return Trial(points, tuple(residuals), problem=(problem.vi, problem.en))
    except GisError:
        return Trial(points, tuple(residuals), problem=_OUTSIDE)
    fit = ground.fit
    assert fit is not None  # by_control makes no other ground
    for n, residual in zip(usable, fit.residuals, strict=True):
        residuals[n] = residual
    return Trial(points, tuple(residuals), fit.rms_m, fit.proves_nothing, None, outline)


def place_map(asset: Asset, trial: Trial, kind: str, *, by: User) -> bool:
    """Keep the points of a trial that fits and send the file down the line; True when anything is new.

    Raises:
        NotAllowed: Another unit's officer.
        ValueError: The trial has a problem, or a row of it has.
    """
    if trial.problem or any(point.problem for point in trial.points):
        raise ValueError("a trial with problems is not kept")
    points = list(trial.points)
    system = kept_in(points, asset.unit)
    control = tuple(
        ControlPoint(x, y, target_x, target_y, label=point.typed.label)
        for (x, y, target_x, target_y), point in zip(_control(points, system), points, strict=True)
    )
    return tell(asset, by=by, control=control, control_crs=system, fit=kind)


def forget_points(asset: Asset, *, by: User) -> bool:
    """Take the officer's points back; what the file itself says counts again."""
    return tell(asset, by=by, control=(), control_crs=WGS84, fit=None)


def typed_of(asset: Asset) -> list[TypedPoint]:
    """The points that are kept, as rows to be corrected."""
    told = asset.told
    degrees = told.control_crs == WGS84
    return [
        TypedPoint(
            point.x,
            point.y,
            f"{point.target_y:.7f}, {point.target_x:.7f}"
            if degrees
            else f"X={point.target_y:.3f} Y={point.target_x:.3f}",
            point.label,
        )
        for point in told.control
    ]


def typed_system(asset: Asset) -> str:
    """The system in which the metres of :func:`typed_of` are to be read again; ``ANY_SYSTEM`` for degrees."""
    told = asset.told
    return told.control_crs if told.control and told.control_crs != WGS84 else ANY_SYSTEM


def size_of(asset: Asset) -> tuple[int, int]:
    """Width and height of the upright picture, or of its first page, in pixels."""
    return int(asset.facts.get("width") or 0), int(asset.facts.get("height") or 0)


_NO_PIXEL = (
    "Chưa có chỗ trên ảnh: ghi cột và hàng, hoặc chấm trên ảnh.",
    "No place on the picture yet: type column and row, or point at the picture.",
)
_NO_PLACE = (
    "Chưa có chỗ trên thực địa: ghi tọa độ, hoặc chấm trên bản đồ.",
    "No place on the ground yet: type coordinates, or point at the map.",
)
_UNREAD = (
    "Chưa đọc được tọa độ này. Ghi như “X=2257535,741 Y=574060,102” hoặc “20,407612; 106,211493”.",
    "These coordinates cannot be read. Write “X=2257535.741 Y=574060.102” or “20.407612, 106.211493”.",
)
_OUTSIDE = (
    "Có điểm nằm ngoài vùng của hệ tọa độ. Kiểm tra lại các con số.",
    "A point lies outside the area of its reference system. Check the figures.",
)


def _read(row: TypedPoint, unit: AdminUnit, system: str) -> ReadPoint:
    if row.column is None or row.row is None:
        return ReadPoint(row, None, _NO_PIXEL)
    if not row.place:
        return ReadPoint(row, None, _NO_PLACE)
    try:
        typed = parse_coordinates(row.place[:200])
    except UnreadableCoordinates:
        return ReadPoint(row, None, _UNREAD)
    found = readings(typed.first, typed.second, units.place_of(unit), limit=EVERY_READING)
    degrees = abs(typed.first) <= 180 and abs(typed.second) <= 180
    # Degrees are pointed at or copied from elsewhere even where the sheet's own grid is in metres.
    wanted = [each for each in found if not system or each.crs == system] or (found if degrees else ())
    return ReadPoint(row, wanted[0]) if wanted else ReadPoint(row, None, _UNREAD)


def _control(points: list[ReadPoint], system: str) -> list[list[float]]:
    """Column, row, easting (or longitude), northing (or latitude) in the system."""
    rows = []
    for point in points:
        reading, typed = point.reading, point.typed
        assert reading is not None  # a point without one has a problem
        assert typed.column is not None
        assert typed.row is not None
        if reading.crs == system:
            target = (reading.native_x, reading.native_y)
        else:
            target = systems.from_wgs84(reading.lon, reading.lat, system)
        rows.append(
            [typed.column, typed.row, *(round(value, 9 if system == WGS84 else 4) for value in target)]
        )
    return rows


def _outline(ground: Ground) -> tuple[tuple[float, float], ...]:
    along = np.linspace(0, 1, OUTLINE_STEPS)
    zero, one = np.zeros_like(along), np.ones_like(along)
    columns = np.concatenate([along, one, along[::-1], zero]) * ground.width
    rows = np.concatenate([zero, along, one, along[::-1]]) * ground.height
    lons, lats = ground.degrees(columns, rows)
    return tuple((round(float(x), 7), round(float(y), 7)) for x, y in zip(lons, lats, strict=True))
