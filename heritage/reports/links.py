"""The address behind each number: the page that lists exactly the objects that were counted."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

Content = dict[str, Any]
SEVERAL = "plan"  # the row of the plan's categories together


def listing(content: Content, **wanted: str) -> str:
    """The list of a unit's objects on the day of the count, narrowed by ``part``, ``level`` or ``category``.

    Empty for several categories together: the page lists one or all.
    """
    if wanted.get("category") == SEVERAL:
        return ""
    query = {name: value for name, value in wanted.items() if value}
    query["date"] = content["period"]["counted_on"]
    return f"{content['site']}/kpi/{content['unit']['code']}/danh-sach/?{urlencode(query)}"


def of_object(content: Content, row: dict[str, Any]) -> str:
    """An object's own page."""
    return f"{content['site']}{row['path']}"


def export(content: Content) -> str:
    """The objects with their levels, from which anyone can count again."""
    query = urlencode({"unit": content["unit"]["code"], "date": content["period"]["counted_on"]})
    return f"{content['site']}/api/v1/exports/kpi.json?{query}"
