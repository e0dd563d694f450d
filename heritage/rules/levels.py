"""When an object counts as digitized: the level that its evidence reaches by some criteria, and why.

The criteria are data (``data/criteria``, ``docs/kpi.md``). Pure: values in, an assessment out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from heritage.rules.criteria import Criteria, Requirement, sentence
from heritage.rules.evidence import Evidence
from heritage.rules.lacks import Lack, lacks_of

LEVELS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Need:
    """One requirement: met or not, with what would meet it in both languages.

    Attributes:
        lacks: The fewest additions that would meet it; none where it is met or nothing added would.
    """

    code: str
    level: int
    met: bool
    vi: str
    en: str
    lacks: tuple[Lack, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """The level reached and every need behind it, met ones included."""

    level: int
    needs: tuple[Need, ...] = field(default_factory=tuple)

    @property
    def missing(self) -> tuple[Need, ...]:
        """What keeps the object from the next level that counts (2), or from 3 once it counts."""
        goal = 2 if self.level < 2 else 3
        return tuple(need for need in self.needs if not need.met and need.level <= goal)

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """Every need as rows keep it; one that is not met says what it lacks."""
        return [
            {"code": need.code, "level": need.level, "met": need.met, "vi": need.vi, "en": need.en}
            | ({"lacks": [each.as_dict() for each in need.lacks]} if need.lacks else {})
            for need in self.needs
        ]

    @classmethod
    def from_reasons(cls, level: int, reasons: list[dict[str, Any]]) -> Assessment:
        """From what rows keep."""
        return cls(
            level,
            tuple(
                Need(
                    row["code"],
                    row["level"],
                    row["met"],
                    row["vi"],
                    row["en"],
                    tuple(Lack.from_dict(each) for each in row.get("lacks", ())),
                )
                for row in reasons
            ),
        )

    @property
    def counts(self) -> bool:
        """Whether the object is in the numerator."""
        return self.level >= 2


def assess(evidence: Evidence, criteria: Criteria) -> Assessment:
    """The level of one object and why."""
    needs = tuple(_need(each, evidence) for each in criteria.of(evidence.category))
    return Assessment(level_of(needs, criteria.level_modes), needs)


def level_of(needs: tuple[Need, ...], modes: tuple[str, str, str, str]) -> int:
    """The level that the requirements make which are met."""
    level = 0
    for candidate in LEVELS:
        asked = [need.met for need in needs if need.level == candidate]
        is_reached = any(asked) if modes[candidate] == "any" else all(asked)
        # What is asked at level 0 must hold for every other level too.
        if not is_reached or not all(need.met for need in needs if need.level == 0):
            break
        level = candidate
    return level


def _need(asked: Requirement, evidence: Evidence) -> Need:
    met = asked.when.met_by(evidence)
    return Need(
        asked.code,
        asked.level,
        met,
        sentence(asked.vi, asked.figure, evidence, ","),
        sentence(asked.en, asked.figure, evidence, "."),
        () if met else (lacks_of(asked.when, evidence) or ()),
    )
