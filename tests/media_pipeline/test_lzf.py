from __future__ import annotations

import pytest

from media_pipeline.errors import Damaged
from media_pipeline.lzf import unpack_lzf


def test_literals_copies_and_overlapping_copies() -> None:
    # "abc" literal, copy of 3 from 3 back, then 12 more of the last byte with a long, overlapping copy
    packed = bytes([2]) + b"abc" + bytes([(1 << 5), 2]) + bytes([(7 << 5), 3, 0])
    assert unpack_lzf(packed, 18) == b"abcabc" + b"c" * 12


def test_a_copy_from_before_the_beginning_is_damage() -> None:
    with pytest.raises(Damaged):
        unpack_lzf(bytes([0]) + b"a" + bytes([(1 << 5), 9]), 4)


@pytest.mark.parametrize("packed", [bytes([2]) + b"abc", bytes([1 << 5]), b""])
def test_another_size_than_announced_is_damage(packed: bytes) -> None:
    with pytest.raises(Damaged):
        unpack_lzf(packed, 2)
