"""Dated administrative units with what they were and what they became."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from gis import units as dated
from gis.models import AdminUnit
from heritage.api.paging import address_with
from heritage.api.schemas import ErrorAnswer, Json
from heritage.errors import BadRequest, NotFound

router = Router(tags=["units"])
MAX_LIMIT = 100
EVERY = 100_000  # more units than the country ever had
ERRORS = {400: ErrorAnswer, 404: ErrorAnswer}


class UnitParams(Schema):
    """Filters of the list of units."""

    q: str = ""
    province: str = ""
    date: str = ""
    limit: int = 20
    cursor: str = ""


@router.get("/units", response={200: dict[str, Any], **ERRORS}, summary="Find units, old names included")
def units(request: HttpRequest, params: Query[UnitParams]) -> Json:
    """Units by name or code. Without a date old units are found too, each with its successors.

    At most 100 a page; ``next`` is the address of the page after it, or null.
    """
    day = _day(params.date)
    start, limit = _start(params.cursor), min(max(params.limit, 1), MAX_LIMIT)
    end = start + limit
    if params.q.strip():
        every = dated.units_matching(params.q, day=day, province_code=params.province or None, limit=EVERY)
        total, found = len(every), every[start:end]
    else:
        rows = dated.standing(day or timezone.localdate()).defer("boundary")
        if params.province:
            rows = rows.filter(province_code=params.province)
        total = rows.count()
        found = list(rows.order_by("code")[start:end])
    following = address_with(request, cursor=str(end)) if end < total else None
    return {"total": total, "items": [unit_entry(unit) for unit in found], "next": following}


@router.get("/units/{code}", response={200: dict[str, Any], **ERRORS}, summary="One unit on a day")
def unit(request: HttpRequest, code: str, date: str = "") -> Json:
    """A unit with predecessors, successors, centroid, extent and whether the extent is approximate."""
    day = _day(date) or timezone.localdate()
    found = dated.unit_on(code, day)
    if found is None:
        raise NotFound(f"Không có đơn vị {code} vào ngày {day}.", f"No unit {code} on {day}.", "no_unit")
    return unit_document(found)


def unit_entry(unit: AdminUnit) -> Json:
    """A unit in a list."""
    return {
        "code": unit.code,
        "name": unit.name,
        "level": unit.level,
        "province": {"code": unit.province_code, "name": unit.province_name},
        "district": unit.district_name or None,
        "valid_from": unit.valid_from.isoformat(),
        "valid_to": unit.valid_to.isoformat() if unit.valid_to else None,
        "centroid": {"lon": round(unit.centroid.x, 6), "lat": round(unit.centroid.y, 6)}
        if unit.centroid
        else None,
        "successors": [
            {"code": each.code, "name": each.name} for each in dated.present_units(unit) if each.pk != unit.pk
        ],
    }


def unit_document(unit: AdminUnit) -> Json:
    """A unit alone. The boundary is given as imported: 6 decimals, never simplified."""
    extent = dated.extent(unit)
    return unit_entry(unit) | {
        "area_km2": unit.area_km2,
        "predecessors": [_step(step) for step in dated.predecessors(unit)],
        "successors": [_step(step) for step in dated.successors(unit)],
        "extent": json.loads(extent.geometry.json) if extent else None,
        "extent_is_approximate": extent.approximate if extent else None,
        "extent_radius_m": extent.radius_m if extent else None,
        "boundary_source": unit.boundary_source or None,
        "source": unit.source or None,
    }


def _step(step: dated.Step) -> Json:
    return {
        "code": step.unit.code,
        "name": step.unit.name,
        "district": step.unit.district_name or None,
        "province": step.unit.province_name,
        "valid_from": step.unit.valid_from.isoformat(),
        "valid_to": step.unit.valid_to.isoformat() if step.unit.valid_to else None,
        "on": step.on.isoformat(),
        "whole": step.whole,
        "steps": step.steps,
        "source": step.source or None,
    }


def _start(cursor: str) -> int:
    """How many units the pages before this one held."""
    if not cursor:
        return 0
    if not (cursor.isascii() and cursor.isdecimal() and len(cursor) <= 6):
        raise BadRequest("Con trỏ trang không dùng được.", "The cursor cannot be used.", "bad_cursor")
    return int(cursor)


def _day(text: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise BadRequest(
            "Ngày cần dạng 2026-11-24.", "The date must look like 2026-11-24.", "bad_date"
        ) from error
