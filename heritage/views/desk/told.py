"""An officer tells what a file does not say itself; the machine then reads the file again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from heritage.forms.told import BLANK_ROWS, CloudForm, UnitForm, rows_of, rows_told
from heritage.models import Asset
from heritage.projections.cloud_report import file_report
from heritage.projections.measures import sizes_by_unit
from heritage.selectors import desk
from heritage.services import georeferencing
from heritage.services.access import require_unit
from heritage.services.telling import tell
from heritage.views.context import language
from heritage.views.desk.access import desk_page, person, shell

POINT_LISTS = ("XYZ", "PTS")
PICTURES = ("photo", "scan")


@desk_page
def edit(request: HttpRequest, asset_id: str) -> HttpResponse:
    """Unit of a mesh; unit, system, columns and known points of a cloud. Maps have a page of their own."""
    asset = Asset.objects.select_related("item", "unit").filter(public_id=asset_id.upper()).first()
    if asset is None:
        raise Http404
    require_unit(person(request), asset.unit)
    if asset.kind in PICTURES:
        return redirect("desk-georeference", asset_id=asset.public_id)
    if asset.kind not in ("mesh", "cloud"):
        raise Http404
    form = _form(request, asset)
    if request.method == "POST" and form.is_valid():
        if tell(asset, by=person(request), **form.changes()):
            messages.success(request, _("Đã lưu. Hệ thống đang đọc lại tệp."))
        else:
            messages.info(request, _("Không có gì thay đổi."))
        return redirect("desk-item", public_id=asset.item.public_id) if asset.item else redirect("desk")
    rows = form.rows if isinstance(form, CloudForm) else []
    blank = dict.fromkeys(("label", "x", "y", "z", "target_x", "target_y", "target_z"), "")
    lang = language()
    return render(
        request,
        "desk/told.html",
        {
            **shell(request, "items"),
            "asset": asset,
            "form": form,
            "is_cloud": asset.kind == "cloud",
            "rows": [*rows, *[blank] * BLANK_ROWS],
            "report": file_report(asset, lang),
            "doubts": [doubt[lang] for doubt in asset.doubts],
            "reason": asset.reason.get(lang, ""),
            "was_public": asset.published_at is not None,
        },
    )


def _form(request: HttpRequest, asset: Asset) -> UnitForm:
    posted, told = request.POST if request.method == "POST" else None, asset.told
    common: dict[str, Any] = {
        "sizes": sizes_by_unit(asset, language()),
        "unit_unknown": asset.facts.get("unit", "unknown") == "unknown",
    }
    if asset.kind == "mesh":
        return UnitForm(posted, initial={"unit": told.unit or ""}, **common)
    systems = georeferencing.systems_offered(asset.unit)
    known = {code for code, _words in systems}
    initial = {
        "unit": told.unit or "",
        "crs": told.crs if told.crs in known else "",
        "other_crs": told.crs if told.crs and told.crs not in known else "",
        "columns": told.columns or "",
        "aligned_to": told.aligned_to or "",
        "surface": told.surface,
        "fit": told.fit or "rigid",
        "control_crs": told.control_crs if told.control else systems[0][0],
    }
    return CloudForm(
        posted,
        initial=initial,
        systems=systems,
        scans=desk.scans_beside(asset),
        has_columns=asset.facts.get("format") in POINT_LISTS or not asset.facts,
        rows=rows_of(request.POST) if posted is not None else rows_told(told.control),
        **common,
    )
