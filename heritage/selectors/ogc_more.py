"""The collections of OGC API that are no plain items: protection zones and dated units; and what all of them span."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models import Extent
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    ExpressionWrapper,
    Max,
    Min,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from gis.bounds import Bounds
from gis.models import AdminUnit
from heritage.models import Item, MapFeature, MapShape
from heritage.selectors.ogc import Items, Shapes, Source, polygon_of
from heritage.selectors.ogc_wanted import Page

_ZONES = {"zone_one": "I", "zone_two": "II"}
_KINDS = {number: kind for kind, number in _ZONES.items()}


class Zones(Shapes):
    """Protection zones I and II of relics: up to two features of one item, ``VKDV6A-I`` and ``VKDV6A-II``."""

    def __init__(self) -> None:
        super().__init__("zone_one")
        self.columns = {**self.columns, "zone": "zone"}

    def rows(self) -> QuerySet[MapShape]:
        """By public id, zone I first."""
        rows = MapShape.objects.filter(kind__in=_ZONES)
        return rows.alias(zone=_zone_number()).order_by("feature__public_id", "kind")

    def follows(self, fid: str) -> Q:
        """The other zone of the same item may be what follows."""
        public_id, _, number = fid.rpartition("-")
        kind = _KINDS.get(number, "")
        return Q(feature__public_id__gt=public_id) | Q(feature__public_id=public_id, kind__gt=kind)

    def is_one(self, fid: str) -> Q | None:
        """By public id and number."""
        public_id, _, number = fid.rpartition("-")
        return Q(feature__public_id=public_id, kind=_KINDS[number]) if number in _KINDS else None

    def as_page(self, rows: QuerySet[Any], limit: int) -> Page:
        """Which of the two it is goes before the item's properties."""
        found = list(
            rows.values_list("feature__public_id", "kind", "shape", "feature__properties")[: limit + 1]
        )
        kept = found[:limit]
        return Page(
            [f"{public_id}-{_ZONES[kind]}" for public_id, kind, _, _ in kept],
            None,
            [bytes(shape.wkb) for _, _, shape, _ in kept],
            [f'{{"zone":"{_ZONES[kind]}",{properties[1:]}' for _, kind, _, properties in kept],
            len(kept),
            len(found) > limit,
        )


def _zone_number() -> Any:
    return Case(
        *(When(kind=kind, then=Value(number)) for kind, number in _ZONES.items()), output_field=CharField()
    )


class Units(Source):
    """Administrative units of all times, with their boundary where it was imported, else their centre."""

    columns = {
        name: name
        for name in (
            *("code", "name", "level", "province_code", "province_name"),
            *("valid_from", "valid_to", "area_km2", "approximate"),
        )
    }
    geometry = ("boundary", "centroid")

    def rows(self) -> QuerySet[AdminUnit]:
        """By code, older before younger."""
        only_centre = ExpressionWrapper(Q(boundary__isnull=True), output_field=BooleanField())
        return AdminUnit.objects.alias(approximate=only_centre).order_by("code", "valid_from")

    def follows(self, fid: str) -> Q:
        """A code may have carried several units."""
        code, day = _unit_of(fid) or ("", dt.date.min)
        return Q(code__gt=code) | Q(code=code, valid_from__gt=day)

    def within(self, box: Bounds) -> Q:
        """By the boundary, or by the centre."""
        return self.meets(polygon_of(box))

    def during(self, first: dt.date | None, last: dt.date | None) -> Q:
        """The day on which a unit ends is no longer its own."""
        condition = Q()
        if last is not None:
            condition &= Q(valid_from__lte=last)
        if first is not None:
            condition &= Q(valid_to__isnull=True) | Q(valid_to__gt=first)
        return condition

    def is_one(self, fid: str) -> Q | None:
        """By code and first day."""
        found = _unit_of(fid)
        return Q(code=found[0], valid_from=found[1]) if found else None

    def as_page(self, rows: QuerySet[Any], limit: int) -> Page:
        """Their few columns are written here: no table keeps them ready."""
        found = list(rows[: limit + 1])
        kept = found[:limit]
        shapes = [unit.boundary or unit.centroid for unit in kept]
        return Page(
            [f"{unit.code}-{unit.valid_from:%Y%m%d}" for unit in kept],
            None,
            [bytes(shape.wkb) if shape is not None else None for shape in shapes],
            [_unit_properties(unit) for unit in kept],
            len(kept),
            len(found) > limit,
        )


