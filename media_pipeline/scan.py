"""Scans: dossiers and drawings as TIFF, masters as JPEG 2000, maps as GeoTIFF.

A TIFF is a scan unless it is one plain picture (the rule is in :mod:`media_pipeline.photo`).

Facts: ``media_type``, ``pages`` (a list of ``width``, ``height`` upright in pixels, ``dpi`` or None),
``page_count``, ``width``, ``height``, ``dpi`` (of the first page), ``blank_first_page``, and those of
:func:`media_pipeline.georeference.georeference`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

from gis.doubts import Doubt
from gis.placement import Placement
from media_pipeline import georeference, pixels, pyramid, renditions, tiff_pages
from media_pipeline.errors import NoContent, TooManyPixels
from media_pipeline.kind import Kind
from media_pipeline.report import Derived, Facts
from media_pipeline.told import EVERYTHING, NOTHING_TOLD, Order, Told

PAGE_CAP = 40
PAGE_WIDTH = 1280
LEAST_DPI = 200  # TT 05/2025/TT-BNV for text and photographs
JP2_HEADS = (b"\x00\x00\x00\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51")
Page = dict[str, Any]

PLACE_PROBLEMS = {
    "no_crs": (
        "Bản đồ có tọa độ nhưng không ghi hệ tọa độ. Khai hệ tọa độ, ví dụ VN-2000 và kinh tuyến trục.",
        "The map has coordinates but names no reference system. State it, for example VN-2000.",
    ),
    "crs_unusable": (
        "Hệ tọa độ ghi trong bản đồ không đổi được sang kinh vĩ độ. Kiểm tra hệ tọa độ của tờ bản đồ.",
        "The map's reference system cannot be turned into longitude and latitude. Check the sheet.",
    ),
}


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
    pages: list[Page] = []
    blank = False
    with pixels.opened(path, media_type) as picture:
        for number in page_numbers(path, media_type):
            _turn_to(picture, number)
            pages.append(_page(picture))
            if not number:
                blank = _is_blank(pixels.loaded(picture))
    if not pages or not all(page["width"] and page["height"] for page in pages):
        raise NoContent("no page")
    ground = georeference.georeference(path) if media_type == "image/tiff" else dict(georeference.EMPTY)
    return {
        "media_type": media_type,
        "pages": pages,
        "page_count": len(pages),
        **{name: pages[0][name] for name in ("width", "height", "dpi")},
        "blank_first_page": blank,
        **ground,
    }


def place(facts: Facts) -> Placement | None:
    """The middle of a georeferenced sheet."""
    return georeference.placed(facts)[0]


def question(facts: Facts) -> tuple[Doubt, ...]:
    """Resolution, blankness and an unusable georeference."""
    doubts = []
    problem = georeference.placed(facts)[1]
    if problem:
        doubts.append(Doubt(f"map_{problem}", *PLACE_PROBLEMS[problem]))
    if facts["blank_first_page"]:
        doubts.append(
            Doubt(
                "blank_page",
                "Trang đầu chỉ có một màu. Kiểm tra bản quét có nội dung không.",
                "The first page is of a single colour. Check that the scan shows something.",
            )
        )
    if not facts["has_georeference"]:  # the resolution of a map is metres per pixel
        doubts.extend(_doubts_of_dpi(facts["pages"]))
    return tuple(doubts)


def derive(path: Path, facts: Facts, out: Path, order: Order = EVERYTHING) -> Iterator[Derived]:
    """Every page is decoded, so that damage on any is found; the first 40 are kept as JPEG and pyramid.

    Recipes: ``photo-640`` of page 1, ``page-0001-1280`` …, ``pyramid``, ``pyramid-0002`` ….

    Raises:
        Damaged, Truncated: Some page's pixels are not all there.
    """
    with pixels.opened(path, facts["media_type"]) as picture:
        for number, index in enumerate(page_numbers(path, facts["media_type"]), start=1):
            _turn_to(picture, index)
            pixels.loaded(picture)
            if number <= PAGE_CAP:
                yield from page_files(pixels.upright_srgb(picture, None), out, number)


def page_files(page: Image.Image, out: Path, number: int) -> Iterator[Derived]:
    """The derivatives of one upright page, numbered from 1; page 1 also gives the poster."""
    if number == 1:
        yield renditions.page_rendition(page, out, f"photo-{renditions.POSTER}", renditions.POSTER)
    yield renditions.page_rendition(page, out, f"page-{number:04}-{PAGE_WIDTH}", PAGE_WIDTH)
    yield pyramid.as_pyramid(page, out, "pyramid" if number == 1 else f"pyramid-{number:04}")


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


def _page(picture: Image.Image) -> Page:
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


def _is_blank(picture: Image.Image) -> bool:
    with pixels.reading():
        extrema = picture.getextrema()
    pairs = extrema if isinstance(extrema[0], tuple) else (extrema,)
    return all(low == high for low, high in pairs)


def _doubts_of_dpi(pages: list[Page]) -> list[Doubt]:
    known = [page["dpi"] for page in pages if page["dpi"] is not None]
    if not known:
        return [
            Doubt(
                "no_dpi",
                "Bản quét không ghi độ phân giải. Ghi rõ dpi khi quét, tối thiểu 200.",
                "The scan states no resolution. Set it when scanning, at least 200 dpi.",
            )
        ]
    least = min(known)
    if least >= LEAST_DPI:
        return []
    return [
        Doubt(
            "low_dpi",
            f"Bản quét chỉ có {least:.0f} dpi, yêu cầu tối thiểu {LEAST_DPI}. Quét lại nếu còn bản gốc.",
            f"The scan has only {least:.0f} dpi, at least {LEAST_DPI} are asked for. Scan again if you can.",
        )
    ]


KIND = Kind("scan", recognises, inspect, place, question, derive)
