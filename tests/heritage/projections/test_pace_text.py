from __future__ import annotations

import pytest

from heritage.projections.pace_text import pace_sentence
from media_pipeline.progress import Pace


@pytest.mark.parametrize(
    ("seconds", "vi", "en"),
    [
        (
            38.5,
            "Đã xong 25 %: 1,3 triệu điểm/giây, 8,4 MB/giây, còn khoảng 2 phút.",
            "Done: 25%, 1.3 million points/s, 8.4 MB/s, about 2 min left.",
        ),
        (
            10.0,
            "Đã xong 25 %: 5,0 triệu điểm/giây, 32,5 MB/giây, còn khoảng 30 giây.",
            "Done: 25%, 5.0 million points/s, 32.5 MB/s, about 30 s left.",
        ),
    ],
)
def test_the_pace_of_a_cloud_is_said_in_both_languages(seconds: float, vi: str, en: str) -> None:
    pace = Pace(50_000_000, 200_000_000, megabytes=1_300.0, seconds=seconds)
    assert (pace_sentence(pace, "vi"), pace_sentence(pace, "en")) == (vi, en)


def test_before_anything_is_done_the_time_left_is_unknown() -> None:
    assert "chưa rõ còn bao lâu" in pace_sentence(Pace(0, 5, 1.0, 1.0), "vi")
    assert "time left unknown" in pace_sentence(Pace(0, 5, 1.0, 1.0), "en")
