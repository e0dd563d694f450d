"""Areas of the treemap are the counts; every object is in just one field; nothing leaves its box."""

from __future__ import annotations

import math
import re

from hypothesis import given
from hypothesis import strategies as st

from heritage.kpi import Share
from heritage.projections.charts_treemap import Box, Tile, squarified, treemap
from heritage.projections.slats import kinds_of

SIZES = st.lists(st.integers(1, 5_000), min_size=1, max_size=12).map(
    lambda found: sorted(found, reverse=True)
)
PART = st.integers(0, 400)
SHARES = st.builds(
    lambda digitized, deep, work, none, blocked: Share(digitized, min(digitized, deep), work, none, blocked),
    PART, PART, PART, PART, PART,
)  # fmt: skip


@given(SIZES, st.floats(10, 900), st.floats(10, 900))
def test_areas_are_in_proportion_and_fill_the_box_without_leaving_it(sizes, width, height):
    boxes = squarified(sizes, Box(5, 7, width, height))
    scale = width * height / sum(sizes)
    for size, box in zip(sizes, boxes, strict=True):
        assert math.isclose(box.width * box.height, size * scale, rel_tol=1e-6)
        assert box.x >= 5 - 1e-6 and box.y >= 7 - 1e-6
        assert box.x + box.width <= 5 + width + 1e-6 and box.y + box.height <= 7 + height + 1e-6
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            wide = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
            high = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
            assert wide <= 1e-6 or high <= 1e-6


@given(SHARES)
def test_the_kinds_of_a_share_add_up_to_its_total(share):
    assert sum(count for _, count in kinds_of(share)) == share.total
    assert all(count >= 0 for _, count in kinds_of(share))


def test_an_empty_category_has_no_tile_and_the_finding_is_the_title():
    drawn = treemap(
        "loai",
        [Tile("Di tích", Share(3, 1, 2, 0, 1)), Tile("Lễ hội", Share(0, 0, 0, 0, 0))],
        "3 trên 6",
        "Xem bảng",
    )
    assert drawn.count("<g>") == 1
    assert "Lễ hội" not in drawn
    assert '<title id="loai-t">3 trên 6</title>' in drawn and 'role="img"' in drawn
    assert re.findall(r'class="f(.)"', drawn) == ["2", "1", "3", "x"]


def test_a_name_with_markup_stays_text():
    assert "<b>" not in treemap("a", [Tile("<b>x</b>", Share(1, 0, 0, 0, 0))], "<i>", "&")
