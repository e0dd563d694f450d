"""Video: MP4 and MOV. The original is served; making it playable everywhere is another kind's work.

Facts: ``media_type``, ``seconds``, ``width``, ``height``, ``codec`` (four letters), ``has_sound``,
``gps_lon``, ``gps_lat``, ``gps_alt_m``.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from gis.doubts import Doubt
from gis.placement import Method, Placement
from media_pipeline import movie
from media_pipeline.boxes import brands
from media_pipeline.errors import NoContent
from media_pipeline.kind import Kind
from media_pipeline.report import Derived, Facts
from media_pipeline.told import EVERYTHING, NOTHING_TOLD, Order, Told

PLAYED_EVERYWHERE = {"avc1", "avc3"}  # H.264
OTHER_FTYP = {"M4A ", "M4B ", "jp2 ", "jpx ", "crx "}
MOVIE_BOXES = (b"moov", b"mdat", b"wide", b"free", b"skip")


def recognises(head: bytes, path: Path) -> str | None:
    """``video/mp4`` or ``video/quicktime``; pictures in the same container are taken before."""
    named = brands(head)
    if named:
        if named & OTHER_FTYP:
            return None
        return "video/quicktime" if "qt  " in named else "video/mp4"
    # QuickTime before 2001 has no ftyp
    return "video/quicktime" if head[4:8] in MOVIE_BOXES and b"moov" in head else None


def inspect(path: Path, media_type: str, told: Told = NOTHING_TOLD) -> Facts:
    """Duration, size and place from the movie header.

    Raises:
        Damaged, Truncated, NoContent: See :mod:`media_pipeline.errors`.
    """
    found = movie.read(path)
    if "vide" not in found.tracks or found.seconds <= 0:
        raise NoContent("no moving picture")
    return {
        "media_type": media_type,
        "seconds": round(found.seconds, 3),
        "width": found.width,
        "height": found.height,
        "codec": found.codec,
        "has_sound": "soun" in found.tracks,
        "gps_lon": found.lon,
        "gps_lat": found.lat,
        "gps_alt_m": found.alt_m,
    }


def place(facts: Facts) -> Placement | None:
    """Where the phone says it stood; (0, 0) is no fix."""
    lon, lat = facts["gps_lon"], facts["gps_lat"]
    if lon is None or lat is None or (lon == 0 and lat == 0) or abs(lon) > 180 or abs(lat) > 90:
        return None
    return Placement(lon, lat, Method.EXIF, None, "EPSG:4326", lon, lat, facts["gps_alt_m"])


def question(facts: Facts) -> tuple[Doubt, ...]:
    """Whether every browser will play it."""
    if facts["codec"] in PLAYED_EVERYWHERE:
        return ()
    return (
        Doubt(
            "video_codec",
            f"Video nén kiểu {facts['codec'] or 'không rõ'}, một số trình duyệt không phát. "
            "Chuyển sang MP4 H.264 nếu được.",
            f"The video is coded as {facts['codec'] or 'unknown'}, which some browsers do not play. "
            "Convert it to MP4 H.264 if you can.",
        ),
    )


def derive(path: Path, facts: Facts, out: Path, order: Order = EVERYTHING) -> Iterator[Derived]:
    """``video``: the original's bytes."""
    kept = out / ("video.mov" if facts["media_type"] == "video/quicktime" else "video.mp4")
    shutil.copyfile(path, kept)
    sizes = {"seconds": facts["seconds"], "width": facts["width"], "height": facts["height"]}
    yield Derived("video", kept, facts["media_type"], sizes)


KIND = Kind("video", recognises, inspect, place, question, derive)
