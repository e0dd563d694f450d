"""Caption, maker and rights from the IPTC block of a JPEG or TIFF (IIM 4.2)."""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image

from media_pipeline import legacy_text
from media_pipeline.report import Facts

PHOTOSHOP_IPTC = 0x0404  # resource number of the block inside JPEG's APP13 and TIFF's tag 34377
TIFF_IPTC = 33723
MARK = 0x1C
CODED_CHARACTER_SET = (1, 90)
UTF8 = b"\x1b%G"
# IIM 4.2, section 6: what each number of record 2 holds.
NAMES = {80: "artist", 110: "credit", 116: "copyright", 120: "caption"}
LARGEST = 1_000_000  # bytes; a caption has at most 2,000


def read(block: bytes) -> Facts:
    """``artist``, ``credit``, ``copyright`` and ``caption``, those that are there and not empty.

    What is cut short is left out. Several makers are joined with commas.
    """
    found: Facts = {}
    is_utf8 = False
    for record, number, raw in datasets(block[:LARGEST]):
        if (record, number) == CODED_CHARACTER_SET:
            is_utf8 = raw == UTF8
        if record == 2 and number in NAMES:
            text = legacy_text.tidy(raw.decode("utf-8", "replace") if is_utf8 else legacy_text.decoded(raw))
            name = NAMES[number]
            if text and name == "artist" and name in found:
                found[name] = f"{found[name]}, {text}"
            elif text:
                found.setdefault(name, text)
    return found


def datasets(block: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Record, number and content of each dataset, up to the first that makes no sense."""
    at = block.find(bytes([MARK]))
    while 0 <= at <= len(block) - 5 and block[at] == MARK:
        record, number = block[at + 1], block[at + 2]
        size = int.from_bytes(block[at + 3 : at + 5])
        at += 5
        if size & 0x8000:  # extended: the field says how many bytes hold the size
            width = size & 0x7FFF
            size = int.from_bytes(block[at : at + width]) if width <= 4 else len(block)
            at += width
        if at + size > len(block):
            return
        yield record, number, block[at : at + size]
        at += size


def block_of(picture: Image.Image) -> bytes:
    """The block of an opened JPEG or TIFF; empty when there is none."""
    tags = getattr(picture, "tag_v2", None)
    if tags is not None:
        # The raw bytes: some writers declare the block as numbers, of which Pillow would keep the first.
        return _in_order(getattr(tags, "_tagdata", {}).get(TIFF_IPTC))
    resources = picture.info.get("photoshop")
    return _in_order(resources.get(PHOTOSHOP_IPTC)) if isinstance(resources, dict) else b""


def _in_order(value: object) -> bytes:
    """The bytes of a block; those that were swapped as 32-bit numbers are swapped back."""
    if not isinstance(value, bytes):
        return b""
    if value[:1] != bytes([MARK]) and value[3:4] == bytes([MARK]):
        return b"".join(value[at : at + 4][::-1] for at in range(0, len(value), 4))
    return value
