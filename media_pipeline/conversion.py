"""What ffmpeg makes of sound and film for every browser: M4A, MP4, a still.

AAC in MP4 is the one sound, and H.264 with 4:2:0 pixels the one film, that every browser of the last ten
years plays, Safari included.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from media_pipeline.errors import Damaged
from media_pipeline.ffmpeg import PLAIN, Ffmpeg

AUDIO_KBPS = 128
VIDEO_SIDE = 1280  # of the longer side: a film taken upright is as tall
QUALITY = 23  # x264's constant rate factor
MOST_KBPS = 3_000
STILL_WIDTH = 1280
STILL_AT, STILL_AT_MOST_S, STILL_CHOICE = 0.1, 60.0, 30
STILL_LIMIT_S = 60.0
# One or two channels as they are, more mixed to two: mixing one to two would make it softer.
HEARD = "aformat=channel_layouts=mono|stereo:sample_rates=16000|22050|24000|32000|44100|48000"
SOUND = ("-af", HEARD, "-c:a", "aac", "-b:a", f"{AUDIO_KBPS}k")
START_AT_ONCE = ("-movflags", "+faststart")
# Fields woven together are taken apart; pixels that are not square become square.
SQUARE = "yadif=deint=interlaced,scale=w='trunc(iw*sar/2)*2':h='trunc(ih/2)*2',setsar=1"
FITTING = (
    f"{SQUARE},scale=w='min({VIDEO_SIDE},iw)':h='min({VIDEO_SIDE},ih)'"
    ":force_original_aspect_ratio=decrease:force_divisible_by=2"
)


def decodes(program: Ffmpeg, path: Path, media_type: str, stream: str) -> bool:
    """Whether the first frame of the first stream (``v`` or ``a``) can be decoded."""
    frames = bytearray()
    first = ("-map", f"0:{stream}:0", f"-frames:{stream}", "1", "-f", "framemd5", "pipe:1")
    try:
        program.run(path, media_type, first, STILL_LIMIT_S, take=frames.extend)
    except Damaged:
        return False
    return any(line and not line.startswith(b"#") for line in bytes(frames).splitlines())


def sound_for_web(program: Ffmpeg, path: Path, media_type: str, made: Path, limit_s: float) -> None:
    """The first sound as AAC in M4A, two channels at most.

    Raises:
        Damaged, TooSlow: As ffmpeg ends.
    """
    arguments = ("-map", "0:a:0", "-vn", *SOUND, *PLAIN, *START_AT_ONCE, "-f", "ipod", f"file:{made}")
    program.run(path, media_type, arguments, limit_s)


def film_for_web(program: Ffmpeg, path: Path, media_type: str, made: Path, limit_s: float) -> None:
    """Film and sound as H.264 and AAC in MP4, at most 1280 pixels a side, ready to start at once.

    Raises:
        Damaged, TooSlow: As ffmpeg ends.
    """
    coder = ("-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-pix_fmt", "yuv420p")
    rate = ("-crf", str(QUALITY), "-maxrate", f"{MOST_KBPS}k", "-bufsize", f"{2 * MOST_KBPS}k", "-g", "120")
    arguments = (
        *("-map", "0:v:0", "-map", "0:a:0?", "-sn", "-dn", "-vf", FITTING),
        *(*coder, *rate, *SOUND, *PLAIN, *START_AT_ONCE, "-f", "mp4", f"file:{made}"),
    )
    program.run(path, media_type, arguments, limit_s)


def film_repacked(program: Ffmpeg, path: Path, media_type: str, made: Path, limit_s: float) -> None:
    """The same coded film and sound in MP4: a QuickTime file whose content every browser could play.

    Raises:
        Damaged, TooSlow: As ffmpeg ends.
    """
    streams = ("-map", "0:v:0", "-map", "0:a:0?", "-sn", "-dn", "-c", "copy")
    program.run(path, media_type, (*streams, *PLAIN, *START_AT_ONCE, "-f", "mp4", f"file:{made}"), limit_s)


def still(program: Ffmpeg, path: Path, media_type: str, seconds: float, scratch: Path) -> Image.Image | None:
    """A telling frame from the first tenth or minute, upright, at most 1280 pixels wide; None if none decodes.

    Raises:
        Damaged, TooSlow: As ffmpeg ends.
    """
    made = scratch / "still.png"
    choice = f"{SQUARE},scale=w='min({STILL_WIDTH},iw)':h=-2,thumbnail={STILL_CHOICE}"
    arguments = ("-map", "0:v:0", "-an", "-sn", "-dn", "-vf", choice, "-frames:v", "1", "-f", "image2")
    for start in (min(seconds * STILL_AT, STILL_AT_MOST_S), 0.0):  # an index may not lead where it says
        before = ("-ss", f"{start:.3f}")
        program.run(path, media_type, (*arguments, f"file:{made}"), STILL_LIMIT_S, before=before)
        if made.exists():
            with Image.open(made) as picture:
                picture.load()
            made.unlink()
            return picture.convert("RGB")
    return None
