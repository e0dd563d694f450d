"""A unit in words: when it stood, what it is part of now and by which steps, in one language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gis.models import AdminUnit
from gis.unit_history import Chain, Step
from gis.unit_sources import LISTED_FROM
from heritage.projections.dates import day_text


def unit_url(unit: AdminUnit, *, dated: bool) -> str:
    """The page of a unit; of an ended one with a day on which it stood, as its code names others too."""
    address = reverse("unit", args=[unit.code])
    return f"{address}?ngay={unit.valid_from.isoformat()}" if dated else address


def interval_text(unit: AdminUnit, lang: str) -> str:
    """ "từ 01/09/2024 đến 30/06/2025"; the beginning is left out where only the list's own day is known."""
    last = None if unit.valid_to is None else unit.valid_to - dt.timedelta(days=1)
    until = "" if last is None else _("đến hết %(day)s") % {"day": day_text(last, lang)}
    since = (
        "" if unit.valid_from == LISTED_FROM else _("từ %(day)s") % {"day": day_text(unit.valid_from, lang)}
    )
    return f"{since} {until}".strip()


def now_in(unit: AdminUnit, chains: Sequence[Chain]) -> str:
    """ "Xã Điền Xá nay thuộc Phường Vị Khê"; nothing for a unit that stands or whose heirs are unknown."""
    names = [chain.end.name for chain in chains if chain.steps]
    if not names:
        return ""
    listed = names[0] if len(names) == 1 else ", ".join(names[:-1]) + f" {_('và')} {names[-1]}"
    return _("%(old)s nay thuộc %(new)s") % {"old": unit.name, "new": listed}


def place_text(unit: AdminUnit) -> str:
    """The district and province of its time."""
    province = "" if unit.level == AdminUnit.Level.PROVINCE else unit.province_name
    return ", ".join(part for part in (unit.district_name, province) if part)


def chain_rows(chain: Chain, lang: str) -> list[dict[str, Any]]:
    """Every unit on the way with the day on which it came about, the earliest first."""
    first = {"name": chain.start.name, "url": unit_url(chain.start, dated=True), "day": "", "how": ""}
    return [first] + [step_row(step, lang) for step in chain.steps]


def step_row(step: Step, lang: str) -> dict[str, Any]:
    """One step: the unit, the day, and whether all or a part of the earlier one came to it."""
    return {
        "name": step.unit.name,
        "place": place_text(step.unit),
        "url": unit_url(step.unit, dated=step.unit.valid_to is not None),
        "day": day_text(step.on, lang),
        "iso": step.on.isoformat(),
        "how": _("toàn bộ") if step.whole else _("một phần"),
        "source": step.source,
    }
