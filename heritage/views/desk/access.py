"""What every page of the desk shares: a signed-in person of a unit, refusals as messages, the side bar."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from gis.models import AdminUnit
from heritage.errors import NotAllowed, Refusal, status_of
from heritage.models import Item, User
from heritage.projections.unit_words import now_in
from heritage.selectors import desk
from heritage.selectors.unit_pages import chains_of
from heritage.services.access import require_unit
from heritage.views.context import language

View = Callable[..., HttpResponse]
KEY_DIGITS = 18  # fewer than 2**63 has, the largest key of a database


def desk_page(view: View) -> View:
    """Sign in first; what the person may not do is said on a page of its own, with its status."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            context = {
                "sentence": refusal.sentence(language()),
                "forbidden": isinstance(refusal, NotAllowed),
                **shell(request, "tasks"),
            }
            return render(request, "desk/refused.html", context, status=status_of(refusal))

    return guarded


def shell(request: HttpRequest, section: str) -> dict[str, Any]:
    """Context of ``desk/base.html``."""
    user = person(request)
    return {
        "section": section,
        "unit_name": user.unit.name if user.unit else "",
        "unit_code": user.unit.code if user.unit else "",
        "unit_ended": _unit_ended(user),
        "review_count": len(desk.waiting_for(user)),
    }


def _unit_ended(user: User) -> str:
    """What the staff of a unit that has ended are told on every page."""
    if user.unit is None or user.unit.valid_to is None or user.unit.stands_on(timezone.localdate()):
        return ""
    told = now_in(user.unit, chains_of(user.unit)) or user.unit.name
    return _("%(told)s. Nhờ quản trị chuyển tài khoản này sang đơn vị mới.") % {"told": told}


def person(request: HttpRequest) -> User:
    """The signed-in user; ``desk_page`` has seen to it that there is one."""
    if not isinstance(request.user, User):
        raise NotAllowed
    return request.user


def administrator(request: HttpRequest) -> User:
    """The signed-in user of a page for administrators.

    Raises:
        NotAllowed: Anybody else.
    """
    user = person(request)
    if not user.sees_all_units:
        raise NotAllowed(vi="Trang này dành cho quản trị.", en="This page is for administrators.")
    return user


def key_in(request: HttpRequest, name: str) -> int:
    """The key of a row that a form names; 0, which no row has, where it names none."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= KEY_DIGITS else 0


def own_item(request: HttpRequest, public_id: str) -> Item:
    """An item of the person's own unit.

    Raises:
        Http404: No such item.
        NotAllowed: Another unit's.
    """
    item = Item.objects.select_related("unit").filter(public_id=public_id.upper()).first()
    if item is None:
        raise Http404
    require_unit(person(request), item.unit)
    return item


def working_unit(request: HttpRequest) -> AdminUnit | None:
    """The unit a person works for; an administrator names one in the address."""
    user = person(request)
    if user.unit is not None:
        return user.unit
    code = request.POST.get("unit") or request.GET.get("unit")
    return desk.units_with_plans().filter(code=code).first() if code else desk.units_with_plans().first()
