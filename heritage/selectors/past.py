"""The number of a day that is kept: from its snapshot, or from the one that stood before it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.utils import timezone

from gis import units
from gis.models import AdminUnit
from heritage import categories
from heritage.errors import BadRequest, NotFound
from heritage.kpi import Count, Share, Target, Verdict, judge
from heritage.models import Snapshot, SnapshotCount
from heritage.projections.kept_snapshot import content_of, leaves_of
from heritage.rules.snapshot_content import Content
from heritage.rules.snapshot_counts import ALL, COUNTRY
from heritage.rules.snapshot_tree import Step, proofs
from heritage.selectors.kpi import Country
from heritage.selectors.registers import WARD_DIGITS

NOTHING = Share(0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class PastKpi:
    """The number of a ward, a province or the country as it was kept.

    Attributes:
        date: The day that was asked for; ``snapshot.day`` is the day that was counted, it or one before.
        count: None where no register was counted.
        register_version: "13972-2"; None of a larger area.
        plan: As the day saw it: ``key``, ``target_percent``, ``pooled``, ``category_targets``, ``categories``,
            ``due_on``, ``year_to``; None where there was none.
    """

    unit: AdminUnit | Country
    date: dt.date
    snapshot: Snapshot
    count: Count | None
    register_version: str | None
    plan: dict[str, Any] | None

    @property
    def criteria_version(self) -> str:
        """By what levels were judged."""
        return self.snapshot.criteria_version

    @property
    def whole(self) -> Share | None:
        """The pooled share."""
        return self.count.whole if self.count else None

    @property
    def target(self) -> Decimal | None:
        """The target of that day in percent."""
        text = self.plan["target_percent"] if self.plan else None
        return None if text is None else Decimal(text)

    @property
    def verdict(self) -> Verdict | None:
        """How the count stood to the plan of that day."""
        return judge(self.count, kept_target(self.plan)) if self.count and self.plan else None

    @property
    def meets_target(self) -> bool | None:
        """Whether the exact fraction reached it."""
        return self.verdict.meets if self.verdict else None


def kept_target(plan: dict[str, Any]) -> Target:
    """What a plan asked for, as a day kept it."""
    percent = plan["target_percent"]
    return Target(
        percent=None if percent is None else Decimal(percent),
        categories=tuple(plan["categories"]) or categories.codes(categories.CATEGORIES),
        pooled=plan["pooled"],
        by_category={name: Decimal(text) for name, text in plan["category_targets"].items()},
    )


def is_kept(day: dt.date | None) -> bool:
    """Whether a day is answered from snapshots: any but today, and today once it was kept."""
    if day is None:
        return False
    return day != timezone.localdate() or Snapshot.objects.filter(day=day).exists()


def snapshot_on(day: dt.date) -> Snapshot:
    """The snapshot of a day, or the last one before it.

    Raises:
        BadRequest: A day to come, or one before the first snapshot.
    """
    if day > timezone.localdate():
        raise BadRequest("Ngày này chưa tới, chưa có số liệu.", "That day is still to come.", "future_day")
    found = Snapshot.objects.filter(day__lte=day).order_by("-day").defer("content").first()
    if found is None:
        raise BadRequest(
            "Chưa có ảnh chụp số liệu của ngày này hay trước đó.",
            "There is no snapshot of that day or before it.",
            "no_snapshot",
        )
    return found


def past_kpi(code: str, day: dt.date) -> PastKpi:
    """The number of a ward (five digits), a province (two digits) or the country on a day.

    Raises:
        NotFound: No such unit that day.
        BadRequest: No snapshot of it.
    """
    snapshot = snapshot_on(day)
    unit = unit_on(code, snapshot.day)
    cells = cells_of(code, snapshot)
    pooled = cells.get(ALL)
    count = None
    if pooled is not None and pooled[0].total:
        by_category = tuple(
            (category, cells.get(category, (NOTHING, ""))[0])
            for category in categories.codes(categories.CATEGORIES)
        )
        count = Count(pooled[0], by_category)
    register = pooled[1] if pooled else ""
    return PastKpi(unit, day, snapshot, count, register or None, _plan(code, snapshot))


def cells_of(code: str, snapshot: Snapshot) -> dict[str, tuple[Share, str]]:
    """Share and register by category, as they stood in a snapshot."""
    rows = standing_counts(snapshot).filter(unit_code=code)
    columns = ("digitized", "in_depth", "in_work", "not_begun", "blocked")
    return {
        category: (Share(*parts), register)
        for category, register, *parts in rows.order_by("snapshot_id").values_list(
            "category", "register", *columns
        )
    }


def standing_counts(snapshot: Snapshot) -> Any:
    """The counts written since the last whole snapshot: the last one of each unit and category stands."""
    whole = Snapshot.objects.filter(base__isnull=True, day__lte=snapshot.day).order_by("-day")
    first = whole.values_list("pk", flat=True).first()
    return SnapshotCount.objects.filter(Q(snapshot__gte=first), Q(snapshot__lte=snapshot.pk))


def unit_on(code: str, day: dt.date) -> AdminUnit | Country:
    """What had a code on a day.

    Raises:
        NotFound: No unit had it.
    """
    if code == COUNTRY:
        return Country()
    unit = units.unit_on(code, day)
    if unit is None:
        raise NotFound(
            f"Không có đơn vị {code} vào ngày {day:%d/%m/%Y}.", f"No unit {code} on {day}.", "no_unit"
        )
    return unit


def kept_content(snapshot: Snapshot) -> Content:
    """All that was counted; the last one asked for is remembered, since it never changes.

    Raises:
        BrokenContent: It is not what was written.
    """
    return _content(snapshot.pk, snapshot.digest)


@lru_cache(maxsize=1)
def _content(pk: int, digest: str) -> Content:
    return content_of(Snapshot.objects.get(pk=pk, digest=digest))


def proofs_of(snapshot: Snapshot) -> list[tuple[str, tuple[Step, ...]]]:
    """Each unit's code with the hashes that lead from its line to the root of the day; remembered likewise."""
    return _proofs(snapshot.pk, snapshot.digest)


@lru_cache(maxsize=1)
def _proofs(pk: int, digest: str) -> list[tuple[str, tuple[Step, ...]]]:
    content = _content(pk, digest)
    return list(zip(content.codes, proofs(leaves_of(content)), strict=True))


def _plan(code: str, snapshot: Snapshot) -> dict[str, Any] | None:
    if len(code) != WARD_DIGITS:
        return None  # only wards have plans; and the content of the whole country need not be read
    unit = kept_content(snapshot).units.get(code)
    found: dict[str, Any] | None = json.loads(unit.plan) if unit else None
    return found
