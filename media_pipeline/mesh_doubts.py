"""What a person must look at before a mesh is shown to the public."""

from __future__ import annotations

from typing import Any

from gis.doubts import Doubt


def mesh_doubts(facts: dict[str, Any]) -> tuple[Doubt, ...]:
    """The doubts about one mesh, in a fixed order."""
    doubts = []
    if not facts["inspected"]:
        doubts.append(
            Doubt(
                "mesh_not_inspected",
                "Mô hình dùng kiểu nén mà hệ thống chưa đọc được nên chưa được kiểm tra. "
                "Mở bằng trình xem 3D để xem trước khi công bố.",
                "The model uses a compression that is not read here, so it was not inspected. "
                "Look at it in a 3D viewer before it is published.",
            )
        )
    if facts["unit"] == "unknown":
        doubts.append(
            Doubt(
                "mesh_unit_unknown",
                "Tệp không ghi đơn vị đo và chiều đứng. Ghi rõ đơn vị và kiểm tra mô hình có đứng thẳng không.",
                "The file states neither unit nor upright axis. State the unit, and check that it stands upright.",
            )
        )
    if facts["missing_companions"]:
        names = ", ".join(facts["missing_companions"][:5])
        doubts.append(
            Doubt(
                "mesh_companion_missing",
                f"Thiếu tệp đi kèm {names} nên mô hình có thể mất màu hoặc vân bề mặt. "
                "Xuất lại thành một tệp GLB nếu cần màu.",
                f"The companion {names} is missing, so colours or textures may be lost. "
                "Export it all as one GLB if colour matters.",
            )
        )
    if facts["dropped_triangles"]:
        count = facts["dropped_triangles"]
        doubts.append(
            Doubt(
                "mesh_triangles_dropped",
                f"{count} mặt có đỉnh không phải là số đã được bỏ qua.",
                f"{count} triangles with corners that are no numbers were left out.",
            )
        )
    return tuple(doubts)
