"""What the leaders of a unit look at: wards side by side, what is blocked and since when, what lost its level."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, Max, OuterRef, QuerySet
from django.utils import timezone

from gis.models import AdminUnit
from heritage.kpi import COUNTS_FROM
from heritage.models import Event, Item, LevelChange, Plan, RegisterEntry, User
from heritage.selectors.desk import units_with_plans
from heritage.selectors.duties import PlanDuty, duties_within
from heritage.selectors.registers import standing_registers

MOST_WARDS = 24
MOST_ROWS = 100
LATE_DAYS, AHEAD_DAYS = 90, 365
LOST_DAYS = 90


@dataclass(frozen=True, slots=True)
class Blocked:
    """An object of a register that something keeps from being digitized; ``since`` is None where no day was recorded."""

    item: Item
    reason: str
    since: dt.date | None


def own_units(user: User) -> list[AdminUnit]:
    """The units a person answers for: their own; of an administrator those that take part, with a plan first."""
    if user.unit is not None:
        return [user.unit]
    if not user.sees_all_units:
        return []
    rows = (
        units_with_plans()
        .defer("boundary")
        .annotate(planned=Exists(Plan.objects.filter(unit=OuterRef("pk"))))
    )
    return list(rows.order_by("-planned", "folded")[:MOST_WARDS])


def wards_beside(own: Sequence[AdminUnit]) -> list[AdminUnit]:
    """Wards to compare: those of the same provinces that take part, the own ones among them."""
    provinces = {unit.province_code for unit in own}
    beside = units_with_plans().filter(province_code__in=provinces).defer("boundary")
    beside = beside.order_by("folded")[: max(0, MOST_WARDS - len(own))]
    return sorted({unit.pk: unit for unit in [*own, *beside]}.values(), key=lambda unit: unit.folded)


def duties(own: Sequence[AdminUnit]) -> list[PlanDuty]:
    """Reports that are late or owed within a year, and not sent; the earliest first."""
    today = timezone.localdate()
    within = duties_within(today - dt.timedelta(days=LATE_DAYS), today + dt.timedelta(days=AHEAD_DAYS), own)
    return [each for each in within if each.sent_on is None]


def blocked(own: Sequence[AdminUnit]) -> list[Blocked]:
    """What does not count and is blocked, the longest first, as their events tell since when."""
    items = list(_listed(own).filter(level__lt=COUNTS_FROM).exclude(blocked_reason="")[:MOST_ROWS])
    begun = Event.objects.filter(item__in=items, verb="blocked").values("item_id").annotate(last=Max("at"))
    since = {row["item_id"]: timezone.localtime(row["last"]).date() for row in begun}
    rows = [Blocked(item, item.blocked_reason, since.get(item.pk)) for item in items]
    return sorted(rows, key=lambda each: (each.since or dt.date.min, each.item.name_vi))


def may_be_blocked(own: Sequence[AdminUnit]) -> list[Item]:
    """Objects of the register that do not count and are not blocked yet, by name."""
    rows = _listed(own).filter(level__lt=COUNTS_FROM, blocked_reason="")
    return list(rows.order_by("name_vi", "pk")[: 5 * MOST_ROWS])


def lost(own: Sequence[AdminUnit]) -> list[LevelChange]:
    """Objects whose level went down lately, the newest first."""
    since = timezone.now() - dt.timedelta(days=LOST_DAYS)
    rows = LevelChange.objects.filter(
        item__unit__in=[unit.pk for unit in own], at__gte=since, after__lt=F("before")
    )
    return list(
        rows.select_related("item__unit").defer("item__unit__boundary").order_by("-at", "-pk")[:MOST_ROWS]
    )


def _listed(own: Sequence[AdminUnit]) -> QuerySet[Item]:
    day = timezone.localdate()
    versions = standing_registers(day).filter(unit__in=[unit.pk for unit in own])
    entries = RegisterEntry.objects.filter(version__in=versions, item=OuterRef("pk"))
    return Item.objects.filter(Exists(entries)).select_related("unit").defer("unit__boundary")
