"""Where the headings of a table are: not always in its first row, and sometimes in two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from gis.names import fold_name
from heritage.rules.import_fields import field_of

LOOKED_AT = 40  # rows from the top: title, office and date stand above the headings of official lists

Cells = Sequence[object]


@dataclass(frozen=True, slots=True)
class Header:
    """Headings, one for each column, every one different; ``last`` is the place of the last row that they fill."""

    headings: list[str]
    last: int


def find_header(rows: Sequence[Cells]) -> Header:
    """The row, or the two rows, in which most headings are known; else the first with two texts.

    A table without any such row has columns that are called by their letters, and every row is data.
    """
    best: tuple[int, Header] = (0, _unnamed(rows))
    for at, row in enumerate(rows[:LOOKED_AT]):
        single = _texts(row)
        score = _score(single)
        if score > best[0]:
            best = score, Header(_distinct(single), at)
        if at + 1 < min(len(rows), LOOKED_AT):
            double = _both(single, _texts(rows[at + 1]))
            # Two rows must tell more than either, or the first row of data would be taken for headings.
            if _score(double) > max(best[0], score, _score(_texts(rows[at + 1]))):
                best = _score(double), Header(_distinct(double), at + 1)
    return best[1] if best[0] else _first_texts(rows) or best[1]


def _texts(row: Cells) -> list[str]:
    return [" ".join(cell.split()) if isinstance(cell, str) else "" for cell in row]


def _score(texts: list[str]) -> int:
    filled = {text for text in texts if text}
    if len(filled) < 2:  # a title over all columns
        return 0
    known = {named[0] for named in map(field_of, filled) if named}
    # "Di tích" alone may as well be a value; "Tên di tích" cannot.
    says_name = any({"ten", "name"} & set(fold_name(text).split()) for text in filled)
    return len(known) if len(known) >= 2 or (known and says_name) else 0


def _both(upper: list[str], lower: list[str]) -> list[str]:
    """For each column what the two rows say together: the form that is a known heading, else both."""
    width = max(len(upper), len(lower))
    pairs = zip(upper + [""] * (width - len(upper)), lower + [""] * (width - len(lower)), strict=True)
    found = []
    for above, below in pairs:
        together = above if above == below else f"{above} {below}".strip()
        found.append(next((each for each in (together, below, above) if each and field_of(each)), together))
    return found


def _distinct(texts: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    found = []
    for at, text in enumerate(texts):
        name = text[:200] or f"({get_column_letter(at + 1)})"
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def _first_texts(rows: Sequence[Cells]) -> Header | None:
    for at, row in enumerate(rows[:LOOKED_AT]):
        texts = _texts(row)
        if len({text for text in texts if text}) >= 2 and not any(isinstance(cell, float) for cell in row):
            return Header(_distinct(texts), at)
    return None


def _unnamed(rows: Sequence[Cells]) -> Header:
    return Header(
        [f"({get_column_letter(at + 1)})" for at in range(max((len(row) for row in rows), default=0))], -1
    )
