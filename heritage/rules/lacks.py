"""The fewest additions to some evidence that would meet a condition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any as Json

from heritage.rules.criteria import Any, Ask, Condition, Fact
from heritage.rules.evidence import Evidence

# However long or fine, it is one thing to make; what is asked for is told whole.
ONE_THING = frozenset({"accuracy_m", "video_seconds", "decision_scan_dpi"})


@dataclass(frozen=True, slots=True)
class Lack:
    """One addition.

    Attributes:
        fact: A field of ``Evidence``.
        figure: How many more; of one thing, how fine or long it must be: metres, seconds, dots per inch.
        grade: The quality that the photos need, where one is asked for.
    """

    fact: str
    figure: float
    grade: int | None = None

    @property
    def effort(self) -> float:
        """How many things have to be made or written."""
        return 1.0 if self.fact in ONE_THING else self.figure

    def as_dict(self) -> dict[str, Json]:
        """As rows keep it."""
        return {"fact": self.fact, "figure": self.figure} | (
            {} if self.grade is None else {"grade": self.grade}
        )

    @classmethod
    def from_dict(cls, row: dict[str, Json]) -> Lack:
        """From a row."""
        return cls(row["fact"], row["figure"], row.get("grade"))


def lacks_of(condition: Condition, evidence: Evidence) -> tuple[Lack, ...] | None:
    """The fewest additions that meet a condition; none where it holds, None where nothing added would."""
    if condition.met_by(evidence):
        return ()
    if isinstance(condition, Fact):
        return _of_fact(condition, evidence)
    found = [lacks_of(each, evidence) for each in condition.of]
    ways = [each for each in found if each is not None]
    if isinstance(condition, Any):
        return min(ways, key=_effort, default=None)
    return merged(each for way in ways for each in way) if len(ways) == len(found) else None


def merged(lacks: Iterable[Lack]) -> tuple[Lack, ...]:
    """Several additions as one list, the larger of two of a kind, in the order of their first mention."""
    found: dict[tuple[str, int | None], Lack] = {}
    for each in lacks:
        known = found.get((each.fact, each.grade))
        is_stricter = known is None or (
            each.figure < known.figure if each.fact == "accuracy_m" else each.figure > known.figure
        )
        if is_stricter:
            found[each.fact, each.grade] = each
    return tuple(found.values())


def _of_fact(fact: Fact, evidence: Evidence) -> tuple[Lack, ...] | None:
    if fact.ask in (Ask.IN, Ask.NOT_IN):
        return None  # what a thing is does not change for the number
    if fact.ask == Ask.YES:
        return (Lack(fact.name, 1.0),)
    if fact.name in ONE_THING:
        return (Lack(fact.name, fact.figure),)
    return (Lack(fact.name, fact.figure - (fact.have(evidence) or 0.0), fact.grade),)


def _effort(lacks: tuple[Lack, ...]) -> float:
    return sum(each.effort for each in lacks)
