"""What the line says of one file: facts, place, doubts and the derivatives it made."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gis.doubts import Doubt
from gis.placement import Placement

Facts = dict[str, Any]  # JSON-able header facts; keys are documented by each kind's module


@dataclass(frozen=True, slots=True)
class Identity:
    """What a file is, by its content: kind ("photo", "cloud", …) and media type."""

    kind: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Derived:
    """One derivative: a named recipe and the file it made, inside the output folder."""

    recipe: str
    path: Path
    media_type: str
    facts: Facts = field(default_factory=dict)  # e.g. {"width": 640, "height": 480}


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of steps 7 to 10 for one accepted file."""

    identity: Identity
    facts: Facts
    placement: Placement | None
    doubts: tuple[Doubt, ...]
    derived: tuple[Derived, ...]
