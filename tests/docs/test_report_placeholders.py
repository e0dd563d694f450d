"""The guide lists every placeholder of a report's template, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from heritage.reports.template_values import KNOWN

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "officer.md"


def test_every_placeholder_is_in_the_guide_and_none_is_invented() -> None:
    named = set(re.findall(r"`\{\{([^{}]+)\}\}`", GUIDE.read_text(encoding="utf-8")))
    assert named == set(KNOWN)
