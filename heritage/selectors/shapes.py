"""What a person should look at in the lines and areas of an item before they are believed."""

from __future__ import annotations

from typing import Any

from gis import units
from gis.distance import spoken_distance
from gis.doubts import Doubt
from gis.drawing import touches_or_holds
from gis.question import CIRCLE_SLACK
from heritage import categories
from heritage.models import Item

KINDS = ("zone_one", "zone_two", "route", "area")
MOST_ASKED = 200  # corners whose distance to the unit is measured


def doubts_about_shapes(item: Item) -> list[Doubt]:
    """Doubts about what is drawn, in the order of the kinds; none is a refusal."""
    found = []
    if item.zone_one and item.zone_two and not touches_or_holds(item.zone_two, item.zone_one):
        found.append(
            Doubt(
                "zones_apart",
                "Khu vực bảo vệ II không bao quanh cũng không chạm khu vực I. Kiểm tra cả hai hình.",
                "Protection zone II neither surrounds nor touches zone I. Check both shapes.",
            )
        )
    for kind in KINDS:
        away = _outside_m(item, getattr(item, kind))
        if away:
            label = categories.term(categories.SHAPES, kind)
            found.append(
                Doubt(
                    "shape_outside_unit",
                    f"{label.vi} nằm trọn ngoài {item.unit.name}, cách {spoken_distance(away)}.",
                    f"The {label.en.lower()} lies wholly outside {item.unit.name}, {spoken_distance(away, '.')} away.",
                )
            )
    return found


def _outside_m(item: Item, shape: Any) -> float | None:
    """Metres from the unit to the nearest corner; None where one lies inside, or the extent is unknown."""
    place = units.place_of(item.unit)
    if shape is None or shape.empty or place is None:
        return None
    rings = [ring for part in shape for ring in (part if part.geom_type == "Polygon" else [part])]
    corners = [corner for ring in rings for corner in ring.coords]
    step = max(1, len(corners) // MOST_ASKED)
    distances = [place.outside_m(lon, lat) for lon, lat in corners[::step]]
    known = [each for each in distances if each is not None]
    slack = CIRCLE_SLACK * (place.radius_m or 0.0) if place.approximate else 0.0
    return min(known) if known and min(known) > slack else None
