from __future__ import annotations

import string

import pytest

from media_pipeline import errors
from media_pipeline.errors import MediaRefused, refusals

FIGURES = {
    "limit_mp": 178,
    "seconds": 25,
    "megabytes": 1800,
    "signal": "SIGSEGV",
    "companion": "a.bin",
    "format": "GIF",
}
MINE = [
    value
    for value in vars(errors).values()
    if isinstance(value, type) and issubclass(value, MediaRefused) and value is not MediaRefused
]


def test_every_refusal_has_a_code_of_its_own() -> None:
    assert len(refusals()) == len({*MINE, MediaRefused})
    assert all(refusals()[refusal.code] is refusal for refusal in MINE)


@pytest.mark.parametrize("refusal", MINE)
def test_a_refusal_says_why_and_what_to_do_in_both_languages(refusal: type[MediaRefused]) -> None:
    for template in (refusal.vi, refusal.en):
        assert len(template) > 20
        assert template.endswith(".")
        assert "!" not in template
        assert template.count(". ") >= 1, "a reason and then a remedy"
    names = [
        {name for _, name, _, _ in string.Formatter().parse(text) if name}
        for text in (refusal.vi, refusal.en)
    ]
    assert names[0] == names[1]


@pytest.mark.parametrize("code", ["too_many_pixels", "too_slow", "too_large", "unsupported_picture"])
def test_figures_are_filled_in(code: str) -> None:
    refusal = refusals()[code]("", **FIGURES)
    assert "{" not in refusal.sentence("vi") + refusal.sentence("en")


@pytest.mark.parametrize("code", ["missing_companion", "not_media_world_file", "not_media_material"])
def test_what_belongs_together_is_asked_for_together(code: str) -> None:
    refusal = refusals()[code]
    assert "một lần chọn hoặc một tệp zip" in refusal.vi
    assert "at once or in one zip" in refusal.en
