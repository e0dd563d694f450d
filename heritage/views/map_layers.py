"""The map's own layers as GeoJSON: archipelagos, units as points, our wards' extents. No foreign host."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gis import units as dated
from gis.models import AdminUnit
from gis.overlay import national_overlay
from heritage.models import Plan, RegisterVersion


@require_safe
@cache_control(public=True, max_age=86400)
def overlay(request: HttpRequest) -> JsonResponse:
    """Quần đảo Hoàng Sa and Quần đảo Trường Sa, drawn and named above any basemap."""
    return JsonResponse(national_overlay())


@require_safe
@cache_control(public=True, max_age=3600)
def units(request: HttpRequest) -> JsonResponse:
    """All communes of today as points; ``own`` marks the wards that take part."""
    own = _own_units()
    rows = (
        dated.standing(timezone.localdate())
        .filter(level=AdminUnit.Level.COMMUNE, centroid__isnull=False)
        .only("code", "name", "centroid")
    )
    features = [
        {
            "type": "Feature",
            "geometry": {
                "type": "Point",
                "coordinates": [round(point.x, 4), round(point.y, 4)],
            },
            "properties": {"code": row.code, "name": row.name, "own": row.pk in own},
        }
        for row in rows
        if (point := row.centroid) is not None
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


@require_safe
@cache_control(public=True, max_age=600)
def extents(request: HttpRequest) -> JsonResponse:
    """Where the taking-part wards lie: the imported boundary, or a circle that says it is approximate."""
    features: list[dict[str, Any]] = []
    for unit in AdminUnit.objects.filter(pk__in=_own_units()):
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


def _own_units() -> set[int]:
    return set(Plan.objects.values_list("unit_id", flat=True)) | set(
        RegisterVersion.objects.values_list("unit_id", flat=True)
    )