def _unit_of(fid: str) -> tuple[str, dt.date] | None:
    parts = re.fullmatch(r"(\d{2,5})-(\d{4})(\d{2})(\d{2})", fid)
    if parts is None:
        return None
    code, year, month, day = parts.groups()
    try:
        return code, dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _unit_properties(unit: AdminUnit) -> str:
    values = {
        "code": unit.code,
        "name": unit.name,
        "level": unit.level,
        "kind": unit.kind or None,
        "province_code": unit.province_code,
        "province_name": unit.province_name or None,
        "district_name": unit.district_name or None,
        "valid_from": unit.valid_from.isoformat(),
        "valid_to": unit.valid_to.isoformat() if unit.valid_to else None,
        "area_km2": unit.area_km2,
        "approximate": unit.boundary is None,
        "source": (unit.boundary_source if unit.boundary is not None else unit.source) or None,
    }
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Span:
    """What a collection spans: None where it has no place, or no time, at all."""

    bounds: Bounds | None
    days: tuple[dt.date | None, dt.date | None] | None
    """First and last; None for one that is open, or too early to be written with four digits."""


def spans() -> dict[str, Span]:
    """By category of items, by kind of shape, and ``unit``."""
    published = MapFeature.objects.filter(item__state=Item.State.PUBLISHED).order_by()
    found = {
        row["category"]: _span(row)
        for row in published.values("category").annotate(**_edges("lon", "lat", "lon", "lat"), **_years(""))
    }
    shapes = MapShape.objects.filter(feature__item__state=Item.State.PUBLISHED).order_by()
    found |= {
        row["kind"]: _span(row)
        for row in shapes.values("kind").annotate(
            **_edges("west", "south", "east", "north"),
            **_years("feature__"),
        )
    }
    found["unit"] = _span_of_units()
    return found


def _edges(west: str, south: str, east: str, north: str) -> dict[str, Any]:
    return {"w": Min(west), "s": Min(south), "e": Max(east), "n": Max(north)}


def _years(prefix: str) -> dict[str, Any]:
    """Of all items, a missing year being the same as the other one."""
    first, last = f"{prefix}year_from", f"{prefix}year_to"
    return {"first": Min(Coalesce(first, last)), "last": Max(Coalesce(last, first))}


def _span(row: Mapping[str, Any]) -> Span:
    bounds = Bounds(row["w"], row["s"], row["e"], row["n"]) if row["w"] is not None else None
    return Span(bounds, _days(row["first"], row["last"]))


def _days(first: int | None, last: int | None) -> tuple[dt.date | None, dt.date | None] | None:
    years = [year for year in (first, last) if year is not None]
    if not years:
        return None
    return (
        dt.date(min(years), 1, 1) if min(years) >= 1 else None,
        dt.date(max(years), 12, 31) if max(years) >= 1 else None,
    )


def _span_of_units() -> Span:
    found = AdminUnit.objects.aggregate(
        around=Extent("centroid"), outlines=Extent("boundary"), first=Min("valid_from")
    )
    boxes = [box for box in (found["around"], found["outlines"]) if box is not None]
    if not boxes:
        return Span(None, None)
    west, south, east, north = zip(*boxes, strict=True)
    return Span(Bounds(min(west), min(south), max(east), max(north)), (found["first"], None))


SOURCES: dict[str, Source] = {
    "relics": Items("relic"),
    "festivals": Items("festival"),
    "craft_villages": Items("craft_village"),
    "figures": Items("figure"),
    "zones": Zones(),
    "routes": Shapes("route"),
    "areas": Shapes("area"),
    "units": Units(),
}
"""By the collection's name in addresses."""
