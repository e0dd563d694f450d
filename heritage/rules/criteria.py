"""Criteria as data: what each level asks of each category, and whether evidence meets it.

A condition can only ask for more evidence of a kind: a yes, at least so many, at most so many metres. There is
no "not" but of category and rank. So more evidence never lowers a level, whatever an administrator writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from heritage.rules.evidence import Evidence

SECONDS = "video_seconds"  # the one fact that texts may tell in minutes


class Ask(StrEnum):
    """How a condition asks for a fact."""

    YES = "yes"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    IN = "in"
    NOT_IN = "not_in"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of the evidence and what is asked of it.

    Attributes:
        name: A field of ``Evidence``.
        figure: For ``at_least`` and ``at_most``.
        codes: For ``in`` and ``not_in``: of the category or the rank.
        grade: Of ``captioned_photos``: only those of this quality or better count; ungraded ones do not.
    """

    name: str
    ask: Ask
    figure: float = 0.0
    codes: tuple[str, ...] = ()
    grade: int | None = None

    def have(self, evidence: Evidence) -> float | None:
        """How much of it there is; None when unknown."""
        if self.grade is not None:
            return float(sum(grade >= self.grade for grade in evidence.photo_grades))
        value = getattr(evidence, self.name)
        return None if value is None else float(value)

    def met_by(self, evidence: Evidence) -> bool:
        """Whether the evidence holds it; what is unknown does not."""
        if self.ask in (Ask.IN, Ask.NOT_IN):
            return (getattr(evidence, self.name) in self.codes) == (self.ask == Ask.IN)
        have = self.have(evidence)
        if have is None:
            return False
        if self.ask == Ask.AT_MOST:
            return have <= self.figure
        return have >= (1.0 if self.ask == Ask.YES else self.figure)


@dataclass(frozen=True, slots=True)
class All:
    """Every one of these."""

    of: tuple[Condition, ...]

    def met_by(self, evidence: Evidence) -> bool:
        """Whether all hold."""
        return all(each.met_by(evidence) for each in self.of)


@dataclass(frozen=True, slots=True)
class Any:
    """One of these at least."""

    of: tuple[Condition, ...]

    def met_by(self, evidence: Evidence) -> bool:
        """Whether one holds."""
        return any(each.met_by(evidence) for each in self.of)


Condition = Fact | All | Any


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of the criteria.

    Attributes:
        code: Stable, once a category.
        level: 0 to 3: what it counts towards.
        categories: Whom it concerns; none: all.
        vi: The sentence, with ``{wanted}``, ``{have}``, ``{lacking}`` and ``{wanted_minutes}`` for the first
            figure of the condition.
    """

    code: str
    level: int
    categories: tuple[str, ...]
    vi: str
    en: str
    when: Condition

    def concerns(self, category: str) -> bool:
        """Whether it is asked of a category."""
        return not self.categories or category in self.categories

    @property
    def figure(self) -> Fact | None:
        """The first fact of the condition that is asked for with a figure."""
        return next((fact for fact in facts_in(self.when) if fact.ask in (Ask.AT_LEAST, Ask.AT_MOST)), None)


@dataclass(frozen=True, slots=True)
class Criteria:
    """One version.

    Attributes:
        level_modes: Of levels 0 to 3: whether all of its requirements must be met, or any one.
    """

    version: str
    level_modes: tuple[str, str, str, str]
    requirements: tuple[Requirement, ...]

    def of(self, category: str) -> tuple[Requirement, ...]:
        """What is asked of a category, in order."""
        return tuple(each for each in self.requirements if each.concerns(category))


def facts_in(condition: Condition) -> Iterator[Fact]:
    """The facts that a condition asks for, in the order in which it names them."""
    if isinstance(condition, Fact):
        yield condition
    else:
        for each in condition.of:
            yield from facts_in(each)


def sentence(text: str, figure: Fact | None, evidence: Evidence, mark: str) -> str:
    """A requirement's sentence with its figures written in.

    Args:
        text: With the names in braces.
        figure: What the figures are of; without one the text stays as it is.
        mark: The decimal mark of the language.
    """
    if figure is None or "{" not in text:
        return text
    have = figure.have(evidence)
    lacking = None if have is None else max(0.0, figure.figure - have)
    told = {
        "wanted": figure.figure,
        "have": have,
        "lacking": lacking,
        "wanted_minutes": figure.figure / 60,
    }
    for name, value in told.items():  # not str.format: the text is an administrator's
        text = text.replace("{" + name + "}", "?" if value is None else f"{value:g}".replace(".", mark))
    return text
