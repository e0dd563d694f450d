"""What sound and film have in common: tried with ffmpeg, pictured, drawn, made playable.

Facts: ``ffmpeg`` (its version, or None where there is none), ``decodes`` (whether its first frame can be
decoded; None if not tried), and what :func:`derive <media_pipeline.kind.Kind>` adds: ``waveform`` (whether
there is one), ``web_copy`` (whether one was made), ``not_made`` (the recipes at which ffmpeg gave up).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from gis.doubts import Doubt
from media_pipeline import conversion, ffmpeg, limits, renditions, waveform
from media_pipeline.errors import Damaged, TooSlow
from media_pipeline.ffmpeg import Ffmpeg
from media_pipeline.report import Derived, Facts

PICTURES = ("poster", "photo-640", "placeholder")
SHARE = 0.6  # of the time allowed for the file, for one work of ffmpeg: the file is kept though it gives up
Words = tuple[str, str]
Convert = Callable[[Ffmpeg, Path, str, Path, float], None]


def tried(path: Path, media_type: str, stream: str) -> Facts:
    """The facts ``ffmpeg`` and ``decodes`` of the first stream, ``v`` or ``a``."""
    program = ffmpeg.found()
    if program is None:
        return {"ffmpeg": None, "decodes": None}
    return {"ffmpeg": program.version, "decodes": conversion.decodes(program, path, media_type, stream)}


def doubts(facts: Facts, missing: Words | None) -> tuple[Doubt, ...]:
    """That it cannot be decoded, that ffmpeg is missing, or that it gave up.

    ``missing`` is what the file lacks without ffmpeg, in Vietnamese and English; None when it lacks nothing.
    """
    if facts["decodes"] is False:
        return (CANNOT_BE_DECODED,)
    if facts["ffmpeg"] is None:
        return (_ffmpeg_missing(missing),) if missing else ()
    given_up = ", ".join(facts.get("not_made", ()))
    return (_given_up(given_up),) if given_up else ()


def pictures(path: Path, facts: Facts, out: Path) -> Iterator[Derived]:
    """``poster``, ``photo-640`` and ``placeholder`` of a film, from a telling frame near its start."""
    program = _usable(facts)
    if program is None:
        return
    try:
        with tempfile.TemporaryDirectory(dir=out) as scratch:
            frame = conversion.still(program, path, facts["media_type"], facts["seconds"], Path(scratch))
    except (Damaged, TooSlow):
        frame = None
    if frame is None:
        _give_up(facts, "poster")
        return
    small = renditions.page_rendition(frame, out, f"photo-{renditions.POSTER}", renditions.POSTER)
    for made in (renditions.as_jpeg(frame, out, "poster", None), small, renditions.placeholder(frame, out)):
        yield Derived(made.recipe, made.path, made.media_type, made.facts, program.tool)


def waveform_by_ffmpeg(path: Path, facts: Facts, out: Path) -> Iterator[Derived]:
    """``waveform`` of whatever ffmpeg decodes."""
    program = _usable(facts)
    facts["waveform"] = False
    if program is None:
        return
    try:
        peaks = waveform.by_ffmpeg(program, path, facts["media_type"], _limit_s())
    except (Damaged, TooSlow):
        peaks = []
    if not peaks:
        _give_up(facts, "waveform")
        return
    facts["waveform"] = True
    yield waveform.written(peaks, facts["seconds"], out, program.tool)


def sound_for_web(path: Path, facts: Facts, out: Path) -> Iterator[Derived]:
    """``audio-web``: AAC in M4A."""
    made = out / "audio-web.m4a"
    sizes = {"seconds": facts["seconds"]}
    yield from _converted(
        path, facts, Derived("audio-web", made, "audio/mp4", sizes), conversion.sound_for_web
    )


def film_for_web(path: Path, facts: Facts, out: Path, *, repacked: bool = False) -> Iterator[Derived]:
    """``video-web``: H.264 and AAC in MP4; ``repacked`` keeps the coded film and changes the container only."""
    made = out / "video-web.mp4"
    convert = conversion.film_repacked if repacked else conversion.film_for_web
    sizes = {"seconds": facts["seconds"]}
    yield from _converted(path, facts, Derived("video-web", made, "video/mp4", sizes), convert)


def _converted(path: Path, facts: Facts, made: Derived, convert: Convert) -> Iterator[Derived]:
    program = _usable(facts)
    facts["web_copy"] = False
    if program is None:
        return
    try:
        convert(program, path, facts["media_type"], made.path, _limit_s())
    except (Damaged, TooSlow):
        made.path.unlink(missing_ok=True)
        _give_up(facts, made.recipe)
        return
    facts["web_copy"] = True
    yield Derived(made.recipe, made.path, made.media_type, made.facts, program.tool)


def _usable(facts: Facts) -> Ffmpeg | None:
    return ffmpeg.found() if facts["decodes"] else None


def _give_up(facts: Facts, recipe: str) -> None:
    facts["not_made"] = [*facts.get("not_made", ()), recipe]


def _limit_s() -> float:
    return limits.in_force().wall_s * SHARE


CANNOT_BE_DECODED = Doubt(
    "cannot_be_decoded",
    "Không giải mã được khung đầu tiên của bản ghi. Nghe hoặc xem thử bản gốc trước khi công bố.",
    "Not even the first frame of the recording can be decoded. Play the original before it is published.",
)


def _ffmpeg_missing(missing: Words) -> Doubt:
    return Doubt(
        "ffmpeg_missing",
        f"Máy chủ chưa cài ffmpeg nên chưa có {missing[0]}. Nhờ quản trị cài ffmpeg rồi làm lại tệp này.",
        f"The server has no ffmpeg, so there is no {missing[1]}. Ask the administrator to install ffmpeg, "
        "then make this file anew.",
    )


def _given_up(recipes: str) -> Doubt:
    return Doubt(
        "not_converted",
        f"Chuyển đổi không xong phần {recipes}. Bản gốc vẫn được công bố; thử xuất lại tệp bằng phần mềm khác.",
        f"Converting gave up at {recipes}. The original can be published all the same; "
        "try to export the file anew.",
    )
