"""Places by their names, from what we hold: units old and new, and items beside them. Nothing goes over a network."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.utils import timezone

from gis import unit_history, units
from gis.distance import distance_m
from gis.models import AdminUnit
from gis.names import fold_name
from gis.placement import Method, Placement
from heritage.models import Item

# A village of the delta with its fields is rarely wider than two kilometres: our own estimate, said as such.
VILLAGE_M = 1000.0
MOST = 8
KINDS = {
    "commune": ("phuong", "xa", "thi tran", "dac khu"),
    "upper": ("huyen", "quan", "thi xa", "thanh pho", "tinh", "tp", "tx"),
    "village": ("thon", "lang", "xom", "to dan pho", "to", "ap", "khu pho", "khu", "ban"),
}
SHORT = {
    "p": "phuong", "x": "xa", "tt": "thi tran", "h": "huyen", "q": "quan", "tx": "thi xa", "tp": "thanh pho",
    "t": "tinh", "tdp": "to dan pho",
}  # fmt: skip
# What the name of a relic or a craft village adds to the name of its village.
ITEM_KINDS = re.compile(
    r"^(dinh|chua|den|mieu|phu|lang|lang nghe|lang hoa|nha tho|le hoi|lang co|tu duong|van chi|cau|gieng)\s+"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A place with what was recognised, in words, and the unit of today that it lies in."""

    placement: Placement
    vi: str
    en: str
    unit: AdminUnit


def places_named(text: str, *, near: AdminUnit | None = None, day: dt.date | None = None) -> list[Named]:
    """Places that an address or a name may mean, the most exact first.

    Args:
        text: "thôn Vân Tràng, xã Nam Điền, huyện Nam Trực", "Điền Xá", or an item's name.
        near: The unit whose officer asks: an item's name is looked for there, and of several homonyms
            the one that lies there comes first.
        day: The day whose units are the present ones; today when not given.
    """
    day = day or timezone.localdate()
    parts = [_written_out(part) for part in (fold_name(each) for each in text.split(",")) if part]
    if not parts:
        return []
    communes = _communes(parts, day)
    village = next((bare for bare in (_village(part) for part in parts[:2]) if bare), "")
    there = [unit for _, present in communes for unit in present] or ([near] if near else [])
    found = [named for unit in there for named in _beside_items(village or parts[0], unit)]
    found += [
        named
        for former, present in communes
        for unit in present
        if (named := _of_unit(former, unit)) is not None
    ]
    unique = {(each.placement.lon, each.placement.lat, each.placement.method): each for each in found}
    return sorted(unique.values(), key=lambda each: (_homonym(each, near), each.placement.accuracy_m or 0))[
        :MOST
    ]


def centre_of(unit: AdminUnit) -> Placement | None:
    """The centre of a unit as a position, exact to the radius of the unit; None when its extent is unknown."""
    radius = reach_m(unit)
    if unit.centroid is None or radius is None:
        return None
    return Placement(unit.centroid.x, unit.centroid.y, Method.UNIT_CENTROID, radius)


def reach_m(unit: AdminUnit) -> float | None:
    """Metres from the centre to the farthest corner of the boundary, or the radius of a circle of the unit's area."""
    place = units.place_of(unit)
    if place is None:
        return None
    if unit.boundary is None:
        return round(place.radius_m, 0) if place.radius_m else None
    corners = (corner for polygon in unit.boundary.coords for corner in polygon[0])
    return round(max(distance_m(place.lon, place.lat, lon, lat) for lon, lat, *_ in corners), 0)


def _communes(parts: list[str], day: dt.date) -> list[tuple[AdminUnit, list[AdminUnit]]]:
    """Units that the first telling part names, each with the units that stand there today."""
    for index, part in enumerate(parts):
        if part.startswith(tuple(f"{kind} " for kind in (*KINDS["village"], *KINDS["upper"]))):
            continue
        context = [_bare(each, KINDS["upper"]) for each in parts[index + 1 :]]
        bare = _bare(part, KINDS["commune"])
        found = [
            unit
            for unit in units.units_matching(", ".join([part, *context]), limit=40)
            if unit.level == AdminUnit.Level.COMMUNE and _is_named(unit, part, bare)
        ]
        if found:
            pairs = [
                (unit, [each for each in unit_history.present_units(unit) if each.stands_on(day)])
                for unit in found
            ]
            return _without_repeats(pairs)
    return []


def _without_repeats(
    pairs: list[tuple[AdminUnit, list[AdminUnit]]],
) -> list[tuple[AdminUnit, list[AdminUnit]]]:
    """One code names several intervals of one unit: each pair of names once."""
    seen: set[tuple[str, str, int]] = set()
    kept = []
    for unit, present in pairs:
        fresh = [each for each in present if (unit.folded, unit.district_name, each.pk) not in seen]
        seen |= {(unit.folded, unit.district_name, each.pk) for each in fresh}
        if fresh:
            kept.append((unit, fresh))
    return kept


def _of_unit(former: AdminUnit, unit: AdminUnit) -> Named | None:
    """The former unit's own centre and radius where they are known, else those of the unit it lies in today."""
    own = centre_of(former) if former.pk != unit.pk else None
    base = own or centre_of(unit)
    if base is None:
        return None
    placement = Placement(base.lon, base.lat, Method.ADDRESS, base.accuracy_m)
    if former.pk == unit.pk:
        return Named(placement, unit.name, unit.name, unit)
    old = ", ".join(filter(None, (former.name, former.district_name)))
    return Named(placement, f"{old}, nay thuộc {unit.name}", f"{old}, now in {unit.name}", unit)


def _beside_items(name: str, unit: AdminUnit) -> list[Named]:
    """Items of the unit that carry the name, as their own or in their former address."""
    if not name:
        return []
    rows = Item.objects.filter(unit=unit, position__isnull=False).only(
        "name_vi", "alt_names", "former_address", "position", "position_accuracy_m", "position_method"
    )
    found = []
    for item in rows.order_by("pk"):
        names = [fold_name(each) for each in (item.name_vi, *item.alt_names)]
        address = {_village(part) or part for part in map(fold_name, item.former_address.split(","))}
        if name not in {*names, *(ITEM_KINDS.sub("", each) for each in names), *address}:
            continue
        if item.position is None:
            continue
        own = item.position_accuracy_m or 0.0
        accuracy = own if name in names and own else own + VILLAGE_M
        placement = Placement(item.position.x, item.position.y, Method.ADDRESS, accuracy)
        found.append(
            Named(placement, f"Gần {item.name_vi}, {unit.name}", f"Near {item.name_vi}, {unit.name}", unit)
        )
    return found


def _homonym(named: Named, near: AdminUnit | None) -> int:
    if near is None or named.unit.pk == near.pk:
        return 0
    return 1 if named.unit.province_code == near.province_code else 2


def _written_out(part: str) -> str:
    """ "p tran hung dao" as "phuong tran hung dao"."""
    first, space, rest = part.partition(" ")
    return f"{SHORT.get(first, first)}{space}{rest}" if rest else part


def _village(part: str) -> str:
    return next((part[len(kind) + 1 :] for kind in KINDS["village"] if part.startswith(f"{kind} ")), "")


def _bare(part: str, kinds: tuple[str, ...]) -> str:
    return next((part[len(kind) + 1 :] for kind in kinds if part.startswith(f"{kind} ")), part)


def _is_named(unit: AdminUnit, part: str, bare: str) -> bool:
    """Whether the whole name agrees: "nam dien" is not "nam dien chau"."""
    return unit.folded == part or fold_name(unit.bare_name) == bare
