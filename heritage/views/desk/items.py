"""The officer's items: list, new one, edit, hand in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gis import units
from gis.bounds import Bounds
from gis.models import AdminUnit
from heritage import categories
from heritage.errors import BadRequest, Refusal
from heritage.forms import HUMAN_METHODS, ItemForm
from heritage.models import Item, Revision
from heritage.projections.card import card
from heritage.projections.inset import inset
from heritage.selectors import desk
from heritage.services import editing
from heritage.views.context import language
from heritage.views.desk.access import desk_page, own_item, person, shell, working_unit
from heritage.views.explore import map_config


@desk_page
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Every item of the unit, newest work first."""
    lang = language()
    rows = desk.items_of(person(request)).order_by("-updated_at")
    return render(
        request,
        "desk/items.html",
        {
            **shell(request, "items"),
            "items": [
                {
                    **card(row, lang),
                    "public_id": row.public_id,
                    "state": row.state,
                    "state_label": _state(row),
                }
                for row in rows[:300]
            ],
        },
    )


@desk_page
def create(request: HttpRequest) -> HttpResponse:
    """A new draft in the person's own unit."""
    unit = working_unit(request)
    if unit is None:
        raise BadRequest("Tài khoản chưa gắn với đơn vị nào.", "The account has no unit.", "no_unit")
    form = ItemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        try:
            item = editing.create_item(
                category=values.pop("category"),
                name_vi=values.pop("name_vi"),
                unit=unit,
                by=person(request),
                **values,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence(language()))
        else:
            messages.success(request, _("Đã lưu bản nháp. Bước tiếp theo: tải ảnh lên, rồi gửi duyệt."))
            return redirect("desk-item", public_id=item.public_id)
    return render(request, "desk/item_form.html", _form_page(request, form, unit, None))


@desk_page
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Propose changes; the published version stays until a second person approves."""
    item = own_item(request, public_id)
    form = ItemForm(request.POST or None, initial=_initial(item))
    if request.method == "POST" and form.is_valid():
        try:
            editing.edit_item(item, by=person(request), values=form.values(item))
        except Refusal as refusal:
            form.add_error(None, refusal.sentence(language()))
        else:
            if "submit" in request.POST:
                editing.submit(item, by=person(request))
                messages.success(request, _("Đã gửi duyệt. Người duyệt sẽ xem và công bố."))
                return redirect("desk")
            messages.success(request, _("Đã lưu."))
            return redirect("desk-item", public_id=item.public_id)
    return render(request, "desk/item_form.html", _form_page(request, form, item.unit, item))


@desk_page
@require_POST
def submit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand an item in as it stands."""
    item = own_item(request, public_id)
    editing.submit(item, by=person(request))
    messages.success(request, _("Đã gửi duyệt. Người duyệt sẽ xem và công bố."))
    return redirect("desk")


def _initial(item: Item) -> dict[str, Any]:
    """The approved values with the open revision's laid over them."""
    revision = editing.open_revision(item)
    values = {name: editing.current_value(item, name) for name in (*editing.FIELDS, editing.PLACEMENT)}
    values |= revision.values if revision else {}
    place = values.pop(editing.PLACEMENT) or {}
    native = str(place.get("native_crs") or "")
    values["alt_names"] = "\n".join(values["alt_names"])
    titles = [source.get("title", "") for source in values["sources"].values()]
    return {
        **values,
        "source_title": titles[0] if titles else "",
        "lon": place.get("lon"),
        "lat": place.get("lat"),
        "accuracy_m": place.get("accuracy_m"),
        "method": place.get("method"),
        "native_x": place.get("native_x"),
        "native_y": place.get("native_y"),
        "native_epsg": native.removeprefix("EPSG:") if native.startswith("EPSG:") else None,
    }


def _form_page(request: HttpRequest, form: ItemForm, unit: AdminUnit, item: Item | None) -> dict[str, Any]:
    lang = language()
    around = _around(unit)
    revision = editing.open_revision(item) if item else None
    data = form.data if form.is_bound else form.initial
    return {
        **shell(request, "items"),
        "form": form,
        "unit": unit,
        "item": item,
        "card": card(item, lang) if item else None,
        "revision": revision,
        "returned": revision.comment if revision and revision.state == Revision.State.RETURNED else "",
        "missing": [
            {"text": need["en" if lang == "en" else "vi"], "level": need["level"]}
            for need in (item.level_reasons if item else [])
            if not need["met"] and need["level"] <= 2
        ],
        "files": list(item.assets.prefetch_related("derivatives")) if item else [],
        "place": {
            "text": "",
            "lon": data.get("lon"),
            "lat": data.get("lat"),
            "accuracy": data.get("accuracy_m"),
            "method": data.get("method"),
            "native_x": data.get("native_x"),
            "native_y": data.get("native_y"),
            "epsg": data.get("native_epsg"),
        },
        "errors": {name: errors[0] for name, errors in form.errors.items()},
        "methods": [(code, categories.term(categories.METHODS, code).label(lang)) for code in HUMAN_METHODS],
        "read_url": reverse("desk-read-position"),
        "unit_code": unit.code,
        "map_config": map_config(around),
        "inset": inset(around),
    }


def _around(unit: AdminUnit) -> Bounds:
    extent = units.extent(unit)
    return Bounds(*extent.geometry.extent) if extent else Bounds(105.5, 19.9, 107.2, 21.2)


def _state(item: Item) -> str:
    revision = editing.open_revision(item)
    if revision is not None:
        return str(Revision.State(revision.state).label)
    return str(Item.State(item.state).label)
