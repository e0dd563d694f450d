"""Short public identifiers: printed on signs, read aloud, never reused."""

from __future__ import annotations

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base32: no I, L, O, U


def new_public_id(length: int = 6) -> str:
    """A random identifier; the caller's unique constraint is what makes it unique."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def item_id() -> str:
    """Of an item: 6 characters, 10^9 values."""
    return new_public_id(6)


def asset_id() -> str:
    """Of a media file: 10 characters."""
    return new_public_id(10)
