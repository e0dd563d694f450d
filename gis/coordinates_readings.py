"""Two numbers, every meaning: which system, which order, and where that would be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gis.coordinates_repairs import repairs
from gis.coordinates_typed import Order, TypedCoordinates
from gis.crs import WGS84, to_wgs84
from gis.distance import distance_m, spoken_distance
from gis.errors import OutsideValidArea
from gis.frame import NATIONAL_FRAME
from gis.unit_place import UnitPlace
from gis.vn2000 import GEOGRAPHIC, MERIDIANS, UTM_ZONES, WGS84_UTM_ZONES, system_words, zones_of_province

FEW = 4  # systems of the papers of one province


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of two numbers, with where that would be."""

    lon: float
    lat: float
    crs: str
    native_x: float
    """Easting or longitude in ``crs``, whatever order the numbers came in."""
    native_y: float
    swapped: bool
    """The numbers came east (or longitude) first."""
    label_vi: str
    label_en: str
    outside_m: float | None
    """Metres from the unit; 0 inside; None without a unit or its extent."""
    inside: bool | None
    assumes_vi: str = ""
    """What this meaning takes for granted, in a sentence."""
    assumes_en: str = ""
    repaired: bool = False
    """The numbers had to be changed: digits or a decimal mark put back, feet turned into metres."""
    declared: bool = False
    """It is in a system that the officer or the text named."""
    resolution_m: float | None = None
    """The point cannot be more exact than this; None where the text says nothing of it."""


def readings(
    first: float,
    second: float,
    place: UnitPlace | None = None,
    *,
    declared: tuple[str, ...] = (),
    limit: int = 8,
) -> tuple[Reading, ...]:
    """Every plausible meaning of two numbers in no said order, best first; see :func:`readings_of`."""
    typed = TypedCoordinates(first, second, Order.UNSAID)
    return readings_of(typed, place, declared=declared, limit=limit)


def readings_of(
    typed: TypedCoordinates,
    place: UnitPlace | None = None,
    *,
    declared: tuple[str, ...] = (),
    limit: int = 8,
) -> tuple[Reading, ...]:
    """Every plausible meaning, best first.

    Degrees are tried as latitude and longitude in both orders, on WGS 84 and on VN-2000; metres as northing
    and easting in both orders, in each zone, on VN-2000 and in UTM on WGS 84. Where none of them falls inside
    the unit, numbers that may have lost digits, a decimal mark or their unit are tried too. A meaning outside
    the frame of the national map is dropped.
    Those inside the unit come first: in declared systems, then in the order in which papers of its province are
    likely to be written, repaired numbers last; the others by their distance from it. The choice is a person's.

    Args:
        typed: The numbers as written.
        place: The unit that the point is said to be in.
        declared: Systems that the paper is said to be in, likeliest first.
        limit: At most so many.
    """
    declared = tuple(dict.fromkeys([*typed.said, *declared]))
    found = list(_plain(typed, place, declared))
    if not any(reading.inside for reading in found):
        found += _repaired(typed, place, declared)
    found = [replace(reading, declared=reading.crs in declared) for reading in found]
    order = {reading: index for index, reading in enumerate(found)}

    def rank(reading: Reading) -> tuple[bool, bool, int, float, int]:
        inside = bool(reading.inside)
        likely = declared.index(reading.crs) if reading.declared else len(declared)
        if not inside and len(declared) > FEW:
            likely = int(
                not reading.declared
            )  # "VN-2000" names every zone: the nearest is likelier than the first
        return not inside, reading.repaired, likely, 0.0 if inside else _away(reading, place), order[reading]

    return tuple(sorted(found, key=rank)[:limit])


def proposal(found: tuple[Reading, ...]) -> Reading | None:
    """The one meaning worth proposing, None when there is none or more than one.

    It is inside the unit, its numbers are as written, and no other such meaning is; where the paper's system is
    named, only meanings in it count.
    """
    inside = [each for each in found if each.inside and not each.repaired]
    inside = [each for each in inside if each.declared] or inside
    return inside[0] if len(inside) == 1 else None


def _plain(typed: TypedCoordinates, place: UnitPlace | None, declared: tuple[str, ...]) -> Iterator[Reading]:
    for x, y, swapped in ((typed.second, typed.first, False), (typed.first, typed.second, True)):
        said = typed.order in (Order.LAT_LON, Order.LON_LAT)
        if said and swapped != (typed.order is Order.LON_LAT):
            continue  # the text says which is which: the other order would only be noise
        for crs in _systems_for(x, y, typed, place, declared):
            reading = _read(x, y, crs, swapped, place, typed)
            if reading is not None:
                yield reading


def _repaired(
    typed: TypedCoordinates, place: UnitPlace | None, declared: tuple[str, ...]
) -> Iterator[Reading]:
    for repair in repairs(typed):
        likely = _likely(place, declared) if not repair.degrees else (WGS84, f"EPSG:{GEOGRAPHIC}")
        for crs in likely:
            reading = _read(repair.x, repair.y, crs, repair.swapped, place, typed, (repair.vi, repair.en))
            # Any digits can be made to fall somewhere; only a place in the unit makes a repair worth showing.
            if reading is not None and (reading.inside or (repair.degrees and place is None)):
                yield reading


