from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_pipeline.movie_place import iso_6709


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+20.4100+106.2050+004.0/", (106.205, 20.41, 4.0)),
        ("+20.4100+106.2050/", (106.205, 20.41, None)),
        ("-20.41-106.205-12CRSWGS_84/", (-106.205, -20.41, -12.0)),
        ("+2024.6+10612.3/", (106.205, 20.41, None)),
        ("+202436+1061218+4/", (106.205, 20.41, 4.0)),
        ("+20.41+106.205", (106.205, 20.41, None)),
    ],
)
def test_every_form_of_the_standard_is_read(text: str, expected: tuple[float, float, float | None]) -> None:
    found = iso_6709(text)
    assert found is not None
    assert found[:2] == pytest.approx(expected[:2], abs=1e-8)
    assert found[2] == expected[2]


@pytest.mark.parametrize(
    "text", ["", "nowhere", "20.41+106.205/", "+20.41/", "+2.41+106.205/", "+20.41+106.205x"]
)
def test_what_is_no_such_text_is_no_place(text: str) -> None:
    assert iso_6709(text) is None


@given(st.floats(-89.9, 89.9), st.floats(-179.9, 179.9))
def test_a_place_written_down_is_read_again(lat: float, lon: float) -> None:
    found = iso_6709(f"{lat:+010.6f}{lon:+011.6f}/")
    assert found is not None
    assert found[:2] == pytest.approx((lon, lat), abs=1e-6)
