"""Which pages are read, how large, two at a time, and what is said of those that are not."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from media_pipeline import document, ocr, page_reading, scan
from media_pipeline.report import Facts
from media_pipeline.told import EVERYTHING, Order
from tests.media_pipeline.lines import PHRASE, page_with
from tests.media_pipeline.papers import scanned_pdf

PROGRAM = ocr.Program("/nowhere", "5.3.0", "vie+eng")


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[tuple[int, int], str, int]]:
    """A program that reads a page's number; what it was given, by file name."""
    given: dict[str, tuple[tuple[int, int], str, int]] = {}

    def read_page(program: ocr.Program, path: Path, dpi: int, seconds: float) -> ocr.Reading:
        with Image.open(path) as picture:
            given[path.name] = (picture.size, picture.mode, dpi)
        return ocr.Reading(91.5, f"trang {path.stem}")

    monkeypatch.setattr(ocr, "installed", lambda: PROGRAM)
    monkeypatch.setattr(ocr, "read_page", read_page)
    return given


def codes(facts: Facts) -> list[str]:
    return [doubt.code for doubt in page_reading.doubts_of_reading(facts)]


def test_the_recipe_names_language_pages_and_confidence(read: object, tmp_path: Path) -> None:
    facts: Facts = {}
    with page_reading.started([1, 3], EVERYTHING) as reader:
        for number in (1, 2, 3):
            reader.add(number, Image.new("RGB", (1654, 2339)), 200)
        (made,) = reader.finished(facts, tmp_path)
    assert json.loads(made.path.read_text()) == {
        "language": "vie+eng",
        "pages": [
            {"page": 1, "confidence": 91.5, "text": "trang 1"},
            {"page": 3, "confidence": 91.5, "text": "trang 3"},
        ],
    }
    assert (made.recipe, made.media_type, made.tool) == ("ocr", "application/json", "Tesseract 5.3.0")
    assert facts["reading"] == {
        "wanted": [1, 3], "language": "vie+eng", "postponed": False, "weak": [], "late": [],
    }  # fmt: skip
    assert codes(facts) == []


@pytest.mark.parametrize(
    ("size", "dpi", "given"),
    [
        ((1654, 2339), 200, ((1654, 2339), 200)),
        ((827, 1170), 100, ((1654, 2340), 200)),  # too small: enlarged
        ((4962, 7017), 600, ((2481, 3508), 300)),  # no finer than is read
        ((1240, 1754), None, ((1654, 2339), 200)),  # unknown: taken for A4
    ],
)
def test_a_page_is_given_grey_and_at_200_to_300_dpi(
    size: tuple[int, int],
    dpi: float | None,
    given: tuple[tuple[int, int], int],
    read: dict[str, tuple[tuple[int, int], str, int]],
    tmp_path: Path,
) -> None:
    with page_reading.started([1], EVERYTHING) as reader:
        reader.add(1, Image.new("RGB", size), dpi)
        list(reader.finished({}, tmp_path))
    ((width, height), mode, told) = read["1.pgm"]
    assert mode == "L"
    assert (width, height) == pytest.approx(given[0], abs=1)
    assert told == given[1]


@given(st.integers(1, 60_000), st.integers(1, 60_000), st.floats(2, 4_000))
def test_no_picture_is_too_large_to_be_read(width: int, height: int, dpi: float) -> None:
    share = page_reading.share_of((width, height), dpi)
    assert 0 < share <= page_reading.LARGEST_STEP
    assert width * height * share**2 <= page_reading.MOST_PIXELS * 1.001
    assert max(width, height) * share <= page_reading.LONGEST_SIDE * 1.001


