"""The map's own layers as GeoJSON: archipelagos, units as points, our wards' extents. No foreign host."""

from __future__ import annotations

import datetime as dt
import json
import time
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gis import units as dated
from gis.models import AdminUnit
from gis.overlay import national_overlay
from heritage.models import Plan, RegisterVersion

UNITS_KEPT_S = 60  # a load of units shows after at most a minute


@require_safe
@cache_control(public=True, max_age=86400)
def overlay(request: HttpRequest) -> JsonResponse:
    """Quần đảo Hoàng Sa and Quần đảo Trường Sa, drawn and named above any basemap."""
    return JsonResponse(national_overlay())


@require_safe
@cache_control(public=True, max_age=3600)
def units(request: HttpRequest) -> HttpResponse:
    """All communes of today as points; ``own`` marks the wards that take part."""
    minute = int(time.monotonic() // UNITS_KEPT_S)
    text = _communes(timezone.localdate(), frozenset(own_units()), minute)
    return HttpResponse(text, content_type="application/json")


@require_safe
@cache_control(public=True, max_age=600)
def extents(request: HttpRequest) -> JsonResponse:
    """Where the taking-part wards lie: the imported boundary, or a circle that says it is approximate."""
    features: list[dict[str, Any]] = []
    for unit in AdminUnit.objects.filter(pk__in=own_units()):
        extent = dated.extent(unit)
        if extent is None:
            continue
        features.append(
            {
                "type": "Feature",
                "geometry": json.loads(extent.geometry.json),
                "properties": {"code": unit.code, "name": unit.name, "approximate": extent.approximate},
            }
        )
    return JsonResponse({"type": "FeatureCollection", "features": features})


@lru_cache(maxsize=2)
def _communes(day: dt.date, own: frozenset[int], minute: int) -> str:
    """GeoJSON in the order of the codes; ``minute`` only makes an answer of a minute ago another question.

    Three decimals are 110 m, less than a name's letter is wide on a map that shows it: 4 kB in 60.
    """
    rows = (
        dated.standing(day)
        .filter(level=AdminUnit.Level.COMMUNE, centroid__isnull=False)
        .order_by("code")
        .values_list("pk", "code", "name", "centroid")
    )
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [round(point.x, 3), round(point.y, 3)]},
            "properties": {"code": code, "name": name, "own": pk in own},
        }
        for pk, code, name, point in rows
        if point is not None
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":"))


def own_units() -> set[int]:
    """Primary keys of the units that have a plan or a register."""
    return set(Plan.objects.values_list("unit_id", flat=True)) | set(
        RegisterVersion.objects.values_list("unit_id", flat=True)
    )
