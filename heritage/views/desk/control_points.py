"""Place an old map: points on the picture and on the ground, a fit, and what it is off by."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gis import units
from gis.bounds import Bounds
from heritage.forms.control_points import FITS, USUAL_FIT, SystemForm, fit_of, rows_of
from heritage.models import Asset
from heritage.projections.desk_file import PLACEABLE
from heritage.projections.inset import inset
from heritage.projections.old_map import accuracy, metres_text, tile_address, zooms
from heritage.services import georeferencing
from heritage.services.access import require_unit
from heritage.services.georeferencing import ReadPoint, Trial, TypedPoint
from heritage.services.telling import tell
from heritage.views.context import language
from heritage.views.desk.access import desk_page, person, shell
from heritage.views.map_setup import DEFAULT_BOUNDS, map_config

LEAST_ROWS = 4
BLANK = TypedPoint(None, None, "")
REACH = 0.05  # degrees around a unit whose extent is not known


@desk_page
def edit(request: HttpRequest, asset_id: str) -> HttpResponse:
    """The table and both pictures; a POST checks the points, or keeps them and warps the sheet."""
    asset = _own_map(request, asset_id)
    kind, rows = asset.told.fit or USUAL_FIT, georeferencing.typed_of(asset)
    system = georeferencing.typed_system(asset)
    if request.method == "POST":
        kind, rows, system = fit_of(request.POST), rows_of(request.POST), _system(request, asset)
    trial = _trial(asset, rows, system, kind) if any(not row.is_empty for row in rows) else None
    if request.method == "POST" and "save" in request.POST and trial is not None and _is_sound(trial):
        if georeferencing.place_map(asset, trial, kind, by=person(request)):
            messages.success(request, _("Đã lưu các điểm. Hệ thống đang nắn tờ bản đồ."))
        else:
            messages.info(request, _("Các điểm không thay đổi."))
        return redirect("desk-georeference", asset_id=asset.public_id)
    status = 422 if request.method == "POST" and "save" in request.POST else 200
    return render(
        request,
        "desk/control_points.html",
        _context(request, asset, kind, rows, system, trial),
        status=status,
    )


@desk_page
@require_POST
def try_points(request: HttpRequest, asset_id: str) -> JsonResponse:
    """The residuals of the points as they stand on the page; nothing is written."""
    asset = _own_map(request, asset_id)
    trial = _trial(asset, rows_of(request.POST), _system(request, asset), fit_of(request.POST))
    return JsonResponse(_answer(trial, language()))


@desk_page
@require_POST
def forget(request: HttpRequest, asset_id: str) -> HttpResponse:
    """Take the points back."""
    asset = _own_map(request, asset_id)
    if georeferencing.forget_points(asset, by=person(request)):
        messages.success(request, _("Đã bỏ các điểm."))
    return redirect("desk-georeference", asset_id=asset.public_id)


@desk_page
@require_POST
def tell_system(request: HttpRequest, asset_id: str) -> HttpResponse:
    """Say which system the coordinates beside or inside the file are in."""
    asset = _own_map(request, asset_id)
    form = SystemForm(request.POST, systems=georeferencing.systems_offered(asset.unit))
    if form.is_valid():
        tell(asset, by=person(request), crs=form.chosen())
        messages.success(request, _("Đã lưu hệ tọa độ. Hệ thống đang đọc lại tờ bản đồ."))
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("desk-georeference", asset_id=asset.public_id)


@desk_page
@require_safe
def progress(request: HttpRequest, asset_id: str) -> JsonResponse:
    """Whether the file is still being worked on, as the page asks until it is not."""
    asset = _own_map(request, asset_id)
    return JsonResponse({"totals": {"working": 0 if asset.is_settled else 1}})


def _own_map(request: HttpRequest, asset_id: str) -> Asset:
    """A picture or scan of the person's own unit.

    Raises:
        Http404: No such file, or of a kind that cannot be laid on a map.
        NotAllowed: Another unit's.
    """
    asset = (
        Asset.objects.select_related("item", "unit")
        .prefetch_related("derivatives", "companions")
        .filter(public_id=asset_id.upper(), kind__in=PLACEABLE)
        .exclude(state=Asset.State.REJECTED)
        .first()
    )
    if asset is None:
        raise Http404
    require_unit(person(request), asset.unit)
    return asset


def _system(request: HttpRequest, asset: Asset) -> str:
    asked = request.POST.get("system", "")
    return asked if asked in dict(georeferencing.systems_offered(asset.unit)) else ""


def _trial(asset: Asset, rows: list[TypedPoint], system: str, kind: str) -> Trial:
    return georeferencing.try_fit(asset, georeferencing.read_points(rows, asset.unit, system), kind)


def _is_sound(trial: Trial) -> bool:
    return trial.problem is None and not any(point.problem for point in trial.points)


def _answer(trial: Trial, lang: str) -> dict[str, Any]:
    """The trial as the script of the page reads it; one row for each row that is not empty."""
    return {
        "points": [
            {
                **_meaning(point, lang),
                "residual": _metres(residual.m if residual else None, lang),
                "vector": [residual.dx_m, residual.dy_m] if residual else None,
            }
            for point, residual in zip(trial.points, trial.residuals, strict=True)
        ],
        "summary": _summary(trial, lang),
        "problem": trial.problem[lang == "en"] if trial.problem else "",
        "outline": trial.outline,
    }


def _meaning(point: ReadPoint, lang: str) -> dict[str, Any]:
    reading = point.reading
    if point.problem or reading is None:
        return {
            "problem": point.problem[lang == "en"] if point.problem else "",
            "meaning": "",
            "lon": None,
            "lat": None,
        }
    return {
        "problem": "",
        "meaning": reading.label_en if lang == "en" else reading.label_vi,
        "lon": round(reading.lon, 8),
        "lat": round(reading.lat, 8),
    }


def _metres(value: float | None, lang: str) -> str:
    return "" if value is None else metres_text(value, lang)


def _summary(trial: Trial, lang: str) -> str:
    if trial.problem or not trial.points:
        return ""
    if trial.proves_nothing:
        return _(
            "Số điểm vừa đủ cho kiểu nắn này nên sai số bằng 0 không chứng tỏ gì. Thêm ít nhất một điểm."
        )
    if trial.rms_m is None:
        return _("Chưa tính được sai số. Thêm ít nhất một điểm.")
    said = _("Sai số trung phương (RMS) %(rms)s trên %(n)s điểm.")
    return said % {"rms": metres_text(trial.rms_m, lang), "n": len(trial.points)}


def _context(
    request: HttpRequest, asset: Asset, kind: str, rows: list[TypedPoint], system: str, trial: Trial | None
) -> dict[str, Any]:
    lang = language()
    made = {each.recipe: each for each in asset.derivatives.all()}
    overlay = made.get("overlay")
    filled = [row for row in rows if not row.is_empty]
    answers = _answer(trial, lang)["points"] if trial else []
    table = [{"typed": row, **answer} for row, answer in zip(filled, answers, strict=True)]
    table += [{"typed": BLANK} for _n in range(max(1, LEAST_ROWS - len(filled)))]
    source = asset.facts.get("georeference_from")
    offered = georeferencing.systems_offered(asset.unit)
    width, height = georeferencing.size_of(asset)
    around = _around(asset, overlay.facts["bounds"] if overlay else None)
    return {
        **shell(request, "items"),
        "asset": asset,
        "working": not asset.is_settled,
        "rows": table,
        "fits": FITS,
        "fit": kind,
        "systems": offered,
        "system": system,
        "summary": _summary(trial, lang) if trial else "",
        "problem": trial.problem[lang == "en"] if trial and trial.problem else "",
        "doubts": [doubt[lang] for doubt in asset.doubts if doubt["code"].startswith("map_")],
        "placed": accuracy(overlay.facts, lang) if overlay else "",
        "told_points": bool(asset.told.control),
        "asks_system": source in ("world_file", "points_file", "geotiff", "gcps"),
        "system_form": SystemForm(
            systems=offered, initial={"system": asset.told.crs or asset.facts.get("crs")}
        ),
        "has_picture": "pyramid" in made and width > 0,
        "inset": inset(around),
        "config": map_config(
            around,
            picture={"width": width, "height": height, "base": f"/iiif/3/{asset.public_id}"},
            old_map={
                "tiles": tile_address(asset.public_id, overlay.sha256),
                "bounds": overlay.facts["bounds"],
                "minzoom": zooms(overlay.facts)[0],
                "maxzoom": zooms(overlay.facts)[1],
            }
            if overlay
            else None,
        ),
        "fit_url": reverse("desk-georeference-try", args=[asset.public_id]),
    }


def _around(asset: Asset, bounds: list[float] | None) -> Bounds:
    if bounds:
        return Bounds(*bounds)
    extent = units.extent(asset.unit)
    if extent is not None:
        west, south, east, north = extent.geometry.extent
        return Bounds(west, south, east, north)
    centre = asset.unit.centroid
    if centre is None:
        return DEFAULT_BOUNDS
    return Bounds(centre.x - REACH, centre.y - REACH, centre.x + REACH, centre.y + REACH)
