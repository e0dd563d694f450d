"""What was written into the form of criteria."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Mapping
from typing import Any

from heritage.errors import BadRequest
from heritage.rules.criteria_editing import Line, Wish

MOST_JSON = 200_000  # characters


def wishes_of(lines: tuple[Line, ...], written: Mapping[str, str]) -> dict[int, Wish]:
    """One wish a line.

    Raises:
        BadRequest: A figure or a grade that is none; the sentence names the requirement.
    """
    return {line.number: _wish(line, written) for line in lines}


def json_of(text: str) -> Any:
    """The document that was pasted.

    Raises:
        BadRequest: Too long, or no JSON; the sentence gives the line.
    """
    if len(text) > MOST_JSON:
        raise BadRequest("Văn bản JSON quá dài.", "The JSON is too long.", "bad_criteria")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise BadRequest(
            f"Không đọc được JSON, xem dòng {line}: thường là thiếu dấu phẩy hoặc dấu ngoặc.",
            f"This is no JSON, see line {line}: often a comma or a bracket is missing.",
            "bad_criteria",
        ) from error


def day_of(text: str) -> dt.date:
    """A day from a date input.

    Raises:
        BadRequest: None.
    """
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise BadRequest("Chọn ngày có hiệu lực.", "Choose the first day.", "bad_date") from error


def _wish(line: Line, written: Mapping[str, str]) -> Wish:
    figure = _figure(line, written.get(f"figure-{line.number}", "")) if line.figure is not None else None
    grade = written.get(f"grade-{line.number}", "")
    if line.has_grade and grade not in ("", "1", "2", "3", "4"):
        raise BadRequest(
            f"{line.vi}: bậc chất lượng là 1 đến 4.", f"{line.en}: grades are 1 to 4.", "bad_criteria"
        )
    return Wish(
        is_kept=f"keep-{line.number}" in written,
        figure=figure,
        grade=int(grade) if line.has_grade and grade else None,
    )


def _figure(line: Line, text: str) -> float:
    try:
        figure = float(text.strip().replace(",", "."))
        if not math.isfinite(figure):
            raise ValueError
    except ValueError as error:
        raise BadRequest(
            f"{line.vi}: “{text}” không phải số.", f"{line.en}: {text!r} is no number.", "bad_criteria"
        ) from error
    return figure
