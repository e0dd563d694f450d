"""Real sound and film under test, made by ffmpeg itself."""

from __future__ import annotations

import subprocess
from pathlib import Path

PICTURE = ("-f", "lavfi", "-i")


def by_ffmpeg(path: Path, *arguments: str) -> Path:
    """What ffmpeg writes with these arguments."""
    subprocess.run(
        ["ffmpeg", "-nostdin", "-v", "error", "-y", *arguments, str(path)],
        check=True,
        stdin=subprocess.DEVNULL,
        timeout=120,
    )
    return path


def film(
    path: Path,
    *coding: str,
    seconds: float = 2,
    size: str = "320x180",
    form: str = "mp4",
    sound: tuple[str, ...] = ("-c:a", "aac"),
    effect: str = "",
) -> Path:
    """Moving colours with a tone; ``sound`` empty for a silent one."""
    tone = (*PICTURE, f"sine=frequency=440:duration={seconds}") if sound else ()
    coded = coding or ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
    picture = f"testsrc2=size={size}:rate=10:duration={seconds}{effect}"
    return by_ffmpeg(path, *PICTURE, picture, *tone, *coded, *sound, "-shortest", "-f", form)


def tone(path: Path, *coding: str, seconds: float = 2) -> Path:
    """A second of silence, then a tone."""
    heard = f"sine=frequency=440:duration={seconds},adelay=1000:all=1"
    return by_ffmpeg(path, *PICTURE, heard, *coding)
