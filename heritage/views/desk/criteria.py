"""Criteria of the number: every version, a form for a draft, what it would change, and its first day."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from gis import units
from heritage import categories
from heritage.errors import Refusal
from heritage.forms.criteria import day_of, json_of, wishes_of
from heritage.models import CriteriaVersion
from heritage.projections.criteria import criteria_on
from heritage.projections.dates import day_text
from heritage.rules.criteria_editing import Line, changed, lines_of
from heritage.services import criteria as service
from heritage.views.context import language
from heritage.views.desk.access import administrator, desk_page, shell

GRADES = ("1", "2", "3", "4")
TOLD = re.compile(r"\s*\([^()]*\{(?:have|lacking)\}[^()]*\)")  # "(has 5, lacks 3)" is of one record


@desk_page
def listing(request: HttpRequest) -> HttpResponse:
    """Drafts, versions to come, the one in force and those before, and a button for a new draft."""
    user = administrator(request)
    if request.method == "POST":
        return redirect("desk-criteria-edit", pk=service.draft(by=user).pk)
    today, lang = timezone.localdate(), language()
    current = criteria_on(today).version
    rows = list(CriteriaVersion.objects.select_related("created_by"))
    rows.sort(key=lambda row: (row.valid_from is None, row.valid_from or today), reverse=True)
    context = {**shell(request, "kpi"), "versions": [_version(row, current, today, lang) for row in rows]}
    return render(request, "desk/criteria.html", context)


@desk_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a draft; of a dated version the same without inputs."""
    user, row = administrator(request), get_object_or_404(CriteriaVersion, pk=pk)
    if request.method != "POST":
        return _form_page(request, row, row.criteria)
    if request.POST.get("action") == "discard":
        service.discard(row, by=user)
        messages.success(request, _("Đã bỏ bản nháp."))
        return redirect("desk-criteria")
    document = row.criteria
    try:
        if request.POST.get("action") == "json":
            document = json_of(request.POST.get("criteria", ""))
        else:
            document = changed(row.criteria, wishes_of(lines_of(row.criteria), request.POST.dict()))
        service.change(row, document, request.POST.dict(), by=user)
    except Refusal as refusal:
        messages.error(request, refusal.sentence(language()))
        return _form_page(request, row, row.criteria, pasted=request.POST.get("criteria", ""), status=400)
    return redirect("desk-criteria-preview", pk=row.pk)


@desk_page
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """How many objects of each unit would change, and the form that dates the draft."""
    user, row = administrator(request), get_object_or_404(CriteriaVersion, pk=pk)
    if request.method == "POST":
        try:
            if request.POST.get("action") == "take_back":
                service.take_back(row, by=user)
                messages.success(request, _("Đã thu về làm bản nháp."))
            else:
                service.date(row, day_of(request.POST.get("valid_from", "")), by=user)
                messages.success(request, _("Đã ban hành. Biểu đồ sẽ có vạch ngắt từ ngày đó."))
                return redirect("desk-criteria")
        except Refusal as refusal:
            messages.error(request, refusal.sentence(language()))
        return redirect("desk-criteria-preview", pk=row.pk)
    if row.valid_from is None:
        service.preview(row)
        row.refresh_from_db()
    today = timezone.localdate()
    context = {
        **shell(request, "kpi"),
        "version": _version(row, criteria_on(today).version, today, language()),
        "is_waiting": row.preview is None and row.valid_from is None,
        "preview": _preview(row.preview) if row.preview else None,
        "tomorrow": (today + dt.timedelta(days=1)).isoformat(),
    }
    return render(request, "desk/criteria_preview.html", context)


