"""The officer's items: list, new one, edit, hand in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gis import units
from gis.bounds import Bounds
from gis.models import AdminUnit
from heritage.errors import BadRequest, Refusal
from heritage.forms.fields import choice_field
from heritage.forms.item import ItemForm, opened_with
from heritage.models import Asset, Item, Revision, User
from heritage.projections.card import card, name_in
from heritage.projections.dates import day_text
from heritage.projections.desk_file import desk_file
from heritage.projections.inset import inset
from heritage.projections.states import item_tag, revision_tag
from heritage.projections.step_words import told
from heritage.selectors import desk
from heritage.selectors.papers import paper_provinces, paper_systems
from heritage.selectors.readings import BoxReadings
from heritage.services import editing, proposal
from heritage.views.context import language
from heritage.views.desk.access import desk_page, own_item, person, shell, working_unit
from heritage.views.desk.changes import figure, native_words
from heritage.views.desk.paging import page_of, pager
from heritage.views.map_setup import map_config

PER_PAGE = 60


@desk_page
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Every item of the unit, newest work first."""
    lang = language()
    wanted = request.GET.get("q", "").strip()
    rows = desk.items_of(person(request)).prefetch_related("assets__derivatives")
    if wanted:
        rows = desk.named(rows, wanted)
    page = page_of(request, rows.order_by("-updated_at", "-pk"), PER_PAGE)
    opened = desk.open_revisions(list(page))
    return render(
        request,
        "desk/items.html",
        {
            **shell(request, "items"),
            **pager(page, request),
            "q": wanted,
            "items": [_row(row, opened.get(row.pk), lang) for row in page],
        },
    )


@desk_page
def create(request: HttpRequest) -> HttpResponse:
    """A new draft in the person's own unit."""
    unit = working_unit(request)
    if unit is None:
        raise BadRequest("Tài khoản chưa gắn với đơn vị nào.", "The account has no unit.", "no_unit")
    form = ItemForm(request.POST or None, initial={"rank": "unknown"}, unit=unit)
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
            return _saved(request, item, _("Đã lưu bản nháp. Bước tiếp theo: tải ảnh lên, rồi gửi duyệt."))
    return render(request, "desk/item_form.html", _form_page(request, form, unit, None, None))


@desk_page
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Propose changes; the published version stays until a second person approves."""
    item = own_item(request, public_id)
    revision = editing.open_revision(item)
    shown = proposal.proposed_values(item, revision)
    form = ItemForm(request.POST or None, initial=opened_with(shown), unit=item.unit)
    version = _version(item, revision)
    if request.method == "POST" and request.POST.get("version", version) != version:
        form.add_error(
            None, _("Người khác vừa lưu hồ sơ này. Xem lại các ô; lưu lần nữa thì bản của bạn thay bản đó.")
        )
    elif request.method == "POST" and form.is_valid():
        try:
            editing.edit_item(item, by=person(request), values=form.values(shown))
        except Refusal as refusal:
            form.add_error(None, refusal.sentence(language()))
        else:
            return _saved(request, item, _("Đã lưu."))
    context = _form_page(request, form, item.unit, item, revision)
    return render(request, "desk/item_form.html", {**context, "version": version})


@desk_page
@require_POST
def submit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand an item in as it stands."""
    item = own_item(request, public_id)
    editing.submit(item, by=person(request))
    messages.success(request, _("Đã gửi duyệt. Người duyệt sẽ xem và công bố."))
    return redirect("desk")


def _saved(request: HttpRequest, item: Item, sentence: str) -> HttpResponse:
    if "submit" in request.POST:
        editing.submit(item, by=person(request))
        messages.success(request, _("Đã gửi duyệt. Người duyệt sẽ xem và công bố."))
        return redirect("desk")
    messages.success(request, sentence)
    return redirect("desk-item", public_id=item.public_id)


def _version(item: Item, revision: Revision | None) -> str:
    """Names what the form was filled from, so that nobody overwrites a colleague unawares."""
    return f"{revision.pk} {revision.updated_at.isoformat()}" if revision else item.updated_at.isoformat()


