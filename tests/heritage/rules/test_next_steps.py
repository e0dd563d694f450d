"""The smallest additions that lift a level, and what one more photo would do."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from heritage.rules.criteria_reading import read_criteria
from heritage.rules.evidence import Evidence
from heritage.rules.lacks import Lack
from heritage.rules.levels import assess
from heritage.rules.next_steps import added, next_steps, one_more_photo
from tests.heritage.rules.criteria_values import VERSION_1, document, need
from tests.heritage.rules.test_levels import FESTIVAL, FIGURE, RELIC, evidences, nearly_whole

MODES = VERSION_1.level_modes


def test_three_photos_short_is_three_photos():
    assert next_steps(replace(RELIC, captioned_photos=5), VERSION_1) == (Lack("captioned_photos", 3.0),)


def test_a_captioned_photo_is_the_first_photo_too():
    bare = replace(RELIC, photos=0, photos_with_rights=0, captioned_photos=0)
    assert next_steps(bare, VERSION_1) == (Lack("photos_with_rights", 1.0),)  # to level 1
    at_1 = replace(RELIC, photos_with_rights=1, captioned_photos=0)
    assert next_steps(at_1, VERSION_1) == (Lack("captioned_photos", 8.0),)


def test_the_easier_of_two_ways_is_told():
    silent = replace(FESTIVAL, has_audio=False)
    assert next_steps(silent, VERSION_1) == (Lack("video_seconds", 600.0),)


def test_a_relic_without_a_zone_is_not_told_to_lose_its_rank():
    assert next_steps(replace(RELIC, rank="national"), VERSION_1) == (Lack("has_zone", 1.0),)


def test_level_3_needs_one_of_its_records_only():
    assert next_steps(RELIC, VERSION_1) == (Lack("clouds_or_meshes_measured", 1.0),)


def test_at_the_highest_level_nothing_is_asked():
    assert next_steps(replace(RELIC, drawings=1), VERSION_1) == ()


def test_where_nothing_added_would_help_it_is_said():
    found = document()
    need(found, "zone")["when"] = {"fact": "rank", "in": ["national"]}
    assert next_steps(RELIC, read_criteria(found, "2")) is None


@settings(max_examples=300)
@given(evidences | nearly_whole)
def test_the_steps_lift_the_level_and_none_of_them_can_be_left_out(evidence: Evidence):
    before = assess(evidence, VERSION_1).level
    steps = next_steps(evidence, VERSION_1)
    assert steps is not None  # nothing in version 1 depends on what a thing is alone
    if before == 3:
        assert steps == ()
        return
    assert assess(added(evidence, steps), VERSION_1).level > before
    for left_out in steps:
        fewer = tuple(step for step in steps if step is not left_out)
        assert assess(added(evidence, fewer), VERSION_1).level == before


def test_one_more_photo_that_is_the_last_one_lifts_the_level():
    gain = one_more_photo(assess(replace(RELIC, captioned_photos=7), VERSION_1), MODES)
    assert (gain.before, gain.after, gain.meets, gain.nears) == (1, 2, ("captioned_photos",), ())


def test_one_more_photo_of_three_brings_it_nearer():
    gain = one_more_photo(assess(replace(RELIC, captioned_photos=5), VERSION_1), MODES)
    assert (gain.before, gain.after, gain.meets, gain.nears) == (1, 1, (), ("captioned_photos",))


def test_one_more_photo_is_nothing_where_no_photo_is_missing():
    gain = one_more_photo(assess(replace(RELIC, has_history=False), VERSION_1), MODES)
    assert (gain.after, gain.meets, gain.nears) == (1, (), ())


def test_an_ungraded_photo_does_not_count_where_quality_is_asked():
    found = document()
    need(found, "captioned_photos", "relic")["when"] = {"fact": "captioned_photos", "at_least": 8, "grade": 2}
    criteria = read_criteria(found, "2")
    evidence = replace(RELIC, photo_grades=(3,) * 7)
    assert next_steps(evidence, criteria) == (Lack("captioned_photos", 1.0, 2),)
    assert one_more_photo(assess(evidence, criteria), MODES).meets == ()


@given(evidences | nearly_whole)
def test_one_more_photo_is_told_as_the_assessment_finds_it(evidence: Evidence):
    gain = one_more_photo(assess(evidence, VERSION_1), MODES)
    after = assess(added(evidence, (Lack("captioned_photos", 1.0),)), VERSION_1)
    assert gain.after == after.level
    had = {each.code for each in assess(evidence, VERSION_1).needs if each.met}
    assert set(gain.meets) == {each.code for each in after.needs if each.met} - had


def test_a_figure_is_told_what_makes_it_count():
    bare = replace(FIGURE, linked_places=0, cited_sources=1)
    assert next_steps(bare, VERSION_1) == (Lack("cited_sources", 1.0), Lack("linked_places", 1.0))
