"""Dated administrative units with what they were and what they became."""

from __future__ import annotations

import math

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from gis import unit_history as history
from gis import units as dated
from gis.models import AdminUnit
from gis.units_at import LevelAnswer, units_at
from heritage.api.answers import answered
from heritage.api.paging import address_with
from heritage.api.schemas import ErrorAnswer, Json
from heritage.api.unit_schemas import UnitDocument, UnitList
from heritage.errors import BadRequest, NotFound
from heritage.selectors.params import day_of

router = Router(tags=["units"])
MAX_LIMIT = 100
EVERY = 100_000  # more units than the country ever had
ERRORS = {400: ErrorAnswer, 404: ErrorAnswer}


class UnitParams(Schema):
    """Filters of the list of units."""

    q: str = Field("", description="Name or code, marks optional; old names too.")
    province: str = Field("", description="Code of a province")
    date: str = Field("", description="A day such as 2024-01-01; without it old units are found too.")
    at: str = Field("", description="lon,lat: the units that stood at this point")
    limit: int = Field(20, description="1 to 100; numbers outside are drawn in")
    cursor: str = Field("", description="From the `next` address of the page before.")


class DayParams(Schema):
    """The day on which the unit stood."""

    date: str = Field("", description="A day such as 2024-01-01; today unless told")


@router.get("/units", response={200: UnitList, **ERRORS}, summary="Find units, old names included")
def units(request: HttpRequest, params: Query[UnitParams]) -> HttpResponse:
    """Units by name or code. Without a date old units are found too, each with its successors.

    At most 100 a page; ``next`` is the address of the page after it, or null. ``at=lon,lat`` asks for the
    units at a point on a day (today unless told) instead: one entry for each level that stood there.
    """
    day = day_of(params.date)
    if params.at.strip():
        answers = units_at(*_point(params.at), day or timezone.localdate())
        items = [_there(answer) for answer in answers if answer.candidates]
        return answered({"total": len(items), "items": items, "next": None})
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
    return answered({"total": total, "items": unit_entries(found), "next": following})


@router.get("/units/{code}", response={200: UnitDocument, **ERRORS}, summary="One unit on a day")
def unit(request: HttpRequest, code: str, params: Query[DayParams]) -> HttpResponse:
    """A unit with predecessors, successors, centroid, extent and whether the extent is approximate."""
    day = day_of(params.date) or timezone.localdate()
    found = dated.unit_on(code, day)
    if found is None:
        raise NotFound(f"Không có đơn vị {code} vào ngày {day}.", f"No unit {code} on {day}.", "no_unit")
    return answered(unit_document(found))


def unit_entries(units: list[AdminUnit]) -> list[Json]:
    """Units in a list, each with the units of today that hold what it was."""
    present = history.present_of(units)
    return [_entry(unit, present[unit.pk]) for unit in units]


def _there(answer: LevelAnswer) -> Json:
    """The likeliest unit of one level at a point, and the others that it may be."""
    entries = unit_entries([each.unit for each in answer.candidates])
    for entry, each in zip(entries, answer.candidates, strict=True):
        away, share = each.distance_to_centre_m, each.share_of_radius
        entry["distance_to_centre_m"] = None if away is None else round(away)
        entry["share_of_radius"] = None if share is None else round(share, 3)
    return entries[0] | {"approximate": answer.approximate, "candidates": entries}


def _entry(unit: AdminUnit, present: list[AdminUnit]) -> Json:
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
        "successors": [{"code": each.code, "name": each.name} for each in present if each.pk != unit.pk],
    }


def unit_document(unit: AdminUnit) -> Json:
    """A unit alone. The boundary is given as imported, to the last bit, never simplified."""
    extent = dated.extent(unit)
    return unit_entries([unit])[0] | {
        "area_km2": unit.area_km2,
        "predecessors": [_step(step) for step in history.predecessors(unit)],
        "successors": [_step(step) for step in history.successors(unit)],
        "chains": [
            {"whole": chain.whole, "steps": [_step(step) for step in chain.steps]}
            for chain in history.chains_to_present(unit)
            if chain.steps
        ],
        # Not through GDAL, which writes 15 decimals and not the shortest that reads back the same.
        "extent": {"type": "MultiPolygon", "coordinates": extent.geometry.coords} if extent else None,
        "extent_is_approximate": extent.approximate if extent else None,
        "extent_radius_m": extent.radius_m if extent else None,
        "boundary_source": unit.boundary_source or None,
        "source": unit.source or None,
    }


def _step(step: history.Step) -> Json:
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


def _point(text: str) -> tuple[float, float]:
    """Longitude and latitude of ``lon,lat``."""
    try:
        lon, lat = (float(part) for part in text.split(","))
    except ValueError:
        lon = lat = math.nan
    # False for what is not a number, too.
    if not (abs(lon) <= 180 and abs(lat) <= 90):
        raise BadRequest(
            "at cần dạng kinh độ,vĩ độ, ví dụ 106.2128,20.4035.",
            "at must look like lon,lat, for example 106.2128,20.4035.",
            "bad_point",
        )
    return lon, lat
