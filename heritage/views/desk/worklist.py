"""The first page of the desk: what to do next, by what it adds to the number."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from heritage.jobs import pending
from heritage.models import Asset, Revision
from heritage.projections.candidate import candidate_row
from heritage.projections.card import card, name_in
from heritage.projections.dates import day_text
from heritage.projections.desk_file import desk_file
from heritage.projections.states import revision_tag
from heritage.selectors import desk
from heritage.selectors.conflicts import open_conflicts
from heritage.selectors.kpi import kpi_of
from heritage.selectors.preservation import Originals, originals_of
from heritage.views.context import language
from heritage.views.desk.access import desk_page, person, shell, working_unit
from heritage.views.desk.reviews import submissions
from heritage.views.desk.worklist_measure import measure
from heritage.views.kpi_number import number

SHOWN = 20
MET_SHOWN = 4  # enough to recognise the record by; what is missing is shown whole


@desk_page
@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """Number of the unit, returned work, troubled files, then objects nearest to counting."""
    user, lang = person(request), language()
    unit = working_unit(request)
    tasks = desk.tasks_for(user)
    opened = desk.open_revisions([task.item for task in tasks])
    troubled = desk.troubled_files(user).prefetch_related("derivatives")
    conflicts = open_conflicts(user)
    return render(
        request,
        "desk/worklist.html",
        {
            **shell(request, "tasks"),
            "number": number(kpi_of(unit.code)) if unit else None,
            "tasks": [_task(task, opened.get(task.item.pk), lang) for task in tasks],
            "submissions": submissions(user, lang)[:SHOWN],
            "troubled": [_file(each, lang) for each in troubled[:SHOWN]],
            "troubled_count": troubled.count(),
            "conflicts": [candidate_row(each, lang) for each in conflicts[:SHOWN]],
            "conflict_count": conflicts.count(),
            "may_review": user.may_review,
            "not_indexed": _not_indexed() if user.sees_all_units else None,
            "batches": list(desk.batches_of(user)[:5]),
            "originals": _originals(originals_of(user), lang),
            **measure(user, lang),
        },
    )


def _not_indexed() -> dict[str, Any] | None:
    """What the search engine has not taken, for whoever looks after the installation."""
    count, since = pending.waiting()
    return {"count": count, "since": since, "problem": pending.problem()} if since else None


def _task(task: desk.Task, revision: Revision | None, lang: str) -> dict[str, Any]:
    key = "en" if lang == "en" else "vi"
    return {
        "item": card(task.item, lang),
        "public_id": task.item.public_id,
        "in_register": task.in_register,
        "steps": task.steps,
        "missing": [need[key] for need in task.missing],
        "met": [need[key] for need in task.met[:MET_SHOWN]],
        "wants_files": task.wants_files,
        "pending": revision_tag(revision, lang) if revision else None,
    }


def _originals(found: Originals, lang: str) -> dict[str, Any]:
    return {
        "total": found.total,
        "checked": found.checked,
        "oldest": day_text(timezone.localdate(found.oldest), lang) if found.oldest else "",
        "damaged": [
            {**_file(each, lang), "missing": each.damage == Asset.Damage.MISSING}
            for each in found.damaged[:SHOWN]
        ],
        "damaged_count": len(found.damaged),
    }


def _file(asset: Asset, lang: str) -> dict[str, Any]:
    item = asset.item
    return {
        **desk_file(asset, lang),
        "item_id": item.public_id if item else "",
        "item_name": name_in(item, lang) if item else "",
    }
