"""Photographs that a scanner kept inside an E57 file: looked at, made upright sRGB, stripped like any photo."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from media_pipeline import pixels, renditions
from media_pipeline.errors import MediaRefused
from media_pipeline.report import Derived

MOST_IMAGES = 40
MOST_BYTES = 100_000_000  # of one image
WIDTH = 2048
_REPRESENTATIONS = (
    "visualReferenceRepresentation",
    "pinholeRepresentation",
    "sphericalRepresentation",
    "cylindricalRepresentation",
)
_BLOBS = {"jpegImage": "image/jpeg", "pngImage": "image/png"}


def count_images(root: Any) -> int:
    """How many images the file's structure lists; ``root`` is libe57's root node."""
    return int(root["images2D"].childCount()) if root.isDefined("images2D") else 0


def image_files(path: Path, out: Path) -> Iterator[Derived]:
    """The recipes ``image-01`` …, at most 40; one that cannot be read is left out and the others go on.

    The scan is what the file is for: a broken preview inside is no reason to refuse it.
    """
    import pye57
    from pye57 import libe57

    try:
        file = pye57.E57(str(path))  # held by this name: its nodes do not keep it alive
        root = file.root
        nodes = [root["images2D"][number] for number in range(min(count_images(root), MOST_IMAGES))]
    except libe57.E57Exception:
        return
    for number, node in enumerate(nodes, start=1):
        try:
            found = _blob(node)
        except libe57.E57Exception:
            continue
        if found is not None:
            yield from _rendition(*found, f"image-{number:02}", out)


def _blob(node: Any) -> tuple[bytes, str] | None:
    """The bytes and media type of one image, or None where it holds none of a useful size."""
    for representation in _REPRESENTATIONS:
        if not node.isDefined(representation):
            continue
        for name, media_type in _BLOBS.items():
            if node[representation].isDefined(name):
                blob = node[representation][name]
                if 0 < int(blob.byteCount()) <= MOST_BYTES:
                    return bytes(blob.read_buffer()), media_type
    return None


def _rendition(data: bytes, media_type: str, recipe: str, out: Path) -> Iterator[Derived]:
    with tempfile.TemporaryDirectory() as folder:
        inside = Path(folder) / "image"
        inside.write_bytes(data)
        try:
            with pixels.opened(inside, media_type) as picture:
                upright = pixels.upright_srgb(pixels.loaded(picture), None)
        except MediaRefused:
            return
        yield renditions.page_rendition(upright, out, recipe, WIDTH)
