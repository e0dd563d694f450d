"""What a person should look at before a position is believed."""

from __future__ import annotations

from gis.distance import spoken_distance
from gis.doubts import Doubt
from gis.frame import NATIONAL_FRAME
from gis.placement import Method, Placement
from gis.unit_place import UnitPlace

# A circle of the same area misses the arms of a long ward: half a radius beyond it says nothing yet.
CIRCLE_SLACK = 0.5
COARSE_M = 500.0
NULL_ISLAND_DEGREES = 0.01
WGS_84 = "EPSG:4326"
# A meridian half a degree off moves a point by 50 km: the commonest reason in a projected system.
_REMEDY = (
    " Kiểm tra hệ tọa độ, kinh tuyến trục và thứ tự X, Y.",
    " Check the reference system, its central meridian and the order of X and Y.",
)

_SAID = {
    Method.GNSS: ("Vị trí đo bằng máy định vị", "The position measured by satellite"),
    Method.CONTROL_POINTS: ("Vị trí theo điểm khống chế", "The position from control points"),
    Method.SCAN_CRS: ("Vị trí ghi trong bản quét", "The position in the scan"),
    Method.EXIF: ("Vị trí ghi trong ảnh", "The position in the photo"),
    Method.DECLARED: ("Vị trí ghi trong bảng kê", "The position in the manifest"),
    Method.MAP_CLICK: ("Vị trí chọn trên bản đồ", "The position chosen on the map"),
    Method.PUBLISHED_SOURCE: ("Vị trí theo nguồn đã công bố", "The position from a published source"),
    Method.ADDRESS: ("Vị trí theo địa chỉ", "The position from the address"),
    Method.UNIT_CENTROID: ("Vị trí giữa đơn vị", "The centre of the unit"),
}


def doubts_about(placement: Placement | None, place: UnitPlace | None = None) -> tuple[Doubt, ...]:
    """Doubts about a position, the gravest first; none is a refusal.

    Args:
        placement: None when the file says nothing of where it was made.
        place: The unit that it should be in; None when no unit is known.
    """
    if placement is None:
        return (Doubt("no_position", "Chưa có vị trí.", "No position yet."),)
    wrong = _impossible(placement)
    if wrong is not None:
        return (wrong,)
    found = [_outside_unit(placement, place) if place else None, _vague(placement)]
    return tuple(doubt for doubt in found if doubt is not None)


def said_by(method: Method) -> tuple[str, str]:
    """How a sentence begins that speaks of a position found this way, in Vietnamese and English."""
    return _SAID[method]


def is_plausible(placement: Placement) -> bool:
    """Whether the position is neither the empty one at 0, 0 nor outside Viet Nam."""
    return _impossible(placement) is None


def _impossible(placement: Placement) -> Doubt | None:
    vi, en = _SAID[placement.method]
    if abs(placement.lon) < NULL_ISLAND_DEGREES and abs(placement.lat) < NULL_ISLAND_DEGREES:
        return Doubt(
            "null_island",
            f"{vi} là 0, 0: máy chưa bắt được vệ tinh.",
            f"{en} is 0, 0: the device had no satellite fix.",
        )
    if NATIONAL_FRAME.contains(placement.lon, placement.lat):
        return None
    return Doubt("outside_viet_nam", f"{vi} nằm ngoài Việt Nam.", f"{en} lies outside Viet Nam.")


def _outside_unit(placement: Placement, place: UnitPlace) -> Doubt | None:
    away = place.outside_m(placement.lon, placement.lat)
    if away is None:
        return None
    slack = placement.accuracy_m or 0.0
    if place.approximate:
        slack += CIRCLE_SLACK * (place.radius_m or 0.0)
    if away <= slack:
        return None
    vi, en = _SAID[placement.method]
    kind, kind_en = _kind(place)
    remedy, remedy_en = _REMEDY if placement.native_crs not in (None, WGS_84) else ("", "")
    return Doubt(
        "outside_unit",
        f"{vi} nằm ngoài {kind}, cách {spoken_distance(away)}.{remedy}",
        f"{en} lies {spoken_distance(away, '.')} outside the {kind_en}.{remedy_en}",
    )


_KINDS_EN = {
    "phường": "ward", "xã": "commune", "đặc khu": "special zone", "thị trấn": "township", "tỉnh": "province",
    "thành phố": "city",
}  # fmt: skip


def _kind(place: UnitPlace) -> tuple[str, str]:
    kind = place.kind.lower() or "đơn vị"
    return kind, _KINDS_EN.get(kind, "unit")


def _vague(placement: Placement) -> Doubt | None:
    vi, en = _SAID[placement.method]
    if placement.accuracy_m is None:
        return Doubt("accuracy_unknown", f"{vi} không kèm sai số.", f"{en} comes without its accuracy.")
    if placement.accuracy_m > COARSE_M and placement.method is not Method.UNIT_CENTROID:
        return Doubt(
            "accuracy_coarse",
            f"{vi} có sai số tới {spoken_distance(placement.accuracy_m)}.",
            f"{en} is only accurate to {spoken_distance(placement.accuracy_m, '.')}.",
        )
    return None
