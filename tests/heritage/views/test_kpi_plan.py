"""What a plan owes, from a day that the next year may not have."""

from __future__ import annotations

import datetime as dt

from heritage.models import Plan
from heritage.views.kpi_plan import duties_of_plan


def test_on_the_29th_of_february_the_reports_of_a_year_are_listed_too(clock) -> None:
    clock(dt.date(2028, 2, 29))
    plan = Plan(reporting=[{"period": "year", "before": ["12-10"]}])
    assert [each["label"] for each in duties_of_plan(plan)] == ["2028"]
