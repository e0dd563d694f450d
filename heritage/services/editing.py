"""Write items. What an officer types goes into an open revision; the published row stays as it is."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django.contrib.gis.geos import MultiLineString, MultiPolygon
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from gis.drawing import read_drawing
from gis.errors import BadDrawing
from gis.models import AdminUnit
from gis.placement import Placement
from heritage import categories
from heritage.errors import BadRequest
from heritage.jobs import candidates
from heritage.jobs.evidence import refresh_level
from heritage.jobs.filing import put_position
from heritage.models import Event, Item, Revision, User
from heritage.models.item import FIELDS
from heritage.projections.stated_place import stated_place
from heritage.services.access import require_unit

# Kept in a revision under one key each, because they fill several columns.
PLACEMENT = "placement"
ZONE_ONE = "zone_one"
# Kept as GeoJSON; whether each is made of areas, else of lines.
SHAPES = {ZONE_ONE: True, "zone_two": True, "route": False, "area": True}


@transaction.atomic
def create_item(*, category: str, name_vi: str, unit: AdminUnit, by: User | None, **values: Any) -> Item:
    """Open a draft item.

    Raises:
        NotAllowed: Another unit's officer.
        BadRequest: No name, or an unknown category.
    """
    require_unit(by, unit)
    name = " ".join(name_vi.split())
    if not name:
        raise BadRequest("Chưa có tên di sản.", "The item has no name.", "no_name")
    if category not in categories.codes(categories.CATEGORIES):
        raise BadRequest("Chưa chọn loại di sản.", "No category has been chosen.", "no_category")
    item = Item(category=category, name_vi=name, unit=unit, created_by=by)
    if isinstance(values.get(PLACEMENT), dict):
        values[PLACEMENT] = _signed(values[PLACEMENT], None, by)
    _apply(item, values)
    item.full_clean(exclude=["created_by"])
    item.save()
    candidates.mirror(item, by=by)
    Event.objects.create(actor=by, verb="item_opened", item=item)
    refresh_level(item)
    return item


@transaction.atomic
def edit_item(item: Item, *, by: User, values: dict[str, Any]) -> Revision:
    """Keep proposed values in the item's open revision; only what differs is kept.

    Raises:
        NotAllowed: Another unit's officer.
        BadRequest: A field that does not exist.
    """
    require_unit(by, item.unit)
    unknown = set(values) - set(FIELDS) - {PLACEMENT, *SHAPES}
    if unknown:
        raise BadRequest(en=f"Unknown field {sorted(unknown)[0]}", vi=f"Không có trường {sorted(unknown)[0]}")
    revision = open_revision(item) or Revision(item=item, author=by)
    shapes = {name: _shape(name, value).json for name, value in values.items() if name in SHAPES and value}
    if PLACEMENT in values:
        before = revision.values.get(PLACEMENT) or current_value(item, PLACEMENT)
        values = {**values, PLACEMENT: _signed(values[PLACEMENT], before, by)}
    kept = {**revision.values, **values, **shapes}
    revision.values = {name: value for name, value in kept.items() if value != current_value(item, name)}
    revision.author = by
    revision.state = Revision.State.DRAFT
    revision.save()
    place = revision.values.get(PLACEMENT) if PLACEMENT in values else None
    if place is not None:
        candidates.propose(item, placement_of(place), by=by, text=str(place.get("text") or ""))
    Event.objects.create(actor=by, verb="item_edited", item=item, detail={"fields": sorted(values)})
    return revision


@transaction.atomic
def submit(item: Item, *, by: User) -> Revision:
    """Hand the open revision, or the item as it stands, to the review queue."""
    require_unit(by, item.unit)
    revision = open_revision(item) or Revision(item=item, author=by)
    revision.state = Revision.State.SUBMITTED
    revision.author = by
    revision.submitted_at = timezone.now()
    revision.save()
    Event.objects.create(actor=by, verb="submitted", item=item)
    return revision


def open_revision(item: Item) -> Revision | None:
    """The item's draft, returned or waiting revision."""
    return item.revisions.exclude(state=Revision.State.APPROVED).order_by("-pk").first()


def current_value(item: Item, name: str) -> Any:
    """The approved value of a field, in the form in which a revision keeps it."""
    if name == PLACEMENT:
        return stated_place(item)
    if name in SHAPES:
        shape = getattr(item, name)
        return shape.json if shape else None
    return getattr(item, name)


def placement_of(value: dict[str, Any]) -> Placement:
    """The place in what a revision keeps, which may say more of it than a placement does."""
    known = {field.name for field in fields(Placement)}
    return Placement.from_dict({name: said for name, said in value.items() if name in known})


def state_place(item: Item, value: Placement | dict[str, Any] | None) -> None:
    """Copy a place into an item's columns, with what was typed, by whom and when; None takes the place away."""
    if isinstance(value, Placement):
        put_position(item, value)
    elif value is None:
        item.position, item.position_text, item.position_by, item.position_at = None, "", None, None
    else:
        put_position(
            item,
            placement_of(value),
            text=str(value.get("text") or ""),
            by=User.objects.filter(username=value.get("by") or "").first(),
            at=parse_datetime(str(value.get("at") or "")),
        )


def _signed(
    value: dict[str, Any] | None, before: dict[str, Any] | None, by: User | None
) -> dict[str, Any] | None:
    """A place with who states it and when; one that says nothing new stays the earlier person's."""
    if not value or not by:
        return value
    told = {name: value[name] for name in value if name not in ("by", "at")}
    if before is not None and told in (
        before,
        {name: before[name] for name in before if name not in ("by", "at")},
    ):
        return before
    return {**told, "by": by.username, "at": timezone.now().isoformat()}


def _apply(item: Item, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if name == PLACEMENT:
            state_place(item, value)
        elif name in SHAPES:
            setattr(item, name, _shape(name, value) if value else None)
        elif name in FIELDS or name in ("public_id", "position_source"):
            setattr(item, name, value)
        else:
            raise BadRequest(en=f"Unknown field {name}", vi=f"Không có trường {name}")


def _shape(name: str, text: str) -> MultiPolygon | MultiLineString:
    """The lines or areas of a shape; drawing tools write a single one without its list."""
    try:
        return read_drawing(text, areas=SHAPES[name])
    except BadDrawing as problem:
        raise BadRequest(problem.vi, problem.en, f"shape_{problem.code}") from problem


def apply_revision(revision: Revision) -> None:
    """Copy a revision's values into its item; the caller saves inside its transaction."""
    _apply(revision.item, revision.values)
