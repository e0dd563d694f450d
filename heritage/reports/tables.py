"""The tables of a report, every number with the address that lists its objects."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from heritage import categories
from heritage.reports import links
from heritage.reports.letter import day
from heritage.reports.numbers import difference, percent, target, whole
from heritage.reports.paper import Align, Cell, Table

Content = dict[str, Any]
Row = dict[str, Any]
NOTHING = "–"
NO_OBJECT = "không có đối tượng"


def share(row: dict[str, Any] | None) -> Fraction | None:
    """The exact share of a row; None without an object."""
    return Fraction(row["digitized"], row["total"]) if row and row["total"] else None


def by_category(content: Content) -> Table:
    """Category by number, levels, percent now and before, target and distance to it."""
    return Table(
        key="nhom",
        caption="Kết quả theo nhóm di sản",
        head=(
            "Nhóm di sản",
            "Tổng số",
            "Mức 0",
            "Mức 1",
            "Mức 2",
            "Mức 3",
            "Đã số hóa",
            "Tỷ lệ kỳ này",
            "Tỷ lệ kỳ trước",
            "Chỉ tiêu",
            "Chênh lệch (điểm %)",
        ),
        rows=tuple(_category(content, row) for row in content["rows"]),
        widths_mm=(23, 12, 10, 10, 10, 10, 17, 23, 16, 15, 19),
        last_is_total=True,
    )


def _category(content: Content, row: Row) -> tuple[Cell, ...]:
    now, asked = share(row), row["target"]
    is_sum = row["category"] in ("", links.SEVERAL)
    gap = difference(now, Decimal(asked)) if now is not None and asked is not None else NOTHING
    where = {"category": row["category"]}
    return (
        Cell(row["label"], bold=is_sum),
        _count(content, row["total"], **where),
        *(_count(content, count, level=str(level), **where) for level, count in enumerate(row["levels"])),
        Cell(
            f"{whole(row['digitized'])}/{whole(row['total'])}",
            links.listing(content, part="2", **where),
            Align.CENTRE,
        ),
        Cell(NO_OBJECT if now is None else percent(now), align=Align.CENTRE, bold=True),
        Cell(percent(share(row["previous"])), align=Align.CENTRE),
        Cell(target(Decimal(asked)) if asked is not None else NOTHING, align=Align.CENTRE),
        Cell(gap, align=Align.CENTRE),
    )


def four_numbers(content: Content) -> Table:
    """Digitized, in work, not begun and blocked; they add up to the total in every row."""
    columns = (("digitized", "2"), ("in_work", "1"), ("not_begun", "0"), ("blocked", "x"))
    return Table(
        key="bon_so",
        caption="Bốn số cộng lại bằng tổng số",
        head=("Nhóm di sản", "Tổng số", "Đã số hóa", "Đang làm", "Chưa làm", "Đang vướng"),
        rows=tuple(
            (
                Cell(row["label"], bold=row["category"] in ("", links.SEVERAL)),
                _count(content, row["total"], category=row["category"]),
                *(_count(content, row[name], part=part, category=row["category"]) for name, part in columns),
            )
            for row in content["rows"]
        ),
        widths_mm=(45, 24, 24, 24, 24, 24),
        last_is_total=True,
    )


def completed(content: Content, key: str, caption: str, rows: Sequence[Row]) -> Table:
    """Objects that began, or ceased, to count in the period."""
    return Table(
        key=key,
        caption=caption,
        head=("STT", "Mã", "Tên đối tượng", "Nhóm", "Mức", "Ngày ghi nhận"),
        rows=tuple(
            (
                *_named(content, number, row),
                Cell(str(row["level"]), align=Align.CENTRE),
                Cell(day(row["on"]) if row["on"] else NOTHING, align=Align.CENTRE),
            )
            for number, row in enumerate(rows, start=1)
        ),
        widths_mm=(11, 20, 64, 28, 14, 28),
    )


def blocked(content: Content) -> Table:
    """Objects that something stands in the way of, and what."""
    rows = [row for row in content["objects"] if row["part"] == "x"]
    return Table(
        key="vuong",
        caption="Đối tượng đang vướng và lý do",
        head=("STT", "Mã", "Tên đối tượng", "Nhóm", "Lý do", "Từ ngày"),
        rows=tuple(
            (
                *_named(content, number, row),
                Cell(row["blocked"]),
                Cell(day(row["blocked_since"]) if row["blocked_since"] else NOTHING, align=Align.CENTRE),
            )
            for number, row in enumerate(rows, start=1)
        ),
        widths_mm=(11, 21, 44, 22, 44, 23),
    )


def gis_layers(content: Content) -> Table:
    """How far each layer of the map covers what it should hold."""
    return Table(
        key="lop",
        caption="Độ phủ các lớp dữ liệu GIS",
        head=("Lớp dữ liệu", "Cần có", "Đã có", "Tỷ lệ"),
        rows=tuple(
            (
                Cell(each["name"]),
                Cell(whole(each["total"]), align=Align.CENTRE),
                Cell(whole(each["done"]), align=Align.CENTRE),
                Cell(_of(each["done"], each["total"]), align=Align.CENTRE),
            )
            for each in content["layers"]
        ),
        widths_mm=(90, 22, 22, 31),
    )


def quality(content: Content) -> Table:
    """The measured checks of data quality."""
    return Table(
        key="chat_luong",
        caption="Chỉ số chất lượng dữ liệu",
        head=("Nguyên tắc", "Nội dung kiểm tra", "Kết quả", "Ngưỡng", "Đạt"),
        rows=tuple(
            (
                Cell(each["principle"]),
                Cell(each["name"]),
                Cell(_measured(each), align=Align.CENTRE),
                Cell("0" if "faults" in each else f"≥ {each['wanted']}%", align=Align.CENTRE),
                Cell({True: "Đạt", False: "Chưa", None: NOTHING}[each["met"]], align=Align.CENTRE),
            )
            for each in content["quality"]
        ),
        widths_mm=(25, 76, 30, 18, 16),
    )


def objects(content: Content) -> Table:
    """Every object of the register with its level and what it lacks."""
    return Table(
        key="doi_tuong",
        caption="",
        head=("STT", "Mã", "Tên đối tượng", "Nhóm", "Căn cứ", "Mức", "Còn thiếu để đạt mức 2"),
        rows=tuple(
            (
                *_named(content, number, row),
                Cell(row["legal_basis"] or NOTHING),
                Cell(str(row["level"]), align=Align.CENTRE),
                Cell("; ".join(row["missing"]) or NOTHING),
            )
            for number, row in enumerate(content["objects"], start=1)
        ),
        widths_mm=(10, 21, 32, 18, 30, 11, 43),
    )


def parts(content: Content) -> Table:
    """The wards of a province with their numbers."""
    return Table(
        key="don_vi",
        caption="",
        head=("STT", "Mã", "Đơn vị", "Đã số hóa", "Tỷ lệ"),
        rows=tuple(
            (
                Cell(whole(number), align=Align.CENTRE),
                Cell(each["code"], align=Align.CENTRE),
                Cell(each["name"], f"{content['site']}/kpi/{each['code']}/"),
                Cell(f"{whole(each['digitized'])}/{whole(each['total'])}", align=Align.CENTRE),
                Cell(percent(share(each)), align=Align.CENTRE),
            )
            for number, each in enumerate(content["parts"], start=1)
        ),
        widths_mm=(12, 20, 73, 30, 30),
    )


def _named(content: Content, number: int, row: Row) -> tuple[Cell, ...]:
    label = categories.term(categories.CATEGORIES, row["category"]).vi
    return (
        Cell(whole(number), align=Align.CENTRE),
        Cell(row["id"], align=Align.CENTRE),
        Cell(row["name"], links.of_object(content, row)),
        Cell(label),
    )


def _count(content: Content, count: int, **where: str) -> Cell:
    return Cell(whole(count), links.listing(content, **where), Align.CENTRE)


def _of(done: int, total: int) -> str:
    return percent(Fraction(done, total)) if total else NO_OBJECT


def _measured(each: dict[str, Any]) -> str:
    if not each["total"]:
        return NO_OBJECT
    if "faults" in each:
        return whole(each["faults"])
    return f"{whole(each['done'])}/{whole(each['total'])} ({_of(each['done'], each['total'])})"
