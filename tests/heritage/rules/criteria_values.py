"""Criteria for tests: the version that ships, and documents made from it."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from heritage.rules.criteria import Criteria
from heritage.rules.criteria_reading import read_criteria

ROW: dict[str, Any] = json.loads(
    (Path(__file__).parents[3] / "data" / "criteria" / "1.json").read_text(encoding="utf-8")
)
VERSION_1: Criteria = read_criteria(ROW["criteria"], ROW["version"])


def document() -> dict[str, Any]:
    """The document of version 1, to be changed."""
    return copy.deepcopy(ROW["criteria"])


def need(found: dict[str, Any], code: str, category: str = "") -> dict[str, Any]:
    """One requirement of a document, of a category where several have its code."""
    return next(
        each
        for each in found["needs"]
        if each["code"] == code and (not category or category in each.get("categories", [category]))
    )
