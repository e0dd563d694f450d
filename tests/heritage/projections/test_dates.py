"""Days in words, each language in its own order."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils.translation import override

from heritage.projections.dates import day_text, days_left_text, partial_text, weekday_text

DAY = dt.date(2027, 2, 17)


def test_a_day_is_written_as_its_language_writes_it():
    assert day_text(DAY, "vi") == "17/02/2027"
    assert day_text(DAY, "en") == "17 February 2027"
    assert weekday_text(DAY, "vi") == "Thứ Tư, 17/02/2027"
    assert weekday_text(DAY, "en") == "Wednesday, 17 February 2027"
    assert weekday_text(dt.date(2027, 2, 21), "vi") == "Chủ nhật, 21/02/2027"


@pytest.mark.parametrize(
    "recorded, vietnamese, english",
    [
        ("2012-09-27", "27/09/2012", "27 September 2012"),
        ("2025-03", "3/2025", "March 2025"),
        ("1962", "1962", "1962"),
        ("", "", ""),
    ],
)
def test_a_date_says_no_more_than_was_recorded(recorded, vietnamese, english):
    assert partial_text(recorded, "vi") == vietnamese
    assert partial_text(recorded, "en") == english


@pytest.mark.parametrize(
    "today, vietnamese, english",
    [
        (dt.date(2027, 2, 10), "còn 7 ngày", "in 7 days"),
        (dt.date(2027, 2, 16), "còn 1 ngày", "in 1 day"),
        (DAY, "đang diễn ra", "on now"),
        (dt.date(2027, 2, 21), "đang diễn ra", "on now"),
    ],
)
def test_how_long_it_is_yet(today, vietnamese, english):
    last = dt.date(2027, 2, 21)
    with override("vi"):
        assert days_left_text(DAY, last, today) == vietnamese
    with override("en"):
        assert days_left_text(DAY, last, today) == english
