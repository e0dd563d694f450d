"""The pages of one file that have no text of their own, read two at a time while others are drawn.

The outcome is the recipe ``ocr``, JSON ``{"language", "pages": [{"page", "confidence", "text"}]}``, and the
fact ``reading``: ``wanted`` (numbers of the pages without text), ``language`` (None: nothing was read),
``postponed`` (reading was not ordered), ``weak`` and ``late`` (pages that gave no text, and why).
"""

from __future__ import annotations

import json
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image

from gis.doubts import Doubt
from media_pipeline import ocr
from media_pipeline.report import Derived, Facts
from media_pipeline.told import Order

RECIPE = "ocr"
PARALLEL = 2
WAITING = 2  # page pictures that lie ready while two are read
FINEST_DPI = 300
COARSEST_DPI = 200  # TT 05/2025/TT-BNV; below it letters are too small to be told apart
MOST_PIXELS = 25_000_000
LONGEST_SIDE = 32_000  # Tesseract's own limit is 32,767
LARGEST_STEP = 4.0  # enlarging more than this adds no letter
PAGE_WIDTH_IN = 8.27  # a page of unknown resolution is taken for A4
SECONDS_PER_PAGE = 6.0
LONGEST_S = 1_800.0


class PageReader:
    """Reads what it is given until its time is over. Use inside :func:`started`."""

    def __init__(
        self, program: ocr.Program | None, wanted: list[int], folder: Path, *, postponed: bool = False
    ) -> None:
        self._program = program
        self._postponed = postponed
        self._wanted = frozenset(wanted)
        self._folder = folder
        self._until = time.monotonic() + min(LONGEST_S, ocr.PAGE_S + SECONDS_PER_PAGE * len(wanted))
        self._pool = ThreadPoolExecutor(PARALLEL)
        self._room = threading.Semaphore(PARALLEL + WAITING)
        self._futures: dict[int, Future[ocr.Reading | None]] = {}

    def wants(self, number: int) -> bool:
        """Whether the picture of this page, from 1, should be given."""
        return self._program is not None and number in self._wanted

    def add(self, number: int, picture: Image.Image, dpi: float | None) -> None:
        """Hand over an upright page; waits while too many lie ready.

        Args:
            number: Of the page, from 1.
            picture: Its pixels, ``RGB`` or ``L``; may be changed afterwards.
            dpi: Their resolution; None where it is unknown.
        """
        if self._program is None or not self.wants(number):
            return
        known = dpi or min(picture.size) / PAGE_WIDTH_IN
        share = share_of(picture.size, known)
        self._room.acquire()
        path = self._folder / f"{number}.pgm"
        grey = picture.convert("L")
        if share != 1.0:
            size = (max(1, round(picture.width * share)), max(1, round(picture.height * share)))
            grey = grey.resize(size, Image.Resampling.LANCZOS)
        grey.save(path)
        self._futures[number] = self._pool.submit(self._read, path, max(70, round(known * share)))

    def _read(self, path: Path, dpi: int) -> ocr.Reading | None:
        try:
            left = self._until - time.monotonic()
            if left <= 0 or self._program is None:
                return None
            return ocr.read_page(self._program, path, dpi, min(ocr.PAGE_S, left))
        finally:
            path.unlink(missing_ok=True)
            self._room.release()

    def finished(self, facts: Facts, out: Path) -> Iterator[Derived]:
        """Wait for the rest; tell ``facts`` how it went and write the recipe if anything was read."""
        found = {number: future.result() for number, future in sorted(self._futures.items())}
        read = {number: one for number, one in found.items() if one is not None}
        facts["reading"] = {
            "wanted": sorted(self._wanted),
            "language": self._program.language if self._program else None,
            "postponed": self._postponed,
            "weak": [number for number, one in read.items() if one.is_weak],
            "late": [number for number in sorted(self._wanted) if number not in read]
            if self._program
            else [],
        }
        if self._program is None or not read:
            return
        pages = [
            {"page": number, "confidence": one.confidence, "text": one.text} for number, one in read.items()
        ]
        path = out / f"{RECIPE}.json"
        content = {"language": self._program.language, "pages": pages}
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        characters = sum(len(one.text) for one in read.values())
        tool = f"Tesseract {self._program.version}"
        figures = {"language": self._program.language, "pages": len(read), "characters": characters}
        yield Derived(RECIPE, path, "application/json", figures, tool)

    def close(self) -> None:
        """Stop; what is not read yet stays unread."""
        self._until = 0.0
        self._pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def started(wanted: list[int], order: Order) -> Iterator[PageReader]:
    """A reader for the pages that are wanted; it reads nothing where the recipe is not ordered."""
    ordered = order.wants(RECIPE)
    program = ocr.installed() if ordered and wanted else None
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        reader = PageReader(program, wanted, Path(folder), postponed=not ordered)
        try:
            yield reader
        finally:
            reader.close()


