"""Damage as disks, cables, careless programs and malice do it; the same random numbers give the same damage."""

from __future__ import annotations

import struct
from collections.abc import Callable
from random import Random

HEAD = 512  # where headers of most formats lie
LIES = (0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
LIES_64 = (*LIES, 2**32, 2**48, 2**63 - 1, 2**63, 2**64 - 1)
NUMBERS = (
    b"0",
    b"-1",
    b"1e999",
    b"nan",
    b"inf",
    b"99999999999999999999",
    b"2147483648",
    b"1e-300",
    b"",
    b"0x10",
)


def truncated(content: bytes, random: Random) -> bytes:
    """Cut short: a cable pulled, a disk full."""
    return content[: random.randrange(len(content))]


def truncated_tail(content: bytes, random: Random) -> bytes:
    """All but the last bytes."""
    return content[: max(1, len(content) - random.randint(1, 64))]


def flipped(content: bytes, random: Random) -> bytes:
    """A few bits turned anywhere."""
    changed = bytearray(content)
    for _ in range(random.choice((1, 1, 2, 4, 16, 64))):
        at = random.randrange(len(changed))
        changed[at] ^= 1 << random.randrange(8)
    return bytes(changed)


def lying_header(content: bytes, random: Random) -> bytes:
    """An extreme number, of 1 to 8 bytes in either order, where the header states sizes and counts."""
    changed = bytearray(content)
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        form, numbers = random.choice(
            (("B", LIES[:6]), ("H", LIES[:9]), ("I", LIES), ("Q", LIES_64), ("d", None))
        )
        value = (
            random.choice(numbers)
            if numbers
            else random.choice((0.0, -1.0, 1e308, float("nan"), float("inf")))
        )
        packed = struct.pack(random.choice("<>") + form, value)
        at = random.randrange(max(1, min(HEAD, len(changed)) - len(packed)))
        changed[at : at + len(packed)] = packed
    return bytes(changed[: len(content)])


def lying_number(content: bytes, random: Random) -> bytes:
    """Another number where a text format states one."""
    words = content.split(b" ")
    if len(words) < 3:
        return lying_header(content, random)
    for _ in range(random.choice((1, 2, 5))):
        words[random.randrange(len(words))] = random.choice(NUMBERS)
    return b" ".join(words)


def zeroed(content: bytes, random: Random) -> bytes:
    """A stretch that was never written: a sparse file, a bad sector."""
    changed = bytearray(content)
    at, length = random.randrange(len(changed)), random.choice((1, 8, 64, 512, 4096))
    stretch = changed[at : at + length]
    changed[at : at + length] = bytes(len(stretch))
    return bytes(changed)


def noisy(content: bytes, random: Random) -> bytes:
    """A stretch of another file's bytes."""
    changed = bytearray(content)
    at, length = random.randrange(len(changed)), random.choice((1, 8, 64, 512))
    stretch = changed[at : at + length]
    changed[at : at + length] = random.randbytes(len(stretch))
    return bytes(changed)


def without_a_piece(content: bytes, random: Random) -> bytes:
    """A piece lost; everything behind it stands too early."""
    at, length = random.randrange(len(content)), random.choice((1, 2, 4, 100, 512))
    return content[:at] + content[at + length :]


def with_a_piece_twice(content: bytes, random: Random) -> bytes:
    """A piece doubled; everything behind it stands too late."""
    at, length = random.randrange(len(content)), random.choice((1, 4, 100, 512))
    return content[: at + length] + content[at:]


def in_text_mode(content: bytes, random: Random) -> bytes:
    """Copied by a program that takes it for text."""
    return (
        content.replace(b"\n", b"\r\n")
        if random.random() < 0.5
        else content.replace(b"\r\n", b"\n") + b"\x1a"
    )


def with_more_behind(content: bytes, random: Random) -> bytes:
    """Something appended: another file, a page of script, noise."""
    more = (content, b"<html><script>alert(1)</script>", b"PK\x03\x04" + bytes(60), random.randbytes(300))
    return content + random.choice(more)


Damage = Callable[[bytes, Random], bytes]
DAMAGES: tuple[Damage, ...] = (
    truncated,
    truncated_tail,
    flipped,
    flipped,
    lying_header,
    lying_header,
    lying_header,
    zeroed,
    noisy,
    without_a_piece,
    with_a_piece_twice,
    in_text_mode,
    with_more_behind,
)
TEXT_DAMAGES: tuple[Damage, ...] = (*DAMAGES, *(lying_number,) * 6)


def damaged(content: bytes, random: Random, *, text: bool) -> tuple[str, bytes]:
    """One variant: the name of what was done to it and its bytes. One in five is hit twice."""
    names = []
    for _ in range(2 if random.random() < 0.2 else 1):
        damage = random.choice(TEXT_DAMAGES if text else DAMAGES)
        content = damage(content, random) or b"\0"
        names.append(damage.__name__)
    return "+".join(names), content
