"""What the number needs on the first page of the desk: reports coming due, and records that lost their level."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from heritage.models import LevelChange, User
from heritage.projections.card import name_in
from heritage.projections.dates import day_text
from heritage.projections.duty_words import covers_words, days_left_words, due_words, report_words
from heritage.selectors import desk, leaders
from heritage.selectors.duties import PlanDuty, coming
from heritage.views.desk.reports import report_url

SOON_DAYS = 7
SHOWN = 10


def measure(user: User, lang: str) -> dict[str, Any]:
    """Of the person's unit, or of every unit with a plan or a register for who sees all."""
    own = [user.unit] if user.unit else list(desk.units_with_plans().defer("boundary"))
    fallen = [each for each in leaders.lost(own) if each.item.level < each.before]
    return {
        "owed": [_owed(each, lang) for each in coming(timezone.localdate(), own)][:SHOWN],
        "fallen": [_fallen(each, lang) for each in _latest(fallen)][:SHOWN],
        "many_units": user.unit is None,
    }


def _latest(changes: list[LevelChange]) -> list[LevelChange]:
    """The newest fall of each record; older ones are its history."""
    found: dict[int, LevelChange] = {}
    for each in changes:
        found.setdefault(each.item_id, each)
    return list(found.values())


def _owed(each: PlanDuty, lang: str) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "what": report_words(each.duty, lang),
        "due": due_words(each.duty, lang),
        "covers": covers_words(each.duty, lang),
        "left": days_left_words(each.duty, today, lang),
        "is_soon": (each.duty.last_day - today).days <= SOON_DAYS,
        "to": each.plan.reports_to_en if lang == "en" else each.plan.reports_to_vi,
        "carried_on": each.carried_on,
        "unit": each.unit.name,
        "code": each.unit.code,
        "url": report_url(each),
    }


def _fallen(change: LevelChange, lang: str) -> dict[str, Any]:
    said = {need["code"]: need["en" if lang == "en" else "vi"] for need in change.item.level_reasons}
    return {
        "id": change.item.public_id,
        "name": name_in(change.item, lang),
        "unit": change.item.unit.name,
        "day": day_text(timezone.localtime(change.at).date(), lang),
        "before": change.before,
        "now": change.item.level,
        "lost": [said[code] for code in change.lost if code in said],
    }
