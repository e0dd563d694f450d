"""Which other files a mesh names, and which of the files at hand it means by a name.

Pure text: nothing is opened or decoded here, so that intake may read a stranger's references too.
A name is compared by its last part, without case and in one form of Unicode: modelling programs write
paths of the machine they ran on, and archives change case and accents on the way.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from media_pipeline.errors import MissingCompanion, UnsafeReference

MOST_REFERENCES = 2_000
_NETWORK = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]+:|:|//)")  # one letter before the colon is a drive
_SCHEME = re.compile(r"[^/\\]*:")  # a colon before any slash: a scheme, a drive, or nonsense
_LIBRARY = re.compile(rb"^[ \t]*mtllib[ \t]+([^\r\n]+)", re.MULTILINE)
_TEXTURE = re.compile(r"^\s*(map_\w+|bump|norm|disp|decal|refl)\s+(\S.*?)\s*$", re.IGNORECASE)
_OPTION = re.compile(
    r"-(?:(?:s|o|t)(?:\s+[-+.\deE]+){1,3}|mm(?:\s+[-+.\deE]+){2}|(?:bm|boost|texres)\s+[-+.\deE]+|"
    r"(?:blendu|blendv|clamp|cc|imfchan|type|colorspace)\s+\S+)\s+",
    re.IGNORECASE,
)


def key_of(name: str) -> str:
    """The last part of a path of any system, without case, accents composed.

    >>> key_of("C:\\\\Users\\\\An\\\\Đá.JPG"), key_of("textures/go.png")
    ('đá.jpg', 'go.png')
    """
    last = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    return unicodedata.normalize("NFC", last).strip().casefold()


def is_foreign(name: str) -> bool:
    """Whether a name is an address on a network or of a file system: ``http:``, ``file:``, ``//host``."""
    return bool(_NETWORK.match(name)) or "\0" in name


def leads_out(uri: str) -> bool:
    """Whether a glTF address is anything but a relative path inside its own folder."""
    name = unquote(uri).strip()
    parts = name.replace("\\", "/").split("/")
    return (
        not name or bool(_SCHEME.match(name)) or name.startswith(("/", "\\")) or "\0" in name or ".." in parts
    )


def closest(wanted: str, names: Iterable[str], near: str = "") -> str | None:
    """The one of ``names`` that a reference means: of equal last parts the one whose folders agree most.

    Args:
        wanted: The reference as the main file writes it.
        names: Paths at hand, with forward slashes.
        near: The path of the main file among them; of two that agree alike the one nearer to it wins.
    """
    key = key_of(wanted)
    found = [name for name in names if key_of(name) == key]
    if not found:
        return None
    return max(
        found, key=lambda name: (_agreement(wanted, name), _agreement_of_heads(near, name), -len(name))
    )


def _parts(path: str) -> list[str]:
    return [key_of(part) for part in path.replace("\\", "/").split("/") if part not in ("", ".")]


def _agreement(one: str, other: str) -> int:
    """How many last parts two paths share."""
    shared = 0
    for first, second in zip(reversed(_parts(one)), reversed(_parts(other)), strict=False):
        if first != second:
            break
        shared += 1
    return shared


def _agreement_of_heads(one: str, other: str) -> int:
    shared = 0
    for first, second in zip(_parts(one)[:-1], _parts(other)[:-1], strict=False):
        if first != second:
            break
        shared += 1
    return shared


def gltf_uris(document: dict[str, Any]) -> Iterator[str]:
    """Addresses of buffers and images that are not inside the document, as it writes them."""
    for group in ("buffers", "images"):
        entries = document.get(group)
        for entry in entries if isinstance(entries, list) else []:
            uri = entry.get("uri") if isinstance(entry, dict) else None
            if isinstance(uri, str) and not uri.startswith("data:"):
                yield uri


def gltf_references(text: bytes) -> tuple[str, ...]:
    """The names of files that a glTF needs, unquoted; none where it is no JSON.

    Raises:
        UnsafeReference: One of them is an address outside its folder.
    """
    try:
        document = json.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return ()
    if not isinstance(document, dict):
        return ()
    names = list[str]()
    for uri in gltf_uris(document):
        if leads_out(uri):
            raise UnsafeReference(uri[:200])
        names.append(unquote(uri).strip())
    return tuple(dict.fromkeys(names))[:MOST_REFERENCES]


def obj_libraries(text: bytes) -> tuple[str, ...]:
    """The material libraries that a piece of an OBJ names, one per ``mtllib`` line."""
    found = (_text(match.group(1)).strip() for match in _LIBRARY.finditer(text))
    return tuple(dict.fromkeys(name for name in found if name))[:MOST_REFERENCES]


def mtl_textures(text: bytes) -> tuple[str, ...]:
    """The pictures that a material library names, their options left out."""
    names = (name for _, name in mtl_maps(_text(text)))
    return tuple(dict.fromkeys(names))[:MOST_REFERENCES]


def mtl_maps(text: str) -> Iterator[tuple[str, str]]:
    """(keyword in lower case, file name) of each texture statement."""
    for line in text.splitlines():
        match = _TEXTURE.match(line)
        if match:
            name = match.group(2) + " "
            while option := _OPTION.match(name):
                name = name[option.end() :]
            if name.strip():
                yield match.group(1).lower(), name.strip().strip('"')


def pieces(name: str) -> tuple[str, ...]:
    """A name with spaces as it is, then as the several names that some programs write on one line."""
    words = name.split()
    return (name, *words) if len(words) > 1 else (name,)


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1258", "replace")


class Beside:
    """The files that were delivered with a mesh, looked up by the names that it uses.

    Only names given are ever opened: the folder of an original without companions holds the originals
    of other people.
    """

    def __init__(self, main: Path, names: Iterable[str] = ()) -> None:
        self._folder = main.parent
        self._names = tuple(names)
        self.missing: list[str] = []
        self.picture_bytes = 0

    def find(self, wanted: str) -> Path | None:
        """The file meant, or None; a name asked for in vain is remembered in ``missing``.

        Raises:
            UnsafeReference: The name is an address on a network.
        """
        if is_foreign(wanted):
            raise UnsafeReference(wanted[:200])
        name = closest(wanted, self._names)
        path = self._folder / name if name is not None else None
        if path is None or path.is_symlink() or not path.is_file():
            if wanted not in self.missing:
                self.missing.append(wanted)
            return None
        return path

    def needed(self, uri: str) -> Path:
        """The file behind a glTF address.

        Raises:
            UnsafeReference: The address leads out of the folder.
            MissingCompanion: It was not delivered.
        """
        if leads_out(uri):
            raise UnsafeReference(uri[:200])
        path = self.find(unquote(uri).strip()) or (self.find(uri) if unquote(uri) != uri else None)
        if path is None:
            raise missing_companions([unquote(uri).strip()])
        return path


def missing_companions(names: list[str]) -> MissingCompanion:
    """The refusal that names what is missing: five names, then how many more."""
    shown = ", ".join(name[:80] for name in names[:5])
    if len(names) > 5:
        shown += f" (+{len(names) - 5})"
    return MissingCompanion(shown, companion=shown)
