"""Write a calendar that other programs subscribe to (RFC 5545): whole days, each with its alarms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LINE_OCTETS = 75  # RFC 5545, 3.1
PRODUCT = "-//Di San So//Calendar of reports//VI"
MEDIA_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True, slots=True)
class DayEvent:
    """One whole day.

    Attributes:
        uid: Stable for ever: a program that reads the calendar again changes the event it knows.
        alarm_days: Days before it, at the start of the day, on which to tell of it.
    """

    uid: str
    day: dt.date
    summary: str
    description: str
    category: str
    url: str = ""
    alarm_days: tuple[int, ...] = ()
    is_done: bool = False


def calendar_file(name: str, events: Sequence[DayEvent], stamp: dt.datetime) -> bytes:
    """The calendar as a file.

    Args:
        stamp: When what it says was last put together, with its zone.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
    ]
    for event in events:
        lines += _event(event, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _event(event: DayEvent, stamp: dt.datetime) -> list[str]:
    after = event.day + dt.timedelta(days=1)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{stamp.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{after:%Y%m%d}",
        f"SUMMARY:{_text(event.summary)}",
        f"DESCRIPTION:{_text(event.description)}",
        f"CATEGORIES:{_text(event.category)}",
        "TRANSP:TRANSPARENT",
        *([f"URL:{event.url}"] if event.url else []),
    ]
    for days in event.alarm_days if not event.is_done else ():
        lines += [
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{_text(event.summary)}",
            f"TRIGGER:-P{days}D",
            "END:VALARM",
        ]
    return [*lines, "END:VEVENT"]


def _text(value: str) -> str:
    """A TEXT value (3.3.11); what is no character of a text is left out."""
    plain = "".join(c for c in value.replace("\r\n", "\n") if c == "\n" or c >= " ")
    for mark in ("\\", ";", ","):
        plain = plain.replace(mark, "\\" + mark)
    return plain.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Lines of at most 75 octets, cut between characters; each further one begins with a space."""
    piece, size = "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > LINE_OCTETS:
            yield piece
            piece, size = " ", 1
        piece, size = piece + char, size + octets
    yield piece