def _form_page(
    request: HttpRequest, row: CriteriaVersion, document: Any, pasted: str = "", status: int = 200
) -> HttpResponse:
    lang, today = language(), timezone.localdate()
    written = request.POST if request.method == "POST" else None
    context = {
        **shell(request, "kpi"),
        "version": _version(row, criteria_on(today).version, today, lang),
        "texts": {name: written.get(name, "") if written else getattr(row, name) for name in service.TEXTS},
        "groups": _groups(
            lines_of(document), written.dict() if written and "label_vi" in written else None, lang
        ),
        "grades": GRADES,
        "is_pasted": bool(pasted),
        "json": pasted or json.dumps(row.criteria, ensure_ascii=False, indent=1),
    }
    return render(request, "desk/criteria_edit.html", context, status=status)


def _groups(lines: tuple[Line, ...], written: dict[str, str] | None, lang: str) -> list[dict[str, Any]]:
    """The requirements by level and, at level 2, by category; what was written stays where it was refused."""
    groups: dict[tuple[int, tuple[str, ...]], list[dict[str, Any]]] = {}
    for line in lines:
        figure = "" if line.figure is None else f"{line.figure:g}".replace(".", "," if lang == "vi" else ".")
        number = line.number
        is_form = written is not None and written.get("action") != "json"
        row = {
            "number": number,
            "text": _bare(line.en if lang == "en" else line.vi),
            "has_figure": line.figure is not None,
            "measure": _measure(line.fact),
            "figure": written.get(f"figure-{number}", figure) if is_form and written else figure,
            "has_grade": line.has_grade,
            "grade": written.get(f"grade-{number}", "") if is_form and written else str(line.grade or ""),
            "is_kept": f"keep-{number}" in written if is_form and written else True,
        }
        groups.setdefault((line.level, line.categories), []).append(row)
    return [
        {
            "level": level,
            "level_label": categories.term(categories.LEVELS, str(level)).label(lang),
            "categories": ", ".join(categories.term(categories.CATEGORIES, code).label(lang) for code in of),
            "lines": rows,
        }
        for (level, of), rows in sorted(groups.items(), key=lambda each: each[0][0])
    ]


def _measure(fact: str) -> str:
    """What a figure is measured in; empty for a plain number."""
    return {"video_seconds": _("giây"), "accuracy_m": "m", "decision_scan_dpi": "dpi"}.get(fact, "")


def _bare(text: str) -> str:
    """A requirement's sentence with an ellipsis for its figures: the input beside it has them."""
    text = TOLD.sub("", text)
    for name in ("wanted_minutes", "wanted", "have", "lacking"):
        text = text.replace("{" + name + "}", "…")
    return text


def _preview(found: dict[str, Any]) -> dict[str, Any]:
    names = dict(
        units.standing(timezone.localdate())
        .filter(level="commune", code__in=[row["unit"] for row in found["units"]])
        .values_list("code", "name")
    )
    rows = [
        {
            **row,
            "name": names.get(row["unit"], row["unit"]),
            "moves": [{"before": a, "after": b, "n": n} for a, b, n in row["moves"]],
        }
        for row in found["units"]
    ]
    rows.sort(key=lambda row: (-(row["up"] + row["down"]), row["name"]))
    sums = {name: sum(row[name] for row in rows) for name in ("total", "before", "after", "up", "down")}
    return {"units": rows, **sums, "changed": sums["up"] + sums["down"]}


def _version(row: CriteriaVersion, current: str, today: dt.date, lang: str) -> dict[str, Any]:
    if row.valid_from is None:
        state, kind = _("Bản nháp"), "plain"
    elif row.version == current:
        state, kind = _("Đang dùng"), "ok"
    else:
        state, kind = (_("Sắp có hiệu lực"), "info") if row.valid_from > today else (_("Đã thay"), "plain")
    return {
        "pk": row.pk,
        "number": row.version,
        "label": (row.label_en if lang == "en" else "") or row.label_vi,
        "note": (row.note_en if lang == "en" else "") or row.note_vi,
        "since": day_text(row.valid_from, lang) if row.valid_from else "",
        "by": row.created_by.display_name if row.created_by else "",
        "state": state,
        "kind": kind,
        "is_draft": row.valid_from is None,
        "is_to_come": row.valid_from is not None and row.valid_from > today,
    }
