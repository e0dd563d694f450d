"""Write ``docs/refusals.md`` from the code: ``python -m docs.make_refusals`` in the project folder."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from heritage.errors import Infected, NotChecked
from heritage.services import delivery
from media_pipeline import kinds
from media_pipeline.errors import MediaRefused, refusals

TARGET = Path(__file__).with_name("refusals.md")

# What the officer does is what sorts the codes; each code stands in exactly one group.
GROUPS: dict[tuple[str, str], tuple[str, ...]] = {
    ("Chép lại từ thiết bị gốc", "Copy again from the device"): (
        "empty_file",
        "truncated",
        "archive_damaged",
        "archive_empty",
        "not_plain_file",
        "unreadable_file",
    ),
    ("Lưu hoặc xuất lại từ phần mềm gốc", "Save or export again"): (
        "damaged",
        "crashes_reader",
        "unpacks_too_large",
        "archive_bomb",
        "unsafe_name",
        "no_content",
        "no_rows",
        "no_points",
        "no_triangles",
        "invalid_mesh",
    ),
    ("Chuyển sang định dạng được nhận", "Convert to an accepted format"): (
        "unknown_type",
        "unsupported_picture",
        "unsupported_drawing",
        "unsupported_video",
        "unsupported_audio",
        "unsupported_cloud",
        "unsupported_mesh",
        "not_items",
        "old_workbook",
        "not_a_template",
        "camera_raw",
        "office_file",
        "script_inside",
        "not_media_text",
    ),
    ("Chia nhỏ", "Split"): ("too_many_pixels", "too_many_points", "too_slow", "too_large", "too_many_rows"),
    ("Bỏ mật khẩu", "Remove the password"): ("encrypted", "archive_encrypted"),
    ("Gửi cùng tệp đi kèm", "Send together with the files that belong to it"): (
        "missing_companion",
        "shapefile_part_missing",
        "not_media_material",
        "not_media_world_file",
    ),
    ("Xuất thành một tệp chứa đủ mọi phần", "Export one file that holds everything"): (
        "unsafe_reference",
        "template_active",
        "template_outward",
    ),
    ("Đưa vào đúng chỗ", "Bring it to the right place"): (
        "archive",
        "not_media_table",
        "not_media_vector",
        "several_tables",
    ),
    ("Quét vi-rút rồi gửi lại", "Scan for viruses, then send again"): ("infected", "not_checked"),
    ("Báo quản trị", "Tell the administrator"): ("refused",),
}
HEADER = """\
# Vì sao tệp không được nhận / Why a file is refused

Bảng này do `python -m docs.make_refusals` ghi từ mã nguồn; đừng sửa tay. `…` là con số hoặc tên của từng tệp.
This table is written from the code by `python -m docs.make_refusals`; do not edit it. `…` is a figure or name of the file.
"""


class _Dots(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def sentences() -> dict[str, tuple[str, str]]:
    """Every code with its sentence in Vietnamese and English: what reading a file or opening a zip can say."""
    assert kinds.KINDS  # importing the kinds brings every class of refusal along
    found = {
        code: (_filled(refusal.vi), _filled(refusal.en))
        for code, refusal in refusals().items()
        if _is_ours(refusal)
    }
    for code, vi, en in delivery.PROBLEMS:
        found[code] = (vi, en)
    for asked in (Infected, NotChecked):
        found[asked.code] = (asked.vi, asked.en)
    return found


def table() -> str:
    """The whole document.

    Raises:
        ValueError: A code stands in no group, in two, or does not exist.
    """
    known = sentences()
    places: dict[str, list[str]] = defaultdict(list)
    for (vi, _en), codes in GROUPS.items():
        for code in codes:
            places[code].append(vi)
    wrong = set(known) ^ set(places) | {code for code, groups in places.items() if len(groups) > 1}
    if wrong:
        raise ValueError(f"not in exactly one group: {sorted(wrong)}")
    parts = [HEADER]
    for (vi, en), codes in GROUPS.items():
        parts.append(f"## {vi} / {en}\n\n| Mã / Code | Tiếng Việt | English |\n|---|---|---|\n")
        parts[-1] += "".join(f"| `{code}` | {known[code][0]} | {known[code][1]} |\n" for code in codes)
    return "\n".join(parts)


def _filled(template: str) -> str:
    return template.format_map(_Dots())


def _is_ours(refusal: type[MediaRefused]) -> bool:
    return refusal.__module__.startswith("media_pipeline.")  # tests make children of their own


if __name__ == "__main__":
    TARGET.write_text(table(), encoding="utf-8")
