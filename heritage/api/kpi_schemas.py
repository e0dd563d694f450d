"""The shapes of the answers about the number, as the OpenAPI document shows them."""

from __future__ import annotations

from typing import Any

from ninja import Field, Schema

from heritage.api.schemas import UnitRef


class KpiShare(Schema):
    """A share of one category; ``percent`` is null where there is no object."""

    category: str
    digitized: int
    total: int
    percent: str | None = None
    in_work: int
    not_begun: int
    blocked: int
    target: float | None = Field(None, description="The plan's figure for the category.")
    meets_target: bool | None = None


class KpiGroup(Schema):
    """A share of the objects of one rank, kind or period; an empty ``value`` is those of which none is stated."""

    value: str
    label: dict[str, str]
    digitized: int
    total: int
    percent: str | None = None
    in_work: int
    not_begun: int
    blocked: int


class KpiCriteria(Schema):
    """What each level asks of each category: the definition of the number."""

    version: str
    valid_from: str
    label: dict[str, str]
    note: dict[str, str]
    criteria: dict[str, Any] = Field(description="As docs/kpi.md describes it.")
    versions: list[dict[str, Any]] = Field(
        description="Every version with its first day: where a series breaks."
    )


class KpiSnapshot(Schema):
    """A kept day: what its digest is taken over, and the digest."""

    counts_from: int
    criteria_version: str
    day: str
    format: str
    objects: int
    previous_digest: str
    root: str
    rows: int
    taken_at: str
    units: int
    digest: str


class KpiUnit(Schema):
    """A unit whose objects are given, and the hashes that lead from them to the root of the day."""

    unit: str
    province: str
    register_version: str | None = None
    plan: dict[str, Any] | None = None
    proof: list[tuple[str, str]] | None = Field(None, description="Side and hash, nearest first.")


class Kpi(Schema):
    """The digitized share of a unit: exact integers, percent rounded half up to one decimal."""

    unit: UnitRef
    date: str
    digitized: int
    total: int
    percent: str | None = None
    target: float | None = None
    meets_target: bool | None = None
    in_work: int
    not_begun: int
    blocked: int
    by_category: list[KpiShare]
    group: str | None = None
    by_group: list[KpiGroup] | None = None
    counted_again: int | None = Field(
        None, description="How many more the groups sum to: an object of two kinds is in both."
    )
    register_version: str | None = None
    criteria_version: str
    snapshot: KpiSnapshot | None = Field(
        None, description="The kept day that answers; null: counted just now."
    )


class KpiObject(Schema):
    """An object of a register as it was counted. ``begun`` and ``blocked`` tell apart what is not digitized."""

    id: str
    unit: str = Field(description="Code of the unit whose register lists it.")
    category: str
    level: int
    begun: bool
    blocked: bool
    blocked_reason: str
    rank: str
    kinds: list[str]
    dynasties: list[str]
    own_unit: bool = Field(description="Whether the object lies in the unit that lists it.")
    reasons: list[dict[str, Any]] = Field(description="Every requirement: code, level, met, vi, en.")


class KpiObjects(Schema):
    """What a number was counted from. The versions are null where several registers are given."""

    unit: UnitRef | None = None
    date: str
    counts_from: int = Field(description="The level from which an object is digitized.")
    register_version: str | None = None
    criteria_version: str
    snapshot: KpiSnapshot | None = None
    objects: list[KpiObject]
    units: list[KpiUnit]
