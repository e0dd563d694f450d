"""What a person must look at before a mesh is shown to the public."""

from __future__ import annotations

from typing import Any

from gis.doubts import Doubt

LEAST_M, MOST_M = 0.01, 2_000.0  # of the longest side: a coin, the largest citadel


def mesh_doubts(facts: dict[str, Any]) -> tuple[Doubt, ...]:
    """The doubts about one mesh, in a fixed order."""
    found = (
        _not_inspected(facts),
        _unit(facts),
        _size(facts),
        _companions(facts),
        _dropped(facts),
        _rewritten(facts),
    )
    return tuple(doubt for doubt in found if doubt is not None)


def _not_inspected(facts: dict[str, Any]) -> Doubt | None:
    if facts["inspected"]:
        return None
    return Doubt(
        "mesh_not_inspected",
        "Mô hình nén bằng meshopt: trình xem mở được, nhưng hệ thống chưa đọc được nên chưa kiểm tra "
        "và không có ảnh đại diện. Mở mô hình để xem trước khi công bố.",
        "The model is compressed with meshopt: viewers open it, but it is not read here, so it was not "
        "inspected and has no poster. Look at the model before it is published.",
    )


def _unit(facts: dict[str, Any]) -> Doubt | None:
    if facts["unit"] != "unknown":
        return None
    return Doubt(
        "mesh_unit_unknown",
        "Tệp không ghi đơn vị đo và chiều đứng. Khai đơn vị để có kích thước thật, "
        "và kiểm tra mô hình có đứng thẳng không.",
        "The file states neither unit nor upright axis. Tell the unit so that its real size is known, "
        "and check that it stands upright.",
    )


def _size(facts: dict[str, Any]) -> Doubt | None:
    """glTF is in metres by definition; exporters forget."""
    largest = max(facts["size_m"] or [0.0])
    if facts["size_m"] is None or LEAST_M <= largest <= MOST_M:
        return None
    vi, en = (f"{largest * 1000:.3g} mm",) * 2 if largest < LEAST_M else (f"{largest / 1000:.3g} km",) * 2
    return Doubt(
        "mesh_size_doubtful",
        f"Cạnh dài nhất của mô hình là {vi.replace('.', ',')}. Nếu không đúng, khai lại đơn vị đo của tệp.",
        f"The longest side of the model is {en}. If that is wrong, tell the unit of the file.",
    )


def _companions(facts: dict[str, Any]) -> Doubt | None:
    missing = facts["missing_companions"]
    if not missing:
        return None
    names = ", ".join(missing[:5]) + (f" (+{len(missing) - 5})" if len(missing) > 5 else "")
    return Doubt(
        "mesh_companion_missing",
        f"Thiếu tệp đi kèm {names} nên mô hình có thể mất màu hoặc vân bề mặt. "
        "Gửi lại mô hình cùng các tệp này trong một lần chọn hoặc một tệp zip.",
        f"Companion files are missing: {names}. Colours or textures may be lost. "
        "Send the model again together with them, chosen at once or in one zip.",
    )


def _dropped(facts: dict[str, Any]) -> Doubt | None:
    count = facts["dropped_triangles"]
    if not count:
        return None
    return Doubt(
        "mesh_triangles_dropped",
        f"{count} mặt có đỉnh không phải là số đã được bỏ qua.",
        f"{count} triangles with corners that are no numbers were left out.",
    )


def _rewritten(facts: dict[str, Any]) -> Doubt | None:
    rule = facts.get("broken_rule")
    if not rule:
        return None
    return Doubt(
        "mesh_rewritten",
        f"Tệp gốc sai chuẩn glTF ({rule}) nên bản công bố được ghi lại, không kèm chuyển động.",
        f"The original breaks the glTF standard ({rule}), so the public model was written anew, without animation.",
    )
