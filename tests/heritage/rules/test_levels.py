"""Levels follow from evidence: what is missing is named, and losing evidence lowers the level."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heritage import categories
from heritage.rules import levels
from heritage.rules.evidence import Evidence
from heritage.rules.levels import Assessment
from tests.heritage.rules import levels_of_version_1
from tests.heritage.rules.criteria_values import VERSION_1

RELIC = Evidence(
    category="relic",
    rank="unknown",
    has_source=True,
    has_legal_basis=True,
    has_summary=True,
    has_position=True,
    accuracy_m=5,
    inside_unit=True,
    photos=8,
    photos_with_rights=8,
    captioned_photos=8,
    has_decision_scan=True,
    has_history=True,
    approved_by_second_person=True,
    is_public=True,
)
FESTIVAL = replace(
    RELIC, category="festival", captioned_photos=10, has_date_rule=True, has_audio=True, has_consent=True
)
CRAFT = replace(
    RELIC,
    category="craft_village",
    captioned_photos=10,
    has_households=True,
    has_consent=True,
    has_area_or_point=True,
)
FIGURE = Evidence(
    category="figure",
    has_source=True,
    has_legal_basis=True,
    has_summary=True,
    has_history=True,
    cited_sources=2,
    has_life_dates=True,
    linked_places=1,
    images_or_documents_with_rights=1,
    approved_by_second_person=True,
    is_public=True,
)


def assess(evidence: Evidence) -> Assessment:
    return levels.assess(evidence, VERSION_1)


@pytest.mark.parametrize("evidence", [RELIC, FESTIVAL, CRAFT, FIGURE], ids=lambda e: e.category)
def test_whole_evidence_counts(evidence: Evidence):
    assessment = assess(evidence)
    assert assessment.level == 2, [need.code for need in assessment.missing]
    assert assessment.counts


@pytest.mark.parametrize(
    ("evidence", "change", "code"),
    [
        (RELIC, {"captioned_photos": 7}, "captioned_photos"),
        (RELIC, {"accuracy_m": 10.5}, "exact_point"),
        (RELIC, {"accuracy_m": None}, "exact_point"),
        (RELIC, {"rank": "national"}, "zone"),
        (RELIC, {"has_decision_scan": False}, "decision_scan"),
        (RELIC, {"approved_by_second_person": False}, "second_person"),
        (RELIC, {"originals_intact": False}, "originals"),
        (RELIC, {"is_public": False}, "public"),
        (FESTIVAL, {"has_audio": False, "video_seconds": 599}, "moving"),
        (FESTIVAL, {"has_consent": False}, "consent"),
        (FESTIVAL, {"has_date_rule": False}, "date_rule"),
        (FESTIVAL, {"captioned_photos": 9}, "captioned_photos"),
        (CRAFT, {"has_households": False}, "households"),
        (FIGURE, {"cited_sources": 1}, "cited_sources"),
        (FIGURE, {"linked_places": 0}, "linked_place"),
        (FIGURE, {"has_life_dates": False}, "life_dates"),
    ],
)
def test_a_missing_piece_keeps_an_object_from_counting_and_is_named(
    evidence: Evidence, change: dict, code: str
):
    assessment = assess(replace(evidence, **change))
    assert assessment.level == 1
    assert [need.code for need in assessment.missing] == [code]
    assert assessment.missing[0].vi
    assert assessment.missing[0].en


def test_a_ranked_relic_with_its_zone_counts():
    assert assess(replace(RELIC, rank="special_national", has_zone=True)).level == 2


def test_a_position_outside_the_unit_drops_the_object_to_level_0():
    assert assess(replace(RELIC, inside_unit=False)).level == 0


def test_restricted_use_by_decision_stands_for_publication():
    assert assess(replace(RELIC, is_public=False, is_restricted_by_decision=True)).level == 2


def test_a_measured_3d_record_makes_level_3_only_on_top_of_level_2():
    assert assess(replace(RELIC, clouds_or_meshes_measured=1)).level == 3
    assert assess(replace(RELIC, clouds_or_meshes_measured=1, has_history=False)).level == 1


def test_a_video_of_ten_minutes_is_enough_without_audio():
    assert assess(replace(FESTIVAL, has_audio=False, video_seconds=600)).level == 2


def test_nothing_known_is_level_0_with_everything_named():
    assessment = assess(Evidence(category="relic"))
    assert assessment.level == 0
    assert {need.level for need in assessment.missing} == {0, 1, 2}


EVIDENCE: dict[str, st.SearchStrategy[Any]] = {
    "bool": st.booleans(),
    "int": st.integers(0, 12),
    "float": st.sampled_from([0.0, 1.5, 599.9, 600.0, 900.0]),
    "float | None": st.sampled_from([None, 0.5, 9.99, 10.0, 10.01, 200.0]),
    "tuple[int, ...]": st.lists(st.integers(0, 4), max_size=12).map(tuple),
}
CODES = {
    "category": st.sampled_from(categories.codes(categories.CATEGORIES)),
    "rank": st.sampled_from(categories.codes(categories.RANKS)),
}
evidences = st.builds(
    Evidence,
    **{
        each.name: CODES[each.name] if each.name in CODES else EVIDENCE[str(each.type)]
        for each in fields(Evidence)
    },
)
# Nearly whole evidence: a random one seldom passes level 0.
WHOLE = replace(
    RELIC, linked_places=2, cited_sources=2, has_life_dates=True, images_or_documents_with_rights=1
)
nearly_whole = st.builds(
    lambda base, name, value: replace(base, **{name: getattr(value, name)}),
    st.sampled_from([WHOLE, FESTIVAL, CRAFT, FIGURE]),
    st.sampled_from([each.name for each in fields(Evidence) if each.name != "category"]),
    evidences,
)


@settings(max_examples=400)
@given(evidences | nearly_whole)
def test_version_1_as_data_is_what_it_was_as_code(evidence: Evidence):
    written, read = levels_of_version_1.assess(evidence), assess(evidence)
    assert read.level == written.level
    assert [{k: v for k, v in row.items() if k != "lacks"} for row in read.reasons] == written.reasons
    assert [need.code for need in read.missing] == [need.code for need in written.missing]


@given(evidences | nearly_whole, st.data())
def test_more_evidence_never_lowers_a_level(evidence: Evidence, data: st.DataObject):
    better = {}
    for each in fields(Evidence):
        value = getattr(evidence, each.name)
        if isinstance(value, bool):
            better[each.name] = value or data.draw(st.booleans())
        elif each.name == "accuracy_m":
            better[each.name] = None if value is None else value * data.draw(st.floats(0.1, 1))
        elif isinstance(value, int | float):
            better[each.name] = value + data.draw(st.integers(0, 10))
        elif isinstance(value, tuple):
            better[each.name] = (*value, data.draw(st.integers(0, 4)))
    assert assess(replace(evidence, **better)).level >= assess(evidence).level


def test_what_rows_keep_is_read_back():
    assessment = assess(replace(RELIC, captioned_photos=5, has_zone=False, rank="national"))
    assert Assessment.from_reasons(assessment.level, assessment.reasons) == assessment
