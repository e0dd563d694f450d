"""Pace and forecast in words: what cannot be said is said to be so."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from heritage.projections.dates import day_text
from heritage.rules.forecast import FEWEST_WEEKS, Chance, Forecast, Outlook
from heritage.views.context import language
from heritage.views.kpi_number import decimal

ICONS = {"ok": "circle-check", "warn": "triangle-alert", "bad": "circle-x", "plain": "info"}


def outlook_text(found: Forecast) -> str:
    """When the target will be met, in a sentence."""
    if found.outlook is Outlook.MET:
        return _("Đã đạt chỉ tiêu.")
    if found.outlook is Outlook.NO_TARGET:
        return _("Kế hoạch không nêu chỉ tiêu bằng số.")
    if found.outlook is Outlook.TOO_EARLY:
        return ngettext(
            "Mới có %(weeks)d tuần số liệu cùng cách tính. Đủ %(least)d tuần mới ước được ngày đạt.",
            "Mới có %(weeks)d tuần số liệu cùng cách tính. Đủ %(least)d tuần mới ước được ngày đạt.",
            found.weeks,
        ) % {"weeks": found.weeks, "least": FEWEST_WEEKS}
    if found.outlook is Outlook.NEVER or found.earliest is None:
        return _("Theo nhịp này thì không đạt được chỉ tiêu.")
    earliest = day_text(found.earliest, language())
    if found.latest is None:
        return _("Theo nhịp này sớm nhất là %(earliest)s; muộn nhất thì chưa thể nói.") % {
            "earliest": earliest
        }
    return _("Theo nhịp này, đạt chỉ tiêu trong khoảng %(earliest)s đến %(latest)s.") % {
        "earliest": earliest,
        "latest": day_text(found.latest, language()),
    }


def chance_text(found: Forecast) -> str:
    """Whether in time; empty where nothing can be said or it is met."""
    if found.outlook is Outlook.MET or found.chance is None:
        return ""
    return {
        Chance.LIKELY: _("Nhiều khả năng kịp hạn"),
        Chance.OPEN: _("Chưa chắc kịp hạn"),
        Chance.UNLIKELY: _("Khó kịp hạn"),
    }[found.chance]


def pace_text(pace: Fraction | None) -> str:
    """Objects a week with one decimal, rounded half up; empty where there is none."""
    if pace is None:
        return ""
    exact = Decimal(pace.numerator) / Decimal(pace.denominator)
    return decimal(str(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))) or ""


def tone_of(found: Forecast) -> str:
    """The kind of its tag: ok, warn, bad, or plain where nothing can be said."""
    if found.chance is None:
        return "plain"
    return {Chance.LIKELY: "ok", Chance.OPEN: "warn", Chance.UNLIKELY: "bad"}[found.chance]
