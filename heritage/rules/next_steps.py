"""The smallest additions that lift an object to its next level, and what one more photo would do."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

from heritage.rules.criteria import Criteria
from heritage.rules.evidence import Evidence
from heritage.rules.lacks import Lack, merged
from heritage.rules.levels import LEVELS, Assessment, Need, assess, level_of

# What a thing brings with it: a captioned photo is a photo with rights, an approval publishes.
BRINGS = {
    "captioned_photos": ("photos_with_rights", "images_or_documents_with_rights", "photos"),
    "photos_with_rights": ("images_or_documents_with_rights", "photos"),
    "accuracy_m": ("has_position", "has_area_or_point"),
    "has_position": ("has_area_or_point", "inside_unit"),
    "is_public": ("approved_by_second_person",),
}
PHOTO = Lack("captioned_photos", 1.0)


@dataclass(frozen=True, slots=True)
class Gain:
    """What an addition would change.

    Attributes:
        meets: Codes of requirements that it would meet.
        nears: Codes of requirements that would lack less of it.
    """

    before: int
    after: int
    meets: tuple[str, ...]
    nears: tuple[str, ...]


def next_steps(evidence: Evidence, criteria: Criteria) -> tuple[Lack, ...] | None:
    """The smallest additions that lift the level; none at the highest, None where none would."""
    return steps_to_next(assess(evidence, criteria), criteria.level_modes)


def steps_to_next(assessment: Assessment, modes: tuple[str, str, str, str]) -> tuple[Lack, ...] | None:
    """The same from an assessment and the modes of the levels."""
    goal = assessment.level + 1
    if goal > LEVELS[-1]:
        return ()
    open_needs = [need for need in assessment.needs if not need.met and need.level <= goal]
    alternatives = [need for need in open_needs if need.level == goal] if modes[goal] == "any" else []
    asked = [need for need in open_needs if need not in alternatives]
    if modes[goal] == "any":
        ways = [need for need in alternatives if need.lacks]
        if not ways:
            return None
        asked.append(min(ways, key=_effort))
    if not all(need.lacks for need in asked):
        return None
    return _without_brought(merged(lack for need in asked for lack in need.lacks))


def one_more_photo(assessment: Assessment, modes: tuple[str, str, str, str]) -> Gain:
    """What one more photo, captioned and with rights, would do to the level and to what is missing."""
    photo_facts = {PHOTO.fact, *BRINGS[PHOTO.fact]}
    meets, nears = [], []
    for need in assessment.needs:
        of_photos = [lack for lack in need.lacks if lack.fact in photo_facts and lack.grade is None]
        if need.met or not of_photos:
            continue
        if len(need.lacks) == 1 and need.lacks[0].figure <= 1:
            meets.append(need.code)
        elif any(lack.figure > 1 for lack in of_photos):
            nears.append(need.code)
    # Each as it would be: only a code and a yes are looked at.
    then = tuple(replace(need, met=need.met or need.code in meets) for need in assessment.needs)
    return Gain(assessment.level, level_of(then, modes), tuple(meets), tuple(nears))


def added(evidence: Evidence, lacks: tuple[Lack, ...]) -> Evidence:
    """The evidence as it would be with some additions and all that they bring."""
    for lack in lacks:
        for fact in (lack.fact, *BRINGS.get(lack.fact, ())):
            changed: dict[str, Any] = {fact: _raised(getattr(evidence, fact), fact, lack)}
            evidence = replace(evidence, **changed)
        if lack.fact == PHOTO.fact:
            grades = (lack.grade or 0,) * int(lack.figure)
            evidence = replace(evidence, photo_grades=(*evidence.photo_grades, *grades))
    return evidence


def _raised(value: object, fact: str, lack: Lack) -> object:
    if isinstance(value, bool):
        return True
    if fact == "accuracy_m":
        return lack.figure if value is None else min(float(str(value)), lack.figure)
    if fact in ("video_seconds", "decision_scan_dpi"):
        return max(float(str(value or 0)), lack.figure)
    return int(str(value)) + int(lack.figure)


def _without_brought(lacks: tuple[Lack, ...]) -> tuple[Lack, ...]:
    """Without what another addition brings along in the same number."""
    counted = (PHOTO.fact, *BRINGS[PHOTO.fact])
    brought = {
        fact: each.figure if each.fact in counted else math.inf
        for each in lacks
        for fact in BRINGS.get(each.fact, ())
    }
    return tuple(each for each in lacks if each.fact not in brought or each.figure > brought[each.fact])


def _effort(need: Need) -> float:
    return sum(lack.effort for lack in need.lacks)
