"""The criteria in force on a day, from the table of versions or from those that ship with the product."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Min

from heritage.models import CriteriaVersion
from heritage.rules.criteria import Criteria
from heritage.rules.criteria_reading import read_criteria


@dataclass(frozen=True, slots=True)
class Break:
    """A day from which the number is measured by other criteria, so that a series before it is another series."""

    day: dt.date
    version: str
    label_vi: str
    label_en: str
    note_vi: str
    note_en: str


def criteria_on(day: dt.date) -> Criteria:
    """What counts on a day. Before the first version there was the first."""
    row = CriteriaVersion.objects.filter(valid_from__lte=day).order_by("-valid_from").first()
    row = row or CriteriaVersion.objects.exclude(valid_from=None).order_by("valid_from").first()
    if row is None:  # a database whose tables were emptied: what the product ships is what it goes by
        return read_criteria(shipped()["criteria"], shipped()["version"])
    return _read(row.version, json.dumps(row.criteria))


def breaks(first: dt.date, last: dt.date) -> tuple[Break, ...]:
    """The days after ``first`` and up to ``last`` on which new criteria came into force, in order."""
    rows = CriteriaVersion.objects.filter(valid_from__gt=first, valid_from__lte=last)
    began = CriteriaVersion.objects.aggregate(day=Min("valid_from"))["day"]
    return tuple(
        Break(row.valid_from, row.version, row.label_vi, row.label_en, row.note_vi, row.note_en)
        for row in rows.order_by("valid_from")
        if row.valid_from and row.valid_from != began  # before the first there was nothing to break with
    )


def criteria_document(day: dt.date) -> dict[str, Any]:
    """The criteria of a day with the days of every version, as the API gives them."""
    dated = list(CriteriaVersion.objects.exclude(valid_from=None).order_by("valid_from"))
    rows = [_columns(row) for row in dated] or [shipped()]
    found = next((row for row in reversed(rows) if row["valid_from"] <= day.isoformat()), rows[0])
    return {
        "version": found["version"],
        "valid_from": found["valid_from"],
        "label": {"vi": found["label_vi"], "en": found["label_en"]},
        "note": {"vi": found["note_vi"], "en": found["note_en"]},
        "criteria": found["criteria"],
        "versions": [{"version": row["version"], "valid_from": row["valid_from"]} for row in rows],
    }


def _columns(row: CriteriaVersion) -> dict[str, Any]:
    texts = {name: getattr(row, name) for name in ("label_vi", "label_en", "note_vi", "note_en")}
    first = row.valid_from.isoformat() if row.valid_from else ""
    return {**texts, "version": row.version, "valid_from": first, "criteria": row.criteria}


@lru_cache(maxsize=1)
def shipped() -> dict[str, Any]:
    """The first version as ``data/criteria/1.json`` has it: the columns of a row."""
    path = Path(settings.BASE_DIR) / "data" / "criteria" / "1.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=8)
def _read(version: str, text: str) -> Criteria:
    return read_criteria(json.loads(text), version)
