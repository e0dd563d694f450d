"""Take out of a copy of a film or M4A what is written beside its pictures and sound: place, owner, device.

In place, byte for byte as long as before: a note's box is renamed ``free`` and emptied, so no offset moves and
every player plays on. Tracks that are neither picture, sound nor words (the path of a drone, second by second)
are hidden in the same way.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from media_pipeline.boxes import Box, boxes, content, whole_file
from media_pipeline.errors import MediaRefused

NOTES = ("udta", "meta", "uuid")
KEPT_TRACKS = (b"vide", b"soun", b"text", b"sbtl", b"subt", b"clcp", b"tmcd")
_CHUNK = 1 << 16


def take_out(path: Path) -> int:
    """Empty the notes of the file; how many there were. What follows the last sound box is left as it is."""
    with path.open("r+b") as stream:
        found = list(_notes(stream))
        for box in found:
            _empty(stream, box)
    return len(found)


def _notes(stream: BinaryIO) -> Iterator[Box]:
    whole = whole_file(stream)
    for box in _sound(stream, whole):
        if box.type in NOTES:
            yield box
        elif box.type == "moov":
            yield from _notes_of(stream, box)


def _notes_of(stream: BinaryIO, moov: Box) -> Iterator[Box]:
    for box in _sound(stream, moov):
        if box.type in NOTES:
            yield box
        elif box.type == "trak":
            if _handler(stream, box) in KEPT_TRACKS:
                yield from (each for each in _sound(stream, box) if each.type in NOTES)
            else:
                yield box


def _handler(stream: BinaryIO, track: Box) -> bytes:
    media = next((box for box in _sound(stream, track) if box.type == "mdia"), None)
    named = (box for box in _sound(stream, media) if box.type == "hdlr") if media else iter(())
    return next((content(stream, box, 12)[8:12] for box in named), b"")


def _sound(stream: BinaryIO, within: Box) -> Iterator[Box]:
    """The boxes up to the first that contradicts itself: cameras leave odd bytes at the end."""
    with contextlib.suppress(MediaRefused):
        yield from boxes(stream, within.start, within.end)


def _empty(stream: BinaryIO, box: Box) -> None:
    name = box.type.encode("latin-1")
    stream.seek(box.start - 4)
    wide = stream.read(4) != name  # its size has eight bytes more, between name and content
    stream.seek(box.start - (12 if wide else 4))
    stream.write(b"free")
    stream.seek(box.start)
    left = box.size
    while left:
        left -= stream.write(bytes(min(left, _CHUNK)))
