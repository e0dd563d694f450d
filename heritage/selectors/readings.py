"""The readings of a pasted coordinate as the placement widget shows them."""

from __future__ import annotations

from typing import Any

from gis import units
from gis.coordinates import read_coordinates
from gis.coordinates_readings import Reading
from gis.distance import spoken_distance
from gis.errors import GisError
from gis.models import AdminUnit

# Where one reading falls inside the unit, the others are there to be compared with, not to be chosen.
BESIDE_INSIDE = 2
ALL_OUTSIDE = 8


def readings_of(text: str, unit: AdminUnit, language: str) -> list[dict[str, Any]]:
    """The meanings of the text worth choosing from, those inside the unit first; none when unreadable."""
    try:
        found = read_coordinates(text, units.place_of(unit))
    except GisError:
        return []
    inside = [each for each in found if each.inside]
    outside = [each for each in found if not each.inside][: BESIDE_INSIDE if inside else ALL_OUTSIDE]
    return [_row(each, unit, language) for each in (*inside, *outside)]


def _row(reading: Reading, unit: AdminUnit, language: str) -> dict[str, Any]:
    english = language == "en"
    epsg = reading.crs.removeprefix("EPSG:") if reading.crs.startswith("EPSG:") else None
    if reading.inside:
        outcome = "inside"
        label = f"In {unit.name}" if english else f"Trong {unit.name}"
    else:
        outcome = "outside"
        away = (
            "" if reading.outside_m is None else spoken_distance(reading.outside_m, "." if english else ",")
        )
        label = f"Outside, {away} away" if english else f"Ngoài, cách {away}"
    where = f"{reading.lat:.6f}; {reading.lon:.6f}"
    return {
        "label": reading.label_en if english else reading.label_vi,
        "lon": round(reading.lon, 7),
        "lat": round(reading.lat, 7),
        "epsg": epsg if epsg != "4326" else None,
        "native_x": reading.native_x,
        "native_y": reading.native_y,
        "method": "declared",
        "outcome": outcome,
        "outcome_label": label,
        "detail": where if english else where.replace(".", ","),
    }
