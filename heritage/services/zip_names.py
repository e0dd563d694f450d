"""The names inside a zip as their writer meant them. Half of the programs in offices do not say their encoding."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from media_pipeline.legacy_text import decoded

IS_UTF8 = 0x800  # general purpose bit 11 (APPNOTE 4.4.4)
UNICODE_PATH = 0x7075  # extra field of Info-ZIP (APPNOTE 4.6.9): version, CRC-32 of the plain name, UTF-8


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """An archive whose members go by their real names.

    Raises:
        zipfile.BadZipFile, OSError: As the standard library does.
    """
    with zipfile.ZipFile(path) as archive:
        archive.NameToInfo.clear()
        for info in archive.infolist():
            # ``orig_filename`` stays: the library compares it with the member's own header.
            info.filename = real_name(info)
            archive.NameToInfo[info.filename] = info
        yield archive


def real_name(info: zipfile.ZipInfo) -> str:
    """The name that is flagged or added as UTF-8, else its bytes read as UTF-8 or a Vietnamese code page."""
    if info.flag_bits & IS_UTF8:
        return info.filename
    try:
        raw = info.orig_filename.encode("cp437")  # what the library made of the bytes; every byte has a sign
    except UnicodeEncodeError:
        return info.filename
    name = _unicode_path(info.extra, raw) or decoded(raw)
    return name.split("\0")[0]


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        body = extra[at + 4 : at + 4 + length]
        if kind == UNICODE_PATH and len(body) > 5 and body[0] == 1:
            (checked,) = struct.unpack_from("<I", body, 1)
            if checked == zlib.crc32(raw):  # else another program has renamed the member since
                return body[5:].decode("utf-8", "replace")
        at += 4 + length
    return None
