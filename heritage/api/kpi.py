"""The number a ward can sign."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from heritage.api.kpi_schemas import Kpi, KpiCriteria
from heritage.api.schemas import ErrorAnswer, Json
from heritage.kpi import Share
from heritage.projections.criteria import criteria_document
from heritage.projections.kept_snapshot import document_of
from heritage.selectors.kpi import UnitKpi, kpi_of
from heritage.selectors.kpi_area import is_area, standing
from heritage.selectors.kpi_groups import Groups, grouped, groups_of
from heritage.selectors.params import day_of
from heritage.selectors.past import PastKpi, is_kept, past_kpi
from heritage.selectors.past_rows import past_rows

router = Router(tags=["kpi"])
EMPTY = Share(0, 0, 0, 0, 0)


class KpiParams(Schema):
    """Which unit, and when."""

    unit: str = Field(description="A ward (five digits), a province (two digits) or the country (`vn`).")
    date: str = ""
    group: str = Field("", description="Tell apart by `rank`, `kind`, `period` or `category`.")


class CriteriaParams(Schema):
    """On what day."""

    date: str = ""


@router.get("/kpi", response={200: Kpi, 400: ErrorAnswer, 404: ErrorAnswer}, summary="Digitized heritage %")
def kpi(request: HttpRequest, params: Query[KpiParams]) -> Json:
    """Digitized objects of the unit's register, exactly; null percent where there is no object.

    A past day is answered from its snapshot, or from the one that stood before it: ``snapshot`` says which. So are
    a province and the country once their registers are too many to be counted at every visit.
    """
    day = day_of(params.date)
    if day is not None and is_kept(day):
        past = past_kpi(params.unit, day)
        rows = past_rows(params.unit, past.snapshot) if params.group else []
        return kpi_document(past) | (_grouped(grouped(rows, params.group)) if params.group else {})
    if params.group:
        return kpi_document(kpi_of(params.unit, day)) | _grouped(groups_of(params.unit, params.group))
    stands = standing()
    if day is None and stands.snapshot is not None and is_area(params.unit):
        return kpi_document(past_kpi(params.unit, stands.day))  # too many registers to count at every visit
    return kpi_document(kpi_of(params.unit, day))


@router.get(
    "/kpi/criteria", response={200: KpiCriteria, 400: ErrorAnswer}, summary="What counts as digitized"
)
def criteria(request: HttpRequest, params: Query[CriteriaParams]) -> Json:
    """The criteria in force on a day, today unless another is given: every requirement with its condition."""
    return criteria_document(day_of(params.date) or timezone.localdate())


def kpi_document(found: UnitKpi | PastKpi) -> Json:
    """The answer's shape, from the selectors' values."""
    whole = found.whole or EMPTY
    return {
        "unit": {"code": found.unit.code, "name": found.unit.name},
        "date": found.date.isoformat(),
        "digitized": whole.digitized,
        "total": whole.total,
        "percent": whole.percent,
        "target": float(found.target) if found.target is not None else None,
        "meets_target": found.meets_target,
        "in_work": whole.in_work,
        "not_begun": whole.not_begun,
        "blocked": whole.blocked,
        "by_category": [
            {"category": category, **_share(share), **_target(found, category)}
            for category, share in (found.count.by_category if found.count else ())
        ],
        "register_version": found.register_version,
        "criteria_version": found.criteria_version,
        "snapshot": document_of(found.snapshot) if isinstance(found, PastKpi) else None,
    }


def _share(share: Share) -> Json:
    return {
        "digitized": share.digitized,
        "total": share.total,
        "percent": share.percent,
        "in_work": share.in_work,
        "not_begun": share.not_begun,
        "blocked": share.blocked,
    }


def _target(found: UnitKpi | PastKpi, category: str) -> Json:
    """The plan's figure for a category and whether it is reached; nulls where the plan has none."""
    rows = found.verdict.by_category if found.verdict else ()
    target, meets = next(((figure, meets) for name, figure, meets in rows if name == category), (None, None))
    return {"target": float(target) if target is not None else None, "meets_target": meets}


def _grouped(found: Groups) -> Json:
    return {
        "group": found.by,
        "by_group": [
            {"value": each.term.code, "label": {"vi": each.term.vi, "en": each.term.en}, **_share(each.share)}
            for each in found.groups
        ],
        "counted_again": found.counted_again,
    }
