"""What can be wrong with a row, in words that say what to do. A grave problem keeps the row out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that was found; ``column`` is their heading, "" for the row; ``item`` an id to look at."""

    column: str
    code: str
    vi: str
    en: str
    grave: bool = True
    item: str = ""

    def as_dict(self) -> dict[str, Any]:
        """JSON-able values."""
        return asdict(self)


class Unreadable(ValueError):
    """A cell that says nothing its field can hold; carries the sentences and a code."""

    def __init__(self, code: str, vi: str, en: str) -> None:
        self.code, self.vi, self.en = code, vi, en
        super().__init__(code)

    def at(self, column: str) -> Problem:
        """As a problem of a column."""
        return Problem(column, self.code, self.vi, self.en)
