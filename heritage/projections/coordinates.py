"""The coordinates of an item as its public page gives them: WGS 84, and VN-2000 as written or computed."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from gis.crs import WGS84, from_wgs84
from gis.errors import GisError
from gis.vn2000 import GEOGRAPHIC, MERIDIANS, UTM_ZONES, system_words, zones_of_province
from heritage.models import Item
from heritage.projections.dates import day_text
from heritage.projections.position import public_position

_VN2000 = frozenset(f"EPSG:{code}" for code in (GEOGRAPHIC, *MERIDIANS, *UTM_ZONES))


@dataclass(frozen=True, slots=True)
class WrittenCoordinates:
    """One pair, in words."""

    system: str
    """``VN-2000 kinh tuyến trục 105°30′``"""
    code: str
    """``EPSG:9209``"""
    figures: str
    """``X 2.257.535,741; Y 574.060,102``: X north and Y east, as surveyors write."""
    origin: str
    """Whether a paper says so or it was computed."""


def written_coordinates(item: Item, language: str) -> tuple[WrittenCoordinates, ...]:
    """WGS 84 first, then what the source wrote, then VN-2000 computed where the source did not write it.

    None for an item without a place, and none where the public place is less than the exact one.
    """
    position = public_position(item)
    placement = item.placement
    if position is None or placement is None or item.is_protected or position.approximate:
        return ()
    english = language == "en"
    found = [WrittenCoordinates("WGS 84", WGS84, _degrees(position.lon, position.lat, english), "")]
    native, x, y = placement.native_crs, placement.native_x, placement.native_y
    if native and native != WGS84 and x is not None and y is not None:
        origin = "as written by the source" if english else "như nguồn đã ghi"
        figures = _degrees(x, y, english) if abs(x) <= 180 else _metres(x, y, english)
        found.append(WrittenCoordinates(system_words(native, language), native, figures, origin))
    if native not in _VN2000:
        found += _computed(item, position.lon, position.lat, english)
    return tuple(found)


def stated_on(item: Item, language: str) -> str:
    """The day on which somebody stated the place; empty where it is not known, or the place is not public."""
    if item.position_at is None or item.is_protected:
        return ""
    return day_text(timezone.localdate(item.position_at), language)


def _computed(item: Item, lon: float, lat: float, english: bool) -> list[WrittenCoordinates]:
    zones = zones_of_province(item.unit.province_code)
    if not zones:
        return []
    code = f"EPSG:{zones[0]}"
    try:
        x, y = from_wgs84(lon, lat, code)
    except GisError:
        return []
    origin = "computed from WGS 84" if english else "tính từ WGS 84"
    words = system_words(code, "en" if english else "vi")
    return [WrittenCoordinates(words, code, _metres(round(x, 2), round(y, 2), english), origin)]


def _metres(x: float, y: float, english: bool) -> str:
    return f"X {_grouped(y, english)}; Y {_grouped(x, english)}"


def _grouped(value: float, english: bool) -> str:
    text = f"{value:,.3f}".removesuffix("0") if round(value, 3) == round(value, 2) else f"{value:,.3f}"
    return text if english else text.translate(str.maketrans(",.", ".,"))


def _degrees(lon: float, lat: float, english: bool) -> str:
    """Latitude first, as people read coordinates aloud; six decimals are about a tenth of a metre."""
    north, east = f"{lat:.6f}°", f"{lon:.6f}°"
    if english:
        return f"{north} N, {east} E"
    return f"{north.replace('.', ',')} B; {east.replace('.', ',')} Đ"
