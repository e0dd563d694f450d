"""The count that a report stands on: the snapshot of a day, today's being taken where there is none yet."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from gis import units
from gis.models import AdminUnit
from heritage import categories
from heritage.errors import BadRequest, NotFound
from heritage.jobs.snapshots import take
from heritage.kpi import Count, Object, Share, Target, Verdict, count, judge
from heritage.models import Snapshot
from heritage.projections.kept_snapshot import content_of, head_of, root_of
from heritage.rules.snapshot_content import BEGUN, OWN, Content, Row
from heritage.selectors.past import kept_target
from heritage.selectors.registers import WARD_DIGITS as WARD_DIGITS

Levels = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Kept:
    """One object as the day saw it."""

    id: str
    category: str
    level: int
    begun: bool
    blocked_reason: str
    needs: tuple[dict[str, Any], ...]

    @property
    def counted(self) -> Object:
        """As it counts."""
        return Object(self.id, self.category, self.level, self.begun, bool(self.blocked_reason))


@dataclass(frozen=True, slots=True)
class Counted:
    """A unit on the day of a snapshot.

    Attributes:
        registers: "13972-2" of each register counted.
        plan: As the day saw it; None without one, and of a province.
        parts: Of a province its wards with their shares.
    """

    unit: AdminUnit
    snapshot: Snapshot
    registers: tuple[str, ...]
    plan: dict[str, Any] | None
    objects: tuple[Kept, ...]
    parts: tuple[tuple[str, Share], ...] = ()

    @property
    def count(self) -> Count:
        """The pooled share and each category's."""
        return _count(self.objects)

    def levels(self, category: str | None = None) -> Levels:
        """How many objects stand at levels 0 to 3."""
        mine = [each.level for each in self.objects if category in (None, each.category)]
        return mine.count(0), mine.count(1), mine.count(2), mine.count(3)

    @property
    def target(self) -> Target | None:
        """What the plan asked for that day."""
        return None if self.plan is None else kept_target(self.plan)

    @property
    def verdict(self) -> Verdict | None:
        """How the count stood to the plan."""
        return judge(self.count, self.target) if self.target is not None else None


def counted(code: str, day: dt.date, not_before: dt.date) -> Counted:
    """The count of a day: of the last snapshot up to it, today's being taken if need be.

    Raises:
        NotFound: No such unit.
        BadRequest: Nothing was kept since ``not_before``, or the snapshot is not what was written.
    """
    today = timezone.localdate()
    snapshot = take().snapshot if day >= today else _kept(day)
    if snapshot is None or snapshot.day < not_before:
        raise BadRequest(
            f"Không có ảnh chụp số liệu từ ngày {not_before:%d/%m/%Y} đến ngày {day:%d/%m/%Y}. Số liệu của ngày đã qua không tính lại được; cần thì lập báo cáo đột xuất đến hôm nay.",
            f"There is no snapshot from {not_before} to {day}. What a past day counted is never computed afterwards; make an ad hoc report up to today if you need one.",
            "no_snapshot",
        )
    return _of_unit(code, snapshot)


def counted_before(code: str, day: dt.date) -> Counted | None:
    """The count of the last snapshot up to a day; None without one, or where the unit did not stand yet."""
    snapshot = _kept(day)
    try:
        return None if snapshot is None else _of_unit(code, snapshot)
    except NotFound:
        return None


def _kept(day: dt.date) -> Snapshot | None:
    return Snapshot.objects.filter(day__lte=day).order_by("-day").first()


def _of_unit(code: str, snapshot: Snapshot) -> Counted:
    unit = units.unit_on(code, snapshot.day)
    if unit is None or unit.level == AdminUnit.Level.DISTRICT:
        raise NotFound(
            f"Không có đơn vị {code} vào ngày {snapshot.day:%d/%m/%Y}.",
            f"No unit {code} on {snapshot.day}.",
            "no_unit",
        )
    content = content_of(snapshot)
    if head_of(snapshot).digest != snapshot.digest or root_of(content) != snapshot.root:
        raise BadRequest(
            f"Ảnh chụp số liệu ngày {snapshot.day:%d/%m/%Y} không còn đúng như khi ghi. Chạy snapshot_kpi --verify.",
            f"The snapshot of {snapshot.day} is not what was written. Run snapshot_kpi --verify.",
            "broken_snapshot",
        )
    return _ward(unit, snapshot, content) if len(code) == WARD_DIGITS else _area(unit, snapshot, content)


def _ward(unit: AdminUnit, snapshot: Snapshot, content: Content) -> Counted:
    kept = content.units.get(unit.code)
    if kept is None:
        return Counted(unit, snapshot, (), None, ())
    return Counted(
        unit,
        snapshot,
        tuple(kept.register.split("+")) if kept.register else (),
        json.loads(kept.plan),
        tuple(_object(content, public_id, row) for public_id, row in sorted(kept.rows.items())),
    )


def _area(unit: AdminUnit, snapshot: Snapshot, content: Content) -> Counted:
    """A province: an object that several wards list counts once, as its own ward has it."""
    inside = [code for code in content.codes if content.units[code].province == unit.code]
    objects: dict[str, Kept] = {}
    registers: set[str] = set()
    parts = []
    for code in inside:
        kept = content.units[code]
        if not kept.register:
            continue
        registers |= set(kept.register.split("+"))
        mine = {public_id: _object(content, public_id, row) for public_id, row in kept.rows.items()}
        parts.append((code, _count(tuple(mine.values())).whole))
        for public_id, each in mine.items():
            if kept.rows[public_id][2] & OWN or public_id not in objects:
                objects[public_id] = each
    found = tuple(objects[public_id] for public_id in sorted(objects))
    return Counted(unit, snapshot, tuple(sorted(registers)), None, found, tuple(parts))


def _object(content: Content, public_id: str, row: Row) -> Kept:
    facts, level, flags, judged = row
    told, needs = content.tables.facts[facts], content.tables.needs
    return Kept(
        public_id,
        told.category,
        level,
        flags & BEGUN > 0,
        told.blocked_reason,
        tuple(json.loads(needs[number]) for number in content.tables.reasons[judged]),
    )


def _count(objects: tuple[Kept, ...]) -> Count:
    return count([each.counted for each in objects], categories.codes(categories.CATEGORIES))
