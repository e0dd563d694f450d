"""The hierarchy of a COPC file: where each octree node's chunk is, in pages.

COPC 1.0: an entry of 32 bytes per node; 0 points for a node that only has children; -1 for a node
whose entry, with those of its descendants, is in a page of its own. A reader loads the root's page
before it shows anything, so a large hierarchy is cut: 8,192 entries are 260 kB.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from media_pipeline.copc_grid import ROOT, NodeKey
from media_pipeline.copc_workshop import Node

PAGE_ENTRIES = 8_192
ENTRY_BYTES = 32
_ELSEWHERE = -1

Place = tuple[int, int, int]  # offset, bytes, points
Entries = list[tuple[NodeKey, Place]]


def hierarchy_pages(nodes: list[Node], start: int) -> tuple[bytes, int]:
    """All pages, the root's first, for a record whose data begin at byte ``start`` of the file.

    Returns:
        The data, and how many bytes of them are the root's page.
    """
    pages = list(_laid_out(_with_ancestors(nodes), start))
    return b"".join(pages), len(pages[0])


def _with_ancestors(nodes: list[Node]) -> Entries:
    entries = {node.key: (node.offset, node.size, node.points) for node in nodes}
    for node in nodes:
        key = node.key
        while key != ROOT and key.parent not in entries:
            key = key.parent
            entries[key] = (0, 0, 0)
    return sorted(entries.items())


def _laid_out(entries: Entries, start: int) -> Iterator[bytes]:
    """The page of a subtree, given with its root first, and the pages below it in file order."""
    page, below = _cut(entries)
    position = start + ENTRY_BYTES * (len(page) + len(below))
    pages: list[bytes] = []
    for subtree in below:
        inner = list(_laid_out(subtree, position))
        page.append((subtree[0][0], (position, len(inner[0]), _ELSEWHERE)))
        position += sum(map(len, inner))
        pages += inner
    yield b"".join(struct.pack("<4iQ2i", *key, *place) for key, place in sorted(page))
    yield from pages


def _cut(entries: Entries) -> tuple[Entries, list[Entries]]:
    """The entries of a page, and the subtrees that get pages of their own, each well filled on average."""
    if len(entries) <= PAGE_ENTRIES:
        return list(entries), []
    root = entries[0][0].level
    levels = [key.level for key, _ in entries]
    level = root + 1
    while _is_worth_a_cut(levels, level + 1):
        level += 1
    page = [entry for entry in entries if entry[0].level < level]
    room = PAGE_ENTRIES - len(page)
    below = []
    for subtree in sorted(_subtrees(entries, level), key=len):
        if len(subtree) == 1 or len(subtree) <= min(room - PAGE_ENTRIES // 2, PAGE_ENTRIES // 256):
            page += subtree  # too small for a page of its own
            room -= len(subtree)
        else:
            below.append(subtree)
    return page, sorted(below)


def _is_worth_a_cut(levels: list[int], level: int) -> bool:
    """Whether a page down to a level would hold its entries, and the pages below enough of theirs."""
    here, above = levels.count(level), sum(each <= level for each in levels)
    return here > 0 and above <= PAGE_ENTRIES and (len(levels) - above) / here >= PAGE_ENTRIES // 32


def _subtrees(entries: Entries, level: int) -> list[Entries]:
    found: dict[NodeKey, Entries] = {}
    for entry in entries:
        deep, x, y, z = entry[0]
        up = deep - level
        if up >= 0:
            found.setdefault(NodeKey(level, x >> up, y >> up, z >> up), []).append(entry)
    return list(found.values())
