"""Days in words, in one language, as the pages write them."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

WEEKDAYS_VI = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day_text(day: dt.date, language: str) -> str:
    """ "17/02/2027" or "17 February 2027"."""
    return f"{day.day} {MONTHS_EN[day.month - 1]} {day.year}" if language == "en" else f"{day:%d/%m/%Y}"


def weekday_text(day: dt.date, language: str) -> str:
    """ "Thứ Tư, 17/02/2027" or "Wednesday, 17 February 2027"."""
    names = WEEKDAYS_EN if language == "en" else WEEKDAYS_VI
    return f"{names[day.weekday()]}, {day_text(day, language)}"


def partial_text(iso: str, language: str) -> str:
    """A date that may be a year, or a year and a month, as it was recorded: "2025-03" is "3/2025"."""
    parts = [int(part) for part in iso.split("-") if part.isdecimal()]
    if len(parts) == 3:
        return day_text(dt.date(*parts), language)
    if len(parts) == 2:
        year, month = parts
        return f"{MONTHS_EN[month - 1]} {year}" if language == "en" else f"{month}/{year}"
    return iso


def days_left_text(first: dt.date, last: dt.date, today: dt.date) -> str:
    """How long it is to the first day, or that it is on."""
    if first <= today <= last:
        return _("đang diễn ra")
    days = (first - today).days
    return ngettext("còn %(days)s ngày", "còn %(days)s ngày", days) % {"days": days}
