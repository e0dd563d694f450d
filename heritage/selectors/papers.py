"""The paper that coordinates were copied from: which province issued it, which system it is in."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from gis.crs import WGS84
from gis.models import AdminUnit
from gis.names import fold_name
from gis.unit_sources import REFORM
from gis.vn2000 import MERIDIANS, system_words, systems, zone_of_former_province, zones_of_province


@dataclass(frozen=True, slots=True)
class PaperProvince:
    """A province of its time, as the picker names it."""

    name: str
    """"Tỉnh Nam Định (cũ)": one of the 63 before July 2025."""
    zones: tuple[str, ...]
    """``EPSG:9209``, likeliest first."""
    hint: str
    """What helps to find and to check it: central meridians, and the name without marks."""


def paper_provinces(language: str) -> list[PaperProvince]:
    """The 34 provinces of today, then the 63 before them, each in the order of names."""
    rows = AdminUnit.objects.filter(Q(valid_to__isnull=True) | Q(valid_to=REFORM), level="province")
    known = rows.defer("boundary", "centroid").order_by("folded")
    now = [_province(row.name, zones_of_province(row.code)) for row in known if row.valid_to is None]
    mark = "former" if language == "en" else "cũ"
    old = [
        _province(f"{row.name} ({mark})", (zone_of_former_province(row.code),))
        for row in known
        if row.valid_to is not None
    ]
    return now + old


def paper_systems(language: str) -> list[tuple[str, str]]:
    """Every system that can be declared, as pairs for a list of choices."""
    degrees = " (độ)" if language == "vi" else " (degrees)"
    return [
        (crs, system_words(crs, language) + (degrees if crs in (WGS84, "EPSG:4756") else ""))
        for crs in systems()
    ]


def declared_systems(province: str, system: str, language: str) -> tuple[str, ...]:
    """The systems that the officer's two answers name: the system itself, else those of the province's papers.

    Args:
        province: A name from :func:`paper_provinces`, with or without marks; anything else says nothing.
        system: A code from :func:`paper_systems`, or empty.
        language: That of the names.
    """
    if system in systems():
        return (system,)
    wanted = fold_name(province)
    if not wanted:
        return ()
    named = [each for each in paper_provinces(language) if wanted in fold_name(each.name)]
    exact = [each for each in named if fold_name(each.name) == wanted]
    chosen = exact or named
    return chosen[0].zones if len(chosen) == 1 else ()


def is_unknown_province(province: str, language: str) -> bool:
    """Whether something is written that names no province, or more than one."""
    return bool(province.strip()) and not declared_systems(province, "", language)


def _province(name: str, zones: tuple[int, ...]) -> PaperProvince:
    meridians = ", ".join(MERIDIANS[zone] for zone in zones)
    return PaperProvince(name, tuple(f"EPSG:{zone}" for zone in zones), f"{meridians} · {fold_name(name)}")
