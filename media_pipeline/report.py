"""What the line says of one file: facts, place, doubts and the derivatives it made."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
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
    tool: str = ""  # a program of the system that made it, with its version; else the recipe names the tools

    def as_dict(self) -> dict[str, Any]:
        """JSON-able values, read back by :meth:`from_dict`."""
        return {
            "recipe": self.recipe,
            "path": str(self.path),
            "media_type": self.media_type,
            "facts": self.facts,
            "tool": self.tool,
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Derived:
        """The inverse of :meth:`as_dict`."""
        return cls(**{**values, "path": Path(values["path"])})


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of steps 7 to 10 for one accepted file."""

    identity: Identity
    facts: Facts
    placement: Placement | None
    doubts: tuple[Doubt, ...]
    derived: tuple[Derived, ...]

    def as_dict(self) -> dict[str, Any]:
        """JSON-able values, read back by :meth:`from_dict`."""
        return {
            "identity": asdict(self.identity),
            "facts": self.facts,
            "placement": self.placement.as_dict() if self.placement else None,
            "doubts": [doubt.as_dict() for doubt in self.doubts],
            "derived": [derived.as_dict() for derived in self.derived],
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Report:
        """The inverse of :meth:`as_dict`."""
        placement = values["placement"]
        return cls(
            identity=Identity(**values["identity"]),
            facts=values["facts"],
            placement=Placement.from_dict(placement) if placement else None,
            doubts=tuple(Doubt(**doubt) for doubt in values["doubts"]),
            derived=tuple(Derived.from_dict(derived) for derived in values["derived"]),
        )
