from __future__ import annotations

import base64
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.bounds import Bounds
from search.cursor import fingerprint, read_cursor, write_cursor
from search.documents import Near, Query, Sort, Years
from search.errors import BadQuery

_AFTER = {
    Sort.RELEVANCE: (24, 1, 300_000, "a1"),
    Sort.DISTANCE: (12.5, "a1"),
    Sort.NAME: ("EK 00", "a1"),
    Sort.NEWEST: ("2026-01-01T00:00:00Z", "a1"),
}


@pytest.mark.parametrize("sort", list(_AFTER))
def test_a_cursor_is_read_as_it_was_written(sort: str) -> None:
    query = Query(text="đền", near=Near(106, 20), sort=sort)
    cursor = write_cursor(query, _AFTER[sort])
    assert read_cursor(replace(query, cursor=cursor, limit=7)) == _AFTER[sort]


def test_the_first_page_has_none() -> None:
    assert read_cursor(Query()) is None


@pytest.mark.parametrize(
    "other",
    [
        Query(text="b"),
        Query(text="a", categories=("relic",)),
        Query(text="a", ranks=("relic",)),
        Query(text="a", levels=(1,)),
        Query(text="a", ids=()),
        Query(text="a", dynasties=("tran",)),
        Query(text="a", years=Years(1, 2)),
        Query(text="a", bounds=Bounds(1, 2, 3, 4)),
        Query(text="a", near=Near(1, 2)),
        Query(text="a", sort=Sort.NAME),
    ],
)
def test_another_question_has_another_fingerprint(other: Query) -> None:
    assert fingerprint(other) != fingerprint(Query(text="a"))


def test_the_order_of_choices_does_not_matter() -> None:
    assert fingerprint(Query(units=("1", "2"))) == fingerprint(Query(units=("2", "1")))


@pytest.mark.parametrize(
    "after",
    [
        [],
        [1],
        [1, 2, 3, 4],
        ["1", 2, 3, "a"],
        [True, 1, 1, "a"],
        [1, 1, 2**70, "a"],
        [1, 1, 1, "a\n"],
        [1, 1, 1, None],
    ],
)
def test_values_of_another_shape_are_refused(after: list[object]) -> None:
    query = Query(text="đền")
    text = json.dumps([fingerprint(query), *after])
    cursor = base64.urlsafe_b64encode(text.encode()).decode()
    with pytest.raises(BadQuery):
        read_cursor(replace(query, cursor=cursor))


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    with pytest.raises(BadQuery):
        read_cursor(Query(text="đền", cursor=text))
