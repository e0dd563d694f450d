"""Photographs: JPEG, PNG, WebP, AVIF, HEIC, camera RAW, and a TIFF that is one colour or grey picture.

A TIFF is a photo when it has exactly one page, more than one bit per pixel, no fax or old-style JPEG
compression and no georeference; every other TIFF is a scan (:mod:`media_pipeline.scan`).

Facts: ``media_type``, ``width``, ``height`` (upright, pixels), ``colour_mode`` (as stored), ``has_icc``,
``frames``, those of :func:`media_pipeline.georeference.georeference` (a photographed map may be placed), and
those of :func:`media_pipeline.exif.camera_facts`. Once derived also ``phash``, 16 hexadecimal
digits or None, and those of :func:`media_pipeline.photo_grade.graded`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from PIL.ExifTags import Base

from gis.doubts import Doubt
from gis.placement import Method, Placement
from media_pipeline import (
    exif,
    georeference,
    photo_grade,
    pixels,
    pyramid,
    raw,
    renditions,
    tiff_pages,
    warp,
)
from media_pipeline.boxes import brands
from media_pipeline.errors import Damaged, NoContent
from media_pipeline.kind import Kind
from media_pipeline.photo_hash import photo_hash
from media_pipeline.report import Derived, Facts
from media_pipeline.told import EVERYTHING, NOTHING_TOLD, Order, Told

HEIC_BRANDS = {"heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1", "mif2"}
AVIF_BRANDS = {"avif", "avis"}
WEAK_M = 100.0  # worse than this, the position says little about which building it was
METRES_PER_DOP = 5.0  # a phone's receiver: about 5 m at a dilution of 1

GPS_PROBLEMS = {
    "not_a_number": (
        "Ảnh có ghi vị trí nhưng các con số không đọc được. Đặt vị trí trên bản đồ.",
        "The photo carries a position whose figures cannot be read. Place it on the map.",
    ),
    "null_island": (
        "Vị trí trong ảnh là đúng 0 độ, 0 độ: máy chưa bắt được tín hiệu. Đặt vị trí trên bản đồ.",
        "The position in the photo is exactly 0, 0: the camera had no fix. Place it on the map.",
    ),
    "no_hemisphere": (
        "Vị trí trong ảnh thiếu chữ bắc/nam hoặc đông/tây. Đặt vị trí trên bản đồ.",
        "The position in the photo lacks north/south or east/west. Place it on the map.",
    ),
    "out_of_range": (
        "Vị trí trong ảnh nằm ngoài giới hạn kinh độ, vĩ độ. Đặt vị trí trên bản đồ.",
        "The position in the photo is outside the range of longitude and latitude. Place it on the map.",
    ),
    "other_datum": (
        "Vị trí trong ảnh ghi theo hệ quy chiếu {datum}, không phải WGS-84, nên có thể lệch hàng trăm mét. "
        "Đặt vị trí trên bản đồ.",
        "The position in the photo is on the datum {datum}, not WGS-84, and may be hundreds of metres off. "
        "Place it on the map.",
    ),
}


def recognises(head: bytes, path: Path) -> str | None:
    """The picture's media type, by its first bytes and, for TIFF, its directories."""
    if head[:3] == b"\xff\xd8\xff":
        return "image/jpeg"
    if head[:8] == b"\x89PNG\r\n\x1a\n":
        return "image/png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    named = brands(head)
    if named & AVIF_BRANDS:
        return "image/avif"
    if named & HEIC_BRANDS:
        return "image/heic"
    from_camera = raw.recognises(head, path)
    if from_camera is not None:
        return from_camera
    if tiff_pages.is_tiff(head) and _is_one_picture(path):
        return "image/tiff"
    return None


def inspect(path: Path, media_type: str, told: Told = NOTHING_TOLD) -> Facts:
    """Size and camera facts from the header. Pixels are proved by :func:`derive`.

    Raises:
        Damaged, Truncated, TooManyPixels, NoContent: See :mod:`media_pipeline.errors`.
    """
    if media_type in raw.MEDIA_TYPES:
        facts = raw.inspect(path, media_type)
        size = (facts["width"], facts["height"])
        return {**facts, **georeference.georeference(path, media_type, size, told)}
    with pixels.opened(path, media_type) as picture:
        with pixels.reading():
            width, height = picture.size
            mode, has_icc = picture.mode, bool(picture.info.get("icc_profile"))
            frames = int(getattr(picture, "n_frames", 1))
        if not width or not height:
            raise NoContent(f"{width} x {height}")
        camera = exif.camera_facts(picture)
        stated_upright = media_type == "image/heic" or Base.Orientation in getattr(picture, "tag_v2", {})
    if (camera["orientation"] or 1) >= 5 and not stated_upright:
        width, height = height, width
    if media_type in ("image/tiff", "image/heic"):
        camera["orientation"] = None  # Pillow and libheif load these already turned upright
    return {
        "media_type": media_type,
        "width": width,
        "height": height,
        "colour_mode": mode,
        "has_icc": has_icc,
        "frames": frames,
        **georeference.georeference(path, media_type, (width, height), told),
        **camera,
    }


