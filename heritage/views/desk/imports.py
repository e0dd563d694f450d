"""Importing items from a file: send it, see every row's outcome, read it another way, accept, undo."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from heritage import workplace
from heritage.errors import BadRequest, Refusal
from heritage.forms.importing import ENCODINGS, ReadingForm
from heritage.models import Item, ItemImport, ItemImportRow
from heritage.services import importing, importing_accept, importing_report, importing_submit, importing_undo
from heritage.services.access import require_unit
from heritage.services.upload import on_disk
from heritage.views.context import language
from heritage.views.desk.access import desk_page, person, shell, working_unit
from heritage.views.desk.import_rows import ICONS, import_row
from heritage.views.desk.paging import page_of, pager

PER_PAGE = 50
RECENT = 30
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@desk_page
def listing(request: HttpRequest) -> HttpResponse:
    """The unit's imports, and the box to send a file."""
    unit = working_unit(request)
    if unit is None:
        raise Http404
    if request.method == "POST":
        try:
            return redirect("desk-import", batch_pk=_receive(request).pk)
        except Refusal as refusal:
            messages.error(request, refusal.sentence(language()))
            return redirect("desk-imports")
    batches = ItemImport.objects.filter(unit=unit).select_related("by").defer("reading")[:RECENT]
    return render(
        request, "desk/imports.html", {**shell(request, "items"), "unit": unit, "batches": list(batches)}
    )


@desk_page
@require_safe
def show(request: HttpRequest, batch_pk: int) -> HttpResponse:
    """One import; as JSON while it is being read."""
    batch = _own(request, batch_pk)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"totals": {"working": int(batch.state == ItemImport.State.READING)}})
    form = ReadingForm(report=batch.report, chosen=batch.reading)
    return _page(request, batch, form)


@desk_page
@require_POST
def read(request: HttpRequest, batch_pk: int) -> HttpResponse:
    """Read the file as the form says."""
    batch = _own(request, batch_pk)
    if "again" in request.POST:  # a worker was lost on the way
        return _done(
            request, batch, lambda: importing.read_again(batch, by=person(request), reading=batch.reading)
        )
    form = ReadingForm(request.POST, report=batch.report, chosen=batch.reading)
    if not form.is_valid():
        return _page(request, batch, form)
    return _done(
        request, batch, lambda: importing.read_again(batch, by=person(request), reading=form.reading())
    )


@desk_page
@require_POST
def accept(request: HttpRequest, batch_pk: int) -> HttpResponse:
    """Write the rows."""
    batch = _own(request, batch_pk)
    said = _("Đã nhập cả lô. Các di sản mới là bản nháp; gửi duyệt để người thứ hai công bố.")
    return _done(request, batch, lambda: importing_accept.accept(batch, by=person(request)), said)


@desk_page
@require_POST
def submit(request: HttpRequest, batch_pk: int) -> HttpResponse:
    """Hand everything to the review queue."""
    batch = _own(request, batch_pk)

    def handing() -> str:
        sent = importing_submit.submit_batch(batch, by=person(request))
        return ngettext("Đã gửi duyệt %(n)s hồ sơ.", "Đã gửi duyệt %(n)s hồ sơ.", sent) % {"n": sent}

    return _done(request, batch, handing)


@desk_page
@require_POST
def undo(request: HttpRequest, batch_pk: int) -> HttpResponse:
    """Take the whole import back."""
    batch = _own(request, batch_pk)

    def undoing() -> str:
        done = importing_undo.undo(batch, by=person(request))
        said = _(
            "Đã hoàn tác: bỏ %(gone)s bản nháp, trả lại %(returned)s hồ sơ, giữ %(kept)s hồ sơ đã đi tiếp."
        )
        return said % {"gone": done.deleted, "returned": done.returned, "kept": len(done.kept)}

    return _done(request, batch, undoing)


@desk_page
@require_POST
def discard(request: HttpRequest, batch_pk: int) -> HttpResponse:
    """Put the file away."""
    batch = _own(request, batch_pk)
    try:
        importing.discard(batch, by=person(request))
    except Refusal as refusal:
        messages.error(request, refusal.sentence(language()))
        return redirect("desk-import", batch_pk=batch.pk)
    messages.success(request, _("Đã bỏ tệp, không ghi gì."))
    return redirect("desk-imports")


@desk_page
@require_safe
def report(request: HttpRequest, batch_pk: int, ending: str) -> HttpResponse:
    """The outcome of every row as a table."""
    batch = _own(request, batch_pk)
    if ending not in ("csv", "xlsx"):
        raise Http404
    write = importing_report.report_csv if ending == "csv" else importing_report.report_xlsx
    content_type = "text/csv; charset=utf-8" if ending == "csv" else SHEET
    return _attached(write(batch, language()), content_type, f"ket-qua-{batch.pk}.{ending}")


@desk_page
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The empty workbook."""
    return _attached(importing_report.template_xlsx(language()), SHEET, "mau-nhap-di-san.xlsx")


def _receive(request: HttpRequest) -> ItemImport:
    unit = working_unit(request)
    if unit is None:
        raise Http404
    files = request.FILES.getlist("files")
    if not files:
        raise BadRequest("Chưa chọn tệp nào.", "No file has been chosen.", "no_files")
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix=workplace.mark()) as name:
        folder = Path(name)
        paths = [(each.name or "", on_disk(each, folder / str(at))) for at, each in enumerate(files)]
        return importing.receive_file(paths, folder, unit=unit, by=person(request))


def _page(request: HttpRequest, batch: ItemImport, form: ReadingForm) -> HttpResponse:
    wanted = request.GET.get("ket-qua", "")
    rows = batch.rows.select_related("item")
    if wanted in ItemImportRow.Action.values:
        rows = rows.filter(action=wanted)
    page = page_of(request, rows, PER_PAGE)
    lang = language()
    totals = batch.report.get("totals", {})
    examples = batch.report.get("examples", [])
    kept = Item.objects.filter(public_id__in=batch.report.get("kept", [])).order_by("name_vi")
    context = {
        **shell(request, "items"),
        **pager(page, request),
        "batch": batch,
        "form": form,
        "columns": list(zip(form.column_fields, [*examples, *[""] * len(form.headings)], strict=False)),
        "refused": (batch.report.get("refused") or {}).get(lang, ""),
        "totals": [(each, totals.get(each, 0), *ICONS[each]) for each in ItemImportRow.Action.values],
        "to_write": totals.get("create", 0) + totals.get("update", 0),
        "wanted": wanted,
        "encoding": ENCODINGS.get(batch.report.get("encoding", ""), ""),
        "rows": [import_row(row, lang) for row in page],
        "kept": list(kept),
        "parts": ", ".join(batch.report.get("parts", [])),
    }
    return render(request, "desk/import.html", context)


def _own(request: HttpRequest, batch_pk: int) -> ItemImport:
    batch = get_object_or_404(ItemImport.objects.select_related("unit", "by"), pk=batch_pk)
    require_unit(person(request), batch.unit)
    return batch


def _done(
    request: HttpRequest, batch: ItemImport, act: Callable[[], object], said: str | None = None
) -> HttpResponse:
    try:
        answer = act()
    except Refusal as refusal:
        messages.error(request, refusal.sentence(language()))
    else:
        text = said or (answer if isinstance(answer, str) else None)
        if text:
            messages.success(request, text)
    return redirect("desk-import", batch_pk=batch.pk)


def _attached(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