def test_two_pages_are_read_at_once_and_few_lie_ready(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lock, now, most, ready = threading.Lock(), [0], [0], [0]

    def read_page(program: ocr.Program, path: Path, dpi: int, seconds: float) -> ocr.Reading:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
            ready[0] = max(ready[0], len(list(path.parent.iterdir())))
        time.sleep(0.05)
        with lock:
            now[0] -= 1
        return ocr.Reading(None, "")

    monkeypatch.setattr(ocr, "installed", lambda: PROGRAM)
    monkeypatch.setattr(ocr, "read_page", read_page)
    facts: Facts = {}
    with page_reading.started(list(range(1, 13)), EVERYTHING) as reader:
        for number in range(1, 13):
            reader.add(number, Image.new("L", (40, 40)), 200)
        list(reader.finished(facts, tmp_path))
    assert most[0] == page_reading.PARALLEL
    assert ready[0] <= page_reading.PARALLEL + page_reading.WAITING


def test_pages_after_the_time_is_over_are_named(
    read: dict[str, object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(page_reading, "LONGEST_S", 0.0)
    facts: Facts = {}
    with page_reading.started([1, 2], EVERYTHING) as reader:
        reader.add(1, Image.new("L", (40, 40)), 200)
        reader.add(2, Image.new("L", (40, 40)), 200)
        assert list(reader.finished(facts, tmp_path)) == []
    assert read == {}
    assert facts["reading"]["late"] == [1, 2]
    assert codes(facts) == ["ocr_late"]


def test_weak_pages_are_named_and_give_no_text(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ocr, "installed", lambda: ocr.Program("/nowhere", "5", "eng"))
    monkeypatch.setattr(ocr, "read_page", lambda *given: ocr.Reading(31.0, ""))
    facts: Facts = {}
    with page_reading.started([7], EVERYTHING) as reader:
        reader.add(7, Image.new("L", (40, 40)), 200)
        (made,) = reader.finished(facts, tmp_path)
    assert json.loads(made.path.read_text())["pages"] == [{"page": 7, "confidence": 31.0, "text": ""}]
    assert codes(facts) == ["ocr_no_vietnamese", "ocr_weak"]
    assert "trang 7" in page_reading.doubts_of_reading(facts)[1].vi


def test_its_absence_is_told_and_stops_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ocr, "installed", lambda: None)
    facts: Facts = {}
    with page_reading.started([1], EVERYTHING) as reader:
        assert not reader.wants(1)
        assert list(reader.finished(facts, tmp_path)) == []
    assert codes(facts) == ["ocr_missing"]


def test_what_is_not_ordered_is_postponed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ocr, "installed", lambda: pytest.fail("looked for"))
    facts: Facts = {}
    with page_reading.started([1], Order(wanted=frozenset({"photo-640"}))) as reader:
        assert list(reader.finished(facts, tmp_path)) == []
    assert facts["reading"]["wanted"] == [1]
    assert codes(facts) == ["ocr_postponed"]


def test_a_file_with_words_of_its_own_has_nothing_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "installed", lambda: pytest.fail("looked for"))
    facts: Facts = {}
    with page_reading.started([], EVERYTHING) as reader:
        list(reader.finished(facts, Path("unused")))
    assert codes(facts) == []
    assert page_reading.doubts_of_reading({}) == []


def test_a_scan_is_read_by_the_real_program(programs: None, tmp_path: Path) -> None:
    page_with([PHRASE]).save(tmp_path / "a.tif", dpi=(300, 300))
    facts = scan.inspect(tmp_path / "a.tif", "image/tiff")
    made = {one.recipe: one for one in scan.derive(tmp_path / "a.tif", facts, tmp_path)}
    (page,) = json.loads(made["ocr"].path.read_text())["pages"]
    assert PHRASE in page["text"]
    assert page["confidence"] > 80


def test_only_the_picture_pages_of_a_pdf_are_read(programs: None, tmp_path: Path) -> None:
    path = scanned_pdf(
        tmp_path / "a", [page_with([PHRASE], (1654, 2339), 40), Image.new("L", (1654, 2339), 255)]
    )
    facts = document.inspect(path, "application/pdf")
    made = {one.recipe: one for one in document.derive(path, facts, tmp_path)}
    first, second = json.loads(made["ocr"].path.read_text())["pages"]
    assert PHRASE in first["text"]
    assert (second["confidence"], second["text"]) == (None, "")
    assert "text" not in made
