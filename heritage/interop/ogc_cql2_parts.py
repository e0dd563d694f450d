"""CQL2: what has been read of a filter, each with its place, and the sentence that says what is wrong there."""

from __future__ import annotations

from dataclasses import dataclass

import shapely

from heritage.errors import BadRequest
from heritage.interop.ogc_properties import Kind
from heritage.rules.filters import Scalar
from heritage.rules.text_folding import fold

MAX_CHARS = 10_000
MAX_DEPTH = 60
MAX_CORNERS = 5_000
MAX_WILDCARDS = 10
MAX_NODES = 300


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the filter something stands, as its writer would look for it, in both languages."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Operand:
    """A scalar that was read, with its kind and its place."""

    value: Scalar
    kind: Kind
    at: Place


@dataclass(frozen=True, slots=True)
class Shape:
    """A geometry as it was written, in the filter's system."""

    geometry: shapely.Geometry
    at: Place


@dataclass(frozen=True, slots=True)
class Span:
    """An interval of time; None where it is open."""

    first: Operand | None
    last: Operand | None
    at: Place


def wrong(at: Place, vi: str, en: str) -> BadRequest:
    """Their filter cannot be used; the sentence says where and why."""
    return BadRequest(f"Bộ lọc sai ở {at.vi}: {vi}", f"The filter is wrong at {at.en}: {en}", "bad_filter")


def pieces_of(pattern: str, *, case: bool, marks: bool) -> tuple[tuple[str, bool], ...]:
    """Texts and wildcards of a pattern of LIKE, texts folded as said; several ``%`` in a row are one."""
    pieces: list[tuple[str, bool]] = []
    characters = iter(pattern)
    for character in characters:
        wild = character in ("%", "_")
        if character == "\\":
            character = next(characters, "\\")
        if character == "%" and wild and pieces and pieces[-1] == ("%", True):
            continue
        if not wild and pieces and not pieces[-1][1]:
            pieces[-1] = (pieces[-1][0] + character, False)
        else:
            pieces.append((character, wild))
    return tuple(
        (text, True) if wild else (fold(text, case=case, marks=marks), False) for text, wild in pieces
    )


def plain_parts(geometry: shapely.Geometry) -> list[shapely.Geometry]:
    """The parts of a mixed collection, which relations are not defined for; else the geometry itself."""
    if geometry.geom_type != "GeometryCollection":
        return [geometry]
    return [part for each in geometry.geoms for part in plain_parts(each)]
