"""Words on the picture of a page, read by the system's Tesseract where there is one.

Runs in the child process only. The program is looked for at run time: an installation without it loses
nothing but the words on scans.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PROGRAM = "tesseract"
WANTED = ("vie", "eng")
NO_LANGUAGES = {"osd", "equ", "snum"}  # data files that Tesseract lists beside languages
ANSWER_S = 10.0  # for its version and languages
PAGE_S = 40.0  # for one page; an A4 page at 300 dpi takes 2 to 10 s (2026-11-25)
LEAST_WORD = 30.0  # confidence below which a word is a guess at a stain
LEAST_PAGE = 55.0  # mean confidence below which a page's text misleads more than it helps


@dataclass(frozen=True, slots=True)
class Program:
    """The Tesseract of this machine.

    Attributes:
        path: Where it is.
        version: As it says itself, ``5.3.0``.
        language: What it reads with here: ``vie+eng``, or what there is of it.
    """

    path: str
    version: str
    language: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read on one page.

    Attributes:
        confidence: Mean of its words, 0 to 100, by their length; None where no word was seen.
        text: Lines and paragraphs (NFC); empty when the confidence is below ``LEAST_PAGE``.
    """

    confidence: float | None
    text: str

    @property
    def is_weak(self) -> bool:
        """Whether words were seen and not believed."""
        return self.confidence is not None and self.confidence < LEAST_PAGE


def installed() -> Program | None:
    """Tesseract and what it can read with; None where it is not, or has no language."""
    path = shutil.which(PROGRAM)
    if path is None:
        return None
    try:
        version = _said(path, "--version").split()
        languages = _said(path, "--list-langs").splitlines()[1:]
    except (OSError, subprocess.SubprocessError):
        return None
    language = chosen_language(tuple(each.strip() for each in languages))
    return Program(path, version[1] if len(version) > 1 else "", language) if language else None


def chosen_language(languages: Sequence[str]) -> str:
    """Vietnamese and English as far as they are installed, else the first there is; empty for none.

    >>> chosen_language(("eng", "osd", "vie")), chosen_language(("fra", "osd")), chosen_language(("osd",))
    ('vie+eng', 'fra', '')
    """
    wanted = [each for each in WANTED if each in languages]
    others = [each for each in languages if each and each not in NO_LANGUAGES]
    return "+".join(wanted or others[:1])


def read_page(program: Program, picture: Path, dpi: int, seconds: float) -> Reading | None:
    """The words of one upright page, in one thread; None when the time is over or the program fails.

    Args:
        program: From :func:`installed`.
        picture: A grey picture that Leptonica reads, written by us.
        dpi: Its resolution.
        seconds: The most it may take.
    """
    command = [program.path, str(picture), "stdout", "-l", program.language, "--dpi", str(dpi)]
    command += ["--psm", "3", "-c", "tessedit_create_tsv=1", "-c", "tessedit_do_invert=0"]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            timeout=seconds,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError):
        return None
    return reading_of(done.stdout.decode("utf-8", "replace")) if done.returncode == 0 else None


def reading_of(table: str) -> Reading:
    """The page of Tesseract's table (TSV): one row a word, with its block, paragraph and line."""
    lines: dict[tuple[str, ...], list[str]] = {}
    weight = total = 0.0
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if len(cells) < 12 or not cells[11].strip():
            continue
        try:
            confidence = float(cells[10])
        except ValueError:
            continue
        if confidence < 0:
            continue
        word = unicodedata.normalize("NFC", cells[11].strip())
        weight += len(word)
        total += len(word) * confidence
        if confidence >= LEAST_WORD:
            lines.setdefault(tuple(cells[2:5]), []).append(word)
    mean = round(total / weight, 1) if weight else None
    if mean is None or mean < LEAST_PAGE:
        return Reading(mean, "")
    return Reading(mean, _laid_out(lines))


def _laid_out(lines: dict[tuple[str, ...], list[str]]) -> str:
    """Lines under each other, an empty one between paragraphs."""
    parts: list[str] = []
    before: tuple[str, ...] = ()
    for place, words in lines.items():
        if parts and place[:2] != before[:2]:
            parts.append("")
        parts.append(" ".join(words))
        before = place
    return "\n".join(parts)


def _said(path: str, option: str) -> str:
    done = subprocess.run(
        [path, option],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=ANSWER_S,
        check=True,
    )
    return done.stdout.decode("utf-8", "replace")
