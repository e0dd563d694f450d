"""What people say of a file that the file itself does not: told by an officer or by the delivery's table.

Plain values that travel as JSON to the child process. Nothing here is believed without being checked
against the file.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

WGS84 = "EPSG:4326"
REFERENCE = "reference.copc.laz"  # name beside the original of the cloud that it is to be registered to


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """One place that is known both in the file and on the ground.

    Attributes:
        x: Column in pixels from the left edge of an upright picture, or x in the file's own unit.
        y: Row in pixels from the top edge, or y in the file's own unit.
        z: Height in the file's own unit; None for a picture.
        target_x: Easting, or longitude, in ``Told.control_crs``.
        target_y: Northing, or latitude.
        target_z: Height in metres; None where it is not known.
        label: What the point is, as the officer wrote it.
    """

    x: float
    y: float
    target_x: float
    target_y: float
    z: float | None = None
    target_z: float | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of one file; every field may be unknown.

    Attributes:
        crs: Reference system of the file's coordinates, as ``EPSG:9209``.
        unit: Unit of the file's coordinates: ``metre``, ``foot``, ``us_survey_foot``, ``centimetre``,
            ``millimetre`` or ``inch``.
        columns: Meaning of the columns of a point list, in order, as ``xyzirgb`` with ``-`` for one to skip.
        fit: How control points are fitted: ``poly1``, ``poly2``, ``poly3`` or ``tps`` for a picture,
            ``rigid`` (turned and moved only) or ``similarity`` (scaled too) for a cloud.
        control: Control points.
        control_crs: Reference system of the points' targets.
        aligned_to: Public id of the cloud that this one is to be registered to.
        surface: Whether a surface is to be made of a cloud's points.
        companions: Relative names of files that lie beside the file and belong to it.
    """

    crs: str | None = None
    unit: str | None = None
    columns: str | None = None
    fit: str | None = None
    control: tuple[ControlPoint, ...] = ()
    control_crs: str = WGS84
    aligned_to: str | None = None
    surface: bool = False
    companions: tuple[str, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """JSON-able values without what is unknown, read back by :meth:`from_dict`."""
        plain = asdict(self)
        return {name: value for name, value in plain.items() if value not in (None, (), [], False)}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Told:
        """The inverse of :meth:`as_dict`."""
        points = tuple(ControlPoint(**point) for point in values.get("control", ()))
        companions = tuple(values.get("companions", ()))
        return cls(**{**values, "control": points, "companions": companions})


NOTHING_TOLD = Told()


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made of a file: which recipes, and what was told of it.

    ``wanted`` names recipes, ``page-N-1280`` all that differ in the number; None means every recipe of the kind.
    """

    told: Told = NOTHING_TOLD
    wanted: frozenset[str] | None = None

    def wants(self, recipe: str) -> bool:
        """Whether a recipe was ordered; a kind may ask before it works for one."""
        return self.wanted is None or any(_is_one_of(recipe, name) for name in self.wanted)


def _is_one_of(recipe: str, name: str) -> bool:
    """Whether a recipe has the name, ``N`` standing for any number."""
    said, asked = recipe.split("-"), name.split("-")
    return len(said) == len(asked) and all(
        one == other or (other == "N" and one.isdecimal()) for one, other in zip(said, asked, strict=True)
    )


EVERYTHING = Order()
