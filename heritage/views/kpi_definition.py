"""What counts as digitized, in plain words from the criteria in force: what all need, and what each category does."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from heritage import categories
from heritage.kpi import COUNTS_FROM
from heritage.models import CriteriaVersion
from heritage.projections.criteria import criteria_on
from heritage.projections.dates import day_text
from heritage.rules.criteria import Any as OneOf
from heritage.rules.criteria import Ask, Criteria, Fact, Requirement
from heritage.views.context import language

# What a sentence tells of one object, as in "8 ảnh có chú thích (có 3, thiếu 5)": of no use without one.
OF_ONE = re.compile(r"\s*\([^()]*\{(?:have|lacking)\}[^()]*\)")


def definition(day: dt.date) -> dict[str, Any]:
    """The requirements up to the level that counts, by category, and those in depth; with version and its first day."""
    found, lang = criteria_on(day), language()
    since = CriteriaVersion.objects.filter(version=found.version).values_list("valid_from", flat=True).first()
    return {
        "version": found.version,
        "since": day_text(since, lang) if since else "",
        "by_category": [
            {"label": each.label(lang), "needs": _needs(found, each.code, lang)}
            for each in categories.CATEGORIES
        ],
        "in_depth": [said(each, lang) for each in found.requirements if each.level > COUNTS_FROM],
        "url": f"/api/v1/kpi/criteria?date={day.isoformat()}",
    }


def said(each: Requirement, lang: str) -> str:
    """A requirement as it is asked for, without what any object has of it."""
    text = OF_ONE.sub("", each.en if lang == "en" else each.vi)
    if each.figure is None:
        return text
    mark = "." if lang == "en" else ","
    for name, value in (("wanted", each.figure.figure), ("wanted_minutes", each.figure.figure / 60)):
        text = text.replace("{" + name + "}", f"{value:g}".replace(".", mark))
    return text


def _needs(criteria: Criteria, category: str, lang: str) -> list[str]:
    asked = [
        each for each in criteria.of(category) if each.level <= COUNTS_FROM and not _answered(each, category)
    ]
    return [said(each, lang) for each in asked]


def _answered(each: Requirement, category: str) -> bool:
    """Whether the category alone answers it: a figure needs no position of its own."""
    return isinstance(each.when, OneOf) and any(
        isinstance(part, Fact) and part.name == "category" and part.ask is Ask.IN and category in part.codes
        for part in each.when.of
    )
