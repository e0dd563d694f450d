"""A report as a workbook: counts, sums and percentages are formulas over the sheet of objects."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference

from heritage import categories
from heritage.reports import links, tables
from heritage.reports.letter import Texts, day, issuer
from heritage.reports.numbers import target
from heritage.reports.packing import CORE, members, packed, without_times
from heritage.reports.xlsx_cells import BOLD, PERCENT, TITLE, Sheet, new_sheet, with_results

Content = dict[str, Any]
OBJECTS = "Đối tượng"
PARTS = {"3": "Số hóa chuyên sâu", "2": "Đã số hóa", "1": "Đang làm", "0": "Chưa làm", "x": "Đang vướng"}
HEAD_ROW = 8
HEADINGS = (
    *("Nhóm di sản", "Tổng số", "Mức 0", "Mức 1", "Mức 2", "Mức 3", "Đã số hóa", "Tỷ lệ kỳ này"),
    *("Tỷ lệ kỳ trước", "Chỉ tiêu", "Chênh lệch"),
    *("Đang làm", "Chưa làm", "Đang vướng", "Kiểm: cộng lại"),
)
NOTHING = "không có đối tượng"


def write_xlsx(content: Content, texts: Texts, digest: str) -> bytes:
    """The whole workbook, the same bytes for the same report."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets = [_summary(book, content), _objects(book, content), _data(book, content)]
    sheets.append(_origin(book, content, texts, digest))
    book.properties.creator = issuer(content["unit"])
    book.properties.title = f"Báo cáo số hóa di sản văn hóa {content['period']['words']}"
    book.calculation.fullCalcOnLoad = True
    out = io.BytesIO()
    book.save(out)
    archive = out.getvalue()
    moment = f"{content['period']['counted_on']}T00:00:00Z"
    parts = members(archive)
    changed = {CORE: without_times(parts[CORE], moment)}
    for number, sheet in enumerate(sheets, start=1):
        name = f"xl/worksheets/sheet{number}.xml"
        changed[name] = with_results(parts[name], sheet.results)
    return packed(archive, changed)


def _summary(book: Workbook, content: Content) -> Sheet:
    sheet, period = new_sheet(book, "Báo cáo", landscape=True), content["period"]
    sheet.text("A1", f"{issuer(content['unit'])}", font=BOLD)
    sheet.text("A2", f"Kết quả số hóa di sản văn hóa {period['words']}", font=TITLE)
    sheet.text("A3", f"Từ ngày {day(period['first_day'])} đến ngày {day(period['cut_off'])}")
    sheet.text("A4", f"Số liệu chốt ngày {day(period['counted_on'])}")
    sheet.text("A5", f"Danh mục: {', '.join(content['register_versions']) or 'chưa có'}")
    asked = content["plan"]["target"] if content["plan"] else None
    sheet.text("A6", f"Chỉ tiêu: {target(Decimal(asked)) if asked else 'kế hoạch không nêu tỷ lệ'}")
    for row in range(1, 7):
        sheet.sheet.merge_cells(f"A{row}:O{row}")
    sheet.head(HEAD_ROW, HEADINGS)
    first = HEAD_ROW + 1
    single = [row for row in content["rows"] if row["category"] not in ("", links.SEVERAL)]
    for number, row in enumerate(content["rows"]):
        _row(sheet, content, first + number, row, (first, first + len(single) - 1))
    sheet.widths(24, 9, 9, 9, 9, 9, 12, 14, 14, 11, 12, 11, 11, 12, 12)
    sheet.sheet.freeze_panes = f"B{first}"
    if single:
        _chart(sheet, first, first + len(single) - 1)
    return sheet


def _row(sheet: Sheet, content: Content, at: int, row: dict[str, Any], span: tuple[int, int]) -> None:
    """One category: counted from the objects; the whole: summed from the categories."""
    where = {"category": row["category"]}
    sheet.text(f"A{at}", row["label"], font=BOLD, boxed=True)
    counted = {"C": ("levels", 0), "D": ("levels", 1), "E": ("levels", 2), "F": ("levels", 3)}
    for column, (name, level) in counted.items():
        link = links.listing(content, level=str(level), **where)
        _count(sheet, content, f"{column}{at}", row, row[name][level], ("level", level), span, link)
    for column, name, part in (("L", "in_work", "1"), ("M", "not_begun", "0"), ("N", "blocked", "x")):
        link = links.listing(content, part=part, **where)
        _count(sheet, content, f"{column}{at}", row, row[name], ("part", part), span, link)
    total, done = row["total"], row["digitized"]
    sheet.formula(f"B{at}", f"SUM(C{at}:F{at})", total, link=links.listing(content, **where))
    sheet.formula(f"G{at}", f"E{at}+F{at}", done, link=links.listing(content, part="2", **where))
    share = f'IF(B{at}=0,"{NOTHING}",G{at}/B{at})'
    sheet.formula(f"H{at}", share, done / total if total else NOTHING, shape=PERCENT)
    past = tables.share(row["previous"])
    sheet.number(f"I{at}", None if past is None else float(past), shape=PERCENT)
    sheet.number(f"J{at}", float(row["target"]) / 100 if row["target"] else None, shape="0.##%")
    gap: float | str = ""
    if total and row["target"]:
        gap = done / total - float(row["target"]) / 100
    sheet.formula(f"K{at}", f'IF(OR(J{at}="",B{at}=0),"",H{at}-J{at})', gap, shape="+0.0%;-0.0%;0.0%")
    sheet.formula(f"O{at}", f'IF(G{at}+L{at}+M{at}+N{at}=B{at},"đúng","SAI")', "đúng")


