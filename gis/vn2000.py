"""VN-2000 as surveyors write it: its systems, and which of them the papers of a province use.

Zones of the 63 provinces before July 2025: Thông tư 973/2001/TT-TCĐC as amended by Thông tư 25/2014/TT-BTNMT;
they agree with the areas of use in the EPSG registry (v11.022, compared 2026-11-24). Merged provinces: only
the three that Thông tư 24/2025/TT-BNNMT is known to us for. Older papers keep the zone of their own time.
"""

from __future__ import annotations

from gis.crs import WGS84

GEOGRAPHIC = 4756
UTM_ZONES = {3405: "UTM 48N", 3406: "UTM 49N"}
WGS84_UTM_ZONES = {32648: "UTM 48N", 32649: "UTM 49N"}
"""What a GPS receiver shows: the same grid without the shift of the datum."""
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


def system_words(crs: str, language: str) -> str:
    """A system as people call it: ``VN-2000 kinh tuyến trục 105°30′``; its code where it is none of ours."""
    if crs == WGS84:
        return "WGS 84"
    code = int(crs.removeprefix("EPSG:")) if crs.removeprefix("EPSG:").isdecimal() else 0
    if code == GEOGRAPHIC:
        return "VN-2000"
    if code in MERIDIANS:
        words = "central meridian" if language == "en" else "kinh tuyến trục"
        return f"VN-2000 {words} {MERIDIANS[code]}"
    if code in UTM_ZONES:
        return f"VN-2000 {UTM_ZONES[code]}"
    return f"WGS 84 / {WGS84_UTM_ZONES[code]}" if code in WGS84_UTM_ZONES else crs


def systems() -> tuple[str, ...]:
    """Every system that a paper of this country may be in: WGS 84, VN-2000 in degrees, the zones from west to east."""
    codes = (GEOGRAPHIC, *MERIDIANS, *UTM_ZONES, *WGS84_UTM_ZONES)
    return (WGS84, *(f"EPSG:{code}" for code in codes))
