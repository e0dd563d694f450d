"""Items of ended units: see where each belongs now, propose, choose what is open, and decide as a second person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from heritage.errors import NotAllowed, Refusal
from heritage.models import ReassignedItem, Reassignment, User
from heritage.projections.dates import day_text
from heritage.selectors import reassigning as reading
from heritage.services import reassigning
from heritage.views.context import language
from heritage.views.desk.access import desk_page, person, shell


@desk_page
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a new unit, the proposals that concern the person, and a button to propose."""
    user = _reviewer(request)
    day = timezone.localdate()
    if request.method == "POST":
        try:
            made = reassigning.propose(day, by=user, note=request.POST.get("note", ""))
        except Refusal as refusal:
            messages.error(request, refusal.sentence(language()))
            return redirect("desk-reassignments")
        messages.success(request, _("Đã lập đề xuất. Chọn đơn vị còn trống, rồi nhờ người duyệt khác."))
        return redirect("desk-reassignment", pk=made.pk)
    waiting = reassigning.destinations(day, user)
    return render(
        request,
        "desk/reassignments.html",
        {
            **shell(request, "review"),
            "waiting": [_line(each) for each in waiting],
            "proposals": [_proposal(each) for each in reading.reassignments_for(user)],
            "accounts": _accounts(user, day),
        },
    )


@desk_page
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal: its moves, a choice for each open one, and the decision."""
    user = _reviewer(request)
    found = get_object_or_404(Reassignment.objects.select_related("proposed_by", "decided_by"), pk=pk)
    if not reading.concerns(found, user):
        raise NotAllowed
    if request.method == "POST":
        try:
            messages.success(request, _act(request, found, user))
        except Refusal as refusal:
            messages.error(request, refusal.sentence(language()))
        return redirect("desk-reassignment", pk=pk)
    rows = list(found.items.select_related("item", "old", "new").order_by("old__code", "pk"))
    ways = reading.ways_from([row.old for row in rows], found.on)
    waits = found.state == Reassignment.State.PROPOSED
    return render(
        request,
        "desk/reassignment.html",
        {
            **shell(request, "review"),
            "proposal": _proposal(found),
            "rows": [_row(row, ways, waits) for row in rows],
            "open": sum(row.new_id is None for row in rows),
            "waits": waits,
            "may_decide": waits and not reassigning.has_a_hand_in(found, user),
        },
    )


def _act(request: HttpRequest, found: Reassignment, user: User) -> str:
    """Carry out the button that was pressed, and say what happened."""
    action = request.POST.get("action")
    if action == "choose":
        chosen = {
            name.removeprefix("unit-"): code
            for name, code in request.POST.items()
            if name.startswith("unit-") and code
        }
        rows = {str(row.pk): row for row in found.items.select_related("item", "old")}
        changed = [(rows[key], code) for key, code in chosen.items() if key in rows]
        reassigning.choose_all([(row, str(code)) for row, code in changed], by=user)
        return _("Đã ghi lựa chọn.")
    if action == "approve":
        reassigning.approve(found, by=user)
        return _("Đã duyệt. Di sản đã chuyển sang đơn vị mới, lịch sử được giữ.")
    if action == "reject":
        reassigning.reject(found, by=user)
        return _("Không duyệt. Không có di sản nào bị chuyển.")
    raise Http404


def _reviewer(request: HttpRequest) -> User:
    user = person(request)
    if not user.may_review:
        raise NotAllowed
    return user


def _accounts(user: User, day: dt.date) -> list[dict[str, Any]]:
    """Accounts of ended units, for those who can give them another."""
    if not user.sees_all_units:
        return []
    return [
        {"name": each.display_name, "username": each.username, "unit": each.unit.name}
        for each in reading.staff_of_ended_units(day)
        if each.unit
    ]


def _line(each: reading.Destination) -> dict[str, Any]:
    return {
        "id": each.item.public_id,
        "name": each.item.name_vi,
        "old": each.item.unit.name,
        "new": each.new.name if each.new else "",
        "why": _why(each.why),
    }


def _row(row: ReassignedItem, ways: reading.Ways, waits: bool) -> dict[str, Any]:
    chains = ways[row.old_id]
    choices = [{"code": chain.end.code, "name": chain.end.name} for chain in chains]
    return {
        "key": row.pk,
        "id": row.item.public_id,
        "name": row.item.name_vi,
        "old": row.old.name,
        "new": row.new.name if row.new else "",
        "new_code": row.new.code if row.new else "",
        "why": _why(row.why),
        "steps": " → ".join(step["name"] for step in row.steps),
        "choices": choices if waits and row.why in (reading.OPEN, reading.PERSON) else [],
    }


def _proposal(each: Reassignment) -> dict[str, Any]:
    return {
        "key": each.pk,
        "on": day_text(each.on, language()),
        "note": each.note,
        "state": {
            Reassignment.State.PROPOSED: _("Chờ duyệt"),
            Reassignment.State.APPROVED: _("Đã duyệt"),
            Reassignment.State.REJECTED: _("Không duyệt"),
        }[Reassignment.State(each.state)],
        "count": each.items.count(),
        "by": each.proposed_by.display_name if each.proposed_by else _("dòng lệnh"),
        "decided_by": each.decided_by.display_name if each.decided_by else "",
        "at": each.proposed_at,
    }


def _why(code: str) -> str:
    return {
        reading.WHOLE: _("nhập toàn bộ"),
        reading.POSITION: _("theo vị trí trong ranh giới"),
        reading.PERSON: _("do người chọn"),
        reading.OPEN: _("cần người chọn"),
    }[code]
