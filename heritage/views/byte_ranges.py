"""What a Range header asks for (RFC 9110, 14): one range of bytes, everything, or nothing that exists."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ONE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})$")


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes ``first`` to ``last`` of a file, both in it."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """How many bytes."""
        return self.last - self.first + 1

    def header(self, size: int) -> str:
        """The Content-Range of the answer."""
        return f"bytes {self.first}-{self.last}/{size}"


class OutsideFile(Exception):
    """No byte of the file is in the range: 416."""


def part_of(header: str | None, size: int) -> Part | None:
    """The part asked for; None for everything: no header, several ranges or another unit, as the standard allows.

    Raises:
        OutsideFile: The range starts behind the end, or ends before it starts.
    """
    match = _ONE.match(header or "")
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    part = (
        Part(int(first), min(int(last or size - 1), size - 1))
        if first
        else Part(max(0, size - int(last)), size - 1)
    )
    if part.first > part.last:
        raise OutsideFile
    return part
