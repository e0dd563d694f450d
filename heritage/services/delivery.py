"""Walk what was delivered: one file, a folder or a zip. Archive members come out one at a time, bounded."""

from __future__ import annotations

import lzma
import os
import shutil
import stat
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.conf import settings

from heritage import workplace
from heritage.errors import BadRequest
from heritage.services import zip_names

MANIFEST_NAMES = ("manifest.csv", "manifest.xlsx", "bang-ke.csv", "bang-ke.xlsx")
MAX_MEMBERS = 20_000
MAX_RATIO = 200  # a scan compresses 10-fold, a bomb a thousandfold
MAX_MEMBER_BYTES = 60 << 30
CHUNK = 1 << 20
# What the standard library raises for an archive that is cut, scrambled or of an unknown method.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    UnicodeDecodeError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    EOFError,
    OSError,
)


@dataclass(frozen=True, slots=True)
class Delivered:
    """One file with its name inside the delivery. ``problem`` (code, vi, en): it cannot be taken out."""

    relative: str
    path: Path | None
    problem: tuple[str, str, str] | None = None


# Marks that turn the direction of what follows (Unicode Annex 9).
DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


UNSAFE = (
    "unsafe_name",
    "Tên trong tệp nén trỏ ra ngoài thư mục. Nén lại rồi gửi lần nữa.",
    "The name inside the archive points outside its folder. Make the archive again and send it once more.",
)
BOMB = (
    "archive_bomb",
    "Tệp nén phình to bất thường khi mở. Gửi tệp gốc, không nén.",
    "The archived file swells beyond reason when opened. Send the original, not compressed.",
)
LOCKED = (
    "archive_encrypted",
    "Tệp nén có mật khẩu. Nén lại không đặt mật khẩu.",
    "The archive has a password. Make it again without one.",
)
BROKEN = (
    "archive_damaged",
    "Tệp nén bị hỏng ở tệp này. Nén lại rồi gửi lần nữa.",
    "The archive is damaged at this file. Make it again and send it once more.",
)
EMPTY = (
    "archive_empty",
    "Tệp nén không có tệp nào. Nén lại cùng các tệp rồi gửi lần nữa.",
    "The archive holds no file. Make it again with the files inside and send it once more.",
)
NOT_PLAIN = (
    "not_plain_file",
    "Đây là liên kết hoặc tệp đặc biệt, không phải tệp thường. Chép tệp thật vào thư mục rồi gửi lại.",
    "This is a link or a special file, not a plain one. Copy the real file into the folder and send it again.",
)
UNREADABLE = (
    "unreadable_file",
    "Không có quyền đọc tệp này. Mở quyền đọc rồi gửi lại.",
    "There is no permission to read this file. Allow reading and send it again.",
)
PROBLEMS = (UNSAFE, BOMB, LOCKED, BROKEN, EMPTY, NOT_PLAIN, UNREADABLE)


def is_archive(path: Path) -> bool:
    """Whether a file is a zip by its content; XLSX and the like, and damaged zips, are not deliveries.

    A zip begins as one: a picture with an archive behind it is a picture.
    """
    if not path.is_file() or not zipfile.is_zipfile(path):
        return False
    with path.open("rb") as stream:
        if stream.read(2) != b"PK":
            return False
    try:
        with zip_names.opened(path) as archive:
            return "[Content_Types].xml" not in archive.namelist()
    except DAMAGE:
        return False


def files_in(path: Path) -> list[str]:
    """The names of everything that will get an outcome, in order, without opening any of it.

    Raises:
        BadRequest: An archive with more members than one delivery may have.
    """
    if path.is_dir():
        # A link to a folder is a link: it gets its outcome, it is not walked.
        found = (each for each in path.rglob("*") if each.is_symlink() or not each.is_dir())
        return sorted(str(each.relative_to(path).as_posix()) for each in found)
    if not is_archive(path):
        return [path.name]
    with zip_names.opened(path) as archive:
        # Of two members with one name the later counts, as in every program that unpacks.
        names = list(dict.fromkeys(info.filename for info in archive.infolist() if not _is_folder(info)))
    if len(names) > MAX_MEMBERS:
        raise BadRequest(
            f"Tệp nén có {len(names)} tệp, quá {MAX_MEMBERS}. Chia ra nhiều tệp nén rồi gửi lần lượt.",
            f"The archive holds {len(names)} files, over {MAX_MEMBERS}. Send it in several archives.",
            "archive_too_many",
        )
    return names


def _is_folder(info: zipfile.ZipInfo) -> bool:
    return info.filename.endswith("/")  # ZipInfo.is_dir stumbles over a name without a letter (Python 3.11)


def shown_name(relative: str) -> str:
    """A name that can be stored, printed and read as it stands.

    Bytes that are no UTF-8 appear as ``\\xff``, and so do characters that would steer a terminal, break a line
    or turn the direction of reading, so that ``gpj.exe`` cannot pose as ``exe.jpg``.
    """
    text = relative.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(each.encode("unicode_escape").decode() if _steers(each) else each for each in text)


def _steers(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Zl", "Zp") or letter in DIRECTIONS


def manifest_in(path: Path) -> str | None:
    """The name of the manifest that lies at the top of a delivery, if there is one."""
    return next((name for name in files_in(path) if name.lower() in MANIFEST_NAMES), None)


@contextmanager
def one_file(delivery: Path, relative: str) -> Iterator[Delivered]:
    """A real path for one name of the delivery; a temporary one for a member of a zip."""
    if delivery.is_dir():
        path = delivery / relative
        yield _plain(relative, path, is_plain=path.is_file() and not path.is_symlink())
        return
    if not is_archive(delivery):
        yield _plain(relative, delivery, is_plain=delivery.is_file())
        return
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix=workplace.mark()) as folder:
        yield _member(delivery, relative, Path(folder) / "member")


def _plain(relative: str, path: Path, *, is_plain: bool) -> Delivered:
    name = shown_name(relative)
    if not is_plain:
        return Delivered(name, None, NOT_PLAIN)
    return Delivered(name, path) if os.access(path, os.R_OK) else Delivered(name, None, UNREADABLE)


def _member(delivery: Path, relative: str, target: Path) -> Delivered:
    name, shown = PurePosixPath(relative.replace("\\", "/")), shown_name(relative)
    if name.is_absolute() or not name.parts or ".." in name.parts or ":" in name.parts[0]:
        return Delivered(shown, None, UNSAFE)
    with zip_names.opened(delivery) as archive:
        info = archive.getinfo(relative)
        if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
            return Delivered(shown, None, NOT_PLAIN)
        if info.flag_bits & 1:
            return Delivered(shown, None, LOCKED)
        allowed = min(MAX_MEMBER_BYTES, max(CHUNK, info.compress_size * MAX_RATIO))
        if info.file_size > allowed:
            return Delivered(shown, None, BOMB)
        try:
            with archive.open(info) as source, target.open("wb") as sink:
                shutil.copyfileobj(source, sink, CHUNK)
        except DAMAGE:
            return Delivered(shown, None, BROKEN)
    return Delivered(shown, target)
