"""What a form changes in criteria: figures, grades, and which requirements stay."""

from __future__ import annotations

import pytest

from heritage.rules.criteria_editing import Wish, changed, lines_of
from heritage.rules.criteria_reading import read_criteria
from tests.heritage.rules.criteria_values import document, need


def line(code: str, category: str = "") -> int:
    return next(
        each.number
        for each in lines_of(document())
        if each.code == code and (not category or category in each.categories)
    )


def test_every_requirement_is_a_line_with_its_first_figure() -> None:
    found = {(each.code, each.categories): each for each in lines_of(document())}
    assert len(found) == len(document()["needs"])
    photos = found["captioned_photos", ("relic",)]
    assert (photos.figure, photos.grade, photos.has_grade) == (8, None, True)
    assert found["moving", ("festival",)].figure == 600  # inside "any"
    assert (found["name", ()].figure, found["name", ()].has_grade) == (None, False)
    assert found["exact_point", ("relic",)].figure == 10


def test_wishes_change_a_copy_only() -> None:
    before = document()
    made = changed(
        before,
        {
            line("captioned_photos", "relic"): Wish(figure=12, grade=2),
            line("exact_point"): Wish(figure=2.5),
            line("zone"): Wish(is_kept=False),
        },
    )
    assert before == document()
    assert need(made, "captioned_photos", "relic")["when"] == {
        "fact": "captioned_photos",
        "at_least": 12,
        "grade": 2,
    }
    assert need(made, "exact_point")["when"] == {"fact": "accuracy_m", "at_most": 2.5}
    assert "zone" not in {each["code"] for each in made["needs"]}
    assert read_criteria(made, "2").requirements


def test_a_grade_can_be_taken_away_again() -> None:
    number = line("captioned_photos", "relic")
    graded = changed(document(), {number: Wish(figure=8, grade=3)})
    assert changed(graded, {number: Wish(figure=8)}) == document()


@pytest.mark.parametrize("wishes", [{}, {0: Wish()}])
def test_without_a_wish_nothing_changes(wishes: dict[int, Wish]) -> None:
    assert changed(document(), wishes) == document()
