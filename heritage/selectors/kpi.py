"""The digitized share of a unit, a province or the country, from the registers and the recorded levels."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count as RowCount
from django.db.models import Q
from django.utils import timezone

from gis import units
from gis.models import AdminUnit
from heritage import categories
from heritage.errors import BadRequest, NotFound
from heritage.kpi import Count, Object, Share, count
from heritage.models import Asset, Plan, RegisterEntry, RegisterVersion
from heritage.rules.levels import CRITERIA_VERSION


@dataclass(frozen=True, slots=True)
class UnitKpi:
    """The number of a unit with everything needed to check it. ``count`` is None without a register."""

    unit: AdminUnit
    date: dt.date
    register: RegisterVersion | None
    plan: Plan | None
    count: Count | None
    objects: tuple[Object, ...]
    criteria_version: str = CRITERIA_VERSION

    @property
    def whole(self) -> Share | None:
        """The pooled share."""
        return self.count.whole if self.count else None

    @property
    def target(self) -> Decimal | None:
        """The plan's target in percent; None where the plan states none."""
        return self.plan.target_percent if self.plan else None

    @property
    def meets_target(self) -> bool | None:
        """Whether the exact fraction reaches the target."""
        return self.whole.meets(self.target) if self.whole else None


def kpi_of(code: str, date: dt.date | None = None) -> UnitKpi:
    """The number of one ward as it stands today.

    Raises:
        NotFound: No such unit.
        BadRequest: Another day than today: past numbers come from snapshots, which are not kept yet.
    """
    today = timezone.localdate()
    day = date or today
    if day != today:
        raise BadRequest(
            "Chưa có ảnh chụp số liệu của ngày này. Chỉ xem được số của hôm nay.",
            "There is no snapshot of that day. Only today's number can be given.",
            "no_snapshot",
        )
    unit = units.unit_on(code, day)
    if unit is None:
        raise NotFound(
            f"Không có đơn vị {code} vào ngày {day:%d/%m/%Y}.", f"No unit {code} on {day}.", "no_unit"
        )
    return _of_unit(unit, day)


def kpi_of_demo_and_real() -> list[UnitKpi]:
    """Every unit that has a register or a plan, in the order of their names."""
    day = timezone.localdate()
    found = (
        units.standing(day)
        .filter(Q(registers__isnull=False) | Q(plans__isnull=False))
        .distinct()
        .order_by("folded")
    )
    return [_of_unit(unit, day) for unit in found]


def pooled(day: dt.date | None = None) -> Count:
    """All registers together; an object that several units list counts once."""
    objects: dict[str, Object] = {}
    for version in _current_versions(day or timezone.localdate()):
        objects |= {each.id: each for each in _objects(version)}
    return count(list(objects.values()), categories.codes(categories.CATEGORIES))


def _current_versions(day: dt.date) -> list[RegisterVersion]:
    latest: dict[int, RegisterVersion] = {}
    for version in RegisterVersion.objects.filter(valid_from__lte=day).order_by("unit_id", "number"):
        latest[version.unit_id] = version
    return list(latest.values())


def _of_unit(unit: AdminUnit, day: dt.date) -> UnitKpi:
    register = unit.registers.filter(valid_from__lte=day).order_by("-number").first()
    plan = (
        unit.plans.filter(year_from__lte=day.year, year_to__gte=day.year)
        .order_by("target_percent", "pk")
        .first()
    )
    objects = tuple(_objects(register)) if register else ()
    counted = count(list(objects), categories.codes(categories.CATEGORIES)) if objects else None
    return UnitKpi(unit, day, register, plan, counted, objects)


def _objects(version: RegisterVersion) -> list[Object]:
    entries = (
        RegisterEntry.objects.filter(version=version)
        .select_related("item")
        .annotate(
            files=RowCount(
                "item__assets",
                filter=Q(item__assets__state__in=[Asset.State.READY, Asset.State.NEEDS_REVIEW]),
            )
        )
        .order_by("pk")
    )
    return [
        Object(
            id=entry.item.public_id,
            category=entry.category,
            level=entry.item.level,
            begun=entry.item.level >= 1 or entry.files > 0,
            blocked=bool(entry.item.blocked_reason),
        )
        for entry in entries
    ]
