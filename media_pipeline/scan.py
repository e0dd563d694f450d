"""Scans: dossiers and drawings as TIFF, masters as JPEG 2000, maps as GeoTIFF.

A TIFF is a scan unless it is one plain picture (the rule is in :mod:`media_pipeline.photo`).

Facts: ``media_type``, ``pages`` (a list of ``width``, ``height`` upright in pixels, ``dpi`` or None),
``page_count``, ``width``, ``height``, ``dpi`` (of the first page), ``blank_first_page``, those of
:func:`media_pipeline.georeference.georeference`, and ``reading`` of :mod:`media_pipeline.page_reading`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from gis.doubts import Doubt
from gis.placement import Placement
from media_pipeline import georeference, page_reading, pages, pixels, pyramid, streamed, tiff_pages, warp
from media_pipeline.errors import NoContent, TooManyPixels
from media_pipeline.kind import Kind
from media_pipeline.report import Derived, Facts
from media_pipeline.told import EVERYTHING, NOTHING_TOLD, Order, Told

STREAMED_FROM = 30_000_000  # pixels; a smaller page is decoded whole, which is faster
JP2_HEADS = (b"\x00\x00\x00\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51")


def recognises(head: bytes, path: Path) -> str | None:
    """``image/tiff`` for what the photo kind left, ``image/jp2`` by its signature."""
    if head.startswith(JP2_HEADS):
        return "image/jp2"
    return "image/tiff" if tiff_pages.is_tiff(head) else None


def inspect(path: Path, media_type: str, told: Told = NOTHING_TOLD) -> Facts:
    """Size and resolution of every page, and the georeference.

    Raises:
        Damaged, Truncated, TooManyPixels, NoContent: See :mod:`media_pipeline.errors`.
    """
    found: list[pages.Page] = []
    blank = False
    with pixels.opened(path, media_type) as picture:
        for number in page_numbers(path, media_type):
            _turn_to(picture, number)
            found.append(_page(picture))
            if not number:
                blank = _is_blank(path, media_type, picture)
    if not found or not all(page["width"] and page["height"] for page in found):
        raise NoContent("no page")
    ground = georeference.georeference(path, media_type, (found[0]["width"], found[0]["height"]), told)
    return {
        "media_type": media_type,
        "pages": found,
        "page_count": len(found),
        **{name: found[0][name] for name in ("width", "height", "dpi")},
        "blank_first_page": blank,
        **ground,
    }


def place(facts: Facts) -> Placement | None:
    """The middle of a georeferenced sheet."""
    return georeference.placed(facts)[0]


def question(facts: Facts) -> tuple[Doubt, ...]:
    """Blankness, an unusable georeference, pages left out and words that could not be read.

    The resolution is judged by what the file is said to be: :mod:`heritage.rules.resolution`.
    """
    doubts = [*pages.doubts_of_length(facts), *page_reading.doubts_of_reading(facts)]
    doubts.extend(georeference.doubts_about(facts))
    if facts["blank_first_page"]:
        doubts.append(
            Doubt(
                "blank_page",
                "Trang đầu chỉ có một màu. Kiểm tra bản quét có nội dung không.",
                "The first page is of a single colour. Check that the scan shows something.",
            )
        )
    return tuple(doubts)


def derive(path: Path, facts: Facts, out: Path, order: Order = EVERYTHING) -> Iterator[Derived]:
    """Every page is decoded, so that damage on any is found; the first 400 are kept as JPEG and pyramid.

    Recipes: ``photo-640`` of page 1, ``page-0001-1280`` …, ``pyramid``, ``pyramid-0002`` …, ``ocr``, and
    ``overlay`` of a placed map, whose sheet is page 1.

    Raises:
        Damaged, Truncated: Some page's pixels are not all there.
    """
    order = warp.with_source(order)
    numbers = page_numbers(path, facts["media_type"])
    with (
        page_reading.started(_to_be_read(facts, order), order) as reader,
        pixels.opened(path, facts["media_type"]) as picture,
    ):
        for number, index in enumerate(numbers, start=1):
            if number > pages.PAGE_CAP and order.wanted is None:
                _turn_to(picture, index)
                pixels.loaded(picture)
            elif number <= pages.PAGE_CAP and (pages.wants_picture(number, order) or reader.wants(number)):
                leaf = _leaf(path, picture, number, index, facts, out, order, reader)
                yield from warp.then_overlay(leaf, facts, out, order)
        yield from reader.finished(facts, out)


def _leaf(
    path: Path,
    picture: Image.Image,
    number: int,
    index: int,
    facts: Facts,
    out: Path,
    order: Order,
    reader: page_reading.PageReader,
) -> Iterator[Derived]:
    """The derivatives of one page, its pixels whole or, where there are many, strip by strip."""
    page = facts["pages"][number - 1]
    if page["width"] * page["height"] >= STREAMED_FROM:
        name = pages.pyramid_name(number)
        made = pyramid.pyramid_of_file(path, facts["media_type"], out, name, index)
        if made is not None:
            small = pyramid.picture_of_pyramid(made.path, pages.PAGE_WIDTH)
            yield from pages.small_files(small, out, number, order)
            yield made
            if reader.wants(number):
                large, dpi = _for_reading(made, page)
                reader.add(number, large, dpi)
            return
    _turn_to(picture, index)
    upright = pixels.upright_srgb(pixels.loaded(picture), None)
    yield from pages.page_files(upright, out, number, order)
    reader.add(number, upright, page["dpi"])


def _for_reading(made: Derived, page: pages.Page) -> tuple[Image.Image, float]:
    """The page as large as its words need, and the resolution it then has."""
    dpi = page["dpi"] or min(page["width"], page["height"]) / page_reading.PAGE_WIDTH_IN
    share = min(1.0, page_reading.share_of((page["width"], page["height"]), dpi))
    return pyramid.picture_of_pyramid(made.path, max(1, round(page["width"] * share))), dpi * share


def _to_be_read(facts: Facts, order: Order) -> list[int]:
    """All pages, but none of a map: its names stand across rivers and borders."""
    if facts["has_georeference"] or order.told.control:
        return []
    return list(range(1, min(facts["page_count"], pages.PAGE_CAP) + 1))


def page_numbers(path: Path, media_type: str) -> list[int]:
    """The frames that are pages: overviews and masks inside a TIFF are none."""
    if media_type != "image/tiff":
        return [0]
    found = tiff_pages.directories(path)
    pages = [number for number, directory in enumerate(found) if directory.is_page]
    return pages or [0]


def _turn_to(picture: Image.Image, number: int) -> None:
    with pixels.reading():
        picture.seek(number)
        width, height = picture.size
    # Pillow checks the limit when it opens a file, which is the first page only
    if width * height > 2 * (Image.MAX_IMAGE_PIXELS or 0):
        raise TooManyPixels(f"{width} x {height}", limit_mp=pixels.limit_mp())


def _page(picture: Image.Image) -> pages.Page:
    # Pillow states and loads TIFF pages already turned upright
    return {"width": picture.width, "height": picture.height, "dpi": _dpi(picture)}


def _dpi(picture: Image.Image) -> float | None:
    value = picture.info.get("dpi")
    try:
        dpi = min(float(value[0]), float(value[1])) if value else 0.0
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return None
    # Pillow reports 1 when the file gives no unit
    return round(dpi, 1) if math.isfinite(dpi) and dpi > 1 else None


def _is_blank(path: Path, media_type: str, picture: Image.Image) -> bool:
    """Whether the first page is of one colour; a large one is not decoded whole for that."""
    if picture.width * picture.height >= STREAMED_FROM:
        blank = streamed.is_one_colour(path, media_type)
        if blank is not None:
            return blank
    with pixels.reading():
        extrema = pixels.loaded(picture).getextrema()
    pairs = extrema if isinstance(extrema[0], tuple) else (extrema,)
    return all(low == high for low, high in pairs)


KIND = Kind("scan", recognises, inspect, place, question, derive)
