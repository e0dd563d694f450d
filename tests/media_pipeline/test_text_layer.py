from __future__ import annotations

import pytest

from media_pipeline.text_layer import is_garbled, is_readable


@pytest.mark.parametrize(
    "text",
    [
        "Biên bản họp ban quản lý di tích đình Vị Khê",
        "Minutes of the board, 12 March 1998: item (a) § 4 «quoted words»",
        "大越國當今皇帝恢復國統維新之治再造乾坤萬方一軌",
    ],
)
def test_a_page_of_words_needs_no_reading(text: str) -> None:
    assert is_readable(text)


@pytest.mark.parametrize("text", ["", "3", "Trang 3/12", "- 12 -"])
def test_a_page_number_is_no_text(text: str) -> None:
    assert not is_readable(text)
    assert not is_garbled(text)


@pytest.mark.parametrize(
    "text",
    [
        "§×nh lµng VÞ Khª ®­îc x©y dùng vµo thÕ kû thø m­êi b¶y",  # TCVN3, .VnTime
        "\ue012\ue045\ue033 \ue020\ue001\ue044\ue012 abcdefghijklmn"[:30]
        + "\ue000" * 30,  # a font without a table
        "\ufffd" * 40 + "abcdefghijklmnopqrstuv",
    ],
)
def test_codes_of_fonts_are_not_words(text: str) -> None:
    assert is_garbled(text)
    assert not is_readable(text)
