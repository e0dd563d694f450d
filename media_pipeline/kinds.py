"""Step 2: what a file is, by its content: every kind is asked in turn."""

from __future__ import annotations

from pathlib import Path

from media_pipeline import not_media
from media_pipeline.errors import EmptyFile
from media_pipeline.kind import HEAD_BYTES, NAMES, Kind, load
from media_pipeline.report import Identity

KINDS: tuple[Kind, ...] = tuple(load(name) for name in NAMES)


def identify(path: Path) -> Identity:
    """The kind and media type of a file. Its name and extension are never looked at.

    Raises:
        MediaRefused: A child of it: the file is empty, is of no known type, or is something else that
            belongs elsewhere (an archive, a table, a map layer …).
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if not head:
        raise EmptyFile("0 bytes")
    for kind in KINDS:
        media_type = kind.recognises(head, path)
        if media_type is not None:
            return Identity(kind.name, media_type)
    not_media.refuse(head, path)