def _row(item: Item, revision: Revision | None, lang: str) -> dict[str, Any]:
    return {
        **card(item, lang),
        "public_id": item.public_id,
        "state": item_tag(item, lang),
        "pending": revision_tag(revision, lang) if revision else None,
    }


def _form_page(
    request: HttpRequest, form: ItemForm, unit: AdminUnit, item: Item | None, revision: Revision | None
) -> dict[str, Any]:
    around = _around(unit)
    return {
        **shell(request, "items"),
        "form": form,
        "unit": unit,
        "place": _place(form),
        "errors": {name: errors[0] for name, errors in form.errors.items()},
        "methods": choice_field(form, "method").choices,
        "read_url": reverse("desk-read-position"),
        "unit_code": unit.code,
        "map_config": map_config(around),
        "inset": inset(around),
        **(_about(item, revision, language()) if item else {"item": None}),
    }


def _about(item: Item, revision: Revision | None, lang: str) -> dict[str, Any]:
    """What the page says of an item that exists: standing, comment, what is missing, files."""
    level = proposal.proposed_level(item, revision)
    proposed = proposal.proposed_item(item, revision)
    assets = list(item.assets.prefetch_related("derivatives"))
    return {
        "item": item,
        "name": name_in(proposed, lang),
        "category": proposed.category,
        "card": card(item, lang),
        "state": item_tag(item, lang),
        "revision": revision,
        "pending": revision_tag(revision, lang) if revision else None,
        "returned": revision.comment if revision and revision.state == Revision.State.RETURNED else "",
        "missing": [
            {"text": need.en if lang == "en" else need.vi, "level": need.level}
            for need in level.needs
            if not need.met and need.level <= desk.NEXT_LEVEL
        ],
        "steps": told(level, lang),
        "sources": list(proposed.sources.values()),
        "files": [desk_file(asset, lang) for asset in assets],
        "has_unpublished": any(
            asset.published_at is None and asset.state != Asset.State.REJECTED for asset in assets
        ),
    }


def _place(form: ItemForm) -> dict[str, Any]:
    """The placement widget's values: as typed, or as kept with the language's decimal mark."""
    names = {"text": "place_text", "accuracy": "accuracy_m", "epsg": "native_epsg"}
    values = {}
    for name in ("text", "lon", "lat", "accuracy", "method", "native_x", "native_y", "epsg"):
        value = form[names.get(name, name)].value()
        values[name] = figure(value) if isinstance(value, float) else value
    values["kept"] = _kept(form.initial.get(editing.PLACEMENT) or {})
    return values | _paper(form)


def _kept(place: dict[str, Any]) -> str:
    """What is kept with the point: the coordinates of the paper, who stated it and on which day."""
    at = parse_datetime(str(place.get("at") or ""))
    who = User.objects.filter(username=place["by"]).first() if place.get("by") else None
    words = [native_words(place)]
    if who is not None and at is not None:
        said = {"who": who.display_name, "day": day_text(timezone.localdate(at), language())}
        words.append(_("%(who)s ghi ngày %(day)s") % said)
    return ". ".join(filter(None, words))


def _paper(form: ItemForm) -> dict[str, Any]:
    """The pickers of the paper's province and system, and the readings for a page without scripts."""
    found = form.box_readings() if form.is_bound else BoxReadings(())
    chosen = str(form["reading"].value() or "")
    return {
        "paper_province": form["paper_province"].value() or "",
        "paper_system": form["paper_system"].value() or "",
        "provinces": paper_provinces(language()),
        "systems": paper_systems(language()),
        "readings": [
            {**row, "chosen": row["value"] == chosen or (row["proposed"] and not chosen)}
            for row in found.rows
        ],
    }


def _around(unit: AdminUnit) -> Bounds:
    extent = units.extent(unit)
    return Bounds(*extent.geometry.extent) if extent else Bounds(105.5, 19.9, 107.2, 21.2)
