"""The candidates of an item's place: kept apart, measured against the accepted one, never chosen by a machine.

The accepted candidate is a copy of the item's own columns, which stay the truth: :func:`mirror` follows them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone

from gis.choose import apart
from gis.placement import Placement
from gis.question import is_plausible
from heritage.models import Asset, Item, PositionCandidate, User

State = PositionCandidate.State
SAME_DEGREES = 1e-9  # a tenth of a millimetre: what a database may change


@transaction.atomic
def propose(
    item: Item,
    placement: Placement,
    *,
    origin: str = "",
    text: str = "",
    asset: Asset | None = None,
    by: User | None = None,
) -> PositionCandidate | None:
    """Keep one source's word on an item's place; the accepted place stays as it is.

    One file, or one ``origin`` of one person, has one open word by each method: it is written over while nobody has
    decided on it. A word that was accepted or rejected stays, and a different one comes beside it.

    Args:
        item: Saved.
        placement: Where, how found, how exact.
        origin: Words for the source: a table with its row, a gazetteer. Empty for a person's own entry.
        text: As it was typed or written.
        asset: The file that says so.
        by: Who gave it; None for a machine.

    Returns:
        The candidate; None for a place at 0, 0 or outside Viet Nam, which is no candidate.
    """
    if not is_plausible(placement):
        return None
    # Read again and held: the caller's copy may be older than a decision made meanwhile.
    item = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
    is_its_own = item.placement is not None and is_same(item.placement, placement)
    if not is_its_own:
        mirror(item)
    if asset is None and not origin:
        # Somebody takes over what another source said: that source's word it stays.
        known = _saying(item, placement)
        if known:
            return known[0]
    said = PositionCandidate.objects.filter(item=item, asset=asset, method=placement.method)
    if asset is None:
        said = said.filter(origin=origin[:200], by=by)
    known = list(said.order_by("pk"))
    same = next((each for each in known if is_same(each.placement, placement)), None)
    if same is not None:
        return same
    candidate = next((each for each in known if each.state == State.PROPOSED), None)
    candidate = candidate or PositionCandidate(item=item, asset=asset, origin=origin[:200], by=by)
    _write(candidate, placement)
    candidate.text = text[:400]
    candidate.decided_by, candidate.decided_at, candidate.reason = None, None, ""
    accepted = accepted_of(item)
    _measure(candidate, accepted)
    candidate.save()
    if is_its_own:
        mirror(item)
        candidate.refresh_from_db()
    return candidate


def mirror(
    item: Item, *, by: User | None = None, text: str = "", reason: str = ""
) -> PositionCandidate | None:
    """Make the candidate at the item's place the accepted one, and measure the others anew where it changed.

    The one accepted before is proposed again, and settled: whoever approved the change decided between the two.

    Returns:
        The accepted candidate; None for an item without a place.
    """
    placement, accepted = item.placement, accepted_of(item)
    if placement is None and accepted is None:
        return None
    if placement is not None and accepted is not None and is_same(accepted.placement, placement):
        return accepted
    now = timezone.now()
    if accepted is not None:
        accepted.state = State.PROPOSED
        accepted.decided_by, accepted.decided_at, accepted.reason = by, now, reason[:300]
        accepted.save()
    chosen = _at(item, placement, by) if placement is not None else None
    if chosen is not None:
        chosen.state, chosen.away_m, chosen.conflicts = State.ACCEPTED, None, False
        chosen.text = chosen.text or text[:400]
        chosen.decided_by, chosen.decided_at, chosen.reason = by, now, (chosen.reason or reason)[:300]
        chosen.save()
    measure(item)
    return chosen


def measure(item: Item) -> None:
    """Write how far every open candidate is from the accepted one, and whether a person must settle it."""
    accepted = accepted_of(item)
    for candidate in item.candidates.filter(state=State.PROPOSED):
        before = candidate.away_m, candidate.conflicts
        _measure(candidate, accepted)
        if (candidate.away_m, candidate.conflicts) != before:
            candidate.save(update_fields=["away_m", "conflicts"])


def follow(asset: Asset) -> None:
    """Give the asset's places to its item: what the file says, and what was declared for it.

    A file that moved to another item, or says nothing any more, takes back what nobody has decided on.
    """
    said = [asset.placement, asset.declared.get("placement")]
    placements = [Placement.from_dict(each) for each in said if each]
    kept = []
    if asset.item is not None:
        for placement in placements:
            candidate = propose(asset.item, placement, asset=asset, by=None)
            kept += [candidate.pk] if candidate is not None else []
    asset.candidates.filter(state=State.PROPOSED, decided_at__isnull=True).exclude(pk__in=kept).delete()


def accepted_of(item: Item) -> PositionCandidate | None:
    """The accepted candidate as it stands, which the item's columns may have left behind."""
    return item.candidates.filter(state=State.ACCEPTED).first()


def is_same(one: Placement, other: Placement) -> bool:
    """Whether two placements say the same in every respect."""
    near = abs(one.lon - other.lon) < SAME_DEGREES and abs(one.lat - other.lat) < SAME_DEGREES
    return near and _rest(one) == _rest(other)


def _rest(placement: Placement) -> tuple[Any, ...]:
    return (
        placement.method,
        placement.accuracy_m,
        placement.native_crs,
        placement.native_x,
        placement.native_y,
    )


def _at(item: Item, placement: Placement, by: User | None) -> PositionCandidate:
    """The candidate that says what the item's columns say, a rejected one last; a new one where none does."""
    known = _saying(item, placement)
    if known:
        return known[0]
    candidate = PositionCandidate(item=item, by=by)
    _write(candidate, placement)
    return candidate


def _saying(item: Item, placement: Placement) -> list[PositionCandidate]:
    """The candidates that say exactly this, rejected ones last."""
    known = [each for each in item.candidates.order_by("pk") if is_same(each.placement, placement)]
    return sorted(known, key=lambda each: each.state == State.REJECTED)


def _write(candidate: PositionCandidate, placement: Placement) -> None:
    candidate.point = Point(placement.lon, placement.lat, srid=4326)
    candidate.method, candidate.accuracy_m = placement.method, placement.accuracy_m
    candidate.native = placement.native


def _measure(candidate: PositionCandidate, accepted: PositionCandidate | None) -> None:
    if accepted is None:
        candidate.away_m, candidate.conflicts = None, False
        return
    between = apart(accepted.placement, candidate.placement)
    candidate.away_m = between.metres
    candidate.conflicts = between.conflicts and not _settled(candidate, accepted)


def _settled(candidate: PositionCandidate, accepted: PositionCandidate) -> bool:
    """Whether a person decided on it since the accepted place is what it is."""
    since: dt.datetime = accepted.decided_at or accepted.at
    return candidate.decided_at is not None and candidate.decided_at >= since
