"""Read whatever an officer pastes as a coordinate, and propose what falls inside the unit."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gis import units
from heritage.forms.placement import MOST_TEXT, NO_SUCH_PROVINCE
from heritage.selectors.papers import declared_systems, is_unknown_province
from heritage.selectors.readings import BoxReadings, readings_of
from heritage.views.context import language
from heritage.views.desk.access import desk_page


@desk_page
@require_safe
def read(request: HttpRequest) -> JsonResponse:
    """Every reading of the text with its outcome, the one inside the unit first; or what to do when there is none."""
    asked = request.GET
    unit = units.unit_on(asked.get("unit", ""), timezone.localdate())
    found = BoxReadings(())
    if unit is not None:
        declared = declared_systems(
            asked.get("paper_province", ""), asked.get("paper_system", ""), language()
        )
        found = readings_of(asked.get("text", "")[:MOST_TEXT], unit, language(), declared)
    unknown = is_unknown_province(asked.get("paper_province", ""), language())
    return JsonResponse(
        {
            "readings": found.rows,
            "problem": found.problem,
            "paper_problem": str(NO_SUCH_PROVINCE) if unknown else "",
        }
    )
