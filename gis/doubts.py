"""A doubt: something a person must look at before the public does. Never a refusal."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Doubt:
    """A stable code and one sentence in each language, the figures already filled in."""

    code: str
    vi: str
    en: str

    def as_dict(self) -> dict[str, Any]:
        """JSON-able values."""
        return asdict(self)
