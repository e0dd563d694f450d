from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from media_pipeline.photo_grade import BLURRED, LOST, SOFT, Quality, graded, measured, question
from tests.media_pipeline.test_photo_hash import scene

SHARP = Quality(width=4000, height=3000, sharpness=SOFT * 4, burnt=0.01, black=0.01)


@pytest.mark.parametrize(
    ("width", "height", "grade"),
    [(300, 300, 0), (400, 300, 1), (800, 600, 2), (1200, 900, 3), (2400, 1800, 4), (4000, 3000, 4)],
)
def test_pixels_give_the_grade_of_a_sharp_picture(width: int, height: int, grade: int) -> None:
    assert graded(replace(SHARP, width=width, height=height))["grade"] == grade


def test_the_reason_is_one_sentence_in_both_languages() -> None:
    assert graded(SHARP)["grade_reason"] == {
        "vi": "Ảnh nét, 12 MP: in được khổ A3.",
        "en": "Sharp, 12 MP: prints at A3.",
    }
    blurred = graded(replace(SHARP, width=1600, height=1200, sharpness=BLURRED / 2))
    assert blurred["grade_reason"]["vi"] == "Ảnh mờ, 1,9 MP: khó đọc chi tiết."
    small = graded(replace(SHARP, width=1200, height=800))
    assert small["grade_reason"]["vi"] == "Ảnh nét, 0,96 MP: đủ xem trên màn hình, in thì nhỏ hơn khổ A6."
    burnt = graded(replace(SHARP, width=640, height=480, burnt=0.62))
    assert burnt["grade_reason"]["vi"] == "Ảnh nét, 62 % bị cháy sáng, 0,31 MP: chỉ đủ xem trên màn hình nhỏ."
    assert burnt["grade_reason"]["en"] == "Sharp, 62 % burnt out, 0.31 MP: enough for a small screen only."


@given(
    st.builds(
        Quality,
        width=st.integers(1, 20_000),
        height=st.integers(1, 20_000),
        sharpness=st.floats(0, 10_000),
        burnt=st.floats(0, 1),
        black=st.floats(0, 1),
    )
)
def test_a_grade_is_0_to_4_and_blur_or_lost_light_never_raise_it(quality: Quality) -> None:
    grade = graded(quality)["grade"]
    assert 0 <= grade <= 4
    assert graded(replace(quality, sharpness=0.0))["grade"] <= grade
    assert graded(replace(quality, burnt=1.0))["grade"] <= grade


def test_blur_is_seen_at_any_size_and_a_soft_background_is_not() -> None:
    picture = scene(3, (2000, 1500))
    assert measured(picture, 2000, 1500).sharpness > SOFT
    blurred = picture.filter(ImageFilter.GaussianBlur(12))
    assert measured(blurred, 2000, 1500).sharpness < BLURRED
    portrait = blurred.copy()
    portrait.paste(picture.crop((600, 400, 1400, 1100)), (600, 400))
    assert measured(portrait, 2000, 1500).sharpness > SOFT


def test_lost_light_is_a_share_of_the_picture() -> None:
    picture = Image.new("L", (100, 100), 255)
    picture.paste(0, (0, 0, 100, 50))
    quality = measured(picture, 100, 100)
    assert (quality.burnt, quality.black) == (0.5, 0.5)
    assert quality.burnt > LOST


def test_a_low_grade_is_told_and_a_good_one_is_not() -> None:
    low = graded(replace(SHARP, sharpness=0.0))
    assert [doubt.code for doubt in question(low)] == ["photo_low_grade"]
    assert question(low)[0].vi.startswith(low["grade_reason"]["vi"])
    assert question(graded(SHARP)) == ()
    assert question({}) == ()
