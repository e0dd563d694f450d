"""The candidates of an item's place, and the page on which a conflict between two of them is settled."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gis.distance import spoken_distance
from heritage.errors import BadRequest, NotReady, Refusal
from heritage.jobs.candidates import accepted_of
from heritage.models import Item, PositionCandidate
from heritage.projections.candidate import candidate_row
from heritage.projections.card import name_in
from heritage.selectors import gazetteer
from heritage.selectors.conflicts import candidates_of
from heritage.services import editing, placing
from heritage.services.access import require_unit
from heritage.views.context import language
from heritage.views.desk.access import desk_page, own_item, person, shell
from heritage.views.desk.place_map import candidate_map

DECISIONS = {"accept": placing.accept, "keep": placing.reject, "both": placing.both}


@desk_page
def candidates(request: HttpRequest, public_id: str) -> HttpResponse:
    """Every word on the place, an address to look up, and the middle of the unit for want of better."""
    item = own_item(request, public_id)
    asked = request.GET.get("q", "").strip()[:300]
    found = gazetteer.places_named(asked, near=item.unit) if asked else []
    if request.method == "POST":
        return _propose(request, item)
    lang = language()
    rows = list(candidates_of(item))
    revision = editing.open_revision(item)
    context = {
        **shell(request, "items"),
        "item": item,
        "name": name_in(item, lang),
        "rows": [
            {
                **candidate_row(each, lang),
                "letter": letter(number),
                "waits": placing.waits_for_approval(each, revision),
            }
            for number, each in enumerate(rows)
        ],
        "q": asked,
        "found": [
            {
                "number": number,
                "words": each.en if lang == "en" else each.vi,
                "accuracy": _far(each.placement.accuracy_m),
            }
            for number, each in enumerate(found)
        ],
        "centre": _far(centre.accuracy_m) if (centre := gazetteer.centre_of(item.unit)) else "",
        **candidate_map(item, [(letter(number), each.placement) for number, each in enumerate(rows)]),
    }
    return render(request, "desk/places.html", context)


@desk_page
def conflict(request: HttpRequest, candidate_pk: int) -> HttpResponse:
    """Both places on a map with their distance; choose one, keep the present one, or say that both are right."""
    rows = PositionCandidate.objects.select_related("item__unit", "asset", "by", "decided_by")
    candidate = rows.filter(pk=candidate_pk).first()
    if candidate is None:
        raise Http404
    require_unit(person(request), candidate.item.unit)
    problem = ""
    if request.method == "POST":
        try:
            sentence = _settle(request, candidate)
        except Refusal as refusal:
            problem = refusal.sentence(language())
        else:
            messages.success(request, sentence)
            return redirect("desk-places", public_id=candidate.item.public_id)
    status = 422 if problem else 200
    return render(request, "desk/conflict.html", _conflict_page(request, candidate, problem), status=status)


def letter(number: int) -> str:
    """A, B, … Z, AA: what a place is called on the map and in the list.

    >>> [letter(n) for n in (0, 25, 26, 27)]
    ['A', 'Z', 'AA', 'AB']
    """
    first, last = divmod(number, 26)
    return (letter(first - 1) if first else "") + chr(ord("A") + last)


def _far(metres: float | None) -> str:
    return spoken_distance(metres or 0.0, "." if language() == "en" else ",")


def _propose(request: HttpRequest, item: Item) -> HttpResponse:
    """Keep a place that the gazetteer or the unit offers as a candidate. The words are looked up again, not trusted."""
    by = person(request)
    asked = request.POST.get("q", "").strip()[:300]
    if "centre" in request.POST:
        placement, origin = gazetteer.centre_of(item.unit), item.unit.name
    else:
        found = gazetteer.places_named(asked, near=item.unit)
        chosen = request.POST.get("found", "")
        named = found[int(chosen)] if chosen.isdecimal() and int(chosen) < len(found) else None
        placement, origin = (named.placement, named.vi) if named else (None, "")
    if placement is None:
        raise BadRequest("Chọn một nơi trong danh sách.", "Choose one of the places listed.", "no_place")
    placing.propose(item, placement, origin=origin, text=asked, by=by)
    messages.success(request, _("Đã ghi thêm một nguồn về vị trí. Vị trí đang dùng giữ nguyên."))
    return redirect("desk-places", public_id=item.public_id)


def _settle(request: HttpRequest, candidate: PositionCandidate) -> str:
    decision, reason = request.POST.get("decision", ""), request.POST.get("reason", "")
    if decision not in DECISIONS:
        raise NotReady("Chọn vị trí đúng.", "Choose the right place.", "no_decision")
    others = placing.alike(candidate) if "alike" in request.POST else []
    by = person(request)
    DECISIONS[decision](candidate, by=by, reason=reason)
    # The places beside a chosen one are not wrong: they are measured anew once it is approved.
    for other in others:
        DECISIONS["both" if decision == "accept" else decision](other, by=by, reason=reason)
    if decision == "accept":
        return _("Đã đưa vị trí này vào bản đang soạn. Gửi duyệt để người thứ hai xem.")
    if decision == "keep":
        return _("Giữ vị trí đang dùng. Vị trí kia được lưu cùng lý do.")
    return _("Đã ghi rằng cả hai vị trí đều đúng.")


def _conflict_page(request: HttpRequest, candidate: PositionCandidate, problem: str) -> dict[str, Any]:
    lang, item = language(), candidate.item
    accepted = accepted_of(item)
    places = [("A", accepted)] if accepted else []
    places += [("B", candidate)] if accepted is None or accepted.pk != candidate.pk else []
    row = candidate_row(candidate, lang)
    return {
        **shell(request, "tasks"),
        "item": item,
        "name": name_in(item, lang),
        "candidate": row,
        "sides": [{**candidate_row(each, lang), "letter": sign} for sign, each in places],
        "alike": len(placing.alike(candidate)),
        "waits": placing.waits_for_approval(candidate, editing.open_revision(item)),
        "problem": problem,
        "decision": request.POST.get("decision", ""),
        "reason": request.POST.get("reason", ""),
        **candidate_map(item, [(sign, each.placement) for sign, each in places], between=row["away"]),
    }
