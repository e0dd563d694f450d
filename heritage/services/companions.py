"""Which files of one delivery belong to another: a model's buffers, materials and textures, a map's world file.

Nothing is decoded: the beginnings of files are read as text, a few megabytes at most, and only names
are taken out of them.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from heritage.services import delivery, zip_names
from heritage.services.point_companions import point_files
from media_pipeline.errors import UnsafeReference
from media_pipeline.mesh_recognise import GLTF, names_others
from media_pipeline.mesh_references import (
    closest,
    gltf_references,
    key_of,
    mtl_textures,
    obj_libraries,
    pieces,
)
from media_pipeline.not_media import is_world_file
from media_pipeline.point_file import SUFFIX

HEAD = 65_536
MOST_GLTF = 32 << 20
MOST_TEXT = 4 << 20  # of an OBJ, which names its materials at its beginning, and of a material library
NAME_LENGTH = 300
# What a world file is called beside which pictures; the name of the picture is the same otherwise.
WORLD_FILES = {
    ".wld": (),
    ".jgw": (".jpg", ".jpeg"),
    ".jpgw": (".jpg", ".jpeg"),
    ".tfw": (".tif", ".tiff"),
    ".tifw": (".tif", ".tiff"),
    ".pgw": (".png",),
    ".pngw": (".png",),
    ".jpw": (".jp2", ".jpg", ".jpeg"),
    ".j2w": (".jp2",),
}
BESIDE_A_WORLD_FILE = (".prj",)
PICTURES = (
    b"\xff\xd8\xff",
    b"\x89PNG\r\n",
    b"II*\0",
    b"MM\0*",
    b"II+\0",
    b"MM\0+",
    b"RIFF",
    b"\0\0\0\x0cjP  ",
)
Peek = Callable[[str, int], bytes]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the delivery that another needs, and the name by which that one asks for it."""

    delivered: str
    name: str


@dataclass(frozen=True, slots=True)
class Groups:
    """What belongs together, by names inside the delivery.

    Attributes:
        of: The companions of each main file that has any.
        missing: References of a main file that nothing in the delivery answers to.
        foreign: Main files that refer to a network or out of their folder.
        needs_all: Main files that are nothing without every companion.
    """

    of: dict[str, tuple[Attachment, ...]] = field(default_factory=dict)
    missing: dict[str, tuple[str, ...]] = field(default_factory=dict)
    foreign: frozenset[str] = frozenset()
    needs_all: frozenset[str] = frozenset()

    @property
    def main_of(self) -> dict[str, str]:
        """The first main file that each companion belongs to."""
        found: dict[str, str] = {}
        for main, attachments in self.of.items():
            for each in attachments:
                found.setdefault(each.delivered, main)
        return found


def in_delivery(path: Path, names: Sequence[str]) -> Groups:
    """The groups among the files of a folder or archive."""
    if len(names) < 2:
        return Groups()
    with peeking(path) as peek:
        return group(names, peek)


def among_files(files: dict[str, Path]) -> Groups:
    """The groups among files that were chosen together in a browser."""
    return group(list(files), lambda name, limit: _beginning(files[name], limit))


@contextmanager
def peeking(path: Path) -> Iterator[Peek]:
    """Read the beginning of members without taking them out; nothing of one that cannot be read."""
    if path.is_dir():
        yield lambda name, limit: _beginning(path / name, limit)
    elif delivery.is_archive(path):
        with zip_names.opened(path) as archive:
            yield lambda name, limit: _member(archive, name, limit)
    else:
        yield lambda name, limit: _beginning(path, limit)


def _beginning(path: Path, limit: int) -> bytes:
    if path.is_symlink() or not path.is_file():
        return b""
    try:
        with path.open("rb") as file:
            return file.read(limit)
    except OSError:
        return b""  # said of the file itself when its turn comes


