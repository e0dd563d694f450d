"""What the registers list on a day, and in which unit each object counts.

The register of a unit is its latest version. A unit that ended leaves its register to the units it became:
each object counts in the one where the item lies now, until that unit has a register of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from gis import units
from gis.models import AdminUnit
from heritage.models import Asset, RegisterEntry, RegisterVersion
from heritage.rules.snapshot_counts import COUNTRY as COUNTRY
from heritage.selectors.heirs import Heir, heirs

PROVINCE_DIGITS, WARD_DIGITS = 2, 5
SEEN = (Asset.State.READY, Asset.State.NEEDS_REVIEW)
COUNTED = ("item__public_id", "item__level", "item__blocked_reason")  # of an item no more than a count needs
COLUMNS = ("category", "item__rank", "item__level", "begun", "blocked")


@dataclass(frozen=True, slots=True)
class Row:
    """``n`` objects alike. What was not asked for is empty.

    Attributes:
        unit: Code of the standing ward in which they count.
        kinds: Codes of ``categories.KINDS``; several where an object is of several.
        dynasties: Codes of ``categories.DYNASTIES``, likewise.
    """

    unit: str
    province: str
    category: str
    rank: str
    level: int
    begun: bool
    blocked: bool
    kinds: tuple[str, ...]
    dynasties: tuple[str, ...]
    n: int


def standing_registers(day: dt.date) -> QuerySet[RegisterVersion]:
    """The latest version of each unit that stands on the day; what ended units left is in ``heirs``."""
    newer = RegisterVersion.objects.filter(
        unit=OuterRef("unit"), number__gt=OuterRef("number"), valid_from__lte=day
    )
    return RegisterVersion.objects.filter(
        ~Exists(newer), valid_from__lte=day, unit__in=units.standing(day).values("pk")
    )


def rows_of(
    day: dt.date, code: str, *, below: bool = False, wards: bool = False, also: Iterable[str] = ()
) -> list[Row]:
    """The objects of a ward, a province or the country, each once, alike ones together.

    Args:
        code: Five digits, two digits or ``vn``.
        below: Each object once in every part of the area, so the parts' rows are told apart: the wards of a
            province, the provinces of the country.
        wards: With ``below``: the wards, of the country too.
        also: ``kinds``, ``dynasties``: tell objects apart by these too.
    """
    inherited = heirs(day)
    entries = _annotated(RegisterEntry.objects.filter(version__in=standing_registers(day)))
    entries = entries.filter(_within(code))
    more = [f"item__{name}" for name in also]
    doubles: set[int] = set()
    single: list[dict[str, Any]] = []
    if len(code) != 5 or inherited:
        single = list(_single(entries, inherited, code))
        doubles = {row["item_id"] for row in single}
        if doubles:
            entries = entries.exclude(item__in=doubles)
    part = "version__unit__province_code" if code == COUNTRY and not wards else "version__unit__code"
    keys = [*COLUMNS, *more, *([part] if below else [])]
    grouped = entries.values(*keys).annotate(n=Count("pk")).order_by()
    chosen = _once(single, part if below else None)
    return [_row(each) for each in (*grouped, *chosen)]


def entries_of(day: dt.date, code: str) -> list[RegisterEntry]:
    """The register's lines of a ward with ``begun``, its item and in the register's order; heirs' after them.

    Of two former registers' lines of one object the later one stands.
    """
    # Asked apart: as one question SQLite looks at the registers of every unit first.
    own = list(standing_registers(day).filter(unit__code=code).values_list("pk", flat=True))
    left = [each.entry for each in heirs(day) if _lies_in(each.unit, code)]
    rows = RegisterEntry.objects.filter(Q(version__in=own) | Q(pk__in=left) if left else Q(version__in=own))
    found = _annotated(rows).select_related("item").only("version", "category", *COUNTED).order_by("pk")
    found = found.prefetch_related(Prefetch("version__unit", AdminUnit.objects.defer("boundary")))
    return sorted({entry.item_id: entry for entry in found}.values(), key=lambda entry: entry.pk)


def registers_of(day: dt.date, code: str) -> tuple[str, ...]:
    """The registers that a ward's number is counted from, as ``code-number``: its own, else what was left to it."""
    own = standing_registers(day).filter(unit__code=code).values_list("unit__code", "number")
    left = [each.version for each in heirs(day) if each.unit.code == code]
    rows = RegisterVersion.objects.filter(pk__in=left).values_list("pk", "unit__code", "number")
    names = {pk: f"{unit}-{number}" for pk, unit, number in rows}
    return (*(f"{unit}-{number}" for unit, number in own), *dict.fromkeys(names[pk] for pk in left))


