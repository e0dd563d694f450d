"""What waits for an officer or a reviewer, and what each piece of work would add to the number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from gis import units
from gis.models import AdminUnit
from gis.names import fold_name
from heritage.models import Asset, Batch, Event, Item, RegisterEntry, Revision, User

NEXT_LEVEL = 2
# These come from an approval and from nowhere else; an officer's part in them is to hand the work in.
BY_APPROVAL = frozenset({"second_person", "public", "originals"})
BY_UPLOAD = frozenset({"photo", "captioned_photos", "decision_scan", "moving", "image", "consent"})
WRITING = ("item_opened", "item_edited", "file_described", "photos_attached")
OPEN_STATES = (Revision.State.DRAFT, Revision.State.RETURNED, Revision.State.SUBMITTED)


@dataclass(frozen=True, slots=True)
class Task:
    """One item of the register with the steps that keep it from counting, fewest first."""

    item: Item
    missing: tuple[dict[str, Any], ...]
    met: tuple[dict[str, Any], ...]
    in_register: bool

    @property
    def steps(self) -> int:
        """How many requirements are still open."""
        return len(self.missing)

    @property
    def wants_files(self) -> bool:
        """Whether everything that is missing, approval aside, comes in as a file."""
        own = {need["code"] for need in self.missing} - BY_APPROVAL
        return bool(own) and own <= BY_UPLOAD


def items_of(user: User) -> QuerySet[Item]:
    """Every item that the person may work on."""
    rows = Item.objects.select_related("unit").prefetch_related("assets")
    return rows if user.sees_all_units else rows.filter(unit_id=user.unit_id)


def named(rows: QuerySet[Item], text: str) -> QuerySet[Item]:
    """Records whose name or code holds the text, accents aside.

    Folded here: databases disagree about "đ", and drafts are not in the search index.
    """
    wanted = fold_name(text)
    names = rows.values_list("pk", "name_vi", "name_en", "public_id")
    return rows.filter(pk__in=[pk for pk, *said in names if any(wanted in fold_name(each) for each in said)])


def tasks_for(user: User, limit: int = 30) -> list[Task]:
    """The work list: objects that do not count yet, those nearest to counting first."""
    listed = set(RegisterEntry.objects.filter(item__in=items_of(user)).values_list("item_id", flat=True))
    rows = items_of(user).prefetch_related("assets__derivatives").filter(level__lt=NEXT_LEVEL)
    tasks = [_task(item, item.pk in listed) for item in rows]
    tasks.sort(key=lambda task: (not task.in_register, task.steps, task.item.name_vi))
    return tasks[:limit]


def _task(item: Item, in_register: bool) -> Task:
    asked = [need for need in item.level_reasons if need["level"] <= NEXT_LEVEL]
    return Task(
        item=item,
        missing=tuple(need for need in asked if not need["met"]),
        met=tuple(
            need for need in asked if need["met"] and need["level"] and need["code"] not in BY_APPROVAL
        ),
        in_register=in_register,
    )


def waiting_for(user: User) -> list[Revision]:
    """What other people wrote and handed in and this person may decide on, oldest first."""
    if not user.may_review:
        return []
    rows = Revision.objects.filter(state=Revision.State.SUBMITTED).exclude(author=user)
    if not user.sees_all_units:
        rows = rows.filter(item__unit_id=user.unit_id)
    found = list(rows.select_related("item__unit", "author").order_by("submitted_at", "pk"))
    writers = writers_of([revision.item_id for revision in found])
    return [revision for revision in found if user.pk not in writers.get(revision.item_id, ())]


def writers_of(item_ids: list[int]) -> dict[int, set[int]]:
    """Who wrote on each item since it was last published, the first hand included; from the record of events.

    A revision names its last author only. Whoever wrote any of it is no second pair of eyes.
    """
    writers: dict[int, set[int]] = {}
    events = Event.objects.filter(item__in=item_ids, verb__in=(*WRITING, "published")).order_by("pk")
    for item_id, actor_id, verb in events.values_list("item_id", "actor_id", "verb"):
        if verb == "published":
            writers[item_id] = set()
        elif actor_id is not None:
            writers.setdefault(item_id, set()).add(actor_id)
    return writers


def own_submissions(user: User) -> QuerySet[Revision]:
    """What the person got back, handed in or has begun, in this order, newest first."""
    order = Case(
        When(state=Revision.State.RETURNED, then=Value(0)),
        When(state=Revision.State.SUBMITTED, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return (
        Revision.objects.filter(author=user, state__in=OPEN_STATES)
        .select_related("item__unit", "reviewer")
        .order_by(order, "-updated_at")
    )


def open_revisions(items: list[Item]) -> dict[int, Revision]:
    """The open revision of each item that has one, by the item's key."""
    rows = Revision.objects.filter(item__in=items, state__in=OPEN_STATES)
    return {revision.item_id: revision for revision in rows}


def troubled_files(user: User) -> QuerySet[Asset]:
    """Files that need a person: doubted or failed ones of the unit."""
    rows = (
        Asset.objects.filter(state__in=[Asset.State.NEEDS_REVIEW, Asset.State.FAILED])
        .select_related("item", "unit")
        .order_by("-received_at")
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


def scans_beside(asset: Asset) -> list[tuple[str, str]]:
    """Other clouds of the same record that are ready to be drawn: what a scan may be fitted to."""
    if asset.item_id is None:
        return []
    others = Asset.objects.filter(item_id=asset.item_id, kind="cloud", derivatives__recipe="copc")
    return [(each.public_id, _scan_name(each)) for each in others.exclude(pk=asset.pk).distinct()]


def _scan_name(asset: Asset) -> str:
    """The caption with the file's name: files of one delivery often share a caption."""
    name = asset.original_name.rsplit("/", 1)[-1]
    return f"{asset.caption_vi} ({name})" if asset.caption_vi else name
