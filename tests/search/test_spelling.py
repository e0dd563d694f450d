from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.plan import plan_for
from search.spelling import corrected

NAMES = ("chùa phổ minh", "phường lộc vượng", "trần nhân tông")


def meant(text: str, *names: str) -> str | None:
    """The correction of a text by the names of its best answer."""
    return corrected(text, plan_for(text).with_slips()[-1], names or NAMES)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("chua pho mihn", "chùa phổ minh"),
        ("chùa phop minh", "chùa phổ minh"),
        ("chuap hominh", "chùa hominh"),
        ("chua phominh", "chùa phổ minh"),
        ("tran nhna tong", "trần nhân tông"),
        ("ten:minhh phop", "name:minh phổ"),
        ("minhh -keo", "minh -keo"),
        ('minhh "phổ minh"', 'minh "phổ minh"'),
        ("minhh year:1305", "minh year:1305"),
        ("minhh lo loc", "minh lo lộc"),
    ],
)
def test_words_are_written_as_the_best_name_does(text: str, said: str) -> None:
    assert meant(text) == said


def test_a_question_that_the_names_do_not_change_has_no_correction() -> None:
    assert meant("chua pho minh") is None
    assert meant("hoax kimm") is None


def test_the_order_of_names_does_not_matter() -> None:
    assert meant("tran mihn", *NAMES) == meant("tran mihn", *reversed(NAMES))


@given(st.text(alphabet="aehimnoptu ", min_size=3, max_size=30))
def test_a_correction_is_a_question_again(text: str) -> None:
    plans = plan_for(text).with_slips()
    if plans:
        said = corrected(text, plans[-1], NAMES)
        assert said is None or len(plan_for(said).groups) >= len(plans[-1].groups)
