"""What is made of every page of a scan or document, whichever way its picture came about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

from gis.doubts import Doubt
from media_pipeline import pyramid, renditions
from media_pipeline.report import Derived, Facts
from media_pipeline.told import EVERYTHING, Order

PAGE_CAP = 400  # a dossier is complete; a book is not
PAGE_WIDTH = 1280
POSTER = f"photo-{renditions.POSTER}"
Page = dict[str, Any]


def page_files(page: Image.Image, out: Path, number: int, order: Order = EVERYTHING) -> Iterator[Derived]:
    """The derivatives of one upright page, numbered from 1; page 1 also gives the poster."""
    yield from small_files(page, out, number, order)
    if order.wants(pyramid_name(number)):
        yield pyramid.as_pyramid(page, out, pyramid_name(number))


def small_files(page: Image.Image, out: Path, number: int, order: Order) -> Iterator[Derived]:
    """The same without the pyramid, from a picture at least ``PAGE_WIDTH`` wide if the page is."""
    if number == 1 and order.wants(POSTER):
        yield renditions.page_rendition(page, out, POSTER, renditions.POSTER)
    name = f"page-{number:04}-{PAGE_WIDTH}"
    if order.wants(name):
        yield renditions.page_rendition(page, out, name, PAGE_WIDTH)


def wants_picture(number: int, order: Order) -> bool:
    """Whether any recipe of this page is ordered."""
    names = (f"page-{number:04}-{PAGE_WIDTH}", pyramid_name(number), *((POSTER,) if number == 1 else ()))
    return any(order.wants(name) for name in names)


def pyramid_name(number: int) -> str:
    """ "pyramid" for page 1, "pyramid-0002" for the next."""
    return "pyramid" if number == 1 else f"pyramid-{number:04}"


def doubts_of_length(facts: Facts) -> list[Doubt]:
    """A note on a file that has more pages than are shown."""
    if facts["page_count"] <= PAGE_CAP:
        return []
    left = facts["page_count"] - PAGE_CAP
    return [
        Doubt(
            "pages_left_out",
            f"Chỉ hiện {PAGE_CAP} trang đầu, còn {left} trang chỉ có trong tệp gốc. Tách tệp để hiện đủ.",
            f"Only the first {PAGE_CAP} pages are shown; {left} more are in the original. Split the file.",
        )
    ]
