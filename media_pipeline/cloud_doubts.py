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
    if facts["crs_told"]:
        return Doubt(
            "cloud_crs_told",
            f"Đang dùng hệ tọa độ do cán bộ khai, {first}; trong tệp ghi {other}.",
            f"The system that the officer stated is used, {first}; the file states {other}.",
        )
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


def _columns(facts: Facts) -> Doubt | None:
    if facts.get("columns_certain", True):
        return None
    row, code = facts["first_row"], " ".join(facts["columns"])
    return Doubt(
        "cloud_columns_unsure",
        f"Không chắc các cột của danh sách điểm là gì. Dòng đầu: {row} — đang hiểu là {code}. Khai lại thứ tự cột nếu sai.",
        f"The columns of the point list can be read in more than one way. First row: {row} - read as {code}. "
        "State their order if that is wrong.",
    )


def _poses(facts: Facts) -> Doubt | None:
    lacking = facts.get("scans_without_pose") or 0
    if lacking < 2:
        return None
    return Doubt(
        "scans_without_pose",
        f"{lacking} trạm quét trong tệp không có vị trí trạm nên có thể chồng lên nhau. Ghép các trạm bằng phần mềm của máy quét, "
        "hoặc gửi từng trạm một tệp rồi ghép ở đây.",
        f"{lacking} scans in the file have no pose and may lie on top of each other. Register them with the scanner's "
        "software, or send each as a file of its own and register them here.",
    )


_CONTROL = {
    "too_few": (
        "Cần ít nhất 3 điểm khống chế để đặt đám mây điểm. Thêm điểm.",
        "At least 3 control points are needed to place the cloud. Add some.",
    ),
    "on_a_line": (
        "Các điểm khống chế nằm trên một đường thẳng nên không xác định được hướng. Thêm điểm nằm lệch hẳn sang bên.",
        "The control points lie on one line and cannot tell the direction. Add one well to the side.",
    ),
    "no_system": (
        "Không hiểu hệ tọa độ của các điểm khống chế. Chọn lại hệ tọa độ.",
        "The reference system of the control points cannot be understood. Choose it again.",
    ),
    "outside_system": (
        "Tọa độ điểm khống chế không hợp với hệ tọa độ đã chọn. Kiểm tra X, Y và kinh tuyến trục.",
        "The control points' coordinates do not fit their reference system. Check X, Y and the meridian.",
    ),
}
_REGISTRATION = {
    "no_reference": (
        "Chưa có bản quét để ghép vào, hoặc bản đó chưa xử lý xong. Chọn lại bản quét.",
        "The scan to register to is not there or not processed yet. Choose it again.",
    ),
    "no_overlap": (
        "Không ghép được: hai bản quét gần như không có phần chung. Chọn bản quét cùng khu vực, hoặc dùng điểm khống chế.",
        "They could not be registered: the two scans hardly overlap. Choose a scan of the same place, or use control points.",
    ),
}
_POOR_FIT_M = 0.2  # more than any tape or total station is off between points of one building
_POOR_REGISTRATION = 1.0  # of the voxel that the features were taken on


def _control(facts: Facts) -> Doubt | None:
    if facts["control_problem"]:
        return Doubt(f"control_points_{facts['control_problem']}", *_CONTROL[facts["control_problem"]])
    control = facts["control"]
    if control is None or control["rms_m"] <= _POOR_FIT_M:
        return None
    worst = max(control["points"], key=lambda point: sum(value**2 for value in point["residual_m"]))
    rms, label = f"{control['rms_m']:.2f}", worst["label"] or "?"
    return Doubt(
        "control_points_poor",
        f"Các điểm khống chế lệch nhau {rms.replace('.', ',')} m (RMS), lệch nhất là điểm {label}. Kiểm tra tọa độ và đơn vị.",
        f"The control points disagree by {rms} m (RMS), most of all point {label}. Check coordinates and unit.",
    )


def _registration(facts: Facts) -> Doubt | None:
    if facts["registration_problem"]:
        code = facts["registration_problem"]
        return Doubt(f"registration_{code}", *_REGISTRATION[code])
    found = facts["registration"]
    if found is None or found["rmse_m"] <= _POOR_REGISTRATION * found["voxel_m"]:
        return None
    cm, share = found["rmse_m"] * 100, found["overlap"] * 100
    return Doubt(
        "registration_poor",
        f"Ghép chưa khít: lệch khoảng {cm:.0f} cm trên {share:.0f}% số điểm. Xem kỹ trước khi công bố.",
        f"The scans fit loosely: about {cm:.0f} cm apart on {share:.0f}% of the points. Look closely before publishing.",
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
    _columns,
    _poses,
    _control,
    _registration,
)
