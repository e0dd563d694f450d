"""Where bytes live: write-once originals named by their digest, and derivatives that can be remade."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages

from heritage import workplace
from heritage.file_cache import FileCache

CHUNK = 1 << 20


def originals() -> Storage:
    """The store of what people handed in. Nothing in the product deletes from it."""
    return storages["originals"]


def derivatives() -> Storage:
    """The store of what was made from originals."""
    return storages["derivatives"]


def original_name(sha256: str) -> str:
    """The name of an original: its digest alone, so a hostile file name never reaches a disk."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def keep_original(path: Path, sha256: str) -> str:
    """Store a file under its digest, once. A leftover of an interrupted copy is replaced.

    Returns:
        The name in the "originals" store.
    """
    name = original_name(sha256)
    size = path.stat().st_size
    return _keep(originals(), path, name, size)


def replace_original(path: Path, sha256: str) -> None:
    """Put the true bytes of an original back in place of damaged ones. ``path`` must have that digest."""
    name = original_name(sha256)
    originals().delete(name)
    _keep(originals(), path, name, path.stat().st_size)


def keep_derivative(path: Path, name: str) -> str:
    """Store a derivative under a name that carries its digest; the same bytes are stored once."""
    return _keep(derivatives(), path, name, path.stat().st_size)


def _keep(store: Storage, path: Path, name: str, size: int) -> str:
    if store.exists(name):
        if store.size(name) == size:
            return name
        store.delete(name)  # cut short by an interruption: the digest in the name says what it must be
    with path.open("rb") as source:
        kept = store.save(name, File(source))
    if kept != name:
        # Somebody stored the same digest at the same moment; theirs is as good as ours.
        store.delete(kept)
    return name


@contextmanager
def local_copy(store: Storage, name: str) -> Iterator[Path]:
    """A real path to read from; a temporary copy where the store is not a folder."""
    try:
        path = Path(store.path(name))
    except NotImplementedError:
        with _fetched(store, name) as path:
            yield path
    else:
        yield path


@contextmanager
def _fetched(store: Storage, name: str) -> Iterator[Path]:
    # Beside the uploads, not in /tmp: a survey may be larger than the memory that /tmp is made of.
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix=workplace.mark()) as folder:
        copy = Path(folder) / "file"
        with copy.open("wb") as target:
            target.writelines(read_range(store, name, 0, store.size(name)))
        yield copy


@contextmanager
def cached_copy(store: Storage, name: str, sha256: str) -> Iterator[Path]:
    """A real path to read from: the file itself, or a copy that is kept for the next time.

    For files of which a small part is read again and again, such as the pyramid of a picture.
    """
    try:
        path = Path(store.path(name))
    except NotImplementedError:
        with _cache().copy_of(sha256, lambda: read_range(store, name, 0, store.size(name))) as path:
            yield path
    else:
        yield path


@cache
def _cache() -> FileCache:
    return FileCache(settings.FILE_CACHE_FOLDER, settings.FILE_CACHE_BYTES)


def read_range(store: Storage, name: str, start: int, length: int) -> Iterator[bytes]:
    """The bytes of a range, in chunks, without holding the whole file.

    A store that can read a part by itself has a ``read_range`` of its own; of others the file is opened.
    """
    reads_parts = getattr(store, "read_range", None)
    if reads_parts is not None:
        yield from reads_parts(name, start, length)
        return
    with store.open(name, "rb") as source:
        source.seek(start)
        left = length
        while left > 0:
            chunk = source.read(min(CHUNK, left))
            if not chunk:
                return
            left -= len(chunk)
            yield chunk
