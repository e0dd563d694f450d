from __future__ import annotations

import io
import struct

import pytest

from media_pipeline.boxes import boxes, brands, find, whole_file
from media_pipeline.errors import Damaged, Truncated


def box(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def listed(raw: bytes) -> list[tuple[str, int]]:
    stream = io.BytesIO(raw)
    whole = whole_file(stream)
    return [(found.type, found.size) for found in boxes(stream, whole.start, whole.end)]


def test_boxes_are_listed_with_their_sizes() -> None:
    assert listed(box(b"ftyp", b"12345678") + box(b"free")) == [("ftyp", 8), ("free", 0)]


def test_a_wide_size_and_a_size_to_the_end_are_understood() -> None:
    wide = struct.pack(">I4sQ", 1, b"mdat", 20) + b"1234"
    last = struct.pack(">I4s", 0, b"mdat") + b"12345"
    assert listed(wide + last) == [("mdat", 4), ("mdat", 5)]


def test_a_box_past_the_end_is_a_truncated_file() -> None:
    with pytest.raises(Truncated):
        listed(box(b"mdat", b"12345678")[:-1])


def test_a_box_smaller_than_its_header_is_damage_not_an_endless_loop() -> None:
    with pytest.raises(Damaged):
        listed(struct.pack(">I4s", 4, b"free"))


def test_boxes_are_found_by_path() -> None:
    stream = io.BytesIO(box(b"moov", box(b"trak", box(b"tkhd", b"x")) + box(b"trak", box(b"tkhd", b"yz"))))
    assert [found.size for found in find(stream, whole_file(stream), "moov", "trak", "tkhd")] == [1, 2]


def test_brands_are_the_major_and_the_compatible_ones() -> None:
    assert brands(box(b"ftyp", b"heic\0\0\0\0mif1heic") + b"rest") == {"heic", "mif1"}
    assert brands(b"\xff\xd8\xff") == frozenset()
