"""Figures and dates as people write them."""

from __future__ import annotations

import pytest
from django import forms

from heritage.forms.fields import FigureField, PartialDateField


@pytest.mark.parametrize(
    ("typed", "meant"), [("20,4076", 20.4076), ("20.4076", 20.4076), (" 5 ", 5.0), ("", None)]
)
def test_a_decimal_comma_and_a_decimal_point_mean_the_same(typed, meant):
    assert FigureField(required=False).clean(typed) == meant


@pytest.mark.parametrize("typed", ["năm", "1,2,3", "inf", "nan"])
def test_what_is_no_figure_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        FigureField().clean(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("27/09/2012", "2012-09-27"),
        ("7/9/2012", "2012-09-07"),
        ("27-9-2012", "2012-09-27"),
        ("9/2012", "2012-09"),
        ("2012", "2012"),
        ("2012-09-27", "2012-09-27"),
        ("2012-09", "2012-09"),
        ("", ""),
    ],
)
def test_a_day_a_month_or_a_year_is_kept_as_such(typed, kept):
    assert PartialDateField(required=False).clean(typed) == kept


@pytest.mark.parametrize("typed", ["31/02/2012", "13/2012", "27/09/12", "hôm qua"])
def test_an_impossible_date_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        PartialDateField().clean(typed)


@pytest.mark.parametrize("kept", ["2012-09-27", "2025-03", "2012"])
def test_a_kept_date_survives_being_shown_and_sent_back(kept):
    field = PartialDateField()
    assert field.clean(field.prepare_value(kept)) == kept
