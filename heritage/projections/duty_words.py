"""Reports that are owed, in words."""

from __future__ import annotations

import datetime as dt

from heritage.projections.dates import MONTHS_EN, day_text
from heritage.rules.calendar import Duty

ROMAN = ("I", "II", "III", "IV")
QUARTERS_EN = ("first", "second", "third", "fourth")


def period_words(label: str, language: str) -> str:
    """ "quý IV năm 2026" or "fourth quarter of 2026" of ``2026-Q4``."""
    year, _, part = label.partition("-")
    english = language == "en"
    if part.startswith("Q"):
        number = int(part[1:]) - 1
        return f"{QUARTERS_EN[number]} quarter of {year}" if english else f"quý {ROMAN[number]} năm {year}"
    if part.startswith("H"):
        half = int(part[1:])
        if english:
            return f"{'first' if half == 1 else 'second'} half of {year}"
        return f"6 tháng {'đầu' if half == 1 else 'cuối'} năm {year}"
    if part:
        return f"{MONTHS_EN[int(part) - 1]} {year}" if english else f"tháng {int(part)} năm {year}"
    return f"year {year}" if english else f"năm {year}"


def report_words(duty: Duty, language: str) -> str:
    """ "Báo cáo quý IV năm 2026"."""
    words = period_words(duty.label, language)
    return f"Report for the {words}" if language == "en" else f"Báo cáo {words}"


def due_words(duty: Duty, language: str) -> str:
    """The day it is due before, and the day that this makes the last: "before" is strict."""
    before, last = day_text(duty.due_before, language), day_text(duty.last_day, language)
    if language == "en":
        return f"due before {before}: send it by {last} at the latest"
    return f"hạn trước ngày {before}: gửi chậm nhất ngày {last}"


def covers_words(duty: Duty, language: str) -> str:
    """The days that it covers."""
    first, last = day_text(duty.first_day, language), day_text(duty.cut_off, language)
    if language == "en":
        return f"covers {first} to {last}, the cut-off"
    return f"số liệu từ {first} đến hết ngày chốt {last}"


def days_left_words(duty: Duty, today: dt.date, language: str) -> str:
    """How many days are left to send it; on the last day that it is the last."""
    days = (duty.last_day - today).days
    if language == "en":
        return "today is the last day" if days == 0 else f"{days} day{'s' * (days != 1)} left"
    return "hôm nay là ngày cuối" if days == 0 else f"còn {days} ngày"