def _likely(place: UnitPlace | None, declared: tuple[str, ...]) -> tuple[str, ...]:
    own = zones_of_province(place.province_code) if place else ()
    projected = [crs for crs in declared if crs not in (WGS84, f"EPSG:{GEOGRAPHIC}")]
    return tuple(dict.fromkeys([*projected, *(f"EPSG:{zone}" for zone in own)]))


def _systems_for(
    x: float, y: float, typed: TypedCoordinates, place: UnitPlace | None, declared: tuple[str, ...]
) -> list[str]:
    if abs(x) <= 180 and abs(y) <= 90:
        return [WGS84] if typed.is_wgs84 else [WGS84, f"EPSG:{GEOGRAPHIC}"]
    # Widest eastings and northings of any zone over the country, in metres.
    if not (100_000 <= x <= 1_000_000 and 400_000 <= y <= 2_700_000):
        return []
    if typed.utm_zone is not None:
        return [f"EPSG:{code - 48 + typed.utm_zone}" for code in (32648, 3405)]
    codes = [f"EPSG:{zone}" for zone in (*MERIDIANS, *UTM_ZONES, *WGS84_UTM_ZONES)]
    return list(dict.fromkeys([*_likely(place, declared), *codes]))


def _read(
    x: float,
    y: float,
    crs: str,
    swapped: bool,
    place: UnitPlace | None,
    typed: TypedCoordinates,
    repair: tuple[str, str] | None = None,
) -> Reading | None:
    try:
        lon, lat = to_wgs84(x, y, crs)
    except OutsideValidArea:
        return None
    if not NATIONAL_FRAME.contains(lon, lat):
        return None
    outside = place.outside_m(lon, lat) if place else None
    notes = [
        repair or ("", ""),
        (typed.note_vi, typed.note_en),
        _assumption(x, y, lon, lat, crs, typed, place),
    ]
    return Reading(
        lon=lon, lat=lat, crs=crs, native_x=x, native_y=y, swapped=swapped,
        label_vi=_label(crs, swapped, typed, "vi"), label_en=_label(crs, swapped, typed, "en"),
        outside_m=outside, inside=None if outside is None else outside == 0,
        assumes_vi=" ".join(vi for vi, _ in notes if vi), assumes_en=" ".join(en for _, en in notes if en),
        repaired=repair is not None, resolution_m=typed.resolution_m,
    )  # fmt: skip


def _away(reading: Reading, place: UnitPlace | None) -> float:
    if reading.outside_m is not None:
        return reading.outside_m
    return distance_m(reading.lon, reading.lat, place.lon, place.lat) if place else 0.0


def _label(crs: str, swapped: bool, typed: TypedCoordinates, language: str) -> str:
    words = {
        ("degrees", False): ("vĩ độ, kinh độ", "latitude, longitude"),
        ("degrees", True): ("kinh độ, vĩ độ", "longitude, latitude"),
        ("metres", False): ("X Bắc, Y Đông", "X north, Y east"),
        ("metres", True): ("Đông trước, Bắc sau", "easting first"),
        ("labelled", True): ("X Đông, Y Bắc", "X east, Y north"),
    }
    degrees = crs in (WGS84, f"EPSG:{GEOGRAPHIC}")
    kind = "degrees" if degrees else "labelled" if swapped and typed.order is Order.X_Y else "metres"
    return f"{system_words(crs, language)}: {words[kind, swapped][1 if language == 'en' else 0]}"


def _assumption(
    x: float, y: float, lon: float, lat: float, crs: str, typed: TypedCoordinates, place: UnitPlace | None
) -> tuple[str, str]:
    """What the system takes for granted (vi, en)."""
    code = 0 if crs == WGS84 else int(crs.removeprefix("EPSG:"))
    if typed.is_wgs84:
        return "", ""
    if crs == WGS84:
        return (
            "Số của máy GPS, điện thoại, bản đồ trên mạng.",
            "Figures of a GPS, a phone or a map on the web.",
        )
    if code == GEOGRAPHIC:
        far = spoken_distance(distance_m(x, y, lon, lat))
        return (
            f"Số trên giấy tờ, bản đồ VN-2000; điểm dời {far} so với đọc là WGS 84.",
            f"Figures of VN-2000 papers and maps; {far} away from what they mean on WGS 84.",
        )
    if code in WGS84_UTM_ZONES:
        return (
            "Máy GPS để lưới UTM, chưa chuyển sang VN-2000.",
            "A GPS set to the UTM grid, not shifted to VN-2000.",
        )
    if code in UTM_ZONES:
        return "Lưới múi 6° của bản đồ địa hình quốc gia.", "The 6° grid of the national topographic maps."
    if place is None:
        return "", ""
    if code in zones_of_province(place.province_code):
        return (
            "Kinh tuyến trục mà giấy tờ của tỉnh này, nay hoặc trước 7/2025, dùng.",
            "A central meridian that papers of this province use, now or before July 2025.",
        )
    return (
        "Kinh tuyến trục của tỉnh khác; giấy tờ ở đây thường không dùng.",
        "The central meridian of another province; papers here seldom use it.",
    )
