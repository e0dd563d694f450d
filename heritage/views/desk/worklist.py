"""The first page of the desk: what to do next, by what it adds to the number."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from heritage.projections.card import card
from heritage.selectors import desk
from heritage.selectors.kpi import kpi_of
from heritage.views.context import language
from heritage.views.desk.access import desk_page, person, shell, working_unit
from heritage.views.kpi import number


@desk_page
@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """Number of the unit, returned work, troubled files, then objects nearest to counting."""
    user, lang = person(request), language()
    unit = working_unit(request)
    return render(
        request,
        "desk/worklist.html",
        {
            **shell(request, "tasks"),
            "number": number(kpi_of(unit.code)) if unit else None,
            "tasks": [
                {
                    "item": card(task.item, lang),
                    "public_id": task.item.public_id,
                    "is_public": task.item.is_public,
                    "in_register": task.in_register,
                    "steps": task.steps,
                    "missing": [need["en" if lang == "en" else "vi"] for need in task.missing],
                }
                for task in desk.tasks_for(user)
            ],
            "submissions": list(desk.own_submissions(user)[:20]),
            "troubled": list(desk.troubled_files(user)[:20]),
            "batches": list(desk.batches_of(user)[:5]),
        },
    )
