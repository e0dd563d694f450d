"""The number a ward can sign: exact fractions over a frozen register. Pure, no Django."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
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


def percent_text(share: Fraction) -> str:
    """A fraction as a percentage with one decimal, rounded half up on the exact value."""
    exact = Decimal(share.numerator) * 100 / Decimal(share.denominator)
    # Decimal division is rounded at 28 digits; only an exact tie matters, and ties are short.
    return str(exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


def share_of(objects: Iterable[Object]) -> Share:
    """Count objects into the four parts. What counts is counted even if it was once blocked."""
    digitized = in_depth = in_work = not_begun = blocked = 0
    for each in objects:
        if each.level >= COUNTS_FROM:
            digitized += 1
            in_depth += each.level >= 3
        elif each.blocked:
            blocked += 1
        elif each.begun or each.level >= 1:
            in_work += 1
        else:
            not_begun += 1
    return Share(digitized, in_depth, in_work, not_begun, blocked)


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
