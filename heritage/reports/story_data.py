"""The part of a report on the data themselves: layers and map, use, quality, security and backup."""

from __future__ import annotations

from typing import Any

from heritage.reports import tables
from heritage.reports.letter import Texts, day, long
from heritage.reports.numbers import whole
from heritage.reports.paper import Block, Picture, body, note, part, section

Content = dict[str, Any]
NO_USE = "Hệ thống không đo lượt xem, lượt quét mã QR hay lượt tương tác, nên không có số liệu của hệ thống."
NO_BACKUP = "Hệ thống không ghi nhận việc sao lưu; sao lưu do đơn vị vận hành thực hiện và ghi sổ riêng."


def data_part(content: Content, texts: Texts) -> list[Block]:
    """Part III."""
    return [
        part("III. DỮ LIỆU"),
        section("1. Các lớp dữ liệu GIS"),
        tables.gis_layers(content),
        *_map(content),
        section("2. Mức sử dụng của công chúng"),
        body(NO_USE),
        *_own("Đơn vị tự ghi nhận: ", texts["use"]),
        section("3. Chất lượng dữ liệu"),
        tables.quality(content),
        note(f"Đo trên dữ liệu của hệ thống {long(content['measured_on'])}."),
        section("4. An toàn thông tin, sao lưu"),
        *_kept(content["safekeeping"]),
        body(NO_BACKUP),
        *_own("Đơn vị tự ghi nhận: ", texts["backup"]),
    ]


def _map(content: Content) -> list[Block]:
    told = content["map"]
    if not told["svg"]:
        return []
    shown = f"{whole(told['shown'])} di sản đã công bố có vị trí"
    about = "; vòng nét đứt là phạm vi gần đúng" if told["approximate"] else ""
    text = f"Bản đồ {content['unit']['name']} với {shown}; bản đồ nhỏ có Quần đảo Hoàng Sa và Quần đảo Trường Sa."
    return [Picture("ban_do", told["svg"], 160, f"Bản đồ {shown}{about}", text)]


def _own(start: str, text: str) -> list[Block]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [body(start + lines[0]), *(body(line) for line in lines[1:])] if lines else []


def _kept(told: dict[str, Any]) -> list[Block]:
    originals = f"Tệp gốc đang giữ: {whole(told['originals'])}; đã băm lại để kiểm tra toàn vẹn: {whole(told['rechecked'])}"
    if told["oldest_check"]:
        originals += f" (lần kiểm cũ nhất: {day(told['oldest_check'])})"
    damaged = (
        "không có tệp nào bị hỏng hoặc mất"
        if not told["damaged"]
        else f"{whole(told['damaged'])} tệp hỏng hoặc mất"
    )
    people = (
        f"Tài khoản đang dùng của đơn vị: {whole(told['officers'])} cán bộ nhập liệu, "
        f"{whole(told['reviewers'])} người duyệt; quản trị hệ thống: {whole(told['administrators'])}."
    )
    return [
        body(f"{originals}; {damaged}."),
        body(people),
        body(f"Nhật ký thao tác trên hồ sơ của đơn vị trong kỳ: {whole(told['events'])} dòng."),
    ]
