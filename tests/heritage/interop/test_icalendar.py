"""The calendar's file, read back by the rules of RFC 5545."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from heritage.interop.icalendar import DayEvent, calendar_file
from tests.heritage.interop.icalendar_reader import read_calendar

STAMP = dt.datetime(2026, 11, 25, 7, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def event(**values: object) -> DayEvent:
    columns = {
        "uid": "a@disanso",
        "day": dt.date(2026, 12, 19),
        "summary": "Báo cáo quý IV",
        "description": "Gửi chậm nhất ngày 19/12/2026",
        "category": "Báo cáo",
    } | values
    return DayEvent(**columns)  # type: ignore[arg-type]


def test_a_day_is_whole_and_ends_before_the_next() -> None:
    (found,) = read_calendar(calendar_file("Lịch", [event(alarm_days=(7, 1))], STAMP)).events
    assert found["DTSTART;VALUE=DATE"] == "20261219"
    assert found["DTEND;VALUE=DATE"] == "20261220"
    assert found["DTSTAMP"] == "20261125T000000Z"
    assert [alarm["TRIGGER"] for alarm in found.alarms] == ["-P7D", "-P1D"]
    assert {alarm["ACTION"] for alarm in found.alarms} == {"DISPLAY"}


def test_what_is_done_rings_no_more() -> None:
    (found,) = read_calendar(calendar_file("Lịch", [event(alarm_days=(7,), is_done=True)], STAMP)).events
    assert found.alarms == []


def test_the_last_day_of_a_year_ends_in_the_next() -> None:
    (found,) = read_calendar(calendar_file("Lịch", [event(day=dt.date(2026, 12, 31))], STAMP)).events
    assert found["DTEND;VALUE=DATE"] == "20270101"


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=200)


@given(words, words)
def test_any_text_comes_back_and_no_line_is_too_long(summary: str, description: str) -> None:
    raw = calendar_file("Lịch", [event(summary=summary, description=description)], STAMP)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    (found,) = read_calendar(raw).events
    kept = {
        name: "".join(c for c in text if c == "\n" or c >= " ")
        for name, text in (("SUMMARY", summary), ("DESCRIPTION", description))
    }
    assert (found.text("SUMMARY"), found.text("DESCRIPTION")) == (kept["SUMMARY"], kept["DESCRIPTION"])
