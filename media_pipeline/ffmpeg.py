"""Debian's ffmpeg, when it is installed: run for one file, within this process's limits, reading nothing else.

The demuxer is named from the identified media type, never guessed: a playlist or a list of files that is
called a film is read as a film and fails. No protocol but ``file`` is open, and no reference inside a file
is followed.
"""

from __future__ import annotations

import os
import selectors
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from media_pipeline.errors import Damaged, TooSlow
from media_pipeline.worker import die_with_parent

DEMUXERS = {
    "audio/mpeg": ("mp3",),
    "audio/ogg": ("ogg",),
    "audio/wav": ("wav",),
    "audio/flac": ("flac",),
    "audio/mp4": ("mov", "-enable_drefs", "0", "-use_absolute_path", "0"),
    "video/mp4": ("mov", "-enable_drefs", "0", "-use_absolute_path", "0"),
    "video/quicktime": ("mov", "-enable_drefs", "0", "-use_absolute_path", "0"),
}
QUIET = ("-nostdin", "-hide_banner", "-v", "error", "-y")
# The same file gives the same bytes; of what a camera wrote beside the pictures nothing is carried over.
PLAIN = ("-fflags", "+bitexact", "-flags", "+bitexact", "-map_metadata", "-1", "-map_chapters", "-1")
THREADS = ("-threads", "2")
_CHUNK, _TAIL = 1 << 16, 2_000
Take = Callable[[bytes], None]


@dataclass(frozen=True, slots=True)
class Ffmpeg:
    """The program and its version, as "5.1.9-0+deb12u1"."""

    program: str
    version: str

    @property
    def tool(self) -> str:
        """As a derivative records it."""
        return f"ffmpeg {self.version}"

    def run(
        self,
        source: Path,
        media_type: str,
        arguments: Sequence[str],
        limit_s: float,
        *,
        before: Sequence[str] = (),
        take: Take | None = None,
    ) -> None:
        """Read one file with the arguments that follow its name.

        Args:
            source: The file.
            media_type: What it is.
            arguments: Streams, filters, coders and the output.
            limit_s: Seconds by the clock.
            before: Options of the input, such as where to start.
            take: Given what is written to standard output, piece by piece.

        Raises:
            Damaged: ffmpeg ends with an error, whose last words are the detail.
            TooSlow: It did not end in time and was ended.
        """
        command = [
            *(self.program, *QUIET, *THREADS, *before),
            *("-protocol_whitelist", "file", "-f", *DEMUXERS[media_type]),
            *("-i", f"file:{source.resolve()}", *arguments),
        ]
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            preexec_fn=_ends_with(os.getpid()),
        )
        try:
            said = _listen(process, time.monotonic() + limit_s, take or (lambda piece: None))
        except TimeoutError as error:
            raise TooSlow(f"ffmpeg did not end in {limit_s:.0f} s", seconds=round(limit_s)) from error
        finally:
            process.kill()
            status = process.wait()
        if status:
            raise Damaged(f"ffmpeg ended with {status}: {said}")


@cache
def found() -> Ffmpeg | None:
    """The ffmpeg of this machine; None when there is none or it does not run."""
    program = shutil.which("ffmpeg")
    if program is None:
        return None
    try:
        said = subprocess.run([program, "-version"], capture_output=True, text=True, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return None
    words = said.stdout.split()
    if said.returncode or words[:2] != ["ffmpeg", "version"]:
        return None
    return Ffmpeg(program, words[2])


def _ends_with(parent: int) -> Callable[[], None]:
    return lambda: die_with_parent(parent)


def _listen(process: subprocess.Popen[bytes], deadline: float, take: Take) -> str:
    """Pass on what is written until both outputs are closed; the last words on standard error.

    Raises:
        TimeoutError: The deadline passed.
    """
    assert process.stdout is not None
    assert process.stderr is not None
    said = b""
    with process.stdout, process.stderr, selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        selector.register(process.stderr, selectors.EVENT_READ)
        while selector.get_map():
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            for key, _ in selector.select(left):
                piece = os.read(key.fd, _CHUNK)
                if not piece:
                    selector.unregister(key.fileobj)
                elif key.fileobj is process.stderr:
                    said = (said + piece)[-_TAIL:]
                else:
                    take(piece)
    return " ".join(said.decode("utf-8", "replace").split())
