"""Video: MP4 and MOV. The original is served, and H.264 in MP4 where not every browser or phone plays that well.

Facts: ``media_type``, ``seconds``, ``width``, ``height``, ``codec``, ``sound_codec`` (four letters),
``profile`` (of H.264, else None), ``has_sound``, ``gps_lon``, ``gps_lat``, ``gps_alt_m``,
``gps_accuracy_m``, and those of :mod:`media_pipeline.playing`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from gis.doubts import Doubt
from gis.placement import Method, Placement
from media_pipeline import movie, movie_notes, playing
from media_pipeline.boxes import brands
from media_pipeline.errors import NoContent
from media_pipeline.kind import Kind
from media_pipeline.report import Derived, Facts
from media_pipeline.told import EVERYTHING, NOTHING_TOLD, Order, Told

PLAYED_EVERYWHERE = {"avc1", "avc3"}  # H.264
PLAYED_PROFILES = {66, 77, 88, 100}  # with 8 bits and 4:2:0; cameras and editors also write 4:2:2 and 10 bits
PLAYED_SOUND = {"mp4a", ".mp3"}
LARGE_SIDE, LARGE_BYTES = 720, 30_000_000  # more than 720p and longer to load than a phone's owner waits
MISSING = ("ảnh bìa, dạng sóng và bản xem nhẹ", "poster, waveform and light version")
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
        "sound_codec": found.sound_codec,
        "profile": found.profile,
        "has_sound": "soun" in found.tracks,
        "gps_lon": found.lon,
        "gps_lat": found.lat,
        "gps_alt_m": found.alt_m,
        "gps_accuracy_m": found.accuracy_m,
        **playing.tried(path, media_type, "v"),
    }


def place(facts: Facts) -> Placement | None:
    """Where the phone says it stood; (0, 0) is no fix."""
    lon, lat = facts["gps_lon"], facts["gps_lat"]
    if lon is None or lat is None or (lon == 0 and lat == 0) or abs(lon) > 180 or abs(lat) > 90:
        return None
    return Placement(
        lon, lat, Method.EXIF, facts["gps_accuracy_m"], "EPSG:4326", lon, lat, facts["gps_alt_m"]
    )


def question(facts: Facts) -> tuple[Doubt, ...]:
    """Whether every browser will play it, and what could not be made of it."""
    told = playing.doubts(facts, MISSING)
    if _plays_everywhere(facts) or facts.get("web_copy"):
        return told
    coded = " ".join(name for name in (facts["codec"], facts["sound_codec"]) if name) or None
    return (
        *told,
        Doubt(
            "video_codec",
            f"Video nén kiểu {coded or 'không rõ'}, một số trình duyệt không phát. "
            "Chuyển sang MP4 H.264 nếu được.",
            f"The video is coded as {coded or 'unknown'}, which some browsers do not play. "
            "Convert it to MP4 H.264 if you can.",
        ),
    )


def derive(path: Path, facts: Facts, out: Path, order: Order = EVERYTHING) -> Iterator[Derived]:
    """``video``: the original without its notes, among them the place. Where ffmpeg is: pictures, ``waveform``, and ``video-web`` if needed."""
    kept = out / ("video.mov" if facts["media_type"] == "video/quicktime" else "video.mp4")
    shutil.copyfile(path, kept)
    movie_notes.take_out(kept)
    sizes = {"seconds": facts["seconds"], "width": facts["width"], "height": facts["height"]}
    yield Derived("video", kept, facts["media_type"], sizes)
    if any(order.wants(recipe) for recipe in playing.PICTURES):
        yield from playing.pictures(path, facts, out)
    if facts["has_sound"] and order.wants("waveform"):
        yield from playing.waveform_by_ffmpeg(path, facts, out)
    if not order.wants("video-web"):
        return
    if not _plays_everywhere(facts) or _is_large(path, facts):
        yield from playing.film_for_web(path, facts, out)
    elif facts["media_type"] == "video/quicktime":
        yield from playing.film_for_web(path, facts, out, repacked=True)


def _plays_everywhere(facts: Facts) -> bool:
    """Whether the coding is one that all browsers know; the container is another question."""
    return (
        facts["codec"] in PLAYED_EVERYWHERE
        and facts["profile"] in {None, *PLAYED_PROFILES}
        and (not facts["has_sound"] or facts["sound_codec"] in PLAYED_SOUND)
    )


def _is_large(path: Path, facts: Facts) -> bool:
    side = min(facts["width"] or 0, facts["height"] or 0)
    return side > LARGE_SIDE and path.stat().st_size > LARGE_BYTES


KIND = Kind("video", recognises, inspect, place, question, derive)
