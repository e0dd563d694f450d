"""What an officer told of a cloud, applied to its facts: reference system, unit, control points.

Adds to the facts: ``crs_told`` (whether the system is the officer's), ``motion`` (a
:class:`media_pipeline.rigid.Motion` as a dictionary, or None), ``control`` (how the control points fit) and
``control_problem`` (None, ``too_few``, ``on_a_line``, ``no_system`` or ``outside_system``).
"""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from gis.errors import GisError
from media_pipeline.cloud_crs import Triple, crs_facts, metres_per_unit, size_m
from media_pipeline.lengths import METRES_IN
from media_pipeline.rigid import DoesNotFit, Fit, Floats, Motion, fit, fit_flat
from media_pipeline.told import ControlPoint, Told

Facts = dict[str, Any]

SIMILARITY = "similarity"
_EAST_OF_ZONE_48 = 108.0  # degrees; VN-2000 / UTM zone 48N ends here


def with_told(facts: Facts, told: Told) -> Facts:
    """The facts once the officer's word is taken; native bounds and size follow."""
    facts = facts | {"crs_told": False, "motion": None, "control": None, "control_problem": None}
    if told.crs is not None:
        facts |= _system(told.crs, facts)
    if told.unit is not None:
        facts |= _unit(METRES_IN[told.unit], facts)
    if told.control:
        facts |= _controlled(told, facts)
    return facts


def moved(facts: Facts, motion: Motion, system: Facts) -> Facts:
    """The facts in the frame that a motion leads to; ``system`` is what ``crs_facts`` says of it."""
    low, high = _moved_bounds(facts["native_bounds"], motion)
    names = ("crs", "crs_name", "crs_wkt", "unit", "unit_m")
    new = {name: system[name] for name in names} | {"crs_unreadable": False}
    return {
        **new,
        "motion": motion.as_dict(),
        "native_bounds": [*low, *high],
        "size_m": size_m(low, high, facts | new),
        "local_origin": [float(np.floor(value)) for value in low],
    }


def metre_system() -> Facts:
    """Facts of a local frame in metres."""
    return {"crs": None, "crs_name": None, "crs_wkt": None, "unit": "metre", "unit_m": 1.0}


def _system(code: str, facts: Facts) -> Facts:
    """The told system in place of the file's own, which is named where it differs."""
    bounds = facts["native_bounds"]
    centre = ((bounds[0] + bounds[3]) / 2, (bounds[1] + bounds[4]) / 2, (bounds[2] + bounds[5]) / 2)
    own = [facts["crs_wkt"]] if facts["crs_wkt"] else []
    found = crs_facts([code, *own], True, centre)
    if found["crs_unreadable"] or found["crs"] is None:
        return {"crs_unreadable": True}
    found["crs_wkt"] = _las_wkt(code)
    low, high = tuple(bounds[:3]), tuple(bounds[3:])
    return found | {"crs_told": True, "size_m": size_m(low, high, found)}


def _unit(metres: float, facts: Facts) -> Facts:
    """The told length of one unit; with a reference system in another unit the points are scaled to it."""
    bounds = facts["native_bounds"]
    if facts["crs"] is None:
        told = {"unit": "metre" if metres == 1 else "other", "unit_m": metres}
        return told | {"size_m": size_m(tuple(bounds[:3]), tuple(bounds[3:]), facts | told)}
    if facts["unit_m"] is None or abs(metres / facts["unit_m"] - 1) < 1e-9:
        return {}
    nothing = np.zeros(3)
    motion = Motion(np.eye(3), metres / facts["unit_m"], nothing, nothing)
    return moved(facts, motion, facts)


def _controlled(told: Told, facts: Facts) -> Facts:
    try:
        code, targets = _targets(told)
        system = crs_facts([code], True, (targets[0][0], targets[0][1], 0.0))
        if system["crs"] is None:
            return {"control_problem": "no_system"}
        system["crs_wkt"] = _las_wkt(code)
        found = _fitted(told, targets, facts, system["unit_m"] or 1.0)
    except DoesNotFit as problem:
        return {"control_problem": problem.problem}
    except GisError:
        return {"control_problem": "outside_system"}
    known = moved(facts, found.motion, system)
    return known | {"control": _report(told.control, found, system["unit_m"] or 1.0), "crs_told": True}


def _las_wkt(code: str) -> str:
    """The system as LAS files and their readers write it: WKT 1."""
    from gis import crs

    epsg = crs.epsg_of(code)
    return crs.spatial_reference_texts(epsg)[0] if epsg else crs.parse_crs(code).text


def _targets(told: Told) -> tuple[str, list[tuple[float, float]]]:
    """The system in which the cloud will stand, in metres, and the targets in it."""
    from gis import crs

    pairs = [(point.target_x, point.target_y) for point in told.control]
    if not crs.parse_crs(told.control_crs).is_geographic:
        return told.control_crs, pairs
    degrees = [crs.to_wgs84(x, y, told.control_crs) for x, y in pairs]
    zone = "EPSG:3405" if degrees[0][0] < _EAST_OF_ZONE_48 else "EPSG:3406"
    return zone, [crs.from_wgs84(lon, lat, zone) for lon, lat in degrees]


def _fitted(told: Told, targets: list[tuple[float, float]], facts: Facts, unit_m: float) -> Fit:
    source = np.array([(point.x, point.y, point.z or 0.0) for point in told.control])
    bounds = facts["native_bounds"]
    own = metres_per_unit(tuple(bounds[:3]), tuple(bounds[3:]), facts)[0]
    scale = None if told.fit == SIMILARITY else own / unit_m
    heights = [point.target_z for point in told.control]
    known = all(point.z is not None for point in told.control) and all(
        height is not None for height in heights
    )
    if not known:
        return fit_flat(source, np.array(targets), scale=scale)
    goal = [
        (x, y, height / unit_m) for (x, y), height in zip(targets, heights, strict=True) if height is not None
    ]
    return fit(source, np.array(goal), scale=scale)


def _report(points: tuple[ControlPoint, ...], found: Fit, unit_m: float) -> Facts:
    """Residuals in metres, easting, northing, up, in the order of the points."""
    return {
        "rms_m": round(found.rms * unit_m, 4),
        "scale": found.motion.scale,
        "spare": found.spare,
        "points": [
            {"label": point.label, "residual_m": [round(float(value) * unit_m, 4) for value in row]}
            for point, row in zip(points, found.residuals, strict=True)
        ],
    }


def _moved_bounds(bounds: list[float], motion: Motion) -> tuple[Triple, Triple]:
    """A box that holds the moved box; the true bounds are measured when the points are written."""
    corners: Floats = np.array(list(product(*zip(bounds[:3], bounds[3:], strict=True))))
    placed = motion.apply(corners)
    low, high = placed.min(axis=0), placed.max(axis=0)
    return (float(low[0]), float(low[1]), float(low[2])), (float(high[0]), float(high[1]), float(high[2]))
