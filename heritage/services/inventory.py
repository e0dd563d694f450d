"""Turn a ward's signed inventory into the next register version: all of it, or nothing with the reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from gis.models import AdminUnit
from gis.names import fold_name
from heritage import categories
from heritage.jobs.evidence import refresh_level
from heritage.models import Event, Item, RegisterEntry, RegisterVersion, User
from heritage.rules.import_values import code_of
from heritage.services.access import require_unit
from heritage.services.tables import read_table

COLUMNS = {
    "name": ("name", "ten", "ten di san", "tên di sản", "tên"),
    "category": ("category", "loai", "loai di san", "loại di sản", "loại"),
    "id": ("id", "public_id", "ma", "ma di san", "mã di sản", "mã"),
    "rank": ("rank", "xep hang", "cap xep hang", "cấp xếp hạng", "xếp hạng"),
    "decision_number": ("decision", "decision_number", "so quyet dinh", "số quyết định"),
    "decision_date": ("decision_date", "ngay quyet dinh", "ngày quyết định"),
    "legal_basis": ("legal_basis", "can cu", "can cu phap ly", "căn cứ", "căn cứ pháp lý"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the inventory: its number from 1, what it stands for, and why it cannot be taken if so."""

    number: int
    name: str
    category: str
    outcome: str  # "matched", "created" or "refused"
    item: Item | None
    values: dict[str, str]
    vi: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Inventory:
    """What an import did, or would do. ``version`` is None when a row was refused or nothing changed."""

    lines: tuple[Line, ...]
    version: RegisterVersion | None
    unchanged: bool = False

    @property
    def refused(self) -> tuple[Line, ...]:
        """The rows that keep the whole file from being taken."""
        return tuple(line for line in self.lines if line.outcome == "refused")


@transaction.atomic
def import_inventory(
    path: Path,
    *,
    unit: AdminUnit,
    by: User | None,
    approved_on: dt.date | None = None,
    approved_by: str = "",
    label_vi: str = "",
    label_en: str = "",
    dry_run: bool = False,
) -> Inventory:
    """Read the inventory and make it the unit's next register version.

    Objects that are not in the catalogue yet open draft items. A file with a row that cannot be
    taken changes nothing; the same inventory again makes no new version.

    Raises:
        BadRequest: Not a table, or it has no column for the name.
        NotAllowed: Another unit's person.
    """
    require_unit(by, unit)
    lines = _lines(read_table(path, COLUMNS, "name"), unit)
    if any(line.outcome == "refused" for line in lines):
        return Inventory(tuple(lines), None)
    current = unit.registers.order_by("-number").first()
    if current is not None and _same(current, lines):
        return Inventory(tuple(lines), None, unchanged=True)
    if dry_run:
        return Inventory(tuple(lines), None)
    version = RegisterVersion.objects.create(
        unit=unit,
        number=current.number + 1 if current else 1,
        label_vi=label_vi or f"Danh mục di sản của {unit.name}",
        label_en=label_en or f"Heritage register of {unit.name}",
        valid_from=timezone.localdate(),
        approved_on=approved_on,
        approved_by=approved_by,
    )
    for line in lines:
        _enter(version, line, unit, by)
    Event.objects.create(
        actor=by, verb="register_made", subject=f"{unit.code}-{version.number}", detail={"rows": len(lines)}
    )
    return Inventory(tuple(lines), version)


def _lines(rows: Iterable[dict[str, str]], unit: AdminUnit) -> list[Line]:
    items = list(Item.objects.filter(unit=unit))
    seen: set[tuple[str, str]] = set()
    lines = []
    for number, values in enumerate(rows, 1):
        if not any(values.values()):
            continue
        line = _line(number, values, items)
        key = (line.item.public_id if line.item else fold_name(line.name), line.category)
        if line.outcome != "refused" and key in seen:
            line = _refused(line, "Trùng với một dòng ở trên.", "The same as a row above.")
        seen.add(key)
        lines.append(line)
    return lines


def _line(number: int, values: dict[str, str], items: list[Item]) -> Line:
    name = " ".join(values.get("name", "").split())
    category = code_of(categories.CATEGORIES, values.get("category", ""))
    line = Line(number, name, category, "created", None, values)
    if values.get("id"):
        found = [item for item in items if item.public_id == values["id"].upper()]
        if not found:
            return _refused(line, f"Không có mã di sản {values['id']}.", f"There is no item {values['id']}.")
        return Line(number, found[0].name_vi, found[0].category, "matched", found[0], values)
    if not name:
        return _refused(line, "Thiếu tên di sản.", "The name is missing.")
    if not category:
        said = values.get("category") or "…"
        return _refused(
            line,
            f"Không hiểu loại “{said}”. Ghi: di tích, lễ hội, làng nghề hoặc nhân vật.",
            f"The category “{said}” is not known. Write: relic, festival, craft_village or figure.",
        )
    if values.get("rank") and not code_of(categories.RANKS, values["rank"]):
        return _refused(
            line, f"Không hiểu xếp hạng “{values['rank']}”.", f"The rank “{values['rank']}” is not known."
        )
    same = [
        item for item in items if item.category == category and fold_name(item.name_vi) == fold_name(name)
    ]
    if len(same) > 1:
        return _refused(
            line,
            "Có nhiều di sản cùng tên. Ghi thêm mã di sản.",
            "Several items have this name. Give the item's id.",
        )
    return Line(number, name, category, "matched", same[0], values) if same else line


def _refused(line: Line, vi: str, en: str) -> Line:
    return Line(line.number, line.name, line.category, "refused", line.item, line.values, vi, en)


def _same(version: RegisterVersion, lines: list[Line]) -> bool:
    held = set(version.entries.values_list("item_id", "legal_basis_vi"))
    return all(line.item for line in lines) and held == {
        (line.item.pk, _basis(line.values)[0]) for line in lines if line.item
    }


def _enter(version: RegisterVersion, line: Line, unit: AdminUnit, by: User | None) -> None:
    item = line.item
    if item is None:
        item = Item.objects.create(
            category=line.category,
            name_vi=line.name,
            unit=unit,
            created_by=by,
            rank=code_of(categories.RANKS, line.values.get("rank", "")) or "unknown",
            decision_number=line.values.get("decision_number", "")[:80],
            decision_date=line.values.get("decision_date", "")[:10],
            sources={"s1": {"title": version.label_vi}},
        )
        Event.objects.create(actor=by, verb="item_opened", item=item, detail={"register": version.pk})
        refresh_level(item)
    vi, en = _basis(line.values)
    RegisterEntry.objects.create(
        version=version, item=item, category=item.category, legal_basis_vi=vi, legal_basis_en=en
    )


def _basis(values: dict[str, Any]) -> tuple[str, str]:
    said = values.get("legal_basis", "")
    if said:
        return said[:300], said[:300]
    number, day = values.get("decision_number", ""), values.get("decision_date", "")
    if not number:
        return "", ""
    return (
        f"Quyết định {number}" + (f" ngày {day}" if day else ""),
        f"Decision {number}" + (f" of {day}" if day else ""),
    )
