"""Levels follow from evidence: what is missing is named, and losing evidence lowers the level."""

from __future__ import annotations

from dataclasses import replace

import pytest

from heritage.rules.evidence import Evidence
from heritage.rules.levels import assess

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
