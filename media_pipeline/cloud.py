"""The media kind of point clouds: LAS, LAZ, COPC, E57, PLY, PCD, PTS and XYZ."""

from __future__ import annotations

from gis.doubts import Doubt
from gis.errors import GisError
from gis.placement import Method, Placement
from media_pipeline.cloud_derive import derive_cloud
from media_pipeline.cloud_doubts import cloud_doubts
from media_pipeline.cloud_inspect import inspect_cloud
from media_pipeline.cloud_recognise import recognise_cloud
from media_pipeline.kind import Kind
from media_pipeline.report import Facts

_BEST_ACCURACY_M = 1.0  # the middle of a scan stands for the object: no closer than this


def place_cloud(facts: Facts) -> Placement | None:
    """The middle of the bounds in WGS 84, or None without a usable reference system."""
    if facts["crs"] is None:
        return None
    from gis import crs

    bounds = facts["native_bounds"]
    x, y = (bounds[0] + bounds[3]) / 2, (bounds[1] + bounds[4]) / 2
    try:
        lon, lat = crs.to_wgs84(x, y, facts["crs"])
        stated = crs.transformation_accuracy_m(facts["crs"])
        control = facts["control"]
        return Placement(
            lon=lon,
            lat=lat,
            method=Method.CONTROL_POINTS if control else Method.SCAN_CRS,
            accuracy_m=None
            if stated is None
            else max(_BEST_ACCURACY_M, stated, control["rms_m"] if control else 0.0),
            native_crs=facts["crs"] if facts["crs"].startswith("EPSG:") else facts["crs_name"],
            native_x=x,
            native_y=y,
        )
    except GisError:
        return None


def question_cloud(facts: Facts) -> tuple[Doubt, ...]:
    """What a person must look at."""
    return cloud_doubts(facts, place_cloud(facts) is not None)


KIND = Kind(
    name="cloud",
    recognises=recognise_cloud,
    inspect=inspect_cloud,
    place=place_cloud,
    question=question_cloud,
    derive=derive_cloud,
)
