"""The festivals of the catalogue in the order of their next days."""

from __future__ import annotations

import datetime as dt
from typing import Any

from heritage.projections.card import card
from heritage.projections.dates import day_text, days_left_text, weekday_text
from heritage.rules.lunar import DateRule, Occurrence, next_occurrences
from heritage.selectors.catalogue import public_items

LUNAR_MONTHS_VI = (
    "tháng Giêng", "tháng Hai", "tháng Ba", "tháng Tư", "tháng Năm", "tháng Sáu",
    "tháng Bảy", "tháng Tám", "tháng Chín", "tháng Mười", "tháng Mười một", "tháng Chạp",
)  # fmt: skip


def upcoming(today: dt.date, limit: int | None, language: str) -> list[dict[str, Any]]:
    """One row per festival with a date rule: its card, the rule in words, the next occurrence."""
    rows = []
    for item in public_items().filter(category="festival", lunar__isnull=False):
        if item.lunar is None:
            continue
        rule = DateRule.from_dict(item.lunar)
        coming = next_occurrences(rule, today, 3)
        if coming:
            rows.append(
                {
                    "item": card(item, language),
                    "rule": rule,
                    "rule_text": rule_in_words(rule, language),
                    "days_text": days_in_words(rule),
                    "month_text": month_in_words(rule, language),
                    "next": coming[0],
                    "is_on": coming[0].first <= today,
                    **occurrence_texts(coming[0], today, language),
                    "later": [occurrence_texts(each, today, language) for each in coming[1:]],
                }
            )
    rows.sort(key=lambda row: (row["next"].first, row["item"]["name"]))
    return rows[:limit] if limit else rows


def occurrence_texts(each: Occurrence, today: dt.date, language: str) -> dict[str, Any]:
    """One year's festival in words: the first day with its weekday, the last day if another, how long yet."""
    return {
        "year": each.year,
        "first": each.first,
        "first_text": weekday_text(each.first, language),
        "last_text": day_text(each.last, language) if each.last != each.first else "",
        "left_text": days_left_text(each.first, each.last, today),
    }


def of_item(item_lunar: dict[str, Any] | None, today: dt.date, language: str) -> dict[str, Any] | None:
    """The rule of one item in words and its next years; None without a rule."""
    if not item_lunar:
        return None
    return {
        "rule_text": rule_in_words(DateRule.from_dict(item_lunar), language),
        "coming": [occurrence_texts(each, today, language) for each in occurrences(item_lunar, today)],
    }


def occurrences(item_lunar: dict[str, Any], today: dt.date, count: int = 5) -> tuple[Occurrence, ...]:
    """The next festivals of one item."""
    return next_occurrences(DateRule.from_dict(item_lunar), today, count)


def days_in_words(rule: DateRule) -> str:
    """ "12–16", or "15" for one day; a span that leaves the month shows its first day only."""
    last = rule.day + rule.days - 1
    return f"{rule.day}–{last}" if rule.days > 1 and last <= 30 else str(rule.day)


def month_in_words(rule: DateRule, language: str) -> str:
    """ "tháng Giêng âm lịch" or "1st lunar month"."""
    if language == "en":
        return f"lunar month {rule.month}" if rule.is_lunar else f"month {rule.month}"
    return f"{LUNAR_MONTHS_VI[rule.month - 1]} âm lịch" if rule.is_lunar else f"tháng {rule.month} dương lịch"


def rule_in_words(rule: DateRule, language: str) -> str:
    """ "12–16 tháng Giêng âm lịch"."""
    if language == "en":
        return (
            f"{'days' if rule.days > 1 else 'day'} {days_in_words(rule)} of {month_in_words(rule, language)}"
        )
    return f"{days_in_words(rule)} {month_in_words(rule, language)}"
