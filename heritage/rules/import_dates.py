"""Days, years and periods as people write them in tables."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from gis.names import fold_name
from heritage import categories
from heritage.rules.import_problems import Unreadable
from heritage.rules.import_values import text_of

EXCEL_DAY_ZERO = dt.date(1899, 12, 30)


def day_of(cell: Any) -> str:
    """A day, a month or a year as "2012-09-27", "2012-09" or "2012"; a spreadsheet's number of a day too.

    Raises:
        Unreadable: Not a day of the calendar.
    """
    text = text_of(cell)
    if not text:
        return ""
    if re.fullmatch(r"\d{5}(?:\.0+)?", text) and 10_000 < float(text) < 80_000:
        return (EXCEL_DAY_ZERO + dt.timedelta(days=int(float(text)))).isoformat()
    bare = re.sub(r"^(?:ngày|năm)\s+|\s*(?:tháng|năm)\s+", lambda m: "/" if m.start() else "", text.lower())
    spoken = re.fullmatch(r"(?:(?:(\d{1,2})\s*[/.-]\s*)?(\d{1,2})\s*[/.-]\s*)?(\d{4})", bare.strip())
    written = re.fullmatch(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T ].*)?", text)
    if spoken:
        day, month, year = spoken.groups()
    elif written:
        year, month, day = written.groups()
    else:
        raise _no_day(text)
    try:
        dt.date(int(year), int(month or 1), int(day or 1))
    except ValueError as error:
        raise _no_day(text) from error
    return "-".join([year, *(f"{int(part):02d}" for part in (month, day) if part)])


def _no_day(text: str) -> Unreadable:
    return Unreadable(
        "bad_date", f"Không hiểu ngày “{text[:40]}”. Ghi như 27/09/2012, hoặc chỉ năm.",
        f"The date “{text[:40]}” is not understood. Write 27/09/2012, or the year alone.",
    )  # fmt: skip


def years_of(cell: Any) -> tuple[int, int] | None:
    """First and last year: "1820", "1428-1527", "thế kỷ XVII", "TK 17-18"; before our era negative.

    Raises:
        Unreadable: No year.
    """
    text = fold_name(re.sub(r"[–—]", "-", text_of(cell)).replace("-", " den "))
    if not text:
        return None
    number = r"(?:([ivx]+)|(\d{1,4}))"
    century = re.fullmatch(
        rf"(?:the ky|the ki|tk|tk thu|the ky thu)\s*{number}(?:\s*den\s*(?:tk|the ky)?\s*{number})?", text
    )
    if century:
        first = _roman(century[1]) if century[1] else int(century[2])
        last = _roman(century[3]) if century[3] else int(century[4]) if century[4] else first
        if 1 <= first <= last <= 21:
            return (first - 1) * 100 + 1, last * 100
    plain = re.fullmatch(r"(?:nam |khoang )?(\d{3,4})(?:\s*den\s*(?:nam )?(\d{3,4}))?", text)
    if plain and int(plain[1]) <= int(plain[2] or plain[1]) <= 2200:
        return int(plain[1]), int(plain[2] or plain[1])
    raise Unreadable(
        "bad_year", f"Không hiểu năm “{text_of(cell)[:40]}”. Ghi như 1820, 1428-1527 hoặc thế kỷ XVII.",
        f"The year “{text_of(cell)[:40]}” is not understood. Write 1820, 1428-1527 or thế kỷ XVII.",
    )  # fmt: skip


def dynasties_of(cell: Any) -> list[str]:
    """Codes of the periods that a text names.

    Raises:
        Unreadable: It names none.
    """
    text = fold_name(text_of(cell))
    if not text:
        return []
    left, found = f" {text} ", []
    for term in sorted(categories.DYNASTIES, key=lambda each: -len(each.vi)):
        for words in (fold_name(term.vi), fold_name(term.code)):
            if f" {words} " in left:
                left = left.replace(f" {words} ", "  ")
                found.append(term.code)
                break
    if " le " in left and not found:
        found.append("le_trung_hung" if " hau " in left or " trung " in left else "le_so")
    if not found:
        known = ", ".join(each.vi for each in categories.DYNASTIES)
        raise Unreadable(
            "unknown_period", f"Không hiểu niên đại “{text_of(cell)[:60]}”. Các thời kỳ: {known}.",
            f"The period “{text_of(cell)[:60]}” is not known.",
        )  # fmt: skip
    order = categories.codes(categories.DYNASTIES)
    return sorted(found, key=order.index)


def lunar_of(cell: Any) -> dict[str, Any] | None:
    """A day of the lunar year: "15/8", "12-15/8", "ngày 15 tháng 8 âm lịch".

    Raises:
        Unreadable: No such day.
    """
    text = text_of(cell).lower().replace("–", "-")
    if not text:
        return None
    bare = re.sub(r"ngày|âm lịch|al\b|âl\b|hằng năm|hàng năm|\(|\)", " ", text)
    found = re.search(r"(\d{1,2})\s*(?:-\s*(\d{1,2})\s*)?(?:/|tháng)\s*(\d{1,2}|giêng|chạp)", bare)
    if found:
        month = {"giêng": 1, "chạp": 12}.get(found[3]) or int(found[3])
        day, last = int(found[1]), int(found[2] or found[1])
        if 1 <= month <= 12 and 1 <= day <= last <= 30:
            return {"month": month, "day": day, "days": last - day + 1, "calendar": "lunar"}
    raise Unreadable(
        "bad_lunar", f"Không hiểu ngày âm lịch “{text[:40]}”. Ghi như 15/8 hoặc 12-15/8.",
        f"The lunar date “{text[:40]}” is not understood. Write 15/8 or 12-15/8.",
    )  # fmt: skip


def _roman(text: str) -> int:
    values = {"i": 1, "v": 5, "x": 10}
    total = 0
    for letter, following in zip(text, [*text[1:], ""], strict=True):
        value = values[letter]
        total += -value if following and values[following] > value else value
    return total
