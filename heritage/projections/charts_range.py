"""When a target will be met: the range of days as a bar on a line from today, beside the day it is due."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from heritage.projections.charts_svg import element, picture, words
from heritage.projections.dates import day_text
from heritage.rules.forecast import Forecast, Outlook

WIDTH, HEIGHT = 490.0, 132.0
LEFT, RIGHT = 12.0, 12.0
BAR_TOP, BAR_HEIGHT, AXIS = 44.0, 22.0, 78.0
LETTERS = 74.0  # drawing units that a date takes
LONGEST = dt.timedelta(days=3 * 365)  # what lies further is beyond the right edge


def time_line(found: Forecast, today: dt.date, language: str) -> str:
    """One ``<svg>``; empty where there are no dates to draw."""
    if found.outlook is not Outlook.DATES or found.earliest is None:
        return ""
    far = max(each for each in (found.earliest, found.latest, found.due) if each is not None)
    last = min(max(far, today + dt.timedelta(days=28)), max(today + LONGEST, found.earliest))
    scale = _Scale(today, last + (last - today) * 0.06)
    start = scale.at(found.earliest)
    open_end = found.latest is None or found.latest > last
    end = WIDTH - RIGHT if open_end else scale.at(found.latest or last)
    body = [
        element("path", d=f"M{LEFT} {AXIS}H{WIDTH - RIGHT}", class_="axis"),
        element(
            "rect",
            x=round(start, 1),
            y=BAR_TOP,
            width=round(max(4.0, end - start), 1),
            height=BAR_HEIGHT,
            rx=3,
            class_="range open" if open_end else "range",
        ),
        *_range_texts(found, start, end, open_end, language),
        *_due(found, scale, language),
        words(LEFT, AXIS + 18, _("hôm nay"), 13),
    ]
    return picture("dat", WIDTH, HEIGHT, _title(found, language), body, class_="chart big")


class _Scale:
    """From days to the width of the drawing."""

    def __init__(self, first: dt.date, last: dt.date) -> None:
        self._first, self._days = first, max(1, (last - first).days)

    def at(self, day: dt.date) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * max(0, (day - self._first).days) / self._days


def _range_texts(found: Forecast, start: float, end: float, open_end: bool, language: str) -> list[str]:
    earliest = day_text(found.earliest or dt.date.min, language)
    if open_end or found.latest is None:
        place = min(start, WIDTH - RIGHT - LETTERS * 2)
        return [words(place, BAR_TOP - 10, _("sớm nhất %(day)s") % {"day": earliest}, 14, class_="strong")]
    latest = day_text(found.latest, language)
    if end - start >= 2.2 * LETTERS:
        return [
            words(start, BAR_TOP - 10, earliest, 14, class_="strong"),
            words(end, BAR_TOP - 10, latest, 14, class_="strong", text_anchor="end"),
        ]
    middle = min(max((start + end) / 2, LEFT + LETTERS * 1.3), WIDTH - RIGHT - LETTERS * 1.3)
    return [words(middle, BAR_TOP - 10, f"{earliest} – {latest}", 14, class_="strong", text_anchor="middle")]


def _due(found: Forecast, scale: _Scale, language: str) -> list[str]:
    if found.due is None:
        return []
    x = min(scale.at(found.due), WIDTH - RIGHT)
    text = _("hạn %(day)s") % {"day": day_text(found.due, language)}
    anchor = "start" if x < LETTERS else "end" if x > WIDTH - LETTERS * 1.2 else "middle"
    mark = f"M{x:.1f} {BAR_TOP - 4}V{AXIS + 8}"
    return [
        element("path", d=mark, class_="tgt-halo"),
        element("path", d=mark, class_="tgt"),
        words(x, AXIS + 40, text, 14, class_="strong", text_anchor=anchor),
    ]


def _title(found: Forecast, language: str) -> str:
    told = {
        "earliest": day_text(found.earliest or dt.date.min, language),
        "latest": day_text(found.latest, language) if found.latest else "",
        "due": day_text(found.due, language) if found.due else "",
    }
    if not told["latest"]:
        return _("Sớm nhất đạt ngày %(earliest)s; hạn %(due)s.") % told
    return _("Đạt trong khoảng %(earliest)s đến %(latest)s; hạn %(due)s.") % told
