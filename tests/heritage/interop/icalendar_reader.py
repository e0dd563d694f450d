"""A strict reader of iCalendar for tests: unfolds, pairs BEGIN and END, refuses what RFC 5545 forbids."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

NEEDED = ("UID", "DTSTAMP", "DTSTART;VALUE=DATE", "SUMMARY")
ONCE = (*NEEDED, "DTEND;VALUE=DATE", "DESCRIPTION", "URL", "TRANSP")


class Component(dict[str, str]):
    """Properties by name with their parameters, and the alarms of an event."""

    def __init__(self) -> None:
        super().__init__()
        self.alarms: list[Component] = []

    def text(self, name: str) -> str:
        """A TEXT value without its escapes."""
        assert not re.search(r"(?<!\\)(\\\\)*[;,]", self[name]), "an unescaped comma or semicolon"
        return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], self[name])


@dataclass
class Calendar:
    """What a calendar holds."""

    properties: Component = field(default_factory=Component)
    events: list[Component] = field(default_factory=list)


def read_calendar(raw: bytes) -> Calendar:
    """Read a calendar, or fail on what is not allowed."""
    assert raw.endswith(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    lines: list[str] = []
    for line in raw.decode("utf-8").split("\r\n")[:-1]:
        assert len(line.encode()) <= 75
        if line.startswith(" "):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    calendar, open_parts = Calendar(), []
    current = calendar.properties
    for line in lines:
        name, _, value = line.partition(":")
        assert re.fullmatch(r"[A-Z0-9-]+(;[A-Z-]+=[A-Z-]+)*", name), line
        if name == "BEGIN":
            open_parts.append((value, current))
            current = calendar.properties if value == "VCALENDAR" else Component()
        elif name == "END":
            kind, outer = open_parts.pop()
            assert kind == value
            if kind == "VALARM":
                assert {"ACTION", "TRIGGER", "DESCRIPTION"} <= set(current)
                outer.alarms.append(current)
            elif kind == "VEVENT":
                assert set(NEEDED) <= set(current)
                calendar.events.append(current)
            current = outer
        else:
            assert name not in current or name not in ONCE, f"{name} twice"
            current[name] = value
    assert open_parts == []
    assert calendar.properties["VERSION"] == "2.0"
    assert calendar.properties["PRODID"]
    uids = [event["UID"] for event in calendar.events]
    assert len(uids) == len(set(uids))
    return calendar
