"""Assess items by the criteria that are in force, and tell what a draft of others would change."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from heritage.jobs.evidence import gather, store_level
from heritage.jobs.index import index_items
from heritage.models import CriteriaVersion, Item, RegisterEntry, RegisterVersion
from heritage.projections.criteria import criteria_on
from heritage.rules.criteria_reading import read_criteria
from heritage.rules.levels import assess

logger = logging.getLogger(__name__)
CHUNK = 200


def apply_criteria(day: dt.date | None = None) -> int:
    """Assess every item by criteria that came into force and were not applied yet; how many levels changed.

    Killed on the way it begins again: an item that was assessed already does not change twice.
    """
    row = _in_force(day or timezone.localdate())
    if row is None or row.applied_at is not None:
        return 0
    every = Item.objects.order_by("pk").values_list("pk", flat=True)
    changed = sum(reassess(pks) for pks in _chunks(list(every)))
    CriteriaVersion.objects.filter(pk=row.pk).update(applied_at=timezone.now())
    logger.info("criteria %s are in force, %s items changed", row.version, changed)
    return changed


def reassess(pks: Sequence[int]) -> int:
    """Assess some items anew from their rows and index those that changed; how many did."""
    criteria = criteria_on(timezone.localdate())
    changed = []
    for item, evidence in gather(pks):
        found = assess(evidence, criteria)
        # Most are right already, and looking again within a transaction would take the write lock for each.
        is_right = (item.level, item.level_reasons) == (found.level, found.reasons)
        if not is_right and store_level(item.pk, found, criteria):
            changed.append(item.pk)
    if changed:
        index_items(*changed)
    return len(changed)


def reassess_some(after: int, seconds: float) -> int:
    """Assess items beyond a key until the time is used up, some at least; the last key, 0 at the end of the round.

    Most changes are assessed where they happen. A unit that ends, or a boundary that is imported anew, is found here.
    """
    until = time.monotonic() + seconds
    while pks := list(Item.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        reassess(pks)
        after = pks[-1]
        if time.monotonic() > until:
            return after
    return 0


def preview_criteria(version_pk: int) -> None:
    """Write down how many objects of each unit's register would change their level by a draft."""
    row = CriteriaVersion.objects.filter(pk=version_pk, valid_from=None).first()
    if row is None:  # dated or thrown away meanwhile
        return
    criteria, today = read_criteria(row.criteria, row.version), criteria_on(timezone.localdate())
    listed = _listed()
    moves: Counter[tuple[str, int, int]] = Counter()
    for pks in _chunks(list(listed)):
        for item, evidence in gather(pks):
            step = (assess(evidence, today).level, assess(evidence, criteria).level)
            moves.update((code, *step) for code in listed[item.pk])
    found = {"at": timezone.now().isoformat(), "units": _by_unit(moves)}
    with transaction.atomic():
        now = CriteriaVersion.objects.select_for_update().filter(pk=row.pk, valid_from=None).first()
        if now is not None and now.criteria == row.criteria:  # else it was changed, and counted again
            CriteriaVersion.objects.filter(pk=row.pk).update(preview=found)


def _by_unit(moves: Counter[tuple[str, int, int]]) -> list[dict[str, Any]]:
    """One row a unit: objects, digitized before and after, up, down, and each move from a level to another."""
    units: dict[str, dict[str, Any]] = {}
    for (code, before, after), n in sorted(moves.items()):
        row = units.setdefault(
            code, {"unit": code, "total": 0, "before": 0, "after": 0, "up": 0, "down": 0, "moves": []}
        )
        row["total"] += n
        row["before"] += n * (before >= 2)
        row["after"] += n * (after >= 2)
        if before != after:
            row["up" if after > before else "down"] += n
            row["moves"].append([before, after, n])
    return list(units.values())


def _listed() -> dict[int, list[str]]:
    """Codes of the units whose latest register lists an item, by the item's key."""
    stands = Q(unit__valid_to=None) | Q(unit__valid_to__gt=timezone.localdate())
    versions = RegisterVersion.objects.filter(stands).order_by("unit_id", "number")
    latest = dict(versions.values_list("unit_id", "pk"))
    rows = RegisterEntry.objects.filter(version__in=latest.values()).order_by("item_id")
    found: dict[int, list[str]] = {}
    for item, code in rows.values_list("item_id", "version__unit__code"):
        found.setdefault(item, []).append(code)
    return found


def _chunks(pks: list[int]) -> Iterator[list[int]]:
    return (pks[start : start + CHUNK] for start in range(0, len(pks), CHUNK))


def _in_force(day: dt.date) -> CriteriaVersion | None:
    return CriteriaVersion.objects.filter(valid_from__lte=day).order_by("-valid_from").first()
