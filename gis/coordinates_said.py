"""Words beside the numbers that say which system they are in: ``EPSG:9209``, ``KTT 105°30'``, ``VN-2000``, ``WGS 84``."""

from __future__ import annotations

import re

from gis.crs import WGS84
from gis.vn2000 import GEOGRAPHIC, MERIDIANS, UTM_ZONES, systems

_EPSG = re.compile(r"[(\[]?\bEPSG\s*:+\s*(\d{4,5})\b[)\]]?", re.IGNORECASE)
_MERIDIAN = re.compile(
    r"(?:kinh tuyến trục|kinh tuyến|KTT)\s*:?\s*(10\d)\s*(?:°|độ|d|(?=[-.,]\d))\s*[-.,]?\s*([0-5]\d)?\s*(?:'|phút)?",
    re.IGNORECASE,
)
_VN2000 = re.compile(r"[(\[]?\bVN\s*-?\s*2000\b[)\]]?", re.IGNORECASE)
_WGS84 = re.compile(r"[(\[]?\bWGS\s*-?\s*(?:19)?84\b[)\]]?", re.IGNORECASE)


def systems_said(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without those words, and the systems that they name, likeliest first; none when it says nothing."""
    said: list[str] = []
    for match in _EPSG.finditer(text):
        if f"EPSG:{match[1]}" in systems():
            said.append(f"EPSG:{match[1]}")
    text = _EPSG.sub(" ", text)
    for match in _MERIDIAN.finditer(text):
        spoken = f"{match[1]}°{match[2] or '00'}′"
        said += [f"EPSG:{zone}" for zone, meridian in MERIDIANS.items() if meridian == spoken]
    text = _MERIDIAN.sub(" ", text)
    if not said and _VN2000.search(text):
        said = [f"EPSG:{code}" for code in (GEOGRAPHIC, *MERIDIANS, *UTM_ZONES)]
    if not said and _WGS84.search(text):
        said = [WGS84, "EPSG:32648", "EPSG:32649"]
    return _WGS84.sub(" ", _VN2000.sub(" ", text)).strip(" ,;:"), tuple(said)
