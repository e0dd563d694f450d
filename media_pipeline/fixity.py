"""The fingerprint of a file's bytes."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file as 64 lower-case hexadecimal digits, read in a stream."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def verify(path: Path, digest: str) -> bool:
    """Whether the file still has the fingerprint recorded for it."""
    return hmac.compare_digest(sha256_of(path), digest.lower())
