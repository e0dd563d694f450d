"""Which item of the catalogue a row is, and which it is suspiciously like."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from gis.distance import distance_m
from gis.models import AdminUnit
from gis.names import fold_name
from heritage.models import Item, ItemImport, ItemImportRow, Revision
from heritage.rules.import_problems import Problem

NEAR_M = 100.0
CLOSE = 0.82  # of 1: two names that differ by a letter or a common word
_CELL = 0.001  # degrees, a little more than NEAR_M
_GENERIC = {
    *(
        "dinh",
        "den",
        "chua",
        "mieu",
        "phu",
        "nha",
        "tho",
        "tu",
        "duong",
        "lang",
        "le",
        "hoi",
        "di",
        "tich",
        "cum",
    ),
    *("nghe", "thon", "xom", "lich", "su", "van", "hoa", "truyen", "thong"),
}
_ID = re.compile(r"(?:^|/)([0-9A-HJKMNP-TV-Z]{6})(?:[/?#.]|$)", re.IGNORECASE)


@dataclass(slots=True)
class Catalogue:
    """The items that rows may be, with their open revisions, found by id, by name and by place."""

    items: dict[int, Item] = field(default_factory=dict)
    revisions: dict[int, Revision] = field(default_factory=dict)
    by_id: dict[str, Item] = field(default_factory=dict)
    by_name: dict[tuple[int, str, str], list[Item]] = field(default_factory=lambda: defaultdict(list))
    by_core: dict[tuple[int, str], list[Item]] = field(default_factory=lambda: defaultdict(list))
    by_cell: dict[tuple[int, int], list[Item]] = field(default_factory=lambda: defaultdict(list))
    by_their_id: dict[str, Item] = field(default_factory=dict)


def catalogue_of(units: Iterable[AdminUnit], ids: Iterable[str], unit: AdminUnit) -> Catalogue:
    """Everything of the units, what the ids name elsewhere, and the tables' own ids of earlier imports."""
    found = Catalogue()
    keys = {each.pk for each in units}
    rows = list(Item.objects.select_related("unit").defer("unit__boundary").filter(unit__in=keys))
    rows += list(
        Item.objects.select_related("unit").defer("unit__boundary")
        .filter(public_id__in=list(ids)).exclude(unit__in=keys)
    )  # fmt: skip
    opened = Revision.objects.exclude(state=Revision.State.APPROVED).filter(item__unit__in=keys)
    found.revisions = {each.item_id: each for each in opened}
    for item in rows:
        found.items[item.pk] = item
        found.by_id[item.public_id] = item
        names = {item.name_vi, str(_open(found, item).get("name_vi") or item.name_vi)}
        for name in names:
            found.by_name[item.unit_id, fold_name(name), item.category].append(item)
            found.by_core[item.unit_id, core_of(name)].append(item)
        if item.position is not None:
            found.by_cell[_cell(item.position.x, item.position.y)].append(item)
    earlier = ItemImportRow.objects.filter(
        batch__unit=unit, batch__state=ItemImport.State.ACCEPTED, item__isnull=False, values__has_key="their_id"
    ).order_by("pk")  # fmt: skip
    for their, pk in earlier.values_list("values__their_id", "item_id"):
        if pk in found.items:
            found.by_their_id[str(their)] = found.items[pk]
    return found


def id_in(said: dict[str, Any]) -> str:
    """The id that a row names outright or within an address."""
    if said.get("id"):
        return str(said["id"]).upper()
    text = str(said.get("qr") or "")
    found = _ID.search(text) or _ID.search(text.rstrip("/"))
    return found[1].upper() if found else ""


def match(
    catalogue: Catalogue, said: dict[str, Any], unit: AdminUnit | None, name: str, category: str
) -> tuple[Item | None, Problem | None]:
    """The item that a row is, None for a new one; a problem where that cannot be told."""
    wanted = id_in(said)
    if wanted:
        item = catalogue.by_id.get(wanted)
        if item is None:
            return None, Problem(
                "", "unknown_id", f"Không có di sản mã {wanted}. Bỏ trống mã để thêm mới.",
                f"There is no item {wanted}. Leave the id empty to add one.",
            )  # fmt: skip
        return item, None
    if said.get("their_id") and str(said["their_id"]) in catalogue.by_their_id:
        return catalogue.by_their_id[str(said["their_id"])], None
    if unit is None:
        return None, None
    same = catalogue.by_name.get((unit.pk, fold_name(name), category), [])
    if len({each.pk for each in same}) > 1:
        listed = ", ".join(each.public_id for each in same[:5])
        return None, Problem(
            "", "several_items", f"Có nhiều hồ sơ cùng tên ({listed}). Ghi thêm mã di sản.",
            f"Several items have this name ({listed}). Give the item's id.",
        )  # fmt: skip
    return (same[0] if same else None), None


def likeness(
    catalogue: Catalogue, unit: AdminUnit, name: str, point: tuple[float, float] | None
) -> Problem | None:
    """A warning where an item of the unit has nearly this name, or one close by nearly does."""
    for item in catalogue.by_core.get((unit.pk, core_of(name)), []):
        away = _away(item, point)
        if away is None or away < 10 * NEAR_M:
            return _alike(item, away)
    if point is None:
        return None
    west, south = _cell(*point)
    for cell in ((west + east, south + north) for east in (-1, 0, 1) for north in (-1, 0, 1)):
        for item in catalogue.by_cell.get(cell, []):
            away = _away(item, point)
            if away is not None and away < NEAR_M and _close(item.name_vi, name):
                return _alike(item, away)
    return None


def core_of(name: str) -> str:
    """A name without the words that say only what kind of thing it is; the whole where nothing is left."""
    words = fold_name(name).split()
    return " ".join(word for word in words if word not in _GENERIC) or " ".join(words)


def _alike(item: Item, away: float | None) -> Problem:
    far_vi = "" if away is None else f", cách {away:.0f} m"
    far_en = "" if away is None else f", {away:.0f} m away"
    return Problem(
        "", "near_name", f"Gần giống hồ sơ “{item.name_vi}” ({item.public_id}{far_vi}). Xem có trùng không.",
        f"Much like the item “{item.name_vi}” ({item.public_id}{far_en}). See whether it is the same.",
        grave=False, item=item.public_id,
    )  # fmt: skip


def _away(item: Item, point: tuple[float, float] | None) -> float | None:
    if point is None or item.position is None:
        return None
    return distance_m(*point, item.position.x, item.position.y)


def _close(one: str, other: str) -> bool:
    return SequenceMatcher(None, fold_name(one), fold_name(other)).ratio() >= CLOSE


def _cell(lon: float, lat: float) -> tuple[int, int]:
    return int(lon / _CELL), int(lat / _CELL)


def _open(catalogue: Catalogue, item: Item) -> dict[str, Any]:
    revision = catalogue.revisions.get(item.pk)
    return revision.values if revision else {}
