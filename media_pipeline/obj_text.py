"""The statements of an OBJ as arrays, read in pieces: a scan of 300 MB must not be held as text.

Runs of equal statements are parsed together by numpy. What is irregular is parsed line by line.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import numpy as np
import numpy.typing as npt

from media_pipeline.errors import Damaged

PIECE = 8 << 20
_LONGEST_LINE = 1 << 20
_MOST_CORNERS = 4_096  # of one polygon
Floats = npt.NDArray[np.float64]
Corners = npt.NDArray[np.int32]


@dataclass(slots=True)
class ObjText:
    """What was read, in the order of the file.

    Attributes:
        vertices: Blocks of shape (n, 3) or (n, 6): position, then red, green, blue.
        uv: Blocks of shape (n, 2).
        normals: Blocks of shape (n, 3).
        faces: By material name, blocks of shape (m, 3, 3): for each corner of a triangle the row of its
            position, of its texture coordinate and of its normal; -1 where it has none.
        libraries: Names of material files.
    """

    vertices: list[Floats] = field(default_factory=list)
    uv: list[Floats] = field(default_factory=list)
    normals: list[Floats] = field(default_factory=list)
    faces: dict[str, list[Corners]] = field(default_factory=dict)
    libraries: list[str] = field(default_factory=list)
    counts: list[int] = field(default_factory=lambda: [0, 0, 0])
    material: str = ""

    def take(self, lines: list[bytes]) -> None:
        """Parse whole lines."""
        for word, run in groupby(lines, key=_word):
            if word in (b"v", b"vt", b"vn"):
                self._take_numbers(word, list(run))
            elif word == b"f":
                self._take_faces(list(run))
            elif word == b"usemtl":
                for line in run:
                    self.material = _rest(line)
            elif word == b"mtllib":
                self.libraries.extend(_rest(line) for line in run)

    def _take_numbers(self, word: bytes, run: list[bytes]) -> None:
        table = numbers(run, len(word))
        if word == b"v":
            has_colour = table.shape[1] in (6, 7)
            columns = [0, 1, 2, *range(table.shape[1] - 3, table.shape[1])] if has_colour else [0, 1, 2]
            self.vertices.append(
                _columns(table, 3)[:, columns] if table.shape[1] >= 3 else _columns(table, 3)
            )
            self.counts[0] += len(run)
        elif word == b"vt":
            self.uv.append(_columns(table, 2))
            self.counts[1] += len(run)
        else:
            self.normals.append(_columns(table, 3))
            self.counts[2] += len(run)

    def _take_faces(self, run: list[bytes]) -> None:
        blocks = self.faces.setdefault(self.material, [])
        for corners in polygons(run):
            for column, count in enumerate(self.counts):
                values = corners[:, :, column]
                values[values < 0] += count + 1  # from the end, as far as the file has been read
                values -= 1
            if (corners[:, :, 0] < 0).any():
                raise Damaged("a face uses vertex 0 or one before the first")
            blocks.extend(
                corners[:, [0, second, second + 1]] for second in range(1, corners.shape[1] - 1)
            )  # a fan


def read_obj_text(path: Path) -> ObjText:
    """Read all statements of a file.

    Raises:
        Damaged: A statement that is none.
    """
    found = ObjText()
    for lines in _pieces(path):
        found.take(lines)
    return found


def _pieces(path: Path) -> Iterator[list[bytes]]:
    """Lines without what surrounds them, a few megabytes at a time; continued lines joined."""
    rest = b""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            piece = rest + piece
            cut = piece.rfind(b"\n") + 1
            while cut > 1 and piece[:cut].rstrip(b"\r\n").endswith(b"\\"):
                cut = piece.rfind(b"\n", 0, cut - 1) + 1
            rest = piece[cut:]
            if len(rest) > PIECE + _LONGEST_LINE:
                raise Damaged("an OBJ line of megabytes")
            yield _lines(piece[:cut])
    yield _lines(rest)


def _lines(text: bytes) -> list[bytes]:
    if b"\\" in text:
        text = text.replace(b"\\\r\n", b" ").replace(b"\\\n", b" ")
    text = text.replace(b"\t", b" ").replace(b"\r", b"\n")
    return [line for line in map(bytes.strip, text.split(b"\n")) if line and line[:1] != b"#"]


def _word(line: bytes) -> bytes:
    return line[:2].rstrip() if line[:1] in b"vf" else line.split(None, 1)[0]


def _rest(line: bytes) -> str:
    words = line.split(None, 1)
    return words[1].decode("utf-8", "replace").strip() if len(words) > 1 else ""


def _columns(table: Floats, count: int) -> Floats:
    """Exactly or at least ``count`` columns, missing ones zero."""
    if table.shape[1] < count:
        return np.pad(table, ((0, 0), (0, count - table.shape[1])))
    return table if count == 3 else table[:, :count]


def numbers(run: list[bytes], skip: int) -> Floats:
    """The numbers of lines of one kind; shape (lines, numbers per line). Short lines end in zeros.

    Raises:
        Damaged: Something else than numbers.
    """
    columns = len(run[0].split()) - 1
    text = b" ".join(line[skip:] for line in run)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # it stops at what is no number: seen below
        try:
            flat = np.fromstring(text, np.float64, sep=" ")
        except ValueError:
            flat = np.empty(0)
    regular = columns > 0 and len(flat) == columns * len(run)
    if regular and len({line.count(b" ") for line in run}) == 1:
        return flat.reshape(len(run), columns)
    rows = [[_number(word) for word in line.split()[1:8]] for line in run]
    width = max(3, *(len(row) for row in rows))
    return np.array([row + [0.0] * (width - len(row)) for row in rows])


def _number(word: bytes) -> float:
    try:
        return float(word)
    except ValueError as error:
        raise Damaged(f"{word[:30]!r} where OBJ has a number") from error


def polygons(run: list[bytes]) -> Iterator[Corners]:
    """Corners of ``f`` lines as written, grouped by how many a polygon has.

    Yields:
        Shape (polygons, corners, 3): numbers of position, texture coordinate and normal; 0 for none.

    Raises:
        Damaged: Something else than whole numbers.
    """
    words = [line.split()[1:] for line in run]
    counts = np.fromiter((len(each) for each in words), np.int64, len(words))
    for count in np.unique(counts):
        if count < 3:
            continue
        if count > _MOST_CORNERS:
            raise Damaged(f"a polygon of {count} corners")
        chosen = words if (counts == count).all() else [each for each in words if len(each) == count]
        flat = [word for each in chosen for word in each]
        yield _triples(flat).reshape(len(chosen), int(count), 3)


def _triples(flat: list[bytes]) -> Corners:
    """``1/2/3``, ``1//3``, ``1/2`` and ``1`` as rows of three."""
    made = np.zeros((len(flat), 3), np.int32)
    slashes = {flat[0].count(b"/"), flat[-1].count(b"/")}
    if len(slashes) == 1:
        between = slashes.pop()
        text = b" ".join(flat)
        twice = text.count(b"//")
        columns = [0] if between == 0 else [0, 2] if twice else [0, 1, 2][: between + 1]
        same = text.count(b"/") == between * len(flat) and twice in (0, len(flat))
        if same and between <= 2:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                try:
                    values = np.fromstring(text.replace(b"//", b" ").replace(b"/", b" "), np.int32, sep=" ")
                except ValueError:
                    values = np.empty(0, np.int32)
            if len(values) == len(flat) * len(columns):
                made[:, columns] = values.reshape(-1, len(columns))
                return made
    for row, word in enumerate(flat):
        for column, number in enumerate(word.split(b"/")[:3]):
            try:
                made[row, column] = int(number) if number else 0
            except (ValueError, OverflowError) as error:
                raise Damaged(f"{word[:30]!r} in an OBJ face") from error
    return made
