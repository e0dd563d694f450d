"""The digitized share of a ward, a province or the country, from the registers and the recorded levels."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.gis.geos import Point
from django.db.models import Q
from django.utils import timezone

from gis import units
from gis.models import AdminUnit
from heritage import categories
from heritage.errors import BadRequest, NotFound
from heritage.kpi import Count, Object, Part, Share, Target, Verdict, judge, part_of, share_of_parts
from heritage.models import Plan, RegisterVersion
from heritage.projections.criteria import criteria_on
from heritage.selectors.heirs import heirs
from heritage.selectors.plans import plans_on
from heritage.selectors.registers import (
    COUNTRY,
    WARD_DIGITS,
    Row,
    entries_of,
    registers_of,
    rows_of,
    standing_registers,
)

Levels = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Country:
    """The country, where a unit is asked for."""

    code: str = COUNTRY
    name: str = "Việt Nam"
    folded: str = "viet nam"
    province_code: str = ""
    province_name: str = ""
    centroid: Point | None = None


@dataclass(frozen=True, slots=True)
class UnitKpi:
    """The number of a ward, a province or the country with everything needed to check it.

    Attributes:
        register: The ward's own; None for a larger area, or while registers of former units stand in.
        count: None without a register.
        objects: Of a ward, in the order of its register; empty for a larger area.
        registers: Every register counted, as ``code-number``; of a larger area how many is what matters.
        levels: How many objects stand at levels 0 to 3, by category, ``""`` for all.
    """

    unit: AdminUnit | Country
    date: dt.date
    register: RegisterVersion | None
    plan: Plan | None
    count: Count | None
    objects: tuple[Object, ...]
    criteria_version: str
    registers: tuple[str, ...] = ()
    levels: tuple[tuple[str, Levels], ...] = ()

    @property
    def whole(self) -> Share | None:
        """The pooled share."""
        return self.count.whole if self.count else None

    @property
    def target(self) -> Decimal | None:
        """The plan's target in percent; None where the plan states none."""
        return self.plan.target_percent if self.plan else None

    @property
    def verdict(self) -> Verdict | None:
        """How the count stands to the plan; None without one of them."""
        return judge(self.count, target_of(self.plan)) if self.count and self.plan else None

    @property
    def meets_target(self) -> bool | None:
        """Whether the exact fraction, of the plan's categories, reaches the target."""
        return self.verdict.meets if self.verdict else None

    @property
    def register_version(self) -> str | None:
        """The registers of a ward's number in one word; None of a larger area."""
        return "+".join(self.registers) or None if len(self.unit.code) == WARD_DIGITS else None


def kpi_of(code: str, date: dt.date | None = None) -> UnitKpi:
    """The number as it stands today, of a ward (five digits), a province (two digits) or the country (``vn``).

    In a province and in the country an object that several registers list counts once.

    Raises:
        NotFound: No such unit.
        BadRequest: Another day than today: past numbers come from snapshots.
    """
    day = _today(date)
    if code == COUNTRY:
        return _of_area(Country(), day)
    unit = units.unit_on(code, day)
    if unit is None:
        raise NotFound(
            f"Không có đơn vị {code} vào ngày {day:%d/%m/%Y}.", f"No unit {code} on {day}.", "no_unit"
        )
    return _of_unit(unit, day) if len(unit.code) == WARD_DIGITS else _of_area(unit, day)


def target_of(plan: Plan) -> Target:
    """What a plan asks for, as a value."""
    return Target(
        percent=plan.target_percent,
        categories=tuple(plan.categories) or categories.codes(categories.CATEGORIES),
        pooled=plan.pooled,
        by_category={name: Decimal(text) for name, text in plan.category_targets.items()},
    )


def share_of_rows(rows: Iterable[Row]) -> Share:
    """Rows of alike objects as one share."""
    parts: Counter[Part] = Counter()
    for row in rows:
        parts[part_of(Object("", row.category, row.level, row.begun, row.blocked))] += row.n
    return share_of_parts(parts)


def count_of(rows: list[Row]) -> Count:
    """Rows of alike objects as the pooled share and each category's."""
    codes = categories.codes(categories.CATEGORIES)
    return Count(
        whole=share_of_rows(rows),
        by_category=tuple(
            (code, share_of_rows(row for row in rows if row.category == code)) for code in codes
        ),
    )


def _today(date: dt.date | None) -> dt.date:
    today = timezone.localdate()
    if date not in (None, today):
        raise BadRequest(
            "Chưa có ảnh chụp số liệu của ngày này. Chỉ xem được số của hôm nay.",
            "There is no snapshot of that day. Only today's number can be given.",
            "no_snapshot",
        )
    return today


def _of_unit(unit: AdminUnit, day: dt.date) -> UnitKpi:
    entries = entries_of(day, unit.code)
    objects = tuple(
        Object(
            id=entry.item.public_id,
            category=entry.category,
            level=entry.item.level,
            begun=entry.begun,  # type: ignore[attr-defined]  # annotated
            blocked=bool(entry.item.blocked_reason),
        )
        for entry in entries
    )
    rows = [Row("", "", e.category, "", e.level, e.begun, e.blocked, (), (), 1) for e in objects]
    versions = {entry.version.pk: entry.version for entry in entries}
    return UnitKpi(
        unit,
        day,
        next((version for version in versions.values() if version.unit_id == unit.pk), None),
        plans_on(day, [unit.pk]).get(unit.pk),
        count_of(rows) if rows else None,
        objects,
        criteria_on(day).version,
        registers=registers_of(day, unit.code),
        levels=_levels(rows),
    )


def _of_area(area: AdminUnit | Country, day: dt.date) -> UnitKpi:
    rows = rows_of(day, area.code)
    own = standing_registers(day)
    if not isinstance(area, Country):
        own = own.filter(unit__province_code=area.code)
    left = {each.version for each in heirs(day) if area.code in (COUNTRY, each.unit.province_code)}
    counted = RegisterVersion.objects.filter(Q(pk__in=own.values("pk")) | Q(pk__in=left))
    names = counted.order_by("unit__code", "number").values_list("unit__code", "number")
    return UnitKpi(
        area,
        day,
        None,
        None,
        count_of(rows) if rows else None,
        (),
        criteria_on(day).version,
        registers=tuple(f"{code}-{number}" for code, number in names),
        levels=_levels(rows),
    )


def _levels(rows: list[Row]) -> tuple[tuple[str, Levels], ...]:
    counts: Counter[tuple[str, int]] = Counter()
    for row in rows:
        counts[row.category, row.level] += row.n
        counts["", row.level] += row.n
    names = ("", *categories.codes(categories.CATEGORIES))
    return tuple(
        (name, (counts[name, 0], counts[name, 1], counts[name, 2], counts[name, 3])) for name in names
    )
