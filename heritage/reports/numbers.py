"""Figures and days as Vietnamese official papers write them: 1.234,5%; ngày 05 tháng 01 năm 2026."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from heritage.kpi import percent_text

MINUS = "−"
MOST_DECIMALS = 4


def whole(number: int) -> str:
    """ "1.234"."""
    return f"{number:,}".replace(",", ".").replace("-", MINUS)


def percent(share: Fraction | None) -> str:
    """ "1.234,5%", rounded half up; "–" where there is nothing to divide."""
    if share is None:
        return "–"
    before, _, after = percent_text(share).partition(".")
    return f"{whole(int(before))},{after}%"


def target(percent_asked: Decimal) -> str:
    """ "50%", "37,5%": as it was set, without needless zeros."""
    return f"{percent_asked.normalize():f}".replace(".", ",") + "%"


def difference(share: Fraction, percent_asked: Decimal) -> str:
    """Percentage points above or below the target, with a sign; a gap is never rounded away to nothing."""
    exact = share * 100 - Fraction(percent_asked)
    decimals = 1
    while exact and decimals < MOST_DECIMALS and _rounded(exact, decimals) == 0:
        decimals += 1
    rounded = _rounded(exact, decimals)
    sign = "+" if exact > 0 else MINUS if exact < 0 else ""
    before, _, after = f"{abs(rounded):f}".partition(".")
    return f"{sign}{whole(int(before))},{after}"


def long_day(day: dt.date) -> str:
    """ "ngày 05 tháng 01 năm 2026": days below 10 and the months 1 and 2 with a zero before them."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def short_day(day: dt.date) -> str:
    """ "05/01/2026"."""
    return f"{day:%d/%m/%Y}"


def _rounded(exact: Fraction, decimals: int) -> Decimal:
    value = Decimal(exact.numerator) / Decimal(exact.denominator)
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
