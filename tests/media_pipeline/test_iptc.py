from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from media_pipeline import iptc
from media_pipeline.exif import camera_facts
from tests.media_pipeline.pictures import jpeg_bytes, quarters
from tests.media_pipeline.raws import LONG, SHORT, tiff

UTF8 = (1, 90, b"\x1b%G")


def block(*datasets: tuple[int, int, bytes]) -> bytes:
    """The bytes of an IIM block."""
    return b"".join(
        b"\x1c" + bytes([record, number]) + struct.pack(">H", len(raw)) + raw
        for record, number, raw in datasets
    )


def jpeg_with(iim: bytes) -> bytes:
    """A JPEG with the block in APP13, as Photoshop writes it."""
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(iim)) + iim + b"\0" * (len(iim) % 2)
    content = b"Photoshop 3.0\0" + resource
    plain = jpeg_bytes()
    return plain[:2] + b"\xff\xed" + struct.pack(">H", len(content) + 2) + content + plain[2:]


WHOLE = block(
    UTF8,
    (2, 80, "Nguyễn Văn Tô".encode()),
    (2, 80, b"Lan"),
    (2, 110, "Bảo tàng Nam Định".encode()),
    (2, 116, "© UBND phường Vị Khê".encode()),
    (2, 120, "Cổng làng hoa Vị Khê".encode()),
)
SAID = {
    "artist": "Nguyễn Văn Tô, Lan",
    "credit": "Bảo tàng Nam Định",
    "copyright": "© UBND phường Vị Khê",
    "caption": "Cổng làng hoa Vị Khê",
}


def test_caption_credit_maker_and_rights_are_read_in_vietnamese() -> None:
    assert iptc.read(WHOLE) == SAID


def test_a_block_without_a_character_set_is_guessed() -> None:
    assert iptc.read(block((2, 120, b"\xd0\xea\xccn Tr\xe2\xccn")))["caption"] == "Đền Trần"
    assert iptc.read(block((2, 120, "Đền Trần".encode())))["caption"] == "Đền Trần"
    assert iptc.read(block((2, 120, b"Caf\xe9")))["caption"] == "Café"


def test_a_long_caption_is_read_from_an_extended_dataset() -> None:
    raw = b"\x1c\x02\x78" + struct.pack(">HI", 0x8004, 5) + "Chùa".encode()
    assert iptc.read(raw)["caption"] == "Chùa"


def test_it_is_found_in_a_jpeg_and_in_a_tiff(tmp_path: Path) -> None:
    with Image.open(io.BytesIO(jpeg_with(WHOLE))) as picture:
        facts = camera_facts(picture)
    assert {name: facts[name] for name in SAID} == SAID
    tags = ImageFileDirectory_v2()
    tags[33723] = WHOLE
    tags.tagtype[33723] = 7
    quarters().save(tmp_path / "a.tif", tiffinfo=tags)
    with Image.open(tmp_path / "a.tif") as picture:
        facts = camera_facts(picture)
    assert {name: facts[name] for name in SAID} == SAID


@pytest.mark.parametrize("order", ["little", "big"])
def test_a_tiff_that_calls_the_block_numbers_is_read_too(
    order: Literal["little", "big"], tmp_path: Path
) -> None:
    padded = WHOLE + b"\0" * (-len(WHOLE) % 4)
    numbers = [int.from_bytes(padded[at : at + 4], order) for at in range(0, len(padded), 4)]
    tags = {
        256: (LONG, [8]), 257: (LONG, [8]), 258: (SHORT, [8]), 259: (SHORT, [1]), 262: (SHORT, [1]),
        277: (SHORT, [1]), 278: (LONG, [8]), 279: (LONG, [64]), 33723: (LONG, numbers),
    }  # fmt: skip
    (tmp_path / "a.tif").write_bytes(tiff(tags, bytes(64)))
    with Image.open(tmp_path / "a.tif") as picture:
        assert camera_facts(picture)["caption"] == SAID["caption"]


def test_empty_datasets_say_nothing() -> None:
    assert iptc.read(block((2, 120, b""), (2, 80, b"   "))) == {}


@given(st.binary(max_size=200))
def test_no_bytes_break_it(raw: bytes) -> None:
    assert isinstance(iptc.read(raw), dict)
    assert isinstance(iptc.read(WHOLE[:40] + raw), dict)
