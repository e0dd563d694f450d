"""The demonstration's papers can be searched: a PDF by its layer, whatever is installed."""

from __future__ import annotations

from pathlib import Path

from heritage.demo.papers import Sheet, inventory_sheets, scan_page, write_pdf, write_tiff
from media_pipeline import document, scan
from media_pipeline.page_reading import started
from media_pipeline.told import EVERYTHING
from search.pages import best_page

PHRASE = '"danh mục ảnh kèm theo"'
DPI = 100


def sheets() -> tuple[Sheet, ...]:
    facts = [("Loại hình", "Di tích"), ("Tóm tắt", "Đình thờ thành hoàng làng.")]
    return inventory_sheets(
        "Đình Vị Khê", "Đơn vị hành chính mã 13972", facts, ["Mặt tiền nhìn từ sân"], None
    )


def test_a_phrase_on_the_second_page_of_a_pdf_is_found_through_its_layer(tmp_path: Path) -> None:
    pages = tuple(scan_page(sheet, number, DPI) for number, sheet in enumerate(sheets()))
    path = write_pdf(tmp_path / "a.pdf", sheets(), pages)
    facts = document.inspect(path, "application/pdf")
    assert all(page["has_text"] for page in facts["pages"])
    with document.opened(path) as pdf:
        texts = list(document.page_texts(pdf))
    assert best_page(enumerate(texts, start=1), PHRASE) == 2


def test_a_phrase_on_a_scan_is_found_where_there_is_a_reader(programs: None, tmp_path: Path) -> None:
    pages = tuple(scan_page(sheet, number) for number, sheet in enumerate(sheets()))
    path = write_tiff(tmp_path / "a.tif", pages)
    facts = scan.inspect(path, "image/tiff")
    with started([2], EVERYTHING) as reader:
        reader.add(2, pages[1], 300)
        (made,) = reader.finished(facts, tmp_path)
    text = made.path.read_text(encoding="utf-8")
    assert best_page([(2, text)], PHRASE) == 2