UNREAD: dict[str, Any] = {"wanted": [], "language": None, "postponed": False, "weak": [], "late": []}


def share_of(size: tuple[int, int], dpi: float) -> float:
    """By how much a picture is scaled: from 200 to 300 dpi as it is, else to the nearer of the two.

    >>> share_of((1240, 1754), 150), share_of((2480, 3508), 300), share_of((4960, 7016), 600)
    (1.3333333333333333, 1.0, 0.5)
    """
    share = min(max(1.0, COARSEST_DPI / dpi), LARGEST_STEP) if dpi < COARSEST_DPI else FINEST_DPI / dpi
    if COARSEST_DPI <= dpi <= FINEST_DPI:
        share = 1.0
    most = (MOST_PIXELS / (size[0] * size[1])) ** 0.5
    return float(min(share, most, LONGEST_SIDE / max(size)))


def doubts_of_reading(facts: Facts) -> list[Doubt]:
    """Notes about the words on a file's pages; pure. None of them stops a publication.

    Their codes begin with ``ocr_``.
    """
    reading = facts.get("reading") or UNREAD
    if not reading["wanted"]:
        return []
    language = reading["language"]
    if reading["postponed"]:
        return [
            Doubt(
                "ocr_postponed",
                "Chưa nhận dạng chữ trên trang quét; việc này được làm sau.",
                "The words on the scanned pages have not been read yet; this is done later.",
            )
        ]
    if language is None:
        return [
            Doubt(
                "ocr_missing",
                "Chưa nhận dạng chữ: máy chủ chưa cài tesseract. Quản trị cài rồi chạy lại bước này.",
                "The words were not read: the server has no tesseract. The administrator can install it.",
            )
        ]
    doubts = []
    if "vie" not in language.split("+"):
        doubts.append(
            Doubt(
                "ocr_no_vietnamese",
                f"Nhận dạng chữ không có tiếng Việt (chỉ có {language}); chữ đọc ra thiếu dấu.",
                f"The words were read without Vietnamese (with {language} only); marks are missing.",
            )
        )
    if reading["weak"]:
        pages = listed(reading["weak"])
        doubts.append(
            Doubt(
                "ocr_weak",
                f"Không nhận dạng được chữ ở trang {pages}: ảnh mờ, chữ viết tay hoặc chữ Hán Nôm.",
                f"The words on page {pages} could not be read: a faint picture, handwriting or Hán Nôm.",
            )
        )
    if reading["late"]:
        pages = listed(reading["late"])
        doubts.append(
            Doubt(
                "ocr_late",
                f"Hết thời gian, chưa nhận dạng chữ ở trang {pages}.",
                f"Time was over before the words on page {pages} were read.",
            )
        )
    return doubts


def listed(pages: list[int], most: int = 8) -> str:
    """ "1, 2, 5": page numbers for a sentence, the first few of many.

    >>> listed([1, 2, 5]), listed([1, 2, 3], most=2)
    ('1, 2, 5', '1, 2, …')
    """
    return ", ".join([*map(str, pages[:most]), *(["…"] if len(pages) > most else [])])
