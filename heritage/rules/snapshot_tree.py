"""A tree of SHA-256 hashes over lines (as RFC 6962 builds it), so that a part can be checked without the whole."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

Step = tuple[str, str]
"""Which side the other hash stands on, "left" or "right", and that hash in hexadecimal."""


def leaf(line: bytes) -> bytes:
    """The hash of one line. The byte before it keeps a line from passing for an inner node."""
    return hashlib.sha256(b"\x00" + line).digest()


def root(leaves: Sequence[bytes]) -> str:
    """The hash over all of them, in hexadecimal; of none, that of nothing."""
    return _levels(leaves)[-1][0].hex() if leaves else hashlib.sha256(b"").hexdigest()


def proofs(leaves: Sequence[bytes]) -> list[tuple[Step, ...]]:
    """For each leaf the hashes that lead from it to the root, nearest first."""
    levels = _levels(leaves)
    found = []
    for start in range(len(leaves)):
        steps: list[Step] = []
        place = start
        for level in levels[:-1]:
            other = place ^ 1
            if other < len(level):
                steps.append(("left" if other < place else "right", level[other].hex()))
            place //= 2
        found.append(tuple(steps))
    return found


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """From the leaves to the root. One that is left over goes up as it is."""
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        pairs = [_node(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)]
        levels.append(pairs + below[len(pairs) * 2 :])
    return levels
