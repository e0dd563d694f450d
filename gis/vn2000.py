"""VN-2000 as surveyors write it: which zone a province uses, and what two numbers can mean.

Zones of the 63 provinces before July 2025: Thông tư 973/2001/TT-TCĐC as amended by Thông tư 25/2014/TT-BTNMT;
they agree with the areas of use in the EPSG registry (v11.022, compared 2026-11-24). Merged provinces: only
the three that Thông tư 24/2025/TT-BNNMT is known to us for. Older papers keep the zone of their own time.
"""

from __future__ import annotations

from dataclasses import dataclass

from gis.crs import WGS84, to_wgs84
from gis.distance import distance_m
from gis.errors import OutsideValidArea
from gis.frame import NATIONAL_FRAME
from gis.unit_place import UnitPlace

GEOGRAPHIC = 4756
UTM_ZONES = {3405: "UTM 48N", 3406: "UTM 49N"}
MERIDIANS = {
    5896: "102°00′", 9205: "103°00′", 9206: "104°00′", 9207: "104°30′", 9208: "104°45′", 5897: "105°00′",
    9209: "105°30′", 9210: "105°45′", 9211: "106°00′", 9212: "106°15′", 9213: "106°30′", 9214: "107°00′",
    9215: "107°15′", 9216: "107°30′", 5899: "107°45′", 5898: "108°00′", 9217: "108°15′", 9218: "108°30′",
}  # fmt: skip
"""EPSG code of each 3° zone (k = 0.9999, false easting 500,000 m) and its central meridian."""

_BY_ZONE = {
    9205: "11 12", 9206: "14", 9207: "91 96", 9208: "10 15 25 40 89",
    5897: "01 26 35 37 38 87 92 93 95", 9209: "02 27 30 33 34 36 42 72 84 86 94", 9210: "04 31 74 79 80 82 83",
    9211: "08 17 44", 9212: "45 70", 9213: "06 19", 9214: "24 46", 9215: "20", 9216: "62",
    5899: "22 48 49 68 75 77", 5898: "51", 9217: "52 56 58", 9218: "54 60 64 66 67",
}  # fmt: skip
_FORMER = {code: zone for zone, codes in _BY_ZONE.items() for code in codes.split()}
_MERGED_FROM = {
    "08": "02 08", "15": "10 15", "19": "06 19", "24": "24 27", "25": "17 25 26", "31": "30 31", "33": "33 34",
    "37": "35 36 37", "44": "44 45", "48": "48 49", "51": "51 62", "52": "52 64", "56": "56 58", "66": "54 66",
    "68": "60 67 68", "75": "70 75", "79": "74 77 79", "80": "72 80", "82": "82 87", "86": "83 84 86",
    "91": "89 91", "92": "92 93 94", "96": "95 96",
}  # fmt: skip
_MERGED_ZONE = {"37": 5897, "31": 9210, "33": 9209}  # Thông tư 24/2025/TT-BNNMT


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


def zone_of_former_province(code: str) -> int:
    """EPSG code of the zone of one of the 63 provinces before July 2025.

    Raises:
        KeyError: No such province.
    """
    return _FORMER[code]


def zones_of_province(code: str) -> tuple[int, ...]:
    """EPSG codes of the zones that papers of a present province may use, likeliest first.

    The province's own zone comes first where it is known, then those of the provinces that it was merged
    from. An unknown code gives none.
    """
    former = [_FORMER[each] for each in _MERGED_FROM.get(code, code).split() if each in _FORMER]
    own = [_MERGED_ZONE[code]] if code in _MERGED_ZONE else []
    return tuple(dict.fromkeys([*own, *former]))


def readings(
    first: float, second: float, place: UnitPlace | None = None, *, limit: int = 8
) -> tuple[Reading, ...]:
    """Every plausible meaning of two numbers, best first.

    Degrees are tried as latitude and longitude in both orders, on WGS 84 and on VN-2000; metres as northing
    and easting in both orders, in each zone. A meaning outside the frame of the national map is dropped.
    Those inside the unit come first, in the order in which papers of its province are likely to be written;
    the others by their distance from it. The choice is a person's.

    Args:
        first: The number that was written first.
        second: The other one.
        place: The unit that the point is said to be in.
        limit: At most so many.
    """
    pairs = [(second, first, False), (first, second, True)]
    found: list[Reading] = []
    for x, y, swapped in pairs:
        for crs in _systems_for(x, y, place):
            reading = _read(x, y, crs, swapped, place)
            if reading is not None:
                found.append(reading)
    order = {reading: index for index, reading in enumerate(found)}

    def rank(reading: Reading) -> tuple[bool, float, int]:
        inside = bool(reading.inside)
        return not inside, 0.0 if inside else _away(reading, place), order[reading]

    return tuple(sorted(found, key=rank)[:limit])


def _systems_for(x: float, y: float, place: UnitPlace | None) -> list[str]:
    if abs(x) <= 180 and abs(y) <= 90:
        return [WGS84, f"EPSG:{GEOGRAPHIC}"]
    # Widest eastings and northings of any zone over the country, in metres.
    if not (100_000 <= x <= 1_000_000 and 400_000 <= y <= 2_700_000):
        return []
    likely = zones_of_province(place.province_code) if place else ()
    return [f"EPSG:{zone}" for zone in dict.fromkeys([*likely, *MERIDIANS, *UTM_ZONES])]


def _read(x: float, y: float, crs: str, swapped: bool, place: UnitPlace | None) -> Reading | None:
    try:
        lon, lat = to_wgs84(x, y, crs)
    except OutsideValidArea:
        return None
    if not NATIONAL_FRAME.contains(lon, lat):
        return None
    outside = place.outside_m(lon, lat) if place else None
    vi, en = _labels(crs, swapped)
    return Reading(
        lon=lon, lat=lat, crs=crs, native_x=x, native_y=y, swapped=swapped, label_vi=vi, label_en=en,
        outside_m=outside, inside=None if outside is None else outside == 0,
    )  # fmt: skip


def _away(reading: Reading, place: UnitPlace | None) -> float:
    if reading.outside_m is not None:
        return reading.outside_m
    return distance_m(reading.lon, reading.lat, place.lon, place.lat) if place else 0.0


def _labels(crs: str, swapped: bool) -> tuple[str, str]:
    code = int(crs.removeprefix("EPSG:"))
    if crs == WGS84 or code == GEOGRAPHIC:
        system = "WGS 84" if crs == WGS84 else "VN-2000"
        vi, en = (
            ("kinh độ, vĩ độ", "longitude, latitude")
            if swapped
            else ("vĩ độ, kinh độ", "latitude, longitude")
        )
        return f"{system}: {vi}", f"{system}: {en}"
    vi, en = ("Đông trước, Bắc sau", "easting first") if swapped else ("X Bắc, Y Đông", "X north, Y east")
    if code in UTM_ZONES:
        return f"VN-2000 {UTM_ZONES[code]}: {vi}", f"VN-2000 {UTM_ZONES[code]}: {en}"
    meridian = MERIDIANS[code]
    return f"VN-2000 kinh tuyến trục {meridian}: {vi}", f"VN-2000 central meridian {meridian}: {en}"
