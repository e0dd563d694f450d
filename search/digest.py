"""What tells one content of an indexed document from another, to compare an index with the database."""

from __future__ import annotations

import hashlib

from search.tokens import IndexedDocument

_BYTES = 12


def digest_of(document: IndexedDocument) -> str:
    """A short digest of everything that an engine is given; equal for equal documents on every machine."""
    return hashlib.blake2b(repr(document).encode("utf-8", "backslashreplace"), digest_size=_BYTES).hexdigest()
