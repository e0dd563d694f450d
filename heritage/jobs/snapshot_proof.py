"""Prove that the kept snapshots are what was written: every digest, every link of the chain, every count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import F

from heritage.kpi import Share
from heritage.models import Snapshot, SnapshotCount
from heritage.projections.kept_snapshot import head_of
from heritage.rules import snapshot_tree
from heritage.rules.snapshot_content import Content, parts
from heritage.rules.snapshot_counts import GONE, Counted, Place, changed, counts
from heritage.rules.snapshot_packing import BrokenContent, Unpacking


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with one day: ``digest``, ``link``, ``content``, ``counts`` or ``base``."""

    day: dt.date
    what: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found. ``guarded`` is None where there is nothing to try the guard on."""

    days: int
    flaws: tuple[Flaw, ...]
    guarded: bool | None
    last_digest: str

    @property
    def holds(self) -> bool:
        """Whether every snapshot is what was written and the database still refuses to change one."""
        return not self.flaws and self.guarded is not False


def verify(tell: Callable[[dt.date], None] = lambda day: None) -> Proof:
    """Go through the whole chain, from the first day on.

    A digest cannot tell whether somebody wrote the whole chain anew or cut off its end: compare the last
    digest with one that was noted elsewhere, such as in a signed report.

    Args:
        tell: Called with each day before it is looked at.
    """
    walk = _Walk()
    previous: Snapshot | None = None
    for pk in Snapshot.objects.order_by("day").values_list("pk", flat=True):
        snapshot = Snapshot.objects.get(pk=pk)
        tell(snapshot.day)
        walk.look_at(snapshot, previous)
        previous = snapshot
    guarded = None if previous is None else is_guarded(previous)
    return Proof(walk.days, tuple(walk.flaws), guarded, previous.digest if previous else "")


def is_guarded(snapshot: Snapshot) -> bool:
    """Whether the database refuses a change; tried with one that would change nothing, and undone."""
    try:
        with transaction.atomic():
            Snapshot.objects.filter(pk=snapshot.pk).update(rows_count=F("rows_count"))
            transaction.set_rollback(True)
    except IntegrityError:
        return True
    return False


@dataclass(slots=True)
class _Walk:
    """Carries the content from day to day, so that only what changed is hashed again."""

    days: int = 0
    flaws: list[Flaw] = field(default_factory=list)
    unpacking: Unpacking | None = None
    leaves: dict[str, bytes] = field(default_factory=dict)
    cells: dict[Place, Counted] = field(default_factory=dict)

    def look_at(self, snapshot: Snapshot, previous: Snapshot | None) -> None:
        """Note everything that is wrong with a day."""
        self.days += 1
        head = head_of(snapshot)
        found = []
        if head.digest != snapshot.digest:
            found.append("digest")
        if snapshot.previous_digest != (previous.digest if previous else ""):
            found.append("link")
        found += self._content(snapshot, previous)
        self.flaws += [Flaw(snapshot.day, what) for what in found]

    def _content(self, snapshot: Snapshot, previous: Snapshot | None) -> list[str]:
        whole = snapshot.base_id is None
        if whole:
            self.unpacking, self.leaves, self.cells = Unpacking(), {}, {}
        if self.unpacking is None or not (whole or (previous and snapshot.base_id == previous.pk)):
            return ["base"]
        try:
            said = self.unpacking.apply(bytes(snapshot.content))
        except BrokenContent:
            self.unpacking = None
            return ["content"]
        content = self.unpacking.content
        self._hash(content, said)
        leaves = [self.leaves[code] for code in content.codes]
        if snapshot.root != snapshot_tree.root(leaves):
            self.unpacking = None
            return ["content"]
        sizes = (len(content.units), content.rows_count, content.objects_count)
        cells = counts(content)
        written = _written(snapshot)
        if whole:  # it has every cell, and what the one before it may have known and is gone
            written = {place: cell for place, cell in written.items() if cell != GONE or place in cells}
        wanted = cells if whole else changed(self.cells, cells)
        self.cells = cells
        right = sizes == (snapshot.units_count, snapshot.rows_count, snapshot.objects_count)
        return [] if right and wanted == written else ["counts"]

    def _hash(self, content: Content, said: set[str]) -> None:
        for code in said - content.units.keys():
            self.leaves.pop(code, None)
        again = {code: content.units[code] for code in said & content.units.keys()}
        for part in parts(Content(content.tables, again)):
            self.leaves[part.code] = snapshot_tree.leaf(part.line)


def _written(snapshot: Snapshot) -> dict[Place, Counted]:
    rows = SnapshotCount.objects.filter(snapshot=snapshot).values_list(
        *("unit_code", "category", "register", "total"),
        *("digitized", "in_depth", "in_work", "not_begun", "blocked"),
    )
    found = {}
    for code, category, register, total, *numbers in rows:
        share = Share(*numbers)
        if share.total == total:  # else left out, and so found to differ
            found[code, category] = Counted(share, register)
    return found
