"""The number of any area, quickly: counted now while registers are few, else from the latest snapshot, which says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils import timezone

from gis import units
from gis.models import AdminUnit
from heritage import categories
from heritage.errors import NotFound
from heritage.kpi import Count, Share
from heritage.models import RegisterEntry, Snapshot
from heritage.selectors.history import ALL
from heritage.selectors.kpi import Country, UnitKpi, kpi_of, share_of_rows
from heritage.selectors.past import standing_counts
from heritage.selectors.past_rows import past_rows
from heritage.selectors.registers import COUNTRY, PROVINCE_DIGITS, Row, counted, rows_of

LIVE_MOST = 4_000  # lines of registers; a count of more on every visit would be slow
EMPTY = Share(0, 0, 0, 0, 0)
Shares = Mapping[str, Share]  # by category, ALL among them


@dataclass(frozen=True, slots=True)
class Standing:
    """What is counted on ``day``: as of now, or as the snapshot of that day has it (``digest``)."""

    day: dt.date
    digest: str  # empty: counted now
    snapshot: int | None = None
    criteria_version: str = ""  # by which the snapshot was counted


def standing() -> Standing:
    """Whether provinces and the country are counted now or read from the latest snapshot."""
    if RegisterEntry.objects.count() > LIVE_MOST:
        columns = ("day", "digest", "pk", "criteria_version")
        latest = Snapshot.objects.order_by("-day").values_list(*columns).first()
        if latest is not None:
            return Standing(*latest)
    return Standing(timezone.localdate(), "")


def number_of(code: str, stands: Standing) -> UnitKpi:
    """The number of a ward as it is now; of a province or the country as ``stands`` says.

    Raises:
        NotFound: No such unit today.
    """
    if stands.snapshot is None or not is_area(code):
        return kpi_of(code)
    area = Country() if code == COUNTRY else units.unit_on(code, timezone.localdate())
    if area is None:
        raise NotFound(f"Không có đơn vị {code}.", f"No unit {code}.", "no_unit")
    shares = _counts(stands.snapshot, stands.digest).get(code, {})
    whole = shares.get(ALL, EMPTY)
    counted = Count(
        whole,
        tuple((name, shares.get(name, EMPTY)) for name in categories.codes(categories.CATEGORIES)),
    )
    return UnitKpi(
        area, stands.day, None, None, counted if whole.total else None, (), stands.criteria_version
    )


def ward_shares(stands: Standing, province_code: str = "") -> dict[str, Share]:
    """The pooled share of every ward with an object in its register, of one province or of the country, by code."""
    if stands.snapshot is None:
        return _live(province_code or COUNTRY)
    counts = _counts(stands.snapshot, stands.digest)
    wards = _standing_wards(province_code)
    return {code: counts[code][ALL] for code in wards if code in counts and counts[code][ALL].total}


def province_shares(stands: Standing) -> dict[str, Share]:
    """The pooled share of every province in which a register has an object, by code."""
    if stands.snapshot is not None:
        counts = _counts(stands.snapshot, stands.digest)
        return {
            code: shares[ALL]
            for code, shares in counts.items()
            if len(code) == PROVINCE_DIGITS and code != COUNTRY and shares[ALL].total
        }
    rows: dict[str, list[Row]] = {}
    for row in rows_of(timezone.localdate(), COUNTRY, below=True):
        rows.setdefault(row.province, []).append(row)
    return {code: share_of_rows(each) for code, each in rows.items()}


def objects_alike(found: UnitKpi, stands: Standing) -> list[Row]:
    """The objects of a number with rank, kinds and periods, alike ones together; of a ward's only level and those."""
    code = found.unit.code
    if is_area(code):
        if stands.snapshot is not None:
            return _kept(code, stands.snapshot, stands.digest)
        return rows_of(timezone.localdate(), code, also=("kinds", "dynasties"))
    # A ward's are few: its lines are read faster than they are grouped.
    lines = RegisterEntry.objects.filter(version=found.register) if found.register else None
    read = (counted(timezone.localdate(), code) if lines is None else lines).values_list(
        "category", "item__rank", "item__level", "item__kinds", "item__dynasties"
    )
    return [
        Row("", "", category, rank, level, False, False, tuple(kinds), tuple(dynasties), 1)
        for category, rank, level, kinds, dynasties in read
    ]


def names_of(codes: list[str]) -> dict[str, AdminUnit]:
    """Today's units by their codes, without their boundaries."""
    found = units.standing(timezone.localdate()).filter(code__in=codes).defer("boundary")
    return {unit.code: unit for unit in found.exclude(level=AdminUnit.Level.DISTRICT)}


def units_below(code: str) -> int:
    """How many wards of today an area has."""
    rows = units.standing(timezone.localdate()).filter(level=AdminUnit.Level.COMMUNE)
    return (rows if code == COUNTRY else rows.filter(province_code=code)).count()


def is_area(code: str) -> bool:
    """Whether a code is a province's or the country's."""
    return code == COUNTRY or len(code) == PROVINCE_DIGITS


def _live(code: str) -> dict[str, Share]:
    rows: dict[str, list[Row]] = {}
    for row in rows_of(timezone.localdate(), code, below=True, wards=True):
        rows.setdefault(row.unit, []).append(row)
    return {ward: share_of_rows(each) for ward, each in rows.items()}


def _standing_wards(province_code: str) -> list[str]:
    rows = units.standing(timezone.localdate()).filter(level=AdminUnit.Level.COMMUNE)
    if province_code:
        rows = rows.filter(province_code=province_code)
    return list(rows.values_list("code", flat=True))


@lru_cache(maxsize=64)
def _kept(code: str, snapshot: int, digest: str) -> list[Row]:
    return past_rows(code, Snapshot.objects.defer("content").get(pk=snapshot))


@lru_cache(maxsize=2)
def _counts(snapshot: int, digest: str) -> dict[str, dict[str, Share]]:
    """What stands by a snapshot, by code and category. Its digest names what it says, so it is read once a process."""
    rows = standing_counts(Snapshot.objects.defer("content").get(pk=snapshot)).order_by("snapshot_id")
    found: dict[str, dict[str, Share]] = {}
    columns = ("unit_code", "category", "digitized", "in_depth", "in_work", "not_begun", "blocked")
    for code, category, *parts in rows.values_list(*columns):
        found.setdefault(code, {ALL: EMPTY})[category] = Share(*parts)
    return found
