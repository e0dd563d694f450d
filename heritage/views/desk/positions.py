"""Read whatever an officer pastes as a coordinate, and propose what falls inside the unit."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gis import units
from heritage.selectors.readings import readings_of
from heritage.views.context import language
from heritage.views.desk.access import desk_page


@desk_page
@require_safe
def read(request: HttpRequest) -> JsonResponse:
    """Every reading of the text with its outcome, the one inside the unit first."""
    unit = units.unit_on(request.GET.get("unit", ""), timezone.localdate())
    if unit is None:
        return JsonResponse({"readings": []})
    rows: list[dict[str, Any]] = readings_of(request.GET.get("text", "")[:200], unit, language())
    return JsonResponse({"readings": rows})
