"""Lines and areas drawn at the desk go into the item's open revision; a second person reviews them."""

from __future__ import annotations

from gis.drawing import read_point
from gis.errors import BadDrawing
from gis.placement import Method, Placement
from heritage.errors import BadRequest
from heritage.models import Item, Revision, User
from heritage.services import editing

POINT = "point"
# What is asked of each category; a shape of another kind that is there already can be changed all the same.
OFFERED = {
    "relic": (POINT, "zone_one", "zone_two", "area"),
    "festival": (POINT, "route", "area"),
    "craft_village": (POINT, "area", "route"),
    "figure": (POINT,),
}


def kinds_of(item: Item, values: dict[str, object]) -> tuple[str, ...]:
    """The kinds that can be drawn for an item, given its proposed values."""
    offered = OFFERED.get(item.category, (POINT,))
    return (*offered, *(kind for kind in editing.SHAPES if kind not in offered and values.get(kind)))


def draw(item: Item, kind: str, text: str, *, by: User) -> Revision:
    """Keep a line or an area; an empty text takes it away.

    Raises:
        NotAllowed: Another unit's officer.
        BadRequest: What is wrong with the drawing, in words.
    """
    return editing.edit_item(item, by=by, values={kind: text.strip() or None})


def point_at(item: Item, text: str, accuracy_m: float | None, *, by: User) -> Revision:
    """Keep a point that was chosen on the map. Raises as :func:`draw`."""
    if accuracy_m is None or accuracy_m <= 0:
        raise BadRequest(
            "Ghi sai số của vị trí, tính bằng mét.", "Say how exact the place is, in metres.", "no_accuracy"
        )
    try:
        lon, lat = read_point(text)
    except BadDrawing as problem:
        raise BadRequest(problem.vi, problem.en, f"shape_{problem.code}") from problem
    placement = Placement(lon, lat, Method.MAP_CLICK, accuracy_m)
    return editing.edit_item(item, by=by, values={editing.PLACEMENT: placement.as_dict()})
