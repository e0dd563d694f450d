"""The number a ward can sign."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest
from ninja import Query, Router, Schema

from heritage.api.schemas import ErrorAnswer, Json, Kpi
from heritage.errors import BadRequest
from heritage.kpi import Share
from heritage.projections.kept_snapshot import document_of
from heritage.selectors.kpi import UnitKpi, kpi_of
from heritage.selectors.past import PastKpi, is_kept, past_kpi

router = Router(tags=["kpi"])
EMPTY = Share(0, 0, 0, 0, 0)


class KpiParams(Schema):
    """Which unit, and when."""

    unit: str
    date: str = ""


@router.get("/kpi", response={200: Kpi, 400: ErrorAnswer, 404: ErrorAnswer}, summary="Digitized heritage %")
def kpi(request: HttpRequest, params: Query[KpiParams]) -> Json:
    """Digitized objects of the unit's register, exactly; null percent where there is no object.

    A past day is answered from its snapshot, or from the one that stood before it: ``snapshot`` says which.
    """
    day = day_of(params.date)
    if day is not None and is_kept(day):
        return kpi_document(past_kpi(params.unit, day))
    return kpi_document(kpi_of(params.unit, day))


def day_of(text: str) -> dt.date | None:
    """The day of a parameter; None where none is given.

    Raises:
        BadRequest: Not a date.
    """
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadRequest(
            "Ngày cần dạng 2026-11-24.", "The date must look like 2026-11-24.", "bad_date"
        ) from error


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
            {
                "category": category,
                "digitized": share.digitized,
                "total": share.total,
                "percent": share.percent,
            }
            for category, share in (found.count.by_category if found.count else ())
        ],
        "register_version": found.register_version,
        "criteria_version": found.criteria_version,
        "snapshot": document_of(found.snapshot) if isinstance(found, PastKpi) else None,
    }
