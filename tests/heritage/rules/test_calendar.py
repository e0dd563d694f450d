"""Reporting duties: the five plans' days in 2026 and 2027, strict days, and periods without gaps."""

from __future__ import annotations

import datetime as dt
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heritage.errors import BadRequest
from heritage.rules.calendar import Period, due_within, duties_of, read_rules

PLANS = json.loads((Path(__file__).parents[3] / "data" / "demo" / "plans.json").read_text(encoding="utf-8"))
REPORTING = {plan["unit"]: plan["reporting"] for plan in PLANS}
NAM_DINH, HONG_BANG, VI_KHE, XUAN_HUNG, THUONG_HONG = "13669", "11311", "13972", "14122", "12127"

# label, first day covered, cut-off, last day to send, due before
EXPECTED = {
    (NAM_DINH, 2026): [
        ("2026-Q1", "2025-12-15", "2026-03-14", "2026-03-15"),
        ("2026-Q2", "2026-03-15", "2026-06-14", "2026-06-15"),
        ("2026-Q3", "2026-06-15", "2026-09-14", "2026-09-15"),
        ("2026", "2025-12-10", "2026-12-09", "2026-12-10"),
        ("2026-Q4", "2026-09-15", "2026-12-14", "2026-12-15"),
    ],
    (NAM_DINH, 2027): [
        ("2027-Q1", "2026-12-15", "2027-03-14", "2027-03-15"),
        ("2027-Q2", "2027-03-15", "2027-06-14", "2027-06-15"),
        ("2027-Q3", "2027-06-15", "2027-09-14", "2027-09-15"),
        ("2027", "2026-12-10", "2027-12-09", "2027-12-10"),
        ("2027-Q4", "2027-09-15", "2027-12-14", "2027-12-15"),
    ],
    (VI_KHE, 2026): [
        ("2026-Q1", "2025-12-20", "2026-03-19", "2026-03-20"),
        ("2026-Q2", "2026-03-20", "2026-06-19", "2026-06-20"),
        ("2026-Q3", "2026-06-20", "2026-09-19", "2026-09-20"),
        ("2026", "2025-12-10", "2026-12-09", "2026-12-10"),
        ("2026-Q4", "2026-09-20", "2026-12-19", "2026-12-20"),
    ],
    (VI_KHE, 2027): [
        ("2027-Q1", "2026-12-20", "2027-03-19", "2027-03-20"),
        ("2027-Q2", "2027-03-20", "2027-06-19", "2027-06-20"),
        ("2027-Q3", "2027-06-20", "2027-09-19", "2027-09-20"),
        ("2027", "2026-12-10", "2027-12-09", "2027-12-10"),
        ("2027-Q4", "2027-09-20", "2027-12-19", "2027-12-20"),
    ],
    (THUONG_HONG, 2026): [
        ("2026-H1", "2025-11-15", "2026-05-24", "2026-05-25"),
        ("2026", "2025-11-15", "2026-11-14", "2026-11-15"),
    ],
    (THUONG_HONG, 2027): [
        ("2027-H1", "2026-11-15", "2027-05-24", "2027-05-25"),
        ("2027", "2026-11-15", "2027-11-14", "2027-11-15"),
    ],
    (HONG_BANG, 2026): [],
    (HONG_BANG, 2027): [],
    (XUAN_HUNG, 2026): [],
    (XUAN_HUNG, 2027): [],
}


@pytest.mark.parametrize(("unit", "year"), EXPECTED, ids=lambda each: str(each))
def test_the_five_plans_owe_just_these_reports(unit: str, year: int):
    found = duties_of(read_rules(REPORTING[unit]), year)
    assert [
        (each.label, str(each.first_day), str(each.cut_off), str(each.due_before)) for each in found
    ] == EXPECTED[unit, year]


def test_before_the_20th_means_the_19th_is_the_last_day():
    (first, *_) = duties_of(read_rules(REPORTING[VI_KHE]), 2026)
    assert first.last_day == dt.date(2026, 3, 19)


def test_a_duty_is_found_by_its_last_day_and_not_by_the_day_it_is_late():
    rules = read_rules(REPORTING[VI_KHE])
    day = dt.date(2026, 3, 19)
    assert [each.label for each in due_within(rules, day, day)] == ["2026-Q1"]
    after = dt.date(2026, 3, 20)
    assert due_within(rules, after, after) == ()


def test_the_cut_off_is_a_setting_of_the_plan():
    rows = [{"period": "quarter", "before": ["03-20", "06-20", "09-20", "12-20"], "cut_off_days": 6}]
    first, second, *_ = duties_of(read_rules(rows), 2026)
    assert (first.cut_off, first.last_day) == (dt.date(2026, 3, 14), dt.date(2026, 3, 19))
    assert second.first_day == dt.date(2026, 3, 15)  # the last days flow into the next report


def test_a_report_of_the_year_may_be_due_in_the_next():
    rules = read_rules([{"period": "year", "before": ["+01-15"]}])
    (duty,) = duties_of(rules, 2026)
    assert (duty.label, duty.due_before) == ("2026", dt.date(2027, 1, 15))
    assert due_within(rules, dt.date(2027, 1, 1), dt.date(2027, 1, 31)) == (duty,)


def test_quarters_with_a_gap_are_named_by_their_month_and_begin_with_the_year():
    found = duties_of(read_rules([{"period": "quarter", "before": ["06-20", "12-20"]}]), 2026)
    assert [(each.label, str(each.first_day)) for each in found] == [
        ("2026-Q2", "2026-01-01"),
        ("2026-Q4", "2026-06-20"),
    ]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"period": "week", "before": ["03-20"]}, "bad_period"),
        ({"period": "year", "before": ["12-10", "12-20"]}, "bad_period"),
        ({"period": "quarter", "before": ["06-20", "03-20"]}, "bad_period"),
        ({"period": "year", "before": ["02-29"]}, "bad_due_day"),
        ({"period": "year", "before": ["20/3"]}, "bad_due_day"),
        ({"period": "year", "before": ["12-10"], "cut_off_days": 0}, "bad_cut_off"),
        ({"period": "year", "before": ["12-10"], "cut_off_days": True}, "bad_cut_off"),
    ],
)
def test_rules_that_cannot_be_kept_are_refused_with_a_reason(row: dict[str, Any], code: str):
    with pytest.raises(BadRequest) as refusal:
        read_rules([row])
    assert refusal.value.code == code
    assert refusal.value.vi != refusal.value.en


days = st.dates(dt.date(2001, 1, 1), dt.date(2001, 12, 31)).map(lambda day: f"{day:%m-%d}")
series = st.sampled_from([(Period.MONTH, 12), (Period.QUARTER, 4), (Period.HALF_YEAR, 2), (Period.YEAR, 1)])


@given(st.data(), series, st.integers(1, 30))
def test_whole_series_cover_every_day_once(data: st.DataObject, kind: tuple[Period, int], cut_off_days: int):
    period, count = kind
    before = sorted(data.draw(st.sets(days, min_size=count, max_size=count)))
    rules = read_rules([{"period": period, "before": before, "cut_off_days": cut_off_days}])
    found = [each for year in (2026, 2027, 2028) for each in duties_of(rules, year)]
    assert len({each.label for each in found}) == 3 * count
    for earlier, later in pairwise(found):
        assert later.first_day == earlier.cut_off + dt.timedelta(days=1)
    assert all(each.cut_off < each.due_before for each in found)