def _count(
    sheet: Sheet,
    content: Content,
    at: str,
    row: dict[str, Any],
    result: int,
    wanted: tuple[str, Any],
    span: tuple[int, int],
    link: str,
) -> None:
    """Counted from the sheet of objects where they are listed; a whole is the sum above it."""
    kind, value = wanted
    column = at[0]
    if row["category"] == "" and span[1] >= span[0]:
        sheet.formula(at, f"SUM({column}{span[0]}:{column}{span[1]})", result, link=link)
    elif row["category"] == links.SEVERAL or not content["objects"]:
        sheet.number(at, result, link=link)
    else:
        last = len(content["objects"]) + 1
        of_category = f"'{OBJECTS}'!$D$2:$D${last},\"{row['label']}\""
        test = (
            f"'{OBJECTS}'!$E$2:$E${last},{value}"
            if kind == "level"
            else f"'{OBJECTS}'!$F$2:$F${last},\"{PARTS[value]}\""
        )
        sheet.formula(at, f"COUNTIFS({of_category},{test})", result, link=link)


def _chart(sheet: Sheet, first: int, last: int) -> None:
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap = "bar", "percentStacked", 100
    chart.title = "Đối tượng theo nhóm và mức"
    chart.add_data(
        Reference(sheet.sheet, min_col=3, max_col=6, min_row=HEAD_ROW, max_row=last), titles_from_data=True
    )
    chart.set_categories(Reference(sheet.sheet, min_col=1, min_row=first, max_row=last))
    for series, colour in zip(chart.series, ("FFFFFF", "A67C20", "55863F", "15321A"), strict=True):
        series.graphicalProperties.solidFill = colour
        series.graphicalProperties.line.solidFill = "5A4D43"
    chart.y_axis.delete = chart.x_axis.delete = False
    chart.y_axis.number_format = "0%"
    chart.height, chart.width = 9, 20
    sheet.sheet.add_chart(chart, f"A{last + 5}")


def _objects(book: Workbook, content: Content) -> Sheet:
    sheet = new_sheet(book, OBJECTS, landscape=True)
    sheet.head(
        1, ("STT", "Mã", "Tên đối tượng", "Nhóm", "Mức", "Tình trạng", "Căn cứ", "Lý do vướng", "Còn thiếu")
    )
    for number, row in enumerate(content["objects"], start=1):
        at = number + 1
        sheet.number(f"A{at}", number)
        sheet.text(f"B{at}", row["id"], boxed=True, link=links.of_object(content, row))
        sheet.text(f"C{at}", row["name"], boxed=True)
        sheet.text(f"D{at}", categories.term(categories.CATEGORIES, row["category"]).vi, boxed=True)
        sheet.number(f"E{at}", row["level"])
        sheet.text(f"F{at}", PARTS[row["part"]], boxed=True)
        sheet.text(f"G{at}", row["legal_basis"], boxed=True)
        sheet.text(f"H{at}", row["blocked"], boxed=True)
        sheet.text(f"I{at}", "; ".join(row["missing"]), boxed=True)
    for number, row in enumerate(content["parts"], start=1):
        sheet.text(f"C{number + 1}", f"{row['name']}: {row['digitized']}/{row['total']}", boxed=True)
    sheet.widths(7, 11, 34, 16, 7, 20, 30, 30, 60)
    sheet.sheet.freeze_panes = "D2"
    sheet.sheet.print_title_rows = "1:1"
    return sheet


def _data(book: Workbook, content: Content) -> Sheet:
    sheet = new_sheet(book, "Dữ liệu")
    sheet.head(1, ("Lớp dữ liệu GIS", "Cần có", "Đã có", "Tỷ lệ"))
    at = 2
    for layer in content["layers"]:
        sheet.text(f"A{at}", layer["name"], boxed=True)
        _of(sheet, at, layer["total"], layer["done"])
        at += 1
    at += 1
    sheet.head(at, ("Kiểm tra chất lượng", "Tổng số", "Đạt", "Tỷ lệ", "Ngưỡng", "Lỗi"))
    for each in content["quality"]:
        at += 1
        sheet.text(f"A{at}", f"{each['principle']}: {each['name']}", boxed=True)
        if "faults" in each:
            sheet.number(f"B{at}", each["total"])
            sheet.number(f"F{at}", each["faults"])
        else:
            _of(sheet, at, each["total"], each["done"])
            sheet.number(f"E{at}", each["wanted"] / 100, shape="0%")
    sheet.widths(64, 12, 12, 20, 12, 12)
    return sheet


def _of(sheet: Sheet, at: int, total: int, done: int) -> None:
    sheet.number(f"B{at}", total)
    sheet.number(f"C{at}", done)
    result: float | str = done / total if total else NOTHING
    sheet.formula(f"D{at}", f'IF(B{at}=0,"{NOTHING}",C{at}/B{at})', result, shape=PERCENT)


def _origin(book: Workbook, content: Content, texts: Texts, digest: str) -> Sheet:
    sheet, kept = new_sheet(book, "Kiểm chứng"), content["snapshot"]
    pairs = [
        ("Mã kiểm của báo cáo (SHA-256)", digest),
        ("Ngày của ảnh chụp số liệu", day(kept["day"])),
        ("Mã kiểm của ảnh chụp số liệu", kept["digest"]),
        ("Bộ tiêu chí", kept["criteria_version"]),
        ("Tự kiểm lại số liệu", links.export(content)),
        ("Khó khăn, vướng mắc", texts["difficulties"]),
        ("Đề xuất, kiến nghị", texts["proposals"]),
    ]
    for at, (name, value) in enumerate(pairs, start=1):
        sheet.text(f"A{at}", name, font=BOLD, boxed=True)
        sheet.text(f"B{at}", value, boxed=True)
    sheet.widths(36, 90)
    return sheet
