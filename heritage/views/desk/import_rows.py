"""One row of an import as its page shows it."""

from __future__ import annotations

from typing import Any

from heritage.models import ItemImportRow
from heritage.rules.import_fields import BY_CODE

UNSHOWN = ("unit", "position_text", "their_id", "year_to")
ALIASES = {"placement": "coordinates", "year_from": "year", "sources": "source"}
SHAPE_WORDS = {
    "zone_one": ("khu vực bảo vệ I", "protection zone I"),
    "zone_two": ("khu vực bảo vệ II", "protection zone II"),
    "route": ("lộ trình", "route"),
    "area": ("khu vực", "area"),
}
ICONS = {
    "create": ("ok", "plus"),
    "update": ("info", "refresh-cw"),
    "same": ("plain", "check"),
    "refused": ("bad", "circle-x"),
}


def import_row(row: ItemImportRow, lang: str) -> dict[str, Any]:
    """Number, name, outcome, what would change and every problem, in ``vi`` or ``en``."""
    kind, icon = ICONS[row.action]
    return {
        "number": row.number,
        "name": row.name,
        "action": row.action,
        "kind": kind,
        "icon": icon,
        "item": row.item,
        "fields": [_field_label(code, lang) for code in row.values if code not in UNSHOWN]
        if row.action == "update"
        else [],
        "problems": [{**each, "text": each[lang]} for each in row.problems],
    }


def _field_label(code: str, lang: str) -> str:
    """What a person calls a value that would change."""
    known = BY_CODE.get(ALIASES.get(code, code))
    return known.label(lang).lower() if known else SHAPE_WORDS.get(code, (code, code))[lang == "en"]