def counted(day: dt.date, code: str) -> QuerySet[RegisterEntry]:
    """The lines behind the number of a ward, a province or the country: each object by one; with ``begun``, ``blocked``."""
    if len(code) == WARD_DIGITS:
        return _annotated(RegisterEntry.objects.filter(pk__in=[each.pk for each in entries_of(day, code)]))
    entries = RegisterEntry.objects.filter(_within(code), version__in=standing_registers(day))
    single = list(_single(_annotated(entries), heirs(day), code))
    chosen = [row["pk"] for row in _once(single, None)]
    plain = entries.exclude(item__in={row["item_id"] for row in single})
    return _annotated(RegisterEntry.objects.filter(Q(pk__in=plain.values("pk")) | Q(pk__in=chosen)))


def _annotated(rows: QuerySet[RegisterEntry]) -> QuerySet[RegisterEntry]:
    files = Asset.objects.filter(item=OuterRef("item"), state__in=SEEN)
    return rows.annotate(
        begun=_flag(Q(item__level__gte=1) | Exists(files)), blocked=_flag(~Q(item__blocked_reason=""))
    )


def _flag(condition: Q | Exists | Combinable) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _within(code: str) -> Q:
    if code == COUNTRY:
        return Q()
    if len(code) == PROVINCE_DIGITS:
        return Q(version__unit__province_code=code)
    return Q(version__unit__code=code)


def _lies_in(unit: AdminUnit, code: str) -> bool:
    return code == COUNTRY or code in (unit.code, unit.province_code)


def _single(entries: QuerySet[RegisterEntry], inherited: list[Heir], code: str) -> Iterator[dict[str, Any]]:
    """Lines that cannot be counted by the database: heirs', and all of objects that are listed twice."""
    heir_of = {each.entry: each.unit for each in inherited if _lies_in(each.unit, code)}
    left = _annotated(RegisterEntry.objects.filter(pk__in=heir_of))
    also = list(left.values_list("item_id", flat=True))
    twice = entries.values("item_id").annotate(n=Count("pk")).filter(n__gt=1).values("item_id").order_by()
    wanted = entries.filter(Q(item__in=twice) | Q(item__in=also))
    columns = (
        *("pk", "item_id", "item__unit__code", "item__kinds", "item__dynasties", *COLUMNS),
        *("version__unit__code", "version__unit__province_code"),
    )
    for row in (*wanted.values(*columns), *left.values(*columns)):
        heir = heir_of.get(row["pk"])
        if heir:
            row |= {"version__unit__code": heir.code, "version__unit__province_code": heir.province_code}
        yield row


def _once(rows: list[dict[str, Any]], part: str | None) -> list[dict[str, Any]]:
    """One line an object and part: that of the item's own unit, else of the smallest code."""
    chosen: dict[tuple[str, int], dict[str, Any]] = {}
    for row in sorted(
        rows,
        key=lambda row: (
            row["version__unit__code"] != row["item__unit__code"],
            row["version__unit__code"],
            -row["pk"],
        ),
    ):
        chosen.setdefault((row[part] if part else "", row["item_id"]), row)
    return list(chosen.values())


def _row(each: dict[str, Any]) -> Row:
    return Row(
        unit=each.get("version__unit__code", ""),
        province=each.get("version__unit__province_code", ""),
        category=each["category"],
        rank=each["item__rank"],
        level=each["item__level"],
        begun=each["begun"],
        blocked=each["blocked"],
        kinds=tuple(each.get("item__kinds") or ()),
        dynasties=tuple(each.get("item__dynasties") or ()),
        n=each.get("n", 1),
    )
