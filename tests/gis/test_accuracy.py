"""What each way of finding a position promises."""

from __future__ import annotations

import pytest

from gis.accuracy import EXPECTED, FLOOR_M, map_click_accuracy_m
from gis.placement import Method


def test_every_method_says_what_its_accuracy_rests_on_in_both_languages() -> None:
    assert set(EXPECTED) == set(Method)
    assert all(each.vi and each.en for each in EXPECTED.values())


@pytest.mark.parametrize(("zoom", "metres"), [(10, 3152.7), (14, 197.0), (18, 12.3), (22, FLOOR_M)])
def test_a_click_on_a_small_map_is_as_vague_as_a_fingertip(zoom, metres) -> None:
    # 22 px of 156,543 m · cos 20.4° / 2^zoom each
    assert map_click_accuracy_m(zoom, 20.4) == pytest.approx(metres, rel=0.005)
