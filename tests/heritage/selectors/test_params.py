"""The address line of a search: dates, areas, months and licences, read or refused with the parameter's name."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from heritage.errors import BadRequest
from heritage.selectors.params import query_from
from search.cursor import check_query
from search.documents import Days, Moments, Polygon, Query, Sort


def read(address: str) -> Query:
    return query_from(QueryDict(address))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1962-01-01,1962-12-31", Days("1962-01-01", "1962-12-31")),
        ("1962-04-28", Days("1962-04-28", "1962-04-28")),
        (",1962-04-28", Days("1900-01-01", "1962-04-28")),
    ],
)
def test_days_of_a_decision_are_read(text: str, expected: Days) -> None:
    assert read(f"decided={text}").decided == expected


@pytest.mark.parametrize("limit", ["0", "101", "-1", "x", "٣", "9" * 5_000])
def test_a_limit_that_is_none_is_refused(limit: str) -> None:
    with pytest.raises(BadRequest) as refused:
        read(f"limit={limit}")
    assert refused.value.code == "bad_limit"


def test_an_open_end_is_today() -> None:
    assert read("decided=1962-04-28,").decided == Days("1962-04-28", timezone.localdate().isoformat())


def test_days_of_changes_are_days_of_vietnam() -> None:
    assert read("updated=2026-10-01,2026-10-02").updated == Moments(
        "2026-09-30T17:00:00", "2026-10-02T17:00:00"
    )


@pytest.mark.parametrize(
    "text",
    ["106,20,107,20,107,21", "POLYGON((106 20, 107 20, 107 21, 106 20))", "polygon ((106 20,107 20,107 21))"],
)
def test_an_area_is_a_ring_or_a_list_of_corners(text: str) -> None:
    assert read(f"polygon={text}").polygon == Polygon((106.0, 107.0, 107.0), (20.0, 20.0, 21.0))


def test_months_and_licences_may_be_several() -> None:
    query = read("lunar_month=1,8&licence=CC0-1.0&licence=CC-BY-4.0")
    assert (query.lunar_months, query.licences) == ((1, 8), ("CC0-1.0", "CC-BY-4.0"))


def test_the_order_of_festivals_begins_today() -> None:
    assert read("sort=next_festival").day == timezone.localdate().isoformat()
    assert read("sort=name").day == ""
    assert read("sort=next_festival").sort == Sort.NEXT_FESTIVAL


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("decided=1962", "bad_decided"),
        ("decided=1962-13-01", "bad_decided"),
        ("decided=1962-02-02,1961-01-01", "bad_decided"),
        ("decided=0001-01-01", "bad_decided"),
        ("updated=9999-12-31", "bad_updated"),
        ("updated=yesterday", "bad_updated"),
        ("updated=2026-01-01,2026-02-01,2026-03-01", "bad_updated"),
        ("polygon=106,20,107,21", "bad_polygon"),
        ("polygon=106,20,107,20,107", "bad_polygon"),
        ("polygon=106 20 107 21 107 20 106 21", "bad_polygon"),
        ("polygon=POLYGON((106 20,107 20,107 21),(1 1,2 2,3 1))", "bad_polygon"),
        ("polygon=a,b,c,d,e,f", "bad_polygon"),
        ("polygon=nan,20,107,20,107,21", "bad_polygon"),
        ("lunar_month=13", "bad_lunar_month"),
        ("lunar_month=0", "bad_lunar_month"),
        ("lunar_month=01", "bad_lunar_month"),
        ("licence=CC-BY-NC-4.0", "bad_licence"),
        ("sort=random", "bad_sort"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_name(address: str, code: str) -> None:
    with pytest.raises(BadRequest) as refused:
        read(address)
    assert refused.value.code == code
    assert code.removeprefix("bad_") in refused.value.vi


@given(st.sampled_from(["decided", "updated", "polygon", "lunar_month", "licence"]), st.text(max_size=60))
def test_any_text_is_read_or_refused(name: str, text: str) -> None:
    params = QueryDict(mutable=True)
    params[name] = text
    try:
        query = query_from(params)
    except BadRequest:
        return
    check_query(query)
