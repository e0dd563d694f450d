"""What waits for an officer or a reviewer, and what each piece of work would add to the number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from gis import units
from gis.models import AdminUnit
from heritage.models import Asset, Batch, Item, RegisterEntry, Revision, User

NEXT_LEVEL = 2


@dataclass(frozen=True, slots=True)
class Task:
    """One item of the register with the steps that keep it from counting, fewest first."""

    item: Item
    missing: tuple[dict[str, Any], ...]
    in_register: bool

    @property
    def steps(self) -> int:
        """How many requirements are still open."""
        return len(self.missing)


def items_of(user: User) -> QuerySet[Item]:
    """Every item that the person may work on."""
    rows = Item.objects.select_related("unit").prefetch_related("assets")
    return rows if user.sees_all_units else rows.filter(unit_id=user.unit_id)


def tasks_for(user: User, limit: int = 30) -> list[Task]:
    """The work list: objects that do not count yet, those nearest to counting first."""
    listed = set(RegisterEntry.objects.filter(item__in=items_of(user)).values_list("item_id", flat=True))
    tasks = [
        Task(
            item=item,
            missing=tuple(
                need for need in item.level_reasons if not need["met"] and need["level"] <= NEXT_LEVEL
            ),
            in_register=item.pk in listed,
        )
        for item in items_of(user).filter(level__lt=NEXT_LEVEL)
    ]
    tasks.sort(key=lambda task: (not task.in_register, task.steps, task.item.name_vi))
    return tasks[:limit]


def waiting_for(user: User) -> QuerySet[Item]:
    """Items that this person may decide on: submitted, or with new files, and not by themselves."""
    rows = items_of(user)
    if not user.may_review:
        return rows.none()
    submitted = Q(revisions__state=Revision.State.SUBMITTED) & ~Q(revisions__author=user)
    return rows.filter(submitted).distinct().order_by("revisions__submitted_at")


def own_submissions(user: User) -> QuerySet[Revision]:
    """What the person has handed in or got back, newest first."""
    return (
        Revision.objects.filter(author=user)
        .exclude(state=Revision.State.APPROVED)
        .select_related("item", "reviewer")
        .order_by("-updated_at")
    )


def troubled_files(user: User) -> QuerySet[Asset]:
    """Files that need a person: doubted or failed ones of the unit."""
    rows = Asset.objects.filter(state__in=[Asset.State.NEEDS_REVIEW, Asset.State.FAILED]).select_related(
        "item"
    )
    return rows if user.sees_all_units else rows.filter(unit_id=user.unit_id)


def batches_of(user: User) -> QuerySet[Batch]:
    """Deliveries of the unit, newest first."""
    rows = Batch.objects.select_related("unit", "by").order_by("-created_at")
    return rows if user.sees_all_units else rows.filter(unit_id=user.unit_id)


def units_with_plans() -> QuerySet[AdminUnit]:
    """Units that take part."""
    return (
        units.standing(timezone.localdate())
        .filter(Q(plans__isnull=False) | Q(registers__isnull=False))
        .distinct()
        .order_by("folded")
    )
