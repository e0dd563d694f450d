"""What a person must look at before a cloud is shown to the public."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gis.doubts import Doubt

Facts = dict[str, Any]


def cloud_doubts(facts: Facts, is_placed: bool) -> tuple[Doubt, ...]:
    """The doubts about one cloud, in a fixed order."""
    found = [make(facts) for make in _MAKERS if facts]
    doubts = [doubt for doubt in found if doubt is not None]
    if facts["crs"] is not None and not is_placed:
        doubts.append(_outside(facts))
    return tuple(doubts)


def _no_crs(facts: Facts) -> Doubt | None:
    if facts["crs"] is not None or facts["crs_unreadable"]:
        return None
    return Doubt(
        "cloud_no_crs",
        "Đám mây điểm không ghi hệ tọa độ. Chọn hệ tọa độ theo hồ sơ đo, hoặc nhập vị trí của di sản.",
        "The point cloud states no coordinate system. Choose it from the survey papers, or enter the place.",
    )


def _unreadable(facts: Facts) -> Doubt | None:
    if not facts["crs_unreadable"]:
        return None
    return Doubt(
        "cloud_crs_unreadable",
        "Đám mây điểm có ghi hệ tọa độ nhưng không hiểu được. Chọn hệ tọa độ theo hồ sơ đo.",
        "The point cloud states a coordinate system that cannot be understood. Choose it from the papers.",
    )


def _contradiction(facts: Facts) -> Doubt | None:
    other = facts["crs_contradiction"]
    if other is None:
        return None
    first = facts["crs_name"]
    return Doubt(
        "cloud_crs_contradiction",
        f"Tệp ghi hai hệ tọa độ khác nhau: {first} và {other}. Đang dùng {first}; đối chiếu với hồ sơ đo.",
        f"The file states two different coordinate systems, {first} and {other}. {first} is used; "
        "check it against the survey papers.",
    )


def _feet(facts: Facts) -> Doubt | None:
    if facts["unit"] not in ("foot", "other"):
        return None
    factor = f"{facts['unit_m']:.10g}"
    return Doubt(
        "cloud_not_in_metres",
        f"Tọa độ không tính bằng mét (1 đơn vị = {factor} m). Kích thước đã đổi ra mét; kiểm tra lại.",
        f"Coordinates are not in metres (1 unit = {factor} m). Sizes were converted to metres; check them.",
    )


def _degrees(facts: Facts) -> Doubt | None:
    if facts["unit"] != "degree":
        return None
    return Doubt(
        "cloud_in_degrees",
        "Tọa độ tính bằng độ nên hình khối khi xem 3D bị méo. Xuất lại trong hệ tọa độ phẳng nếu có thể.",
        "Coordinates are in degrees, so shapes look distorted in 3D. Export in a projected system if possible.",
    )


def _float32(facts: Facts) -> Doubt | None:
    if not facts["float32_coordinates"]:
        return None
    return Doubt(
        "float32_coordinates",
        "Tọa độ lớn được lưu bằng số thực 32 bit nên đã mất độ chính xác đến đề-xi-mét. "
        "Xuất lại bằng LAS hoặc E57.",
        "Large coordinates are stored in 32 bits and have lost precision, up to decimetres. "
        "Export again as LAS or E57.",
    )


def _without_position(facts: Facts) -> Doubt | None:
    lost = facts["points_without_position"]
    if not lost:
        return None
    return Doubt(
        "points_without_position",
        f"{lost} điểm không có tọa độ đã được bỏ qua; còn {facts['points']} điểm.",
        f"{lost} points without coordinates were left out; {facts['points']} remain.",
    )


def _waveforms(facts: Facts) -> Doubt | None:
    if not facts["waveforms"]:
        return None
    return Doubt(
        "waveforms_not_shown",
        "Tệp có dữ liệu dạng sóng; bản xem trên web không giữ phần này, tệp gốc vẫn nguyên vẹn.",
        "The file holds waveforms; the web copy does not carry them, the original keeps them.",
    )


def _bounds(facts: Facts) -> Doubt | None:
    if not facts["bounds_disagree"]:
        return None
    return Doubt(
        "cloud_bounds_disagree",
        "Có điểm nằm ngoài phạm vi ghi trong tệp. Vị trí tính theo các điểm đo được; kiểm tra điểm lạc ở xa.",
        "Points lie outside the bounds that the file states. The place is computed from the points; "
        "look for stray points far away.",
    )


def _outside(facts: Facts) -> Doubt:
    name = facts["crs_name"]
    return Doubt(
        "cloud_outside_crs",
        f"Tọa độ không đổi được sang kinh vĩ độ theo {name}. Kiểm tra lại hệ tọa độ của tệp.",
        f"The coordinates cannot be turned into longitude and latitude with {name}. Check the file's system.",
    )


_MAKERS: tuple[Callable[[Facts], Doubt | None], ...] = (
    _no_crs,
    _unreadable,
    _contradiction,
    _feet,
    _degrees,
    _float32,
    _without_position,
    _waveforms,
    _bounds,
)
