"""Plus Codes (Open Location Code): whole ones, and short ones completed near the unit."""

from __future__ import annotations

import re

from openlocationcode import openlocationcode  # type: ignore[import-untyped]

from gis.coordinates_typed import Order, TypedCoordinates
from gis.distance import distance_m
from gis.errors import PlusCodeWithoutUnit
from gis.unit_place import UnitPlace

_DIGITS = "23456789CFGHJMPQRVWX"
# A whole code, perhaps of a coarse cell (7PG80000+), or what is left of one after its first four or two digits.
_CODE = re.compile(
    rf"(?<![\w+])([{_DIGITS}]{{8}}\+[{_DIGITS}]{{0,7}}|[{_DIGITS}]{{2,6}}0{{2,6}}\+|[{_DIGITS}]{{4,6}}\+[{_DIGITS}]{{2,7}})(?![\w+])",
    re.IGNORECASE,
)


def from_plus_code(text: str, place: UnitPlace | None) -> TypedCoordinates | None:
    """The middle of the cell that the code names; None when the text holds no code.

    Args:
        text: A code, alone or with the name of the locality after it, or an address that holds one.
        place: The unit near which a short code is completed.

    Raises:
        PlusCodeWithoutUnit: A short code, and no unit to look near.
    """
    codes = {match[1].upper() for match in _CODE.finditer(text) if openlocationcode.isValid(match[1])}
    if len(codes) != 1:
        return None
    code = codes.pop()
    note_vi = note_en = ""
    if openlocationcode.isShort(code):
        if place is None:
            raise PlusCodeWithoutUnit(code)
        whole = str(openlocationcode.recoverNearest(code, place.lat, place.lon))
        note_vi = f"Mã ngắn {code}, hiểu là chỗ gần {place.name} nhất: {whole}."
        note_en = f"Short code {code}, taken as the one nearest to {place.name}: {whole}."
        code = whole
    area = openlocationcode.decode(code)
    half_diagonal = distance_m(area.longitudeLo, area.latitudeLo, area.longitudeHi, area.latitudeHi) / 2
    return TypedCoordinates(
        round(area.latitudeCenter, 9), round(area.longitudeCenter, 9), Order.LAT_LON, is_wgs84=True,
        resolution_m=half_diagonal, note_vi=note_vi, note_en=note_en,
    )  # fmt: skip
