"""Take the count of the day once, and prove that what was kept is what was written."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from heritage.errors import BadRequest
from heritage.jobs.criteria import apply_criteria
from heritage.models import Snapshot, SnapshotCount
from heritage.projections.criteria import criteria_on
from heritage.projections.kept_snapshot import content_of, root_of
from heritage.rules.snapshot_content import Content, Head, Tables
from heritage.rules.snapshot_counts import GONE, Counted, Place, changed, counts
from heritage.rules.snapshot_packing import (
    BrokenContent,
    packed,
    packed_difference,
    sizes_of,
)
from heritage.selectors.counting import count_now

logger = logging.getLogger(__name__)

WHOLE_EVERY = 32  # so many days apart a snapshot rests on no other: few enough to put together in a second
AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Taken:
    """The snapshot of a day, and whether it was made just now."""

    snapshot: Snapshot
    made: bool


def is_due(now: dt.datetime | None = None) -> bool:
    """Whether the worker should take today's: in the evening, or at once where yesterday has none.

    So a server takes it late, with the work of the day in it, and a machine that is off at night takes it in
    the morning rather than never.
    """
    local = timezone.localtime(now)
    kept = set(
        Snapshot.objects.filter(day__gte=local.date() - dt.timedelta(days=1)).values_list("day", flat=True)
    )
    if local.date() in kept:
        return False
    return local.time() >= settings.SNAPSHOT_AT or local.date() - dt.timedelta(days=1) not in kept


def take(day: dt.date | None = None) -> Taken:
    """Count today and keep it; where today has been kept it stays as it is.

    Args:
        day: Must be today; None means it.

    Raises:
        BadRequest: Another day than today, or a clock that is behind the last snapshot.
    """
    now = timezone.now()
    today = timezone.localdate(now)
    if day is not None and day != today:
        raise BadRequest(
            f"Chỉ chụp được số liệu của hôm nay ({today:%d/%m/%Y}). Ngày đã qua không chụp lại được.",
            f"Only today ({today}) can be taken. A past day is never counted afterwards.",
            "past_day",
        )
    if kept := Snapshot.objects.filter(day=today).first():
        return Taken(kept, made=False)
    last = Snapshot.objects.order_by("-day").first()
    if last is not None and last.day > today:
        raise BadRequest(
            f"Đồng hồ máy chỉ {today:%d/%m/%Y}, sớm hơn ảnh chụp cuối ({last.day:%d/%m/%Y}). Chỉnh lại đồng hồ.",
            f"The clock says {today}, before the last snapshot ({last.day}). Set it right.",
            "clock_behind",
        )
    apply_criteria(today)  # the levels that are kept are by the criteria that the snapshot names
    try:
        return Taken(_made(last, today, now), made=True)
    except IntegrityError:
        # Another worker was quicker: the database keeps one snapshot a day and one after each.
        kept = Snapshot.objects.filter(day=today).first()
        if kept is None:
            raise
        return Taken(kept, made=False)


def _made(last: Snapshot | None, day: dt.date, now: dt.datetime) -> Snapshot:
    before = _base(last) if last else None
    tables = before.tables if before else Tables()
    sizes = sizes_of(tables)
    content = count_now(day, tables)
    head = Head(
        day=day,
        taken_at=now,
        criteria_version=criteria_on(day).version,
        units=len(content.units),
        rows=content.rows_count,
        objects=content.objects_count,
        root=root_of(content),
        previous_digest=last.digest if last else "",
    )
    cells = counts(content)
    with transaction.atomic():
        snapshot = Snapshot.objects.create(
            day=day,
            taken_at=now,
            criteria_version=head.criteria_version,
            previous_digest=head.previous_digest,
            root=head.root,
            digest=head.digest,
            units_count=head.units,
            rows_count=head.rows,
            objects_count=head.objects,
            base=last if before else None,
            content=packed_difference(before, content, sizes) if before else packed(content),
        )
        written = changed(counts(before), cells) if before else {**_gone(cells), **cells}
        SnapshotCount.objects.bulk_create(_rows(snapshot, written), batch_size=AT_ONCE)
    logger.info("snapshot of %s: %s objects in %s units", day, head.objects, head.units)
    return snapshot


def _base(last: Snapshot) -> Content | None:
    """What the next snapshot is the difference from; None where it is to be whole."""
    whole = Snapshot.objects.filter(base__isnull=True).latest("day")
    if Snapshot.objects.filter(day__gte=whole.day).count() >= WHOLE_EVERY:
        return None
    try:
        content = content_of(last)
    except BrokenContent:
        logger.exception("snapshot of %s is damaged, keeping today's whole", last.day)
        return None
    if root_of(content) != last.root:
        logger.error("snapshot of %s is not what was written, keeping today's whole", last.day)
        return None
    return content


def _gone(cells: dict[Place, Counted]) -> dict[Place, Counted]:
    """Nothing, for each cell that stood until now and has no object any more: else it would stand on."""
    stood: dict[Place, bool] = {}
    whole = Snapshot.objects.filter(base__isnull=True).order_by("-day").values_list("pk", flat=True)
    rows = SnapshotCount.objects.filter(snapshot__gte=whole[1] if len(whole) > 1 else 0).order_by(
        "snapshot_id"
    )
    for code, category, total, register in rows.values_list("unit_code", "category", "total", "register"):
        stood[code, category] = bool(total or register)
    return {place: GONE for place, stands in stood.items() if stands and place not in cells}


def _rows(snapshot: Snapshot, cells: dict[Place, Counted]) -> list[SnapshotCount]:
    return [
        SnapshotCount(snapshot=snapshot, unit_code=code, category=category, **_columns(cell))
        for (code, category), cell in sorted(cells.items(), key=lambda each: each[0])
    ]


def _columns(cell: Counted) -> dict[str, int | str]:
    share = cell.share
    return {
        "total": share.total,
        "digitized": share.digitized,
        "in_depth": share.in_depth,
        "in_work": share.in_work,
        "not_begun": share.not_begun,
        "blocked": share.blocked,
        "register": cell.register,
    }
