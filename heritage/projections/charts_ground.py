"""Where units lie in a drawing: a province's communes as outlines, the country's as dots. Drawn once, kept."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from functools import lru_cache

import shapely
from django.db.models import QuerySet
from django.utils import timezone

from gis import overlay, units
from gis.bounds import Bounds
from gis.models import AdminUnit
from heritage.projections.charts_svg import number
from heritage.projections.drawn_frame import Frame
from heritage.projections.drawn_shapes import path_data
from heritage.projections.inset import ARCHIPELAGO_OF_UNIT

KEPT_S = 60  # an import of boundaries shows on the country's map after at most a minute
COUNTRY = Bounds(101.9, 7.2, 117.6, 23.5)  # both archipelagos and the land
COUNTRY_SIZE = (520, 590)  # so that words stay legible on a phone
PROVINCE_WIDTH, LEAST_HEIGHT, MOST_HEIGHT = 520, 300, 620
MARGIN = 0.03  # of the frame around a province


@dataclass(frozen=True, slots=True)
class Ground:
    """A unit in the drawing: the ``d`` of its outline, and its middle in drawing units."""

    code: str
    name: str
    path: str
    x: float
    y: float
    approximate: bool  # a circle of its area around its centre


@dataclass(frozen=True, slots=True)
class Sheet:
    """The units of a map in the order in which they are drawn, and its frame."""

    frame: Frame
    bounds: Bounds
    grounds: tuple[Ground, ...]
    far: tuple[str, ...] = ()
    """Codes of the archipelagos' units that the frame leaves out; the inset has them."""
    isles: str = ""
    """Dots of both archipelagos' islands: on every map of the country, whatever units are loaded."""


def province_sheet(province_code: str) -> Sheet | None:
    """Today's communes of a province; None where not one of them has an extent."""
    rows = _communes(province_code).order_by("code").values_list("pk", "centroid", "boundary_source")
    # A boundary that is imported anew moves the centre, so the key of the remembered drawing changes with it.
    return _sheet(tuple((pk, point.coords if point else (), source) for pk, point, source in rows))


def country_dots() -> Sheet:
    """Every commune of today as the dot of its centre; the archipelagos' as their islands."""
    return _dots(timezone.localdate(), int(time.monotonic() // KEPT_S))


def forget() -> None:
    """For tests: each has units of its own."""
    _sheet.cache_clear()
    _dots.cache_clear()


@lru_cache(maxsize=40)
def _sheet(communes: tuple[tuple[int, tuple[float, ...], str], ...]) -> Sheet | None:
    rows = list(AdminUnit.objects.filter(pk__in=[pk for pk, _, _ in communes]).order_by("code"))
    extents = [(unit, units.extent(unit)) for unit in rows if unit.code not in ARCHIPELAGO_OF_UNIT]
    shapes = [
        (unit, shapely.from_wkb(bytes(extent.geometry.wkb)), extent.approximate)
        for unit, extent in extents
        if extent is not None
    ]
    if not shapes:
        return None
    west, south, east, north = shapely.total_bounds([shape for _, shape, _ in shapes])
    wide, high = (east - west) * MARGIN, (north - south) * MARGIN
    bounds = Bounds(west - wide, south - high, east + wide, north + high)
    frame = Frame.around(bounds, PROVINCE_WIDTH, _height(bounds))
    return Sheet(
        frame,
        frame.bounds,
        # Circles lie over one another: the small ones on top, so that none is hidden.
        tuple(
            _ground(frame, unit, shape, approximate)
            for unit, shape, approximate in sorted(shapes, key=lambda each: -float(shapely.area(each[1])))
        ),
        tuple(unit.code for unit in rows if unit.code in ARCHIPELAGO_OF_UNIT),
    )


def _ground(frame: Frame, unit: AdminUnit, shape: shapely.Geometry, approximate: bool) -> Ground:
    middle = shape.representative_point()
    x, y = frame.xy(middle.x, middle.y)
    return Ground(unit.code, unit.name, path_data(frame, shape), x, y, approximate)


def _height(bounds: Bounds) -> int:
    """As high as the box is at that width, within what a page can take."""
    tall = Frame.around(bounds, PROVINCE_WIDTH, 10_000)
    _, top = tall.xy(bounds.west, bounds.north)
    _, bottom = tall.xy(bounds.west, bounds.south)
    return round(min(MOST_HEIGHT, max(LEAST_HEIGHT, bottom - top)))


@lru_cache(maxsize=1)
def _dots(day: dt.date, minute: int) -> Sheet:
    """``minute`` only makes an answer of a minute ago another question."""
    frame = Frame.around(COUNTRY, *COUNTRY_SIZE)
    isles: dict[str, str] = {}
    for feature in overlay.national_overlay()["features"]:
        if feature["properties"]["kind"] == "archipelago":
            points = [frame.xy(lon, lat) for lon, lat in feature["geometry"]["coordinates"]]
            isles[feature["properties"]["unit_code"]] = "".join(_dot(x, y) for x, y in points)
    rows = (
        units.standing(day)
        .filter(level=AdminUnit.Level.COMMUNE, centroid__isnull=False)
        .order_by("code")
        .values_list("code", "name", "centroid")
    )
    grounds = []
    for code, name, point in rows:
        if point is not None:
            x, y = frame.xy(point.x, point.y)
            grounds.append(Ground(code, name, isles.get(code) or _dot(x, y), x, y, approximate=True))
    return Sheet(frame, frame.bounds, tuple(grounds), isles="".join(isles.values()))


def _dot(x: float, y: float) -> str:
    return f"M{number(x)} {number(y)}h0"


def _communes(province_code: str) -> QuerySet[AdminUnit]:
    return units.standing(timezone.localdate()).filter(
        level=AdminUnit.Level.COMMUNE, province_code=province_code
    )
