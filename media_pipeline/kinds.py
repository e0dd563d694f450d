"""Step 2: what a file is, by its content. The list of all kinds is here and nowhere else."""

from __future__ import annotations

from pathlib import Path

from media_pipeline import audio, cloud, document, mesh, not_media, photo, scan, video
from media_pipeline.errors import EmptyFile
from media_pipeline.kind import HEAD_BYTES, Kind
from media_pipeline.report import Identity

KINDS: tuple[Kind, ...] = (
    photo.KIND,
    scan.KIND,
    document.KIND,
    cloud.KIND,
    mesh.KIND,
    audio.KIND,
    video.KIND,
)


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
    not_media.refuse_raw_photo(head, path)
    for kind in KINDS:
        media_type = kind.recognises(head, path)
        if media_type is not None:
            return Identity(kind.name, media_type)
    not_media.refuse(head, path)
