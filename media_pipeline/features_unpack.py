"""Archives and markup before anything reads them: how far they unpack, what they point to, what they hold."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path, PurePosixPath

from media_pipeline.errors import (
    Damaged,
    Encrypted,
    NotItems,
    SeveralTables,
    ShapefilePartMissing,
    UnpacksTooLarge,
    UnsafeReference,
)

MOST_MEMBERS = 2_000
MOST_BYTES = 400_000_000  # of all members together
PARTS = (".shp", ".dbf", ".shx", ".prj", ".cpg")
TABLES = (
    ".kml",
    ".gpkg",
    ".geojson",
    ".json",
    ".ndjson",
    ".csv",
    ".tsv",
    ".txt",
    ".xlsx",
    ".gpx",
    ".dxf",
    ".parquet",
)
_DECLARED = re.compile(rb"<\s*!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def check_archive(path: Path) -> list[zipfile.ZipInfo]:
    """The members of a zip that may be opened.

    Raises:
        Damaged: Not a zip.
        Encrypted: A member needs a password.
        UnpacksTooLarge: More members or bytes than a table has.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Damaged(str(error)) from error
    if len(members) > MOST_MEMBERS or sum(each.file_size for each in members) > MOST_BYTES:
        raise UnpacksTooLarge(f"{len(members)} members")
    if any(each.flag_bits & 1 for each in members):
        raise Encrypted("a member is encrypted")
    return members


def check_markup(head: bytes) -> None:
    """Refuse XML that declares a document type: entities that point outside or multiply need one.

    Raises:
        UnsafeReference: It does, in whatever Unicode form.
    """
    if _DECLARED.search(head.replace(b"\0", b"")):
        raise UnsafeReference("a document type is declared")


def table_inside(path: Path, folder: Path) -> Path:
    """Take the one file of items out of a zip, under a name of ours; a Shapefile with its parts.

    Raises:
        NotItems: None inside.
        SeveralTables: More than one that is no Shapefile.
        ShapefilePartMissing: Parts without their ``.shp``.
        Damaged: It does not unpack.
    """
    members = [each for each in check_archive(path) if not each.is_dir() and "__MACOSX" not in each.filename]
    by_suffix = [(PurePosixPath(each.filename).suffix.lower(), each) for each in members]
    shapes = [each for suffix, each in by_suffix if suffix == ".shp"]
    if not shapes and any(suffix in (".dbf", ".shx") for suffix, _ in by_suffix):
        raise ShapefilePartMissing(".shp", parts=".shp")
    if shapes:
        for number, shape in enumerate(shapes):
            _take_shapefile(path, shape.filename, members, folder / f"{number:03d}")
        return folder
    found = [(suffix, each) for suffix, each in by_suffix if suffix in TABLES]
    first = next((pair for pair in found if pair[1].filename == "doc.kml"), None)
    if not found:
        raise NotItems("an archive without a table")
    if first is None and len(found) > 1:
        raise SeveralTables("", names=", ".join(PurePosixPath(each.filename).name for _, each in found[:5]))
    suffix, member = first or found[0]
    return _take(path, member.filename, folder / f"inside{suffix}")


def _take_shapefile(path: Path, shape: str, members: list[zipfile.ZipInfo], folder: Path) -> None:
    folder.mkdir(parents=True)
    stem = shape[:-4].lower()
    for each in members:
        suffix = PurePosixPath(each.filename).suffix.lower()
        if suffix in PARTS and each.filename[: -len(suffix)].lower() == stem:
            _take(path, each.filename, folder / f"layer{suffix}")
    (folder / "name").write_text(PurePosixPath(shape).stem, encoding="utf-8", errors="replace")


def _take(path: Path, member: str, target: Path) -> Path:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as source, target.open("wb") as sink:
            shutil.copyfileobj(source, sink, 1 << 20)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise Damaged(str(error)) from error
    return target
