"""How exact a position is by the way it was found: the one table, each figure with its source.

A figure that comes with the position itself (a receiver's, a map's residual) always goes before the table.
``metres`` is None where no honest figure can be given for the method as such; what decides then is in ``vi``
and ``en``. A test keeps ``docs/officer.md`` in step.
"""

from __future__ import annotations

from dataclasses import dataclass

from gis.distance import metres_per_degree
from gis.placement import Method


@dataclass(frozen=True, slots=True)
class Expected:
    """Radius in metres around the position, and what the figure rests on."""

    metres: float | None
    vi: str
    en: str


EXPECTED: dict[Method, Expected] = {
    # GPS.gov, "GPS Accuracy": phones are typically accurate to within a 4.9 m radius under open sky (ION 2015).
    Method.GNSS: Expected(
        5.0,
        "Điện thoại ngoài trời thoáng: 4,9 m (GPS.gov). Máy trắc địa: ghi con số của máy.",
        "A phone under open sky: 4.9 m (GPS.gov). A surveyor's receiver: the figure it gives.",
    ),
    Method.CONTROL_POINTS: Expected(
        None,
        "Sai số còn lại ở các điểm kiểm tra của chính tờ bản đồ.",
        "The residual at the check points of the sheet itself.",
    ),
    # EPSG:6960 (VN-2000 to WGS 84) states 1 m, and cannot be better than the survey that it shifts.
    Method.SCAN_CRS: Expected(
        1.0,
        "Phép chuyển VN-2000 sang WGS 84 (EPSG:6960): 1 m, cộng sai số của lần quét.",
        "The shift from VN-2000 to WGS 84 (EPSG:6960): 1 m, plus that of the survey.",
    ),
    # Beside buildings and trees, and the camera stands away from what it shows.
    Method.EXIF: Expected(
        None,
        "Sai số máy ảnh tự ghi; máy không ghi thì coi là chưa biết. Máy ảnh đứng cách vật được chụp.",
        "What the camera states; unknown where it states nothing. A camera stands away from its subject.",
    ),
    Method.DECLARED: Expected(
        None, "Con số người khai ghi cùng tọa độ.", "The figure written beside the coordinates."
    ),
    Method.MAP_CLICK: Expected(
        None,
        "Bề rộng đầu ngón tay (22 điểm ảnh) ở mức phóng lúc chấm, không dưới 5 m.",
        "Half a fingertip's target (22 pixels) at the zoom of the moment, never below 5 m.",
    ),
    Method.PUBLISHED_SOURCE: Expected(
        None,
        "Con số của nguồn. Nguồn không ghi thì để trống: danh sách công khai trong vùng lệch tới 14 km.",
        "The figure of the source. Without one it stays unknown: public lists of the region err by up to 14 km.",
    ),
    Method.ADDRESS: Expected(
        None,
        "Bán kính của đơn vị hành chính nhỏ nhất nhận ra trong địa chỉ.",
        "The radius of the smallest unit that the address names.",
    ),
    Method.UNIT_CENTROID: Expected(
        None,
        "Bán kính của đơn vị: tới góc xa nhất của ranh giới, hoặc của hình tròn cùng diện tích.",
        "The radius of the unit: to the farthest corner of its boundary, or of a circle of its area.",
    ),
}

FINGER_PIXELS = 22.0
FLOOR_M = 5.0  # our own vectors hold six decimals, their sources say no better than some metres
EQUATOR_PIXELS = 256.0  # of the whole Earth at zoom 0


def map_click_accuracy_m(zoom: float, lat: float) -> float:
    """Metres that half a fingertip covers on a Web Mercator map at a zoom, at a latitude in degrees."""
    per_lon, _ = metres_per_degree(lat)
    metres_per_pixel: float = per_lon * 360.0 / (EQUATOR_PIXELS * 2.0**zoom)
    return max(FLOOR_M, round(FINGER_PIXELS * metres_per_pixel, 1))
