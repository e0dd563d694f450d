"""The readings of a pasted coordinate as the placement widget shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gis import units
from gis.coordinates import parse_coordinates, read_coordinates
from gis.coordinates_readings import Reading, proposal
from gis.coordinates_repairs import spoken
from gis.crs import WGS84
from gis.distance import spoken_distance
from gis.errors import GisError, UnreadableCoordinates
from gis.models import AdminUnit

# Where one reading falls inside the unit, the others are there to be compared with, not to be chosen.
BESIDE_INSIDE = 2
ALL_OUTSIDE = 8


@dataclass(frozen=True, slots=True)
class BoxReadings:
    """What the box shows below the text: the readings numbered from 1, or why there are none."""

    rows: tuple[dict[str, Any], ...]
    problem: str = ""


def readings_of(text: str, unit: AdminUnit, language: str, declared: tuple[str, ...] = ()) -> BoxReadings:
    """The meanings of the text worth choosing from, those inside the unit first."""
    if not text.strip():
        return BoxReadings(())
    place = units.place_of(unit)
    try:
        found = read_coordinates(text, place, declared=declared)
        height_m = parse_coordinates(text, place).height_m
    except UnreadableCoordinates as problem:
        return BoxReadings((), problem.en if language == "en" else problem.vi)
    except GisError:
        return BoxReadings((), UnreadableCoordinates.en if language == "en" else UnreadableCoordinates.vi)
    inside = [each for each in found if each.inside]
    outside = [each for each in found if not each.inside][: BESIDE_INSIDE if inside else ALL_OUTSIDE]
    proposed = proposal(found)
    return BoxReadings(
        tuple(
            _row(each, number, unit, language, each is proposed, height_m)
            for number, each in enumerate((*inside, *outside), 1)
        )
    )


def choice_value(crs: str, x: float, y: float) -> str:
    """What a chosen reading sends back: the system, and the figures as the paper has them, easting first."""
    return f"{crs};{x!r};{y!r}"


def parts_of_choice(value: str) -> tuple[str, float, float]:
    """The inverse of :func:`choice_value`: system, easting (or longitude), northing (or latitude)."""
    crs, x, y = value.split(";")
    return crs, float(x), float(y)


def _row(
    reading: Reading, number: int, unit: AdminUnit, language: str, proposed: bool, height_m: float | None
) -> dict[str, Any]:
    english = language == "en"
    if reading.inside:
        outcome = "inside"
        label = f"In {unit.name}" if english else f"Trong {unit.name}"
    elif reading.outside_m is None:
        outcome = "outside"
        label = "Extent of the unit unknown" if english else "Chưa rõ phạm vi đơn vị"
    else:
        outcome = "outside"
        away = spoken_distance(reading.outside_m, "." if english else ",")
        label = f"Outside, {away} away" if english else f"Ngoài, cách {away}"
    where = f"{reading.lat:.6f}; {reading.lon:.6f}"
    return {
        "number": number,
        "value": choice_value(reading.crs, reading.native_x, reading.native_y),
        "label": reading.label_en if english else reading.label_vi,
        "lon": round(reading.lon, 7),
        "lat": round(reading.lat, 7),
        "epsg": None if reading.crs == WGS84 else reading.crs.removeprefix("EPSG:"),
        "native_x": reading.native_x,
        "native_y": reading.native_y,
        "method": "declared",
        "outcome": outcome,
        "outcome_label": label,
        "proposed": proposed,
        "assumes": _assumes(reading, height_m, english),
        "detail": where if english else where.replace(".", ","),
    }


def _assumes(reading: Reading, height_m: float | None, english: bool) -> str:
    words = [reading.assumes_en if english else reading.assumes_vi]
    if reading.resolution_m is not None:
        metres = spoken_distance(reading.resolution_m)
        words.append(
            f"A code of this length is exact to {metres} at best."
            if english
            else f"Mã dài chừng này chỉ đúng tới {metres}."
        )
    if height_m is not None:
        figure = spoken(height_m, "en" if english else "vi")
        words.append(
            f"Height {figure} m stays in the text." if english else f"Độ cao {figure} m giữ trong nguyên văn."
        )
    return " ".join(filter(None, words))