def place(facts: Facts) -> Placement | None:
    """Where a placed map lies, else where the camera says it stood, with the accuracy it claims."""
    if facts["has_georeference"]:
        return georeference.placed(facts)[0]
    if facts["gps_lon"] is None or facts["gps_lat"] is None:
        return None
    return Placement(
        lon=facts["gps_lon"],
        lat=facts["gps_lat"],
        method=Method.EXIF,
        accuracy_m=accuracy_m(facts),
        native_crs="EPSG:4326",
        native_x=facts["gps_lon"],
        native_y=facts["gps_lat"],
        height_m=facts["gps_alt_m"],
    )


def accuracy_m(facts: Facts) -> float | None:
    """The radius the camera states, else one from its dilution of precision, else unknown."""
    if facts["gps_lon"] is None:
        return None
    if facts["gps_error_m"] is not None:
        return round(float(facts["gps_error_m"]), 1)
    return round(float(facts["gps_dop"]) * METRES_PER_DOP, 1) if facts["gps_dop"] else None


def question(facts: Facts) -> tuple[Doubt, ...]:
    """Doubts about the position the camera wrote; where it lies is asked by others."""
    doubts = []
    if facts["gps_problem"]:
        vi, en = GPS_PROBLEMS[facts["gps_problem"]]
        datum = facts.get("gps_datum")
        doubts.append(Doubt(f"gps_{facts['gps_problem']}", vi.format(datum=datum), en.format(datum=datum)))
    if facts.get("gps_status") == "V":
        doubts.append(
            Doubt(
                "gps_void",
                "Máy ảnh ghi rằng lúc chụp không bắt được vệ tinh: vị trí có thể là của nơi trước đó. Kiểm tra trên bản đồ.",
                "The camera says that it had no fix: the position may be that of an earlier place. Check the map.",
            )
        )
    radius = accuracy_m(facts)
    if radius is not None and radius > WEAK_M:
        doubts.append(
            Doubt(
                "gps_weak",
                f"Máy ảnh ghi vị trí khi tín hiệu yếu, sai số khoảng {radius:.0f} m. Kiểm tra trên bản đồ.",
                f"The camera had a weak fix, about {radius:.0f} m. Check the position on the map.",
            )
        )
    return (*doubts, *georeference.doubts_about(facts), *photo_grade.question(facts))


def derive(path: Path, facts: Facts, out: Path, order: Order = EVERYTHING) -> Iterator[Derived]:
    """The size ladder, the pyramid and a placed map's overlay, from one decoding; ``facts`` gains hash and grade.

    Raises:
        Damaged, Truncated: The pixels are not all there.
    """
    yield from warp.then_overlay(_pictures(path, facts, out, warp.with_source(order)), facts, out, order)


def _pictures(path: Path, facts: Facts, out: Path, order: Order) -> Iterator[Derived]:
    upright = _upright(path, facts)
    sized = renditions.ladder(upright)
    facts["phash"] = photo_hash(sized[min(sized)])
    facts.update(photo_grade.graded(photo_grade.measured(sized[max(sized)], upright.width, upright.height)))
    yield from renditions.photo_sizes(sized, out, facts["copyright"], order)
    if order.wants("pyramid"):
        made = pyramid.as_pyramid(upright, out)
        del upright  # up to half a gigabyte that the overlay needs
        yield made


def _upright(path: Path, facts: Facts) -> Image.Image:
    """All pixels, upright and in sRGB or grey."""
    if facts["media_type"] in raw.MEDIA_TYPES:
        return raw.developed(path)
    with pixels.opened(path, facts["media_type"]) as picture:
        return pixels.upright_srgb(pixels.loaded(picture), facts["orientation"])


def _is_one_picture(path: Path) -> bool:
    """The rule in the module's docstring. A TIFF that cannot be walked is left to the scans to refuse."""
    try:
        found = tiff_pages.directories(path)
    except Damaged:
        return False
    pages = [directory for directory in found if directory.is_page]
    if len(pages) != 1 or not found[0].is_page:  # a thumbnail first: Pillow would show that
        return False
    page = pages[0]
    old_jpeg = page.first.get(tiff_pages.COMPRESSION) == tiff_pages.OLD_JPEG
    return not (page.is_bilevel or page.is_georeferenced or old_jpeg)


KIND = Kind("photo", recognises, inspect, place, question, derive)
