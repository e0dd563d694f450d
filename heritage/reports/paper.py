"""An official paper as values: letterhead, title, blocks, signature, annexes. Every format is written from these."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Align(StrEnum):
    """Where the text of a cell stands."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Style(StrEnum):
    """What a paragraph is for."""

    PART = "part"  # I. II. III.
    SECTION = "section"  # 1. 2. 3.
    BODY = "body"
    NOTE = "note"  # smaller, below a table


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text; ``link`` is a whole address."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Runs one after the other."""

    runs: tuple[Run, ...]
    style: Style = Style.BODY

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; line breaks are kept."""

    text: str
    link: str = ""
    align: Align = Align.LEFT
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table whose head repeats on every page.

    Attributes:
        key: How a template of the ward's own names it.
        widths_mm: Of the columns.
        last_is_total: The last row is set bold.
    """

    key: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths_mm: tuple[float, ...]
    last_is_total: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as SVG, ``width_mm`` wide, with the words for who cannot see it."""

    key: str
    svg: str
    width_mm: float
    caption: str
    text: str


Block = Paragraph | Table | Picture


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The head of the first page: body on the left, the country's name and motto on the right."""

    body: tuple[str, ...]
    number: str
    country: str
    motto: str
    place_and_day: str


@dataclass(frozen=True, slots=True)
class Signature:
    """The block on the right: authority, office, name; room for hand and seal between the last two."""

    capacity: tuple[str, ...]
    office: str
    name: str


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole paper."""

    head: Letterhead
    kind: str
    subject: tuple[str, ...]
    blocks: tuple[Block, ...]
    signature: Signature
    recipients: tuple[str, ...]
    annex_title: tuple[str, ...]
    annex: tuple[Block, ...] = field(default_factory=tuple)
    told: str = ""  # digests and how to check them, in small letters at the very end
    digest: str = ""  # of the report, in hexadecimal


def body(text: str, *, link: str = "") -> Paragraph:
    """One plain paragraph."""
    return Paragraph((Run(text, link=link),))


def part(text: str) -> Paragraph:
    """I. II. III."""
    return Paragraph((Run(text, bold=True),), Style.PART)


def section(text: str) -> Paragraph:
    """1. 2. 3."""
    return Paragraph((Run(text, bold=True),), Style.SECTION)


def note(text: str) -> Paragraph:
    """A remark under a table."""
    return Paragraph((Run(text, italic=True),), Style.NOTE)


def numbered(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The same with "Bảng 1." and "Hình 1." before the captions, in the order in which they come."""
    found: list[Block] = []
    tables = pictures = 0
    for block in blocks:
        if isinstance(block, Table) and block.caption:
            tables += 1
            block = replace(block, caption=f"Bảng {tables}. {block.caption}")
        elif isinstance(block, Picture):
            pictures += 1
            block = replace(block, caption=f"Hình {pictures}. {block.caption}")
        found.append(block)
    return tuple(found)
