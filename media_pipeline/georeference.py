"""Where a map's sheet lies: by its own tags, a world file beside it, or points that an officer gave.

Facts, keys as in ``EMPTY``:

``crs``: ``EPSG:n`` or WKT of the coordinates, None if nobody named it. ``corners``: the picture's four corners
as (easting, northing) pairs in it. ``control_points``: how many. ``has_georeference``. ``georeference_from``:
``geotiff``, ``gcps``, ``points_file``, ``world_file`` or ``officer``. ``affine``: six numbers, of the upright picture.
``control``: column, row, easting, northing of each point. ``fit``: ``kind``, ``rms_m``, ``proves_nothing``
and ``residuals`` (east and north in metres, or None). ``fit_problem``: ``code``, ``vi`` and ``en``.
``pixel_m``: the size of a pixel on the ground.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from gis import crs
from gis.distance import distance_m
from gis.doubts import Doubt
from gis.errors import GisError
from gis.placement import Method, Placement
from media_pipeline import georeference_stated as stated
from media_pipeline import pixels, point_file, world_file
from media_pipeline.fit_errors import NoFit
from media_pipeline.ground import Ground, by_affine, by_control
from media_pipeline.orientation import upright_affine, upright_point
from media_pipeline.report import Facts
from media_pipeline.told import NOTHING_TOLD, Told

EMPTY: Facts = {
    "crs": None,
    "corners": None,
    "control_points": 0,
    "has_georeference": False,
    "georeference_from": None,
    "affine": None,
    "control": None,
    "fit": None,
    "fit_problem": None,
    "pixel_m": None,
}
PLACE_PROBLEMS = {
    "no_crs": (
        "Bản đồ có tọa độ nhưng không ghi hệ tọa độ. Khai hệ tọa độ, ví dụ VN-2000 và kinh tuyến trục.",
        "The map has coordinates but names no reference system. State it, for example VN-2000.",
    ),
    "crs_unusable": (
        "Hệ tọa độ của bản đồ không đổi được sang kinh vĩ độ. Kiểm tra hệ tọa độ của tờ bản đồ.",
        "The map's reference system cannot be turned into longitude and latitude. Check the sheet.",
    ),
    "world_file": (
        "Tệp định vị (world file) đi kèm không có đủ sáu con số. Xuất lại tệp này, hoặc nắn bằng điểm khống chế.",
        "The world file beside the map does not hold six numbers. Export it again, or use control points.",
    ),
    "points_file": (
        "Tệp điểm khống chế (.points) đi kèm không đọc được. Lưu lại từ QGIS, hoặc chấm điểm ở mục Nắn bản đồ.",
        "The control points (.points) beside the map cannot be read. Save them in QGIS again, or set points here.",
    ),
}


def georeference(path: Path, media_type: str, size: tuple[int, int], told: Told = NOTHING_TOLD) -> Facts:
    """Facts of the georeference of a picture.

    Args:
        path: The picture, its companions beside it.
        media_type: What it is.
        size: Width and height of the upright picture.
        told: The officer's points come before everything else, and so does the system that he names.
    """
    facts = dict(EMPTY)
    if told.control:
        control = [[point.x, point.y, point.target_x, point.target_y] for point in told.control]
        facts.update(georeference_from="officer", control=control, crs=told.control_crs)
    else:
        points, beside = point_file.beside(path, told.companions), world_file.beside(path, told.companions)
        if points is not None:
            facts.update(stated.by_points(point_file.read(points)))
        elif media_type == "image/tiff":
            facts.update(stated.by_tags(path))
        if not facts["georeference_from"] and beside is not None:
            numbers = world_file.read(beside)
            facts.update(georeference_from="world_file", affine=list(numbers) if numbers else None)
        facts["crs"] = told.crs or facts["crs"] or world_file.system_beside(path, told.companions)
        _turn_upright(facts, path, media_type, size)
    facts["control_points"] = len(facts["control"] or ())
    facts["has_georeference"] = facts["georeference_from"] is not None
    _measure(facts, size, told.fit)
    return facts


def ground_of(facts: Facts) -> Ground | None:
    """The tie to the ground that the facts describe; None when there is none that can be used."""
    size = (int(facts["width"]), int(facts["height"]))
    if placed(facts)[0] is None:
        return None
    if facts["affine"]:
        a, b, c, d, e, f = facts["affine"]
        return by_affine(size, facts["crs"], (a, b, c, d, e, f))
    return _by_control(facts, size, facts["fit"]["kind"])


def accuracy_m(facts: Facts) -> float | None:
    """Root mean square of the residuals, at least a pixel; None where no point was left over to tell."""
    fit = facts["fit"]
    if not fit or fit["proves_nothing"] or fit["rms_m"] is None:
        return None
    return round(max(float(fit["rms_m"]), float(facts["pixel_m"] or 0.0)), 2)


def centre_of(facts: Facts) -> Placement | None:
    """The middle of the sheet, with the accuracy of its points, else half the sheet's diagonal in metres.

    Raises:
        GisError: The system is unknown or the sheet lies outside its area.
    """
    if not facts["crs"] or not facts["corners"]:
        return None
    corners = facts["corners"]
    x = sum(pair[0] for pair in corners) / 4
    y = sum(pair[1] for pair in corners) / 4
    lon, lat = crs.to_wgs84(x, y, facts["crs"])
    around = [crs.to_wgs84(pair[0], pair[1], facts["crs"]) for pair in corners]
    reach = max(distance_m(lon, lat, *pair) for pair in around)
    return Placement(
        lon=lon,
        lat=lat,
        method=Method.CONTROL_POINTS if facts["fit"] else Method.SCAN_CRS,
        accuracy_m=accuracy_m(facts) if facts["fit"] else round(reach, 1),
        native_crs=facts["crs"],
        native_x=x,
        native_y=y,
    )


def placed(facts: Facts) -> tuple[Placement | None, str | None]:
    """The placement, or why there is none: a key of ``PLACE_PROBLEMS``, or ``fit``; neither without georeference."""
    if not facts["has_georeference"]:
        return None, None
    if not facts["affine"] and not facts["control"]:
        return None, "points_file" if facts["georeference_from"] == "points_file" else "world_file"
    if not facts["crs"]:
        return None, "no_crs"
    if facts["fit_problem"]:
        return None, "fit"
    try:
        placement = centre_of(facts)
    except GisError:
        return None, "crs_unusable"
    return placement, None if placement else "crs_unusable"


def doubts_about(facts: Facts) -> tuple[Doubt, ...]:
    """What keeps the sheet from being laid on the map, and points that prove nothing."""
    problem = placed(facts)[1]
    if problem == "fit":
        said = facts["fit_problem"]
        return (Doubt(f"map_fit_{said['code']}", said["vi"], said["en"]),)
    if problem:
        return (Doubt(f"map_{problem}", *PLACE_PROBLEMS[problem]),)
    if facts["fit"] and facts["fit"]["proves_nothing"]:
        return (
            Doubt(
                "map_fit_unproven",
                "Số điểm vừa đủ để nắn nên chưa biết sai số. Thêm ít nhất một điểm.",
                "There are just as many points as the fit needs, so its error is unknown. Add one more.",
            ),
        )
    return ()


def _turn_upright(facts: Facts, path: Path, media_type: str, size: tuple[int, int]) -> None:
    """Files place the picture as it is stored; everything here looks at it upright."""
    if media_type not in pixels.FORMATS or not (facts["affine"] or facts["control"]):
        return
    with pixels.opened(path, media_type) as picture, pixels.reading():
        orientation = int(picture.getexif().get(274) or 1)
    if facts["affine"]:
        a, b, c, d, e, f = facts["affine"]
        facts["affine"] = list(upright_affine((a, b, c, d, e, f), orientation, size))
    else:
        facts["control"] = [
            [*upright_point(column, row, orientation, size), x, y] for column, row, x, y in facts["control"]
        ]


def _measure(facts: Facts, size: tuple[int, int], kind: str | None) -> None:
    """Fit the points, and find the corners and the size of a pixel."""
    if not facts["crs"] or not (facts["affine"] or facts["control"]):
        return
    try:
        ground = _ground(facts, size, kind)
        columns = np.array([0.0, 0.0, size[0], size[0]])
        rows = np.array([0.0, size[1], 0.0, size[1]])
        xs, ys = ground.system(columns, rows)
        if ground.crs != facts["crs"]:
            xs, ys = crs.points_from_wgs84(*crs.points_to_wgs84(xs, ys, ground.crs), facts["crs"])
        if np.isfinite(xs).all() and np.isfinite(ys).all():
            facts["corners"] = [[float(x), float(y)] for x, y in zip(xs, ys, strict=True)]
        lons, lats = ground.degrees(columns, rows)
        facts["pixel_m"] = round(distance_m(lons[0], lats[0], lons[3], lats[3]) / math.hypot(*size), 4)
    except NoFit as problem:
        facts["fit_problem"] = {"code": problem.code, "vi": problem.vi, "en": problem.en}
    except GisError:
        return  # said by placed(): the system cannot be used


def _ground(facts: Facts, size: tuple[int, int], kind: str | None) -> Ground:
    if facts["affine"]:
        a, b, c, d, e, f = facts["affine"]
        return by_affine(size, facts["crs"], (a, b, c, d, e, f))
    ground = _by_control(facts, size, kind or usual_fit(facts["control_points"]))
    if ground.fit is not None:
        facts["fit"] = {
            "kind": ground.fit.kind,
            "rms_m": ground.fit.rms_m,
            "proves_nothing": ground.fit.proves_nothing,
            "residuals": [each and [each.dx_m, each.dy_m] for each in ground.fit.residuals],
        }
    return ground


def _by_control(facts: Facts, size: tuple[int, int], kind: str) -> Ground:
    may_mirror = facts["georeference_from"] != "officer"
    return by_control(size, facts["crs"], kind, facts["control"], may_mirror=may_mirror)


def usual_fit(points: int) -> str:
    """The fit of points that come without one: an affine, or a similarity of two."""
    return "similarity" if points == 2 else "poly1"
