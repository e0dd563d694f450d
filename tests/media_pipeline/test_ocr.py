"""Tesseract's table in, text out; the program itself where the tests may use it."""

from __future__ import annotations

import stat
import subprocess
import time
from pathlib import Path

import pytest

from media_pipeline import ocr
from tests.media_pipeline.lines import PHRASE, page_with

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"


def row(word: str, confidence: float, block: int = 1, paragraph: int = 1, line: int = 1) -> str:
    return f"5\t1\t{block}\t{paragraph}\t{line}\t1\t0\t0\t9\t9\t{confidence}\t{word}"


def fake(folder: Path, body: str) -> str:
    """A program called tesseract."""
    path = folder / "tesseract"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_words_come_in_lines_and_paragraphs() -> None:
    table = "\n".join(
        [
            HEAD,
            row("Khoán", 90),
            row("ước", 95),
            row("làng", 91, line=2),
            row("Vị", 92, paragraph=2),
            row("Khê", 93, paragraph=2),
            row("1998", 90, block=2),
        ]
    )
    assert ocr.reading_of(table).text == "Khoán ước\nlàng\n\nVị Khê\n\n1998"


def test_marks_are_composed() -> None:
    apart = "đe\u0302\u0300n"
    assert ocr.reading_of(f"{HEAD}\n{row(apart, 95)}").text == "đền"


def test_a_doubtful_word_is_left_out_and_counted() -> None:
    found = ocr.reading_of("\n".join([HEAD, row("đình", 96), row("đình", 96), row("~~~~", 20)]))
    assert found.text == "đình đình"
    assert found.confidence == pytest.approx((96 + 96 + 20) / 3, abs=0.1)


def test_a_page_of_guesses_gives_no_text() -> None:
    found = ocr.reading_of("\n".join([HEAD, row("Mlđ", 48), row("ịỹ#", 40)]))
    assert found.text == ""
    assert found.is_weak


@pytest.mark.parametrize("table", ["", HEAD, f"{HEAD}\n1\t1\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t", "junk\n\t\t\nx"])
def test_a_page_without_words_is_not_weak(table: str) -> None:
    found = ocr.reading_of(table)
    assert (found.confidence, found.text, found.is_weak) == (None, "", False)


def test_without_the_program_there_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ocr.installed() is None


def test_what_is_installed_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake(tmp_path, 'case $1 in --version) echo "tesseract 5.9";; *) printf "List:\\neng\\nosd\\n";; esac')
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    found = ocr.installed()
    assert found is not None
    assert (found.version, found.language) == ("5.9", "eng")


@pytest.mark.parametrize("body", ["exit 1", 'printf "List:\\nosd\\n"'])
def test_a_program_that_cannot_read_is_none(
    body: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake(tmp_path, body)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert ocr.installed() is None


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    program = ocr.Program(fake(tmp_path, "exec sleep 30"), "0", "vie")
    begun = time.monotonic()
    assert ocr.read_page(program, tmp_path / "a.pgm", 300, 0.3) is None
    assert time.monotonic() - begun < 10


def test_a_program_that_fails_gives_nothing(tmp_path: Path) -> None:
    assert ocr.read_page(ocr.Program(fake(tmp_path, "exit 3"), "0", "vie"), tmp_path / "a", 300, 5) is None
    assert ocr.read_page(ocr.Program(str(tmp_path / "gone"), "0", "vie"), tmp_path / "a", 300, 5) is None


def test_it_is_asked_for_one_thread_and_a_table(tmp_path: Path) -> None:
    script = fake(tmp_path, f'echo "$OMP_THREAD_LIMIT $*" > {tmp_path}/said')
    ocr.read_page(ocr.Program(script, "0", "vie+eng"), tmp_path / "a.pgm", 240, 5)
    said = (tmp_path / "said").read_text()
    assert said.startswith("1 ")
    assert "-l vie+eng --dpi 240" in said
    assert "tessedit_create_tsv=1" in said


def test_the_real_program_reads_vietnamese(programs: None, tmp_path: Path) -> None:
    program = ocr.installed()
    assert program is not None
    assert program.language == "vie+eng"
    page_with([PHRASE]).convert("L").save(tmp_path / "a.pgm")
    found = ocr.read_page(program, tmp_path / "a.pgm", 300, 60)
    assert found is not None
    assert PHRASE in found.text
    assert found.confidence is not None
    assert found.confidence > 80
    assert subprocess.run(["pgrep", "-P", "1", "-x", "tesseract"], check=False).returncode == 1
