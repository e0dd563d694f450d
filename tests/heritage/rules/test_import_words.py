"""Cells, headings and figures as people write them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heritage.rules import import_dates as dates
from heritage.rules import import_values as values
from heritage.rules.import_fields import guess_columns
from heritage.rules.import_figures import angle_of, figure_of
from heritage.rules.import_header import find_header
from heritage.rules.import_problems import Unreadable


@pytest.mark.parametrize("marks", [True, False])
def test_headings_are_known_with_and_without_marks(marks: bool) -> None:
    said = {
        "Tên di tích": "ten di tich", "Loại hình": "loai hinh", "Xếp hạng": "xep hang", "Số QĐ": "so qd",
        "X (m)": "x(m)", "Y (m)": "Y(M)", "Kinh độ": "kinh do", "Địa chỉ": "dia chi", "Năm": "nam",
    }  # fmt: skip
    wanted = ["name_vi", "kinds", "rank", "decision_number", "x", "y", "lon", "former_address", "year"]
    assert list(guess_columns(list(said) if marks else list(said.values())).values()) == wanted


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("27/09/2012", "2012-09-27"), ("9/2012", "2012-09"), ("2012", "2012"), (2012, "2012"), (41179, "2012-09-27"),
        ("ngày 27 tháng 9 năm 2012", "2012-09-27"), ("2012-09-27T00:00:00", "2012-09-27"), ("27.9.2012", "2012-09-27"), ("", ""),
    ],
)  # fmt: skip
def test_days_are_read_as_they_are_written(cell: Any, day: str) -> None:
    assert dates.day_of(cell) == day


@pytest.mark.parametrize("cell", ["31/2/2012", "hôm qua", "2012/13/45", "-5"])
def test_a_day_that_is_none_is_said(cell: str) -> None:
    with pytest.raises(Unreadable):
        dates.day_of(cell)


@pytest.mark.parametrize(
    ("cell", "years"),
    [
        ("1820", (1820, 1820)),
        ("1428 – 1527", (1428, 1527)),
        ("thế kỷ XVII", (1601, 1700)),
        ("TK 17-18", (1601, 1800)),
    ],
)
def test_years_and_centuries(cell: str, years: tuple[int, int]) -> None:
    assert dates.years_of(cell) == years


def test_periods_ranks_and_kinds_by_their_many_names() -> None:
    assert dates.dynasties_of("Thời Lê trung hưng, Nguyễn") == ["le_trung_hung", "nguyen"]
    assert dates.lunar_of("ngày 12-15 tháng Giêng âm lịch") == {
        "month": 1,
        "day": 12,
        "days": 4,
        "calendar": "lunar",
    }
    assert values.rank_of("Quốc gia", "relic") == "national"
    assert values.rank_of("Quốc gia", "festival") == "ich_national"
    assert values.rank_of("cap tinh", "relic") == "provincial"
    assert values.kinds_of("Lịch sử, kiến trúc nghệ thuật") == (["history", "architecture"], "")
    assert values.kinds_of("Lễ hội") == ([], "festival")
    with pytest.raises(Unreadable):
        values.text_of("#REF!")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2.256.789,12", 2256789.12),
        ("569 493,5", 569493.5),
        ("2,256,789.1", 2256789.1),
        ("106,2128", 106.2128),
        ("5 m", 5),
        ("abc", None),
    ],
)
def test_figures_with_every_mark(text: str, number: float | None) -> None:
    assert figure_of(text) == number


def test_angles_in_degrees_minutes_and_seconds() -> None:
    assert angle_of("20°24'12.474\"N") == pytest.approx(20.403465)
    assert angle_of("106°12′46,08″Đ") == pytest.approx(106.2128)
    assert angle_of("20°70'0\"N") is None


def test_headings_are_found_below_a_title_and_in_two_rows() -> None:
    rows: list[list[object]] = [
        ["DANH SÁCH"] * 4, [], ["STT", "Tên di tích", "Tọa độ", "Tọa độ"], ["STT", "Tên di tích", "X", "Y"], [1, "Đình", 5.0, 6.0],
    ]  # fmt: skip
    header = find_header(rows)
    assert header.last == 3
    assert list(guess_columns(header.headings).values()) == ["name_vi", "x", "y"]


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.text(max_size=12), st.floats(), st.integers()), max_size=6),
        max_size=8,
    )
)
def test_any_table_has_headings_that_differ(rows: list[list[object]]) -> None:
    header = find_header(rows)
    assert len(set(header.headings)) == len(header.headings)
    assert -1 <= header.last < len(rows)


@given(st.text(max_size=40))
def test_no_text_breaks_a_reader(text: str) -> None:
    for read in (
        dates.day_of,
        dates.years_of,
        dates.dynasties_of,
        dates.lunar_of,
        values.category_of,
        values.kinds_of,
    ):
        try:
            read(text)
        except Unreadable as problem:
            assert problem.vi and problem.en
    figure_of(text)
    angle_of(text)
