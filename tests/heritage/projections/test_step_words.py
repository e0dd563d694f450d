"""What would lift a record, said so that an officer knows what to do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from heritage.projections.step_words import WORDS, Steps, lack_words, told
from heritage.rules.criteria_reading import CODES_OF, FACTS
from heritage.rules.evidence import Evidence
from heritage.rules.lacks import Lack
from heritage.rules.levels import Assessment, assess
from tests.heritage.rules.criteria_values import VERSION_1
from tests.heritage.rules.test_levels import RELIC

pytestmark = pytest.mark.django_db


def steps(evidence: Evidence, language: str = "vi") -> Steps:
    return told(assess(evidence, VERSION_1), language)


def test_every_fact_that_can_be_asked_for_has_words() -> None:
    assert set(WORDS) == set(FACTS) - set(CODES_OF)
    for fact in WORDS:
        for language in ("vi", "en"):
            assert "{" not in lack_words(Lack(fact, 2.0), language)


def test_the_last_photo_is_said_to_lift_the_level() -> None:
    found = steps(replace(RELIC, captioned_photos=7))
    assert found.goal == 2
    assert found.steps == ("thêm 1 ảnh có chú thích và quyền sử dụng",)
    assert found.photo == "Thêm 1 ảnh là lên mức 2."


def test_one_of_three_photos_says_what_is_left() -> None:
    found = steps(replace(RELIC, captioned_photos=5), "en")
    assert found.steps == ("add 3 captioned photos with rights",)
    assert found.photo == "With one more photo 2 more are missing."


def test_the_last_photo_that_is_not_the_last_step_says_so() -> None:
    found = steps(replace(RELIC, captioned_photos=7, has_history=False))
    assert found.steps == ("viết lý lịch, mô tả", "thêm 1 ảnh có chú thích và quyền sử dụng")
    assert found.photo == "Thêm 1 ảnh là đủ ảnh."


def test_where_no_photo_is_missing_none_is_asked_for() -> None:
    assert steps(replace(RELIC, has_history=False)).photo == ""


def test_a_video_is_told_in_minutes_and_metres_with_the_mark_of_the_language() -> None:
    assert lack_words(Lack("video_seconds", 600.0), "vi") == "quay 1 video từ 10 phút"
    assert lack_words(Lack("accuracy_m", 2.5), "vi") == "đo lại vị trí, sai số không quá 2,5 m"
    assert lack_words(Lack("accuracy_m", 2.5), "en") == "measure the place to 2.5 m"


def test_quality_is_told_where_it_is_asked_for() -> None:
    assert lack_words(Lack("captioned_photos", 2.0, 3), "vi").endswith("chất lượng từ bậc 3")


def test_at_the_highest_level_there_is_no_next() -> None:
    assert steps(replace(RELIC, drawings=1)) == Steps(None, (), "")


def test_what_was_never_assessed_promises_nothing() -> None:
    assert told(Assessment(0), "vi") == Steps(None, (), "")
