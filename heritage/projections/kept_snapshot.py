"""A snapshot as it was kept: its first line, and its content put together from the base and the differences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from heritage.models import Snapshot
from heritage.rules import snapshot_tree
from heritage.rules.snapshot_content import Content, Head, parts
from heritage.rules.snapshot_packing import Unpacking


def head_of(snapshot: Snapshot) -> Head:
    """The first line of a snapshot, from its row."""
    return Head(
        day=snapshot.day,
        taken_at=snapshot.taken_at,
        criteria_version=snapshot.criteria_version,
        units=snapshot.units_count,
        rows=snapshot.rows_count,
        objects=snapshot.objects_count,
        root=snapshot.root,
        previous_digest=snapshot.previous_digest,
    )


def document_of(snapshot: Snapshot) -> dict[str, Any]:
    """What the digest of a snapshot is taken over, and the digest, as answers give it."""
    return {**head_of(snapshot).as_dict(), "digest": snapshot.digest}


def content_of(snapshot: Snapshot) -> Content:
    """Everything that was counted that day.

    Raises:
        BrokenContent: The rows do not hold what was written.
    """
    chain = [snapshot]
    while chain[-1].base_id is not None:
        chain.append(Snapshot.objects.get(pk=chain[-1].base_id))
    unpacking = Unpacking()
    for each in reversed(chain):
        unpacking.apply(bytes(each.content))
    return unpacking.content


def text_of(snapshot: Snapshot) -> Iterator[bytes]:
    """The snapshot line by line, the first one first: what its digest is taken over, bit for bit."""
    content = content_of(snapshot)
    yield head_of(snapshot).line + b"\n"
    for part in parts(content):
        yield part.line + b"\n"


def leaves_of(content: Content) -> list[bytes]:
    """The hash of each unit's line, in the order of codes."""
    return [snapshot_tree.leaf(part.line) for part in parts(content)]


def root_of(content: Content) -> str:
    """The root of the tree over the units' lines."""
    return snapshot_tree.root(leaves_of(content))


def chain_holds() -> bool:
    """Whether the first lines and the links between them are right: quick, for every scrape of the metrics."""
    before = ""
    for snapshot in Snapshot.objects.order_by("day").defer("content"):
        if snapshot.previous_digest != before or head_of(snapshot).digest != snapshot.digest:
            return False
        before = snapshot.digest
    return True
