from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from media_pipeline import document
from media_pipeline.errors import Damaged, Encrypted, MediaRefused
from media_pipeline.report import Derived, Facts
from tests.media_pipeline.papers import LOCK, pdf


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
    assert facts["pages"][0] == {"width_mm": 209.9, "height_mm": 297.0}
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
    assert document.PAGE_CAP == 40
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


@pytest.mark.parametrize(
    ("size", "pages"), [((595, 842), 1), ((1, 14_400), 1), ((3370, 2384), 40), ((3, 3), 1)]
)
def test_no_page_is_drawn_larger_than_the_budget(size: tuple[float, float], pages: int) -> None:
    scale = document.scale_of(*size, pages)
    assert max(size) * scale <= document.LONGEST_SIDE + 1
    assert size[0] * size[1] * scale**2 * pages <= document.PIXELS_IN_ALL * 1.01
