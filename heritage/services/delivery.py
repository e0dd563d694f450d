"""Walk what was delivered: one file, a folder or a zip. Archive members come out one at a time, bounded."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.conf import settings

MANIFEST_NAMES = ("manifest.csv", "manifest.xlsx", "bang-ke.csv", "bang-ke.xlsx")
MAX_MEMBERS = 20_000
MAX_RATIO = 200  # a scan compresses 10-fold, a bomb a thousandfold
MAX_MEMBER_BYTES = 60 << 30
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Delivered:
    """One file with its name inside the delivery. ``problem`` (code, vi, en): it cannot be taken out."""

    relative: str
    path: Path | None
    problem: tuple[str, str, str] | None = None


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


def is_archive(path: Path) -> bool:
    """Whether a file is a zip by its content; XLSX and the like are not deliveries."""
    if not path.is_file() or not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return "[Content_Types].xml" not in archive.namelist()


def files_in(path: Path) -> list[str]:
    """The names of everything that will get an outcome, in order, without opening any of it."""
    if path.is_dir():
        found = (each for each in path.rglob("*") if each.is_file() or each.is_symlink())
        return sorted(str(each.relative_to(path).as_posix()) for each in found)
    if is_archive(path):
        with zipfile.ZipFile(path) as archive:
            return [info.filename for info in archive.infolist() if not info.is_dir()][:MAX_MEMBERS]
    return [path.name]


def manifest_in(path: Path) -> str | None:
    """The name of the manifest that lies at the top of a delivery, if there is one."""
    return next((name for name in files_in(path) if name.lower() in MANIFEST_NAMES), None)


@contextmanager
def one_file(delivery: Path, relative: str) -> Iterator[Delivered]:
    """A real path for one name of the delivery; a temporary one for a member of a zip."""
    if delivery.is_dir():
        path = delivery / relative
        if path.is_symlink():
            yield Delivered(relative, None, UNSAFE)
        else:
            yield Delivered(relative, path)
        return
    if not is_archive(delivery):
        yield Delivered(relative, delivery)
        return
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        yield _member(delivery, relative, Path(folder) / "member")


def _member(delivery: Path, relative: str, target: Path) -> Delivered:
    name = PurePosixPath(relative.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or ":" in name.parts[0]:
        return Delivered(relative, None, UNSAFE)
    with zipfile.ZipFile(delivery) as archive:
        info = archive.getinfo(relative)
        if info.flag_bits & 1:
            return Delivered(relative, None, LOCKED)
        allowed = min(MAX_MEMBER_BYTES, max(CHUNK, info.compress_size * MAX_RATIO))
        if info.file_size > allowed:
            return Delivered(relative, None, BOMB)
        try:
            with archive.open(info) as source, target.open("wb") as sink:
                shutil.copyfileobj(source, sink, CHUNK)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError):
            return Delivered(relative, None, BROKEN)
    return Delivered(relative, target)
