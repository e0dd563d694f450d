"""The menu that gives a whole result as a file. A plain form: the format is the button, the system a choice."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from gis.vn2000 import GEOGRAPHIC, MERIDIANS, UTM_ZONES
from heritage.api.exports import NOT_OF_THE_RESULT
from heritage.interop.export_formats import FORMATS
from heritage.selectors.exports import MOST_ROWS


def downloads(request: HttpRequest, total: int, lang: str) -> dict[str, Any] | None:
    """Formats with their addresses for the query of this page; None where there is nothing to download."""
    if not total:
        return None
    kept = [
        (name, value)
        for name in request.GET
        if name not in NOT_OF_THE_RESULT
        for value in request.GET.getlist(name)
        if value
    ]
    fields = [*kept, ("lang", lang)]
    query = urlencode(fields)
    return {
        "too_many": total > MOST_ROWS,
        "most": MOST_ROWS,
        "fields": [*fields, ("bom", "1")],
        "systems": _systems(),
        "in_any": [_entry(each.ending, each.name, each.opens_in) for each in FORMATS if each.any_crs],
        "in_wgs84": [
            _entry(each.ending, each.name, each.opens_in, query) for each in FORMATS if not each.any_crs
        ],
    }


def _entry(ending: str, name: str, opens_in: str, query: str = "") -> dict[str, str]:
    address = f"/api/v1/exports/items.{ending}"
    return {"name": name, "opens_in": opens_in, "url": f"{address}?{query}" if query else address}


def _systems() -> list[tuple[str, str]]:
    zones = {code: _("kinh tuyến trục %(meridian)s") % {"meridian": m} for code, m in MERIDIANS.items()}
    zones |= UTM_ZONES | {GEOGRAPHIC: _("kinh độ, vĩ độ")}
    return [
        ("", "WGS 84"),
        *((f"EPSG:{code}", f"VN-2000, {name} (EPSG:{code})") for code, name in zones.items()),
    ]
