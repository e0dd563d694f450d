"""Names of places: one spelling of the bytes, and a folded form to compare by."""

from __future__ import annotations

import unicodedata

_D = str.maketrans({"đ": "d", "Đ": "d"})


def clean_name(text: str) -> str:
    """NFC, single spaces. The spelling itself (Hòa or Hoà) stays as the source has it."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold_name(text: str) -> str:
    """Lower case without diacritics, đ as d, single spaces: ``Phường Vị Khê`` → ``phuong vi khe``."""
    decomposed = unicodedata.normalize("NFD", text.translate(_D).lower())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())