def _member(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    try:
        with archive.open(name) as member:
            return member.read(limit)
    except (*delivery.DAMAGE, KeyError):
        return b""


def group(names: Sequence[str], peek: Peek) -> Groups:
    """Find what belongs together.

    Args:
        names: Paths inside the delivery.
        peek: Gives the first bytes of one.
    """
    plain = [name for name in names if not _leads_out(name)]
    of: dict[str, tuple[Attachment, ...]] = {}
    missing: dict[str, tuple[str, ...]] = {}
    foreign, needs_all = set[str](), set[str]()
    for name in plain:
        kind = names_others(peek(name, HEAD))
        if kind is None:
            continue
        if kind == GLTF:
            needs_all.add(name)
        try:
            wanted = _wanted(name, kind, plain, peek)
        except UnsafeReference:
            foreign.add(name)
            continue
        found = {ask: closest(ask, [each for each in plain if each != name], name) for ask in wanted}
        missing[name] = tuple(ask for ask, file in found.items() if file is None)
        of[name] = _attachments(name, {ask: file for ask, file in found.items() if file is not None})
    for picture, files in _world_files(plain, peek).items():
        stem = PurePosixPath(picture).stem
        of[picture] = tuple(Attachment(each, stem + PurePosixPath(each).suffix.lower()) for each in files)
    for picture, file in point_files(plain, peek, PICTURES).items():
        of[picture] = (*of.get(picture, ()), Attachment(file, PurePosixPath(picture).name + SUFFIX))
    return Groups(
        _without_circles(of),
        {name: each for name, each in missing.items() if each},
        frozenset(foreign),
        frozenset(needs_all),
    )


def _without_circles(of: dict[str, tuple[Attachment, ...]]) -> dict[str, tuple[Attachment, ...]]:
    """A file that belongs to another has no companions of its own, so that each file is received once."""
    kept: dict[str, tuple[Attachment, ...]] = {}
    taken = set[str]()
    for main, attachments in of.items():
        mine = tuple(each for each in attachments if each.delivered not in kept)
        if main not in taken and mine:
            kept[main] = mine
            taken.update(each.delivered for each in mine)
    return kept


def _wanted(name: str, kind: str, names: Sequence[str], peek: Peek) -> tuple[str, ...]:
    """The references of one main file, those of its material libraries with them.

    Raises:
        UnsafeReference: One leads out of a glTF's folder.
    """
    if kind == GLTF:
        return gltf_references(peek(name, MOST_GLTF))
    wanted = list[str]()
    for library in obj_libraries(peek(name, MOST_TEXT)):
        found = closest(library, names, name)
        parts = [library] if found is not None or len(pieces(library)) == 1 else list(pieces(library)[1:])
        if len(parts) > 1 and not any(closest(part, names, name) for part in parts):
            parts = [library]
        for part in parts:
            wanted.append(part)
            file = closest(part, names, name)
            if file is not None:
                wanted.extend(mtl_textures(peek(file, MOST_TEXT)))
    return tuple(dict.fromkeys(wanted))


def _attachments(main: str, found: dict[str, str]) -> tuple[Attachment, ...]:
    """Each file once, under a name that is a path inside the main file's folder and is not taken."""
    taken = {key_of(main)}
    made: dict[str, Attachment] = {}
    for ask, file in found.items():
        if file in made:
            continue
        for name in (
            ask.replace("\\", "/").removeprefix("./"),
            PurePosixPath(file).name,
            f"{len(made)}/{PurePosixPath(file).name}",
        ):
            if not _leads_out(name) and name.casefold() not in taken and len(name) <= NAME_LENGTH:
                taken.add(name.casefold())
                made[file] = Attachment(file, name)
                break
    return tuple(made.values())


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or not path.parts or ".." in path.parts or ":" in path.parts[0] or "\0" in name


def _world_files(names: Sequence[str], peek: Peek) -> dict[str, list[str]]:
    """World files and what lies beside them, by the picture of the same name."""
    by_stem: dict[str, list[str]] = {}
    for name in names:
        by_stem.setdefault(_stem(name), []).append(name)
    found: dict[str, list[str]] = {}
    for name in names:
        suffix = PurePosixPath(name).suffix.lower()
        if suffix not in WORLD_FILES or not is_world_file(peek(name, HEAD)):
            continue
        others = [each for each in by_stem[_stem(name)] if each != name]
        pictures = [each for each in others if peek(each, 16).startswith(PICTURES)]
        wanted = [each for each in pictures if PurePosixPath(each).suffix.lower() in WORLD_FILES[suffix]]
        for picture in wanted or pictures[:1]:
            beside = [each for each in others if PurePosixPath(each).suffix.lower() in BESIDE_A_WORLD_FILE]
            found.setdefault(picture, []).extend(
                each for each in (name, *beside) if each not in found[picture]
            )
    return found


def _stem(name: str) -> str:
    path = PurePosixPath(name)
    return f"{path.parent.as_posix()}/{key_of(path.stem)}"
