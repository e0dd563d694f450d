"""One row of a table as the values of an item's fields, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from heritage.rules import import_dates as dates
from heritage.rules import import_values as read
from heritage.rules.import_figures import figure_of
from heritage.rules.import_problems import Problem, Unreadable
from media_pipeline.features_rows import MOST_LETTERS, RawRow

LINES = ("name_vi", "name_en", "han_nom", "former_address", "decision_number", "decision_by")
WORDS = ("summary_vi", "summary_en", "story_vi", "story_en")
PLAIN = (
    "id",
    "qr",
    "their_id",
    "unit_code",
    "unit_name",
    "district",
    "province",
    "method",
    "blurred",
    "source",
)


@dataclass(slots=True)
class RowValues:
    """``values`` by our field, empty cells left out; ``said`` what is no field of an item (ids, unit, accuracy)."""

    values: dict[str, Any] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def values_of(row: RawRow, heads: dict[str, tuple[int, str]], default_category: str) -> RowValues:
    """Read every cell that is mapped; a cell that cannot be read is a grave problem, never dropped in silence."""
    found = RowValues()
    for code, (at, heading) in heads.items():
        cell = row.cells[at] if at < len(row.cells) else None
        if at in row.too_long:
            found.problems.append(
                Problem(heading, "cell_too_long", f"Ô dài hơn {MOST_LETTERS} chữ.", f"The cell has more than {MOST_LETTERS} letters.")
            )  # fmt: skip
            continue
        try:
            _take(found, code, cell)
        except Unreadable as problem:
            found.problems.append(problem.at(heading))
        if isinstance(cell, str) and "\ufffd" in cell:
            found.problems.append(
                Problem(heading, "broken_text", "Ô có chữ hỏng (�). Chọn lại bảng mã hoặc sửa ô này.",
                        "The cell has broken letters (�). Choose another encoding or correct it.")
            )  # fmt: skip
    if "category" not in found.values and default_category:
        found.values["category"] = default_category
    _rank(found, row, heads)
    return found


READERS: dict[str, Callable[[Any], Any]] = {
    **{code: partial(read.line_of, code=code) for code in LINES},
    **dict.fromkeys(WORDS, read.text_of),
    "alt_names": read.names_of,
    "category": read.category_of,
    "decision_date": dates.day_of,
    "dynasties": dates.dynasties_of,
    "lunar": dates.lunar_of,
    "disclosure": read.disclosure_of,
}


def _take(found: RowValues, code: str, cell: Any) -> None:
    if code in PLAIN:
        found.said[code] = read.line_of(cell, code)
    elif code == "accuracy_m":
        found.said[code] = _metres(cell)
    elif code == "kinds":
        kinds, category = read.kinds_of(cell)
        _keep(found, "kinds", kinds)
        if category:
            found.values.setdefault("category", category)
    elif code == "year":
        years = dates.years_of(cell)
        if years:
            found.values["year_from"], found.values["year_to"] = years
    elif code in READERS:
        _keep(found, code, READERS[code](cell))


def _keep(found: RowValues, code: str, value: Any) -> None:
    """An empty cell leaves what there is."""
    if value not in ("", [], None):
        found.values[code] = value


def _metres(cell: Any) -> float | None:
    text = read.text_of(cell)
    value = figure_of(cell)
    if text and (value is None or not 0 <= value <= 100_000):
        raise Unreadable("bad_accuracy", "Sai số phải là số mét.", "The accuracy must be metres.")
    return value


def _rank(found: RowValues, row: RawRow, heads: dict[str, tuple[int, str]]) -> None:
    """Last, for its short words depend on the category."""
    if "rank" not in heads:
        return
    at, heading = heads["rank"]
    try:
        rank = read.rank_of(row.cells[at] if at < len(row.cells) else None, found.values.get("category", ""))
    except Unreadable as problem:
        found.problems.append(problem.at(heading))
    else:
        if rank:
            found.values["rank"] = rank
