"""PLY headers, and PLY points as blocks; ASCII and both binary orders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from media_pipeline.cloud_blocks import BLOCK_POINTS, PointBlock, PointStream
from media_pipeline.errors import Damaged, EmptyCloud, Truncated, UnsupportedCloud
from media_pipeline.point_fields import block_of_fields

_TYPES = {
    "char": "i1", "int8": "i1", "uchar": "u1", "uint8": "u1",
    "short": "i2", "int16": "i2", "ushort": "u2", "uint16": "u2",
    "int": "i4", "int32": "i4", "uint": "u4", "uint32": "u4",
    "float": "f4", "float32": "f4", "double": "f8", "float64": "f8",
}  # fmt: skip
_FORMATS = {"ascii": "", "binary_little_endian": "<", "binary_big_endian": ">"}
_HEADER_LIMIT = 65_536


@dataclass(frozen=True, slots=True)
class PlyElement:
    """One element: how many, and its properties by name; None for a list."""

    name: str
    count: int
    properties: tuple[tuple[str, str | None], ...]

    @property
    def has_list(self) -> bool:
        return any(kind is None for _, kind in self.properties)


@dataclass(frozen=True, slots=True)
class PlyHeader:
    """``order`` is empty for ASCII, else the byte order for numpy."""

    order: str
    elements: tuple[PlyElement, ...]
    size: int

    @property
    def is_ascii(self) -> bool:
        return self.order == ""

    def count(self, name: str) -> int:
        """How many of an element; 0 when there is none of that name."""
        return sum(element.count for element in self.elements if element.name == name)

    @property
    def has_faces(self) -> bool:
        return self.count("face") > 0 or self.count("tristrips") > 0


def read_ply_header(head: bytes) -> PlyHeader:
    """Parse the header at the start of ``head``.

    Raises:
        Truncated: ``end_header`` is missing.
        Damaged: A line that is no PLY header line.
    """
    end = head[:_HEADER_LIMIT].find(b"end_header")
    if end < 0:
        raise Truncated("the PLY header does not end")
    size = head.find(b"\n", end) + 1 or len(head)
    order, elements = "", list[PlyElement]()
    for line in head[:end].decode("ascii", "replace").splitlines()[1:]:
        words = line.split()
        try:
            if not words or words[0] in ("comment", "obj_info"):
                continue
            if words[0] == "format":
                order = _FORMATS[words[1]]
            elif words[0] == "element":
                elements.append(PlyElement(words[1], int(words[2]), ()))
            elif words[0] == "property":
                kind = None if words[1] == "list" else _TYPES[words[1]]
                last = elements.pop()
                elements.append(PlyElement(last.name, last.count, (*last.properties, (words[-1], kind))))
            else:
                raise KeyError(words[0])
        except (KeyError, IndexError, ValueError) as error:
            raise Damaged(f"PLY header line {line[:60]!r}") from error
    if any(element.count < 0 for element in elements):
        raise Damaged("a negative number of elements")
    return PlyHeader(order, tuple(elements), size)


def check_ply_size(header: PlyHeader, size: int) -> None:
    """Check the counts against the bytes that are there, before anything is allocated.

    Raises:
        Truncated: The counts need more bytes than the file has.
    """
    needed = 0
    for element in header.elements:
        if header.is_ascii:
            least = 2 * len(element.properties)  # a digit and a separator each
        else:
            least = sum(np.dtype(kind).itemsize if kind else 1 for _, kind in element.properties)
        needed += element.count * least
    if needed > size - header.size + 1:
        raise Truncated(f"at least {needed} bytes announced, {size - header.size} there")


def open_ply(path: Path) -> PointStream:
    """The vertices of a PLY file.

    Raises:
        EmptyCloud, Truncated, Damaged, UnsupportedCloud: See the parts above.
    """
    with path.open("rb") as file:
        header = read_ply_header(file.read(_HEADER_LIMIT))
    if not header.count("vertex"):
        raise EmptyCloud("a PLY without vertices")
    check_ply_size(header, path.stat().st_size)
    vertex = next(element for element in header.elements if element.name == "vertex")
    before = header.elements[: header.elements.index(vertex)]
    if vertex.has_list or any(element.has_list for element in before):
        raise UnsupportedCloud("PLY vertices with lists")
    kinds = dict(vertex.properties)
    facts = {"format": "PLY", "float32": kinds.get("x") == "f4"}
    blocks = (
        _ascii(path, header, before, vertex) if header.is_ascii else _binary(path, header, before, vertex)
    )
    return PointStream(blocks, facts)


def _ascii(
    path: Path, header: PlyHeader, before: tuple[PlyElement, ...], vertex: PlyElement
) -> Iterator[PointBlock]:
    names = [name for name, _ in vertex.properties]
    kinds = [kind or "f8" for _, kind in vertex.properties]
    with path.open("rb") as file:
        file.seek(header.size)
        for _ in islice(file, sum(element.count for element in before)):
            pass
        for start in range(0, vertex.count, BLOCK_POINTS):
            wanted = min(BLOCK_POINTS, vertex.count - start)
            lines = list(islice(file, wanted))
            if len(lines) < wanted:
                raise Truncated(f"{start + len(lines)} of {vertex.count} vertices")
            try:
                table = np.loadtxt(lines, ndmin=2)
            except ValueError as error:
                raise Damaged(f"PLY text: {error}") from error
            if table.shape != (wanted, len(names)):
                raise Damaged(f"{table.shape} numbers for {wanted} vertices of {len(names)} properties")
            yield block_of_fields(
                {
                    name: table[:, n] if kinds[n][0] == "f" else table[:, n].astype(kinds[n])
                    for n, name in enumerate(names)
                }
            )


def _binary(
    path: Path, header: PlyHeader, before: tuple[PlyElement, ...], vertex: PlyElement
) -> Iterator[PointBlock]:
    def record(element: PlyElement) -> np.dtype[np.void]:
        return np.dtype([(f"{name}", header.order + str(kind)) for name, kind in element.properties])

    skipped = sum(element.count * record(element).itemsize for element in before)
    with path.open("rb") as file:
        file.seek(header.size + skipped)
        for start in range(0, vertex.count, BLOCK_POINTS):
            wanted = min(BLOCK_POINTS, vertex.count - start)
            table = np.fromfile(file, record(vertex), wanted)
            if len(table) < wanted:
                raise Truncated(f"{start + len(table)} of {vertex.count} vertices")
            native = {
                name: table[name].astype(table[name].dtype.newbyteorder("="))
                for name in table.dtype.names or ()
            }
            yield block_of_fields(native)
