"""The facsimile of a community's commitment, marked across its middle as no real document."""

from __future__ import annotations

from heritage.demo.papers import Line, Sheet, wrapped

_TEXT = (
    "Cộng đồng thực hành di sản đồng ý cho ghi hình, ghi âm, số hóa và giới thiệu di sản trên trang "
    "thông tin chung của phường, xã; được xem và sửa nội dung trước khi công bố; được rút lại sự đồng ý "
    "bằng văn bản bất cứ lúc nào.",
    "Bản này do chương trình dựng ra để trình diễn quy trình. Không ai đã ký bản này.",
)


def consent_sheet(title: str, unit: str) -> Sheet:
    """One page: what is agreed to, and two empty places for names."""
    lines = [
        Line(0.9, 0.8, 11, "BẢN CAM KẾT CỦA CỘNG ĐỒNG", True),
        Line(0.9, 1.02, 10, unit),
        Line(5.2, 0.8, 11, "Mẫu trình diễn", True),
        *wrapped(0.9, 1.75, 19, title, 46, True),
    ]
    y = 2.9
    for paragraph in _TEXT:
        rows = wrapped(0.9, y, 12, paragraph, 76)
        lines += rows
        y += 0.25 * len(rows) + 0.25
    lines += [
        Line(1.2, y + 0.6, 12, "Đại diện cộng đồng (để trống)"),
        Line(5.0, y + 0.6, 12, "Cán bộ tiếp nhận (để trống)"),
        Line(0.9, 11.1, 9, "Dựng bằng chương trình để trình diễn phần mềm. Không có giá trị pháp lý."),
    ]
    return Sheet(tuple(lines))
