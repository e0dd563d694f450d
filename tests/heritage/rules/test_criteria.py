"""Criteria as data: what can be asked for, and what a document that cannot be used is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from heritage.errors import BadRequest
from heritage.rules.criteria_reading import FACTS, read_criteria
from heritage.rules.levels import assess
from tests.heritage.rules.criteria_values import VERSION_1, document, need
from tests.heritage.rules.test_levels import FIGURE, RELIC


def photos_asked(**condition: Any) -> dict[str, Any]:
    found = document()
    need(found, "captioned_photos", "relic")["when"] = {"fact": "captioned_photos", **condition}
    return found


def test_the_shipped_version_asks_something_of_every_category():
    assert VERSION_1.version == "1"
    assert {len(VERSION_1.of(name)) for name in ("relic", "festival", "craft_village", "figure")} == {20, 21}


def test_another_threshold_changes_the_level_and_the_sentence():
    stricter = read_criteria(photos_asked(at_least=12), "2")
    assessment = assess(RELIC, stricter)
    assert (assess(RELIC, VERSION_1).level, assessment.level) == (2, 1)
    (missing,) = assessment.missing
    assert missing.vi == "12 ảnh có chú thích (có 8, thiếu 4)"
    assert missing.en == "12 captioned photos (has 8, lacks 4)"


def test_the_quality_of_photos_counts_where_criteria_say_so():
    graded = read_criteria(photos_asked(at_least=3, grade=2), "2")
    assert assess(replace(RELIC, photo_grades=(2, 3, 1, 0)), graded).level == 1
    assert assess(replace(RELIC, photo_grades=(2, 3, 1, 4)), graded).level == 2
    assert assess(RELIC, graded).level == 1  # photos that were never graded do not pass for good ones


def test_the_resolution_of_a_decision_scan_may_be_asked_for():
    found = document()
    need(found, "decision_scan")["when"] = {"fact": "decision_scan_dpi", "at_least": 200}
    criteria = read_criteria(found, "2")
    assert [assess(replace(RELIC, decision_scan_dpi=dpi), criteria).level for dpi in (None, 199, 200.0)] == [
        1,
        1,
        2,
    ]


def test_a_level_may_be_reached_by_any_of_its_requirements_or_need_all():
    found = document()
    found["levels"]["3"] = "all"
    one = replace(RELIC, clouds_or_meshes_measured=1)
    assert (assess(one, VERSION_1).level, assess(one, read_criteria(found, "2")).level) == (3, 2)


def test_a_decimal_threshold_is_written_with_the_mark_of_the_language():
    found = document()
    need(found, "exact_point")["when"]["at_most"] = 2.5
    needs = {each.code: each for each in assess(RELIC, read_criteria(found, "2")).needs}
    assert needs["exact_point"].vi == "Vị trí sai số không quá 2,5 m"
    assert needs["exact_point"].en == "A point accurate to 2.5 m"


def test_every_field_of_the_evidence_can_be_asked_for_but_the_list_of_grades():
    assert set(FACTS) == set(FIGURE.__dataclass_fields__) - {"photo_grades"}


def changed(change: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    found = document()
    change(found)
    return found


WRONG = {
    "format": lambda d: d.update(format=2),
    "levels.3": lambda d: d["levels"].update({"3": "most"}),
    "levels: mức 0 và 1": lambda d: d["levels"].update({"1": "any"}),
    "needs[0]: không có mục “wann”": lambda d: d["needs"][0].update(wann=1),
    "needs[0]: thiếu mục “when”": lambda d: d["needs"][0].pop("when"),
    "needs[0].code": lambda d: d["needs"][0].update(code="Tên"),
    "needs[0].level": lambda d: d["needs"][0].update(level=True),
    "needs[0].vi": lambda d: d["needs"][0].update(vi=" "),
    "needs[0].en": lambda d: d["needs"][0].update(en="{wanted}"),
    "needs[10].vi": lambda d: d["needs"][10].update(vi="{wanted.__class__}"),
    "needs[0].categories": lambda d: d["needs"][0].update(categories=["temple"]),
    "needs[0].when.fact": lambda d: d["needs"][0].update(when={"fact": "__class__"}),
    "needs[0].when: không có mục “at_least”": lambda d: d["needs"][0].update(
        when={"fact": "has_name", "at_least": 1}
    ),
    "needs[10].when.at_least": lambda d: d["needs"][10]["when"].update(at_least=-1),
    "needs[10].when.grade": lambda d: d["needs"][10]["when"].update(grade=5),
    "needs[11].when: không có mục “at_least”": lambda d: d["needs"][11]["when"].update(at_least=1),
    "needs[0].when.all": lambda d: d["needs"][0].update(when={"all": []}),
    "needs[0].when: không có mục “fact”": lambda d: d["needs"][0].update(
        when={"any": [{"fact": "has_name"}], "fact": "has_name"}
    ),
    "needs[1].code: “name”": lambda d: d["needs"][1].update(code="name"),
    "needs: loại figure": lambda d: d.update(
        needs=[
            {**each, "categories": ["relic", "festival", "craft_village"]} if each["level"] == 2 else each
            for each in d["needs"]
            if "figure" not in each.get("categories", [])
            and (each["level"] != 2 or not each.get("categories"))
        ]
    ),
    "needs: là danh sách": lambda d: d.update(needs={}),
}


@pytest.mark.parametrize("place", WRONG)
def test_a_document_that_cannot_be_used_says_where_it_is_wrong(place: str):
    with pytest.raises(BadRequest) as refusal:
        read_criteria(changed(WRONG[place]), "2")
    assert refusal.value.code == "bad_criteria"
    assert f"chỗ {place}" in refusal.value.vi
    assert place.split(":")[0] in refusal.value.en


def test_conditions_nested_without_end_are_refused():
    condition: dict[str, Any] = {"fact": "has_name"}
    for _ in range(6):
        condition = {"all": [condition]}
    with pytest.raises(BadRequest, match="nested"):
        read_criteria(changed(lambda d: d["needs"][0].update(when=condition)), "2")


@pytest.mark.parametrize("value", [None, [], "x", 1])
def test_what_is_no_object_at_all_is_refused(value: object):
    with pytest.raises(BadRequest):
        read_criteria(value, "2")
