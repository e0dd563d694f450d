from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from media_pipeline import document, ocr
from media_pipeline.errors import Damaged, Encrypted, MediaRefused
from media_pipeline.report import Derived, Facts
from tests.media_pipeline.papers import LOCK, pdf, scanned_pdf


@pytest.fixture(autouse=True)
def without_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read on a page is tested in test_page_reading."""
    monkeypatch.setattr(ocr, "installed", lambda: None)


def inspected(path: Path) -> Facts:
    return document.inspect(path, "application/pdf")


def derived(path: Path, out: Path) -> dict[str, Derived]:
    return {one.recipe: one for one in document.derive(path, inspected(path), out)}


def codes(facts: Facts) -> list[str]:
    return [doubt.code for doubt in document.question(facts)]


def test_a_pdf_is_recognised_by_its_header_even_after_junk(tmp_path: Path) -> None:
    assert document.recognises(b"%PDF-1.7\n", tmp_path) == "application/pdf"
    assert document.recognises(b"\r\n\0\0%PDF-1.4\n", tmp_path) == "application/pdf"
    assert document.recognises(b" " * 2000 + b"%PDF-1.4\n", tmp_path) is None


def test_pages_and_text_layer_are_facts(tmp_path: Path) -> None:
    facts = inspected(pdf(tmp_path / "a", pages=2))
    assert (facts["page_count"], facts["has_text_layer"], facts["text_characters"]) == (2, True, 22)
    assert facts["pages"][0] == {"width_mm": 209.9, "height_mm": 297.0, "dpi": None, "has_text": False}
    assert facts["is_intact"]
    assert codes(facts) == []


def test_pages_become_pictures_and_the_text_layer_a_file(tmp_path: Path) -> None:
    made = derived(pdf(tmp_path / "a", pages=2), tmp_path)
    assert list(made) == [
        "photo-640",
        "page-0001-1280",
        "pyramid",
        "page-0002-1280",
        "pyramid-0002",
        "text",
    ]
    assert (made["pyramid"].facts["width"], made["pyramid"].facts["height"]) == (1653, 2339)
    with Image.open(made["page-0001-1280"].path) as page:
        assert page.size == (1280, 1811)
        assert page.convert("L").getextrema()[0] < 50, "the text is drawn"
    assert made["text"].path.read_text() == "Dinh Vi Khe\fDinh Vi Khe"


def test_a_pdf_of_pictures_alone_has_no_text_derivative(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a", text="")
    assert not inspected(path)["has_text_layer"]
    assert "text" not in derived(path, tmp_path)


def test_pages_after_the_cap_are_counted_and_not_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert document.PAGE_CAP == 400
    monkeypatch.setattr(document, "PAGE_CAP", 2)
    path = pdf(tmp_path / "a", pages=4)
    made = derived(path, tmp_path)
    assert inspected(path)["page_count"] == 4
    assert "page-0002-1280" in made
    assert "page-0003-1280" not in made


def test_a_locked_pdf_is_refused_as_such(tmp_path: Path) -> None:
    with pytest.raises(Encrypted):
        inspected(pdf(tmp_path / "a", trailer=LOCK))


def test_a_script_is_doubted_and_not_run(tmp_path: Path) -> None:
    facts = inspected(pdf(tmp_path / "a", catalog="/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"))
    assert facts["has_active_content"]
    assert codes(facts) == ["pdf_active_content"]


def test_a_pdf_that_had_to_be_repaired_is_doubted(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a")
    raw = path.read_bytes()
    path.write_bytes(raw[:19] + raw[20:])  # every offset is now wrong by one
    assert codes(inspected(path)) == ["pdf_repaired"]


@pytest.mark.parametrize("kept", [9, 60])
def test_a_pdf_cut_short_is_damaged(kept: int, tmp_path: Path) -> None:
    path = pdf(tmp_path / "a")
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(Damaged):
        inspected(path)


def test_a_pdf_without_pages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MediaRefused):
        inspected(pdf(tmp_path / "a", pages=0))


@pytest.mark.parametrize("size", [(595, 842), (1, 14_400), (3370, 2384), (3, 3)])
def test_no_page_is_drawn_larger_than_the_budget(size: tuple[float, float]) -> None:
    scale = document.scale_of(*size)
    assert max(size) * scale <= document.LONGEST_SIDE + 1
    assert size[0] * size[1] * scale**2 <= document.PIXELS_PER_PAGE * 1.01


def test_a_page_has_its_budget_however_many_there_are(tmp_path: Path) -> None:
    made = derived(pdf(tmp_path / "a", pages=60), tmp_path)
    last = made["pyramid-0060"].facts
    assert (last["width"], last["height"]) == (1653, 2339)


@pytest.mark.parametrize(
    ("pixels", "turned", "dpi"),
    [((827, 1170), 0, 100.1), ((2480, 3508), 0, 300.1), ((3508, 2480), 90, 300.1)],
)
def test_the_resolution_of_a_scan_in_a_pdf_is_that_of_its_picture(
    pixels: tuple[int, int], turned: int, dpi: float, tmp_path: Path
) -> None:
    path = scanned_pdf(tmp_path / "a", [Image.new("L", pixels, 200)], turned=turned)
    (page,) = inspected(path)["pages"]
    assert page["dpi"] == pytest.approx(dpi, abs=0.3)


def test_a_scan_in_strips_has_the_resolution_of_its_strips(tmp_path: Path) -> None:
    strips = [Image.new("L", (1654, 234), 200)] * 10
    (page,) = inspected(scanned_pdf(tmp_path / "a", strips, one_page=True))["pages"]
    assert page["dpi"] == pytest.approx(200, abs=1)


def test_a_logo_on_a_written_page_gives_no_resolution(tmp_path: Path) -> None:
    path = scanned_pdf(tmp_path / "a", [Image.new("L", (40, 40), 0)], share=0.1)
    assert inspected(path)["pages"][0]["dpi"] is None


def test_only_pages_without_a_readable_layer_are_to_be_read(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a", text="Bien ban hop ban quan ly di tich", pages=2)
    facts = inspected(path)
    assert [page["has_text"] for page in facts["pages"]] == [True, True]
    list(document.derive(path, facts, tmp_path))
    assert facts["reading"]["wanted"] == []
    path = pdf(tmp_path / "b", text="3", pages=2)
    facts = inspected(path)
    list(document.derive(path, facts, tmp_path))
    assert facts["reading"]["wanted"] == [1, 2]
    assert codes(facts) == ["ocr_missing"]


def test_a_form_feed_inside_a_page_does_not_shift_the_pages_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pdf(tmp_path / "a", pages=2)
    real = document.page_texts

    class Page:
        def get_textpage(self) -> Page:
            return self

        def get_text_bounded(self) -> str:
            return "a\fb\r\nc"

        def close(self) -> None:
            pass

    assert list(real([Page(), Page()])) == ["a\nb\nc"] * 2
    assert derived(path, tmp_path)["text"].path.read_text().count("\f") == 1
