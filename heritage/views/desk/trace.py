"""Draw a point, a route, an area or a protection zone of an item: on the map, in a table, or pasted."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.gis.geos import GEOSGeometry
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gis.drawing import Measured, measured, read_drawing, read_point
from gis.drawing_text import corners_text
from gis.errors import BadDrawing
from gis.placement import Placement
from heritage import categories
from heritage.errors import Refusal
from heritage.models import Item
from heritage.projections.card import name_in
from heritage.projections.inset import inset
from heritage.projections.shape_words import area_words, drawn, length_words
from heritage.selectors.shapes import doubts_about_shapes
from heritage.services import editing, proposal, tracing
from heritage.services.drawing_files import drawing_in
from heritage.services.georeferencing import systems_offered
from heritage.views.context import language
from heritage.views.desk.access import desk_page, own_item, person, shell
from heritage.views.desk.changes import figure
from heritage.views.desk.place_map import bounds_of, unit_bounds
from heritage.views.map_setup import map_config


@desk_page
def trace(request: HttpRequest, public_id: str) -> HttpResponse:
    """The tool for one kind of shape. "Read" judges what is there, "save" keeps it for review."""
    item = own_item(request, public_id)
    values = proposal.proposed_values(item, editing.open_revision(item))
    kinds = tracing.kinds_of(item, values)
    kind = request.POST.get("kind") or request.GET.get("hinh") or kinds[-1 if len(kinds) == 1 else 1]
    if kind not in kinds:
        raise Http404
    text, accuracy, problem = _opened(kind, values), "", ""
    if request.method == "POST":
        text, accuracy = request.POST.get("corners", ""), request.POST.get("accuracy_m", "").strip()
        try:
            if "file" in request.FILES:
                text = _from_file(request, item, kind)
            elif "read" in request.POST:
                text = _rewritten(kind, text)
            else:
                return _saved(request, item, kind, "" if "remove" in request.POST else text, accuracy)
        except BadDrawing as bad:
            problem = bad.en if language() == "en" else bad.vi
        except Refusal as refusal:
            problem = refusal.sentence(language())
    context = _page(request, item, values, kind, text)
    context |= {"accuracy": accuracy or _accuracy(kind, values), "problem": problem}
    return render(request, "desk/trace.html", context, status=422 if problem else 200)


@desk_page
@require_POST
def read(request: HttpRequest, public_id: str) -> JsonResponse:
    """What a text holds, for the script: corners of each ring with the latitude first; nothing is written."""
    own_item(request, public_id)
    kind, text = request.POST.get("kind", ""), request.POST.get("corners", "")
    if kind not in editing.SHAPES:
        raise Http404
    try:
        shape: Any = read_drawing(text, areas=editing.SHAPES[kind])
    except BadDrawing as bad:
        return JsonResponse({"parts": None, "problem": bad.en if language() == "en" else bad.vi})
    return JsonResponse({"parts": parts_of(shape), "problem": "", "size": size_words(measured(shape))})


def parts_of(shape: Any) -> list[list[list[list[float]]]]:
    """Parts, rings, corners: ``[[[[lat, lon], …]]]``, rings without their closing corner."""
    return [
        [[[lat, lon] for lon, lat in ring.coords[:-1]] for ring in part]
        if part.geom_type == "Polygon"
        else [[[lat, lon] for lon, lat in part.coords]]
        for part in shape
    ]


def size_words(size: Measured) -> str:
    """Length and area as people say them, with the number of corners."""
    length, corners = length_words(size, language()), f"{size.corners}"
    if not size.area_m2:
        return _("Dài %(length)s, %(n)s đỉnh") % {"length": length, "n": corners}
    return _("Rộng %(area)s, chu vi %(length)s, %(n)s đỉnh") % {
        "area": area_words(size, language()),
        "length": length,
        "n": corners,
    }


def _opened(kind: str, values: dict[str, Any]) -> str:
    mark = "." if language() == "en" else ","
    if kind == tracing.POINT:
        place = values.get(editing.PLACEMENT)
        return f"{place['lat']!r}; {place['lon']!r}".replace(".", mark) if place else ""
    return corners_text(GEOSGeometry(values[kind]), mark) if values.get(kind) else ""


def _accuracy(kind: str, values: dict[str, Any]) -> str:
    place = values.get(editing.PLACEMENT) or {}
    known = kind == tracing.POINT and place.get("accuracy_m")
    return figure(place["accuracy_m"]) if known else ""


def _rewritten(kind: str, text: str) -> str:
    """The corners of whatever was pasted, one a line."""
    mark = "." if language() == "en" else ","
    if kind == tracing.POINT:
        lon, lat = read_point(text)
        return f"{lat!r}; {lon!r}".replace(".", mark)
    return corners_text(read_drawing(text, areas=editing.SHAPES[kind]), mark)


def _from_file(request: HttpRequest, item: Item, kind: str) -> str:
    """The corners of a file's lines or areas; the page shows them, nothing is kept yet."""
    if kind not in editing.SHAPES:
        raise Http404
    brought: Any = request.FILES["file"]
    shape = drawing_in(
        brought.chunks(),
        str(brought.name),
        item=item,
        by=person(request),
        areas=editing.SHAPES[kind],
        system=_system(request, item),
    )
    return corners_text(shape, "." if language() == "en" else ",")


