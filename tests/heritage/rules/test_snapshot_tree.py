"""The tree is that of RFC 6962, so that anybody's program can check a part."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heritage.rules import snapshot_tree as tree

# RFC 6962's own test vectors (as Certificate Transparency's implementations test them).
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_root_is_that_of_the_standard(size: int) -> None:
    assert tree.root([tree.leaf(line) for line in LEAVES[:size]]) == ROOTS[size - 1]


def test_of_nothing_the_root_is_the_hash_of_nothing() -> None:
    assert tree.root([]) == hashlib.sha256(b"").hexdigest()


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=40))
def test_every_line_leads_to_the_root_and_no_other_does(lines: list[bytes]) -> None:
    leaves = [tree.leaf(line) for line in lines]
    root = tree.root(leaves)
    for line, steps in zip(lines, tree.proofs(leaves), strict=True):
        assert _climbed(line, steps) == root
        assert _climbed(line + b"x", steps) != root


def _climbed(line: bytes, steps: Sequence[tree.Step]) -> str:
    """As somebody else's program would climb: a leaf is hashed after 00, two nodes after 01 (RFC 6962, 2.1)."""
    here = hashlib.sha256(b"\x00" + line).digest()
    for side, other in steps:
        there = bytes.fromhex(other)
        here = hashlib.sha256(b"\x01" + (there + here if side == "left" else here + there)).digest()
    return here.hex()
