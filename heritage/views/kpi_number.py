"""One unit's number as every template shows it: texts in the page's language, addresses of the lists behind it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from heritage.kpi import Part, Share
from heritage.projections.dates import day_text
from heritage.projections.slats import slats
from heritage.selectors.kpi import UnitKpi
from heritage.selectors.kpi_area import is_area
from heritage.views.context import language


def number(found: UnitKpi, date: str = "") -> dict[str, Any]:
    """One unit's number for any template: text forms ready, percent with the language's decimal mark.

    Args:
        found: What is counted.
        date: The day of the snapshot that it was read from, for its lists; empty where it was counted now.
    """
    share, judged = found.whole, found.verdict
    target = None if found.target is None else f"{found.target.normalize():f}"
    meant = judged.share if judged else share
    needed = meant.needed_for(found.target) if meant and found.target is not None else None
    whole = share is not None and meant is not None and meant.total == share.total
    return {
        "code": found.unit.code,
        "name": found.unit.name,
        "is_area": is_area(found.unit.code),
        "province": found.unit.province_name,
        "date_text": day_text(found.date, language()),
        "share": share,
        "percent": decimal(share.percent) if share else None,
        "target": decimal(target) if target else None,
        "year": found.plan.year_to if found.plan else None,
        "needed": needed,
        "needed_of": meant.total if meant else None,
        "more": max(0, needed - meant.digitized) if meant and needed is not None else None,
        "meets": found.meets_target,
        "pooled": found.plan.pooled if found.plan else True,
        "of_all": whole,
        "register": found.register,
        "register_label": _register_label(found),
        "plan": found.plan,
        "lists": list_urls(found.unit.code, date=date) if share else {},
        "slats": slats(
            share,
            found.target if whole and found.plan and found.plan.pooled else None,
            _("%(n)s trên %(total)s di sản đã số hóa") % {"n": share.digitized, "total": share.total},
            _("Chỉ tiêu %(target)s%%: %(needed)s di sản") % {"target": decimal(target), "needed": needed}
            if target
            else "",
        )
        if share
        else None,
    }


PARTS = {
    "total": "",
    "digitized": Part.DIGITIZED.value,
    "in_depth": Part.IN_DEPTH.value,
    "in_work": Part.IN_WORK.value,
    "not_begun": Part.NOT_BEGUN.value,
    "blocked": Part.BLOCKED.value,
}


def list_url(code: str, **wanted: str) -> str:
    """The page that lists what a number counts."""
    return _with(reverse("kpi-list", args=[code]), wanted)


def list_urls(code: str, *, date: str = "", **wanted: str) -> dict[str, str]:
    """The lists of a share's five counts and of its total, by what templates call them."""
    page = reverse("kpi-list", args=[code])
    return {name: _with(page, {"part": part, **wanted, "date": date}) for name, part in PARTS.items()}


def _with(page: str, wanted: dict[str, str]) -> str:
    query = urlencode({name: value for name, value in wanted.items() if value})
    return f"{page}?{query}" if query else page


def decimal(text: str | None) -> str | None:
    """A figure with the decimal mark of the language."""
    return text if text is None or language() == "en" else text.replace(".", ",")


def percent_of(share: Share | None) -> str | None:
    """The rounded percentage in the page's language; None without an object."""
    return decimal(share.percent) if share else None


def _register_label(found: UnitKpi) -> str:
    if found.register is None:
        return ""
    return found.register.label_en if language() == "en" else found.register.label_vi