def _system(request: HttpRequest, item: Item) -> str:
    asked = request.POST.get("system", "")
    return asked if asked in dict(systems_offered(item.unit)) else ""


def _saved(request: HttpRequest, item: Item, kind: str, text: str, accuracy: str) -> HttpResponse:
    by = person(request)
    if kind == tracing.POINT:
        metres = accuracy.replace(",", ".")
        known = float(metres) if metres.replace(".", "", 1).isdecimal() else None
        revision = tracing.point_at(item, text, known, by=by)
    else:
        revision = tracing.draw(item, kind, text, by=by)
    messages.success(request, _("Đã lưu vào bản đang soạn. Gửi duyệt để người thứ hai xem."))
    for doubt in doubts_about_shapes(proposal.proposed_item(item, revision)):
        messages.warning(request, doubt.en if language() == "en" else doubt.vi)
    return redirect(f"{reverse('desk-trace', args=[item.public_id])}?hinh={kind}")


def _page(request: HttpRequest, item: Item, values: dict[str, Any], kind: str, text: str) -> dict[str, Any]:
    lang = language()
    kinds = tracing.kinds_of(item, values)
    labels = {tracing.POINT: _("Điểm")} | {each.code: each.label(lang) for each in categories.SHAPES}
    shape: Any = None
    if kind != tracing.POINT:
        try:
            shape = read_drawing(text, areas=editing.SHAPES[kind]) if text.strip() else None
        except BadDrawing:
            shape = None
    others = {each: values[each] for each in editing.SHAPES if each != kind and values.get(each)}
    place = editing.placement_of(values[editing.PLACEMENT]) if values.get(editing.PLACEMENT) else None
    background = [drawn(each, labels[each], GEOSGeometry(json)) for each, json in others.items()]
    return {
        **shell(request, "items"),
        "item": item,
        "name": name_in(proposal.proposed_item(item, editing.open_revision(item)), lang),
        "kind": kind,
        "kind_label": labels[kind],
        "kinds": [(each, labels[each], bool(_there(each, values))) for each in kinds],
        "is_area": editing.SHAPES.get(kind, False),
        "is_point": kind == tracing.POINT,
        "corners": text,
        "systems": systems_offered(item.unit),
        "size": size_words(measured(shape)) if shape is not None else "",
        "saved": bool(_there(kind, values)),
        **_map(item, kind, shape, place, background, others),
    }


def _there(kind: str, values: dict[str, Any]) -> Any:
    return values.get(editing.PLACEMENT if kind == tracing.POINT else kind)


def _map(
    item: Item,
    kind: str,
    shape: Any,
    place: Placement | None,
    background: list[dict[str, Any]],
    others: dict[str, str],
) -> dict[str, Any]:
    extents = [GEOSGeometry(json).extent for json in others.values()]
    if shape is not None:
        extents = [shape.extent]  # what is being drawn fills the frame
    corners = [pair for west, south, east, north in extents for pair in ((west, south), (east, north))]
    corners += [(place.lon, place.lat)] if place is not None and shape is None else []
    around = bounds_of(corners) or unit_bounds(item)
    tracing_of = {
        "kind": kind,
        "areas": editing.SHAPES.get(kind, False),
        "parts": parts_of(shape) if shape is not None else [],
        "place": [place.lat, place.lon] if place is not None else None,
    }
    return {
        "map_config": map_config(around, shapes=background, tracing=tracing_of),
        "inset": inset(around),
    }
