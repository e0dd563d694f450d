"""The number a ward can sign: exact fractions over a frozen register. Pure, no Django."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

COUNTS_FROM = 2  # levels at or above are digitized


@dataclass(frozen=True, slots=True)
class Object:
    """One object of a register, as found now."""

    id: str
    category: str
    level: int
    begun: bool = False  # something was recorded beyond the register line
    blocked: bool = False


class Part(StrEnum):
    """Where an object stands; the value is how the strip draws it."""

    IN_DEPTH = "3"
    DIGITIZED = "2"
    IN_WORK = "1"
    NOT_BEGUN = "0"
    BLOCKED = "x"


@dataclass(frozen=True, slots=True)
class Share:
    """``digitized`` of ``total``; the four parts always add up to the total."""

    digitized: int
    in_depth: int
    in_work: int
    not_begun: int
    blocked: int

    @property
    def total(self) -> int:
        """Every object of the register."""
        return self.digitized + self.in_work + self.not_begun + self.blocked

    @property
    def fraction(self) -> Fraction | None:
        """The exact share, or None where there is no object: neither 0 nor 1."""
        return Fraction(self.digitized, self.total) if self.total else None

    @property
    def percent(self) -> str | None:
        """One decimal, rounded half up, with a point: "48.6"."""
        return None if self.fraction is None else percent_text(self.fraction)

    def meets(self, target_percent: Decimal | None) -> bool | None:
        """Whether the exact share reaches the target: 37/74 meets 50, 49.96 % does not."""
        if target_percent is None or self.fraction is None:
            return None
        return self.fraction * 100 >= Fraction(target_percent)

    def needed_for(self, target_percent: Decimal) -> int:
        """How many objects must be digitized in all to reach the target."""
        exact = Fraction(target_percent) * self.total / 100
        return -(-exact.numerator // exact.denominator)


@dataclass(frozen=True, slots=True)
class Count:
    """The pooled share, and the shares by category in the order asked for."""

    whole: Share
    by_category: tuple[tuple[str, Share], ...]


@dataclass(frozen=True, slots=True)
class Target:
    """What a plan asks for, in percent of the objects of its categories.

    Attributes:
        percent: None where the plan states no figure.
        pooled: All its categories together; else each of them must reach its own.
        by_category: Figures of single categories that differ from ``percent``.
    """

    percent: Decimal | None
    categories: tuple[str, ...]
    pooled: bool = True
    by_category: Mapping[str, Decimal] = field(default_factory=dict)

    def of(self, category: str) -> Decimal | None:
        """The figure for one category; None for one that the plan does not name."""
        return self.by_category.get(category, self.percent) if category in self.categories else None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a count stands to a target.

    Attributes:
        share: The objects of the plan's categories together: what a pooled target is compared with.
        meets: None without a figure or an object. An empty category is neither met nor missed.
        by_category: Category, its figure and whether it is reached, in the order of the plan.
    """

    share: Share
    meets: bool | None
    by_category: tuple[tuple[str, Decimal | None, bool | None], ...]


def judge(counted: Count, target: Target) -> Verdict:
    """Compare exact fractions with a target, pooled or by category as it says."""
    shares = {name: share for name, share in counted.by_category if name in target.categories}
    whole = add_up(shares.values())
    each = tuple((name, target.of(name), share.meets(target.of(name))) for name, share in shares.items())
    if target.pooled:
        return Verdict(whole, whole.meets(target.percent), each)
    said = [meets for _, _, meets in each if meets is not None]
    return Verdict(whole, all(said) if said else None, each)


def add_up(shares: Iterable[Share]) -> Share:
    """The shares of parts that have no object in common, as one."""
    found = list(shares)
    return Share(
        digitized=sum(each.digitized for each in found),
        in_depth=sum(each.in_depth for each in found),
        in_work=sum(each.in_work for each in found),
        not_begun=sum(each.not_begun for each in found),
        blocked=sum(each.blocked for each in found),
    )


def percent_text(share: Fraction) -> str:
    """A fraction as a percentage with one decimal, rounded half up on the exact value."""
    exact = Decimal(share.numerator) * 100 / Decimal(share.denominator)
    # Decimal division is rounded at 28 digits; only an exact tie matters, and ties are short.
    return str(exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


def part_of(each: Object) -> Part:
    """The one part an object belongs to. What counts is counted even if it was once blocked."""
    if each.level >= COUNTS_FROM:
        return Part.IN_DEPTH if each.level >= 3 else Part.DIGITIZED
    if each.blocked:
        return Part.BLOCKED
    return Part.IN_WORK if each.begun or each.level >= 1 else Part.NOT_BEGUN


def share_of(objects: Iterable[Object]) -> Share:
    """Count objects into the four parts; digitized in depth is a part of digitized."""
    return share_of_parts(Counter(part_of(each) for each in objects))


def share_of_parts(parts: Mapping[Part, int]) -> Share:
    """How many objects stand in each part, as a share; a part that is not named has none."""
    parts = Counter(parts)
    return Share(
        digitized=parts[Part.DIGITIZED] + parts[Part.IN_DEPTH],
        in_depth=parts[Part.IN_DEPTH],
        in_work=parts[Part.IN_WORK],
        not_begun=parts[Part.NOT_BEGUN],
        blocked=parts[Part.BLOCKED],
    )


def count(objects: Sequence[Object], categories: Sequence[str]) -> Count:
    """The pooled count and each category's. An object listed twice counts once."""
    once = list({each.id: each for each in objects}.values())
    return Count(
        whole=share_of(once),
        by_category=tuple(
            (category, share_of(each for each in once if each.category == category))
            for category in categories
        ),
    )
