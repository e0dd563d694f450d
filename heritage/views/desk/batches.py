"""Upload: the same service as ``ingest``; every file ends with an outcome and a reason."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gis.models import AdminUnit
from heritage.errors import BadRequest, Refusal, status_of
from heritage.forms.upload import DetailsForm
from heritage.models import Asset, Batch, Item, Receipt
from heritage.projections.desk_file import about, grade_reason, is_tellable, may_be_a_map, thumbnail
from heritage.selectors import desk
from heritage.selectors.near_duplicates import LookAlike, look_alikes
from heritage.services import upload as uploading
from heritage.services.access import require_unit
from heritage.views.context import language
from heritage.views.desk import bursts
from heritage.views.desk.access import desk_page, own_item, person, shell, working_unit
from heritage.views.desk.burst_rows import look_alike_row

# Trouble first; what nobody has to look at comes last.
ORDER = ("failed", "refused", "needs_review", "working", "duplicate", "accepted")
TROUBLE = ("failed", "refused", "needs_review")
ALWAYS_TOLD = ("refused", "needs_review", "duplicate", "accepted")
RECENT = 10


@desk_page
def upload(request: HttpRequest) -> HttpResponse:
    """Take files in; answer JSON to the page's script, a redirect to a plain form."""
    unit = working_unit(request)
    if unit is None:
        raise Http404
    asked = (request.POST if request.method == "POST" else request.GET).get("item")
    item = own_item(request, asked) if asked else None
    if request.method == "POST":
        return _receive(request, unit, item)
    return render(
        request,
        "desk/upload.html",
        {
            **shell(request, "upload"),
            "unit": unit,
            "items": desk.items_of(person(request)).order_by("name_vi"),
            "chosen": item,
            "form": DetailsForm(),
            "batches": list(desk.batches_of(person(request))[:RECENT]),
        },
    )


def _receive(request: HttpRequest, unit: AdminUnit, item: Item | None) -> HttpResponse:
    wants_json = _wants_json(request)
    try:
        batch, receipts = _take_in(request, unit, item)
    except Refusal as refusal:
        if wants_json:
            return JsonResponse(
                {"vi": refusal.vi, "en": refusal.en, "code": refusal.code}, status=status_of(refusal)
            )
        messages.error(request, refusal.sentence(language()))
        return redirect(f"{reverse('desk-upload')}{f'?item={item.public_id}' if item else ''}")
    if wants_json:
        return JsonResponse(
            {"results": [receipt_line(each) for each in receipts], "batch": batch.pk, "url": _address(batch)}
        )
    return redirect("desk-batch", batch_pk=batch.pk)


def _take_in(request: HttpRequest, unit: AdminUnit, item: Item | None) -> tuple[Batch, list[Receipt]]:
    files = request.FILES.getlist("files")
    if not files:
        raise BadRequest("Chưa chọn tệp nào.", "No file has been chosen.", "no_files")
    form = DetailsForm(request.POST)
    if not form.is_valid():
        raise BadRequest(
            "Chú thích, tên người chụp hoặc quyền sử dụng không dùng được.",
            "The caption, the author or the licence cannot be used.",
            "bad_details",
        )
    batch = _batch(request, unit)
    return batch, uploading.receive_uploads(batch, files, item=item, details=form.details())


@desk_page
@require_safe
def show(request: HttpRequest, batch_pk: int) -> HttpResponse:
    """What became of a delivery: trouble first. As JSON while files are still being worked on."""
    batch = get_object_or_404(Batch.objects.select_related("unit", "by"), pk=batch_pk)
    require_unit(person(request), batch.unit)
    receipts = list(batch.receipts.select_related("asset__item").prefetch_related("asset__derivatives"))
    totals = Counter(receipt.outcome for receipt in receipts)
    if _wants_json(request):
        return JsonResponse({"results": [receipt_line(each) for each in receipts], "totals": dict(totals)})
    always = () if totals["working"] else ALWAYS_TOLD
    alike = look_alikes([receipt.asset for receipt in receipts if receipt.asset])
    items = {receipt.asset.item for receipt in receipts if receipt.asset and receipt.asset.item}
    return render(
        request,
        "desk/batch.html",
        {
            **shell(request, "upload"),
            "batch": batch,
            "item": items.pop() if len(items) == 1 else None,
            "total": len(receipts),
            "trouble": sum(totals[outcome] for outcome in TROUBLE),
            "working": totals["working"],
            **({} if totals["working"] else bursts.section(batch)),
            "totals": [(each, totals[each]) for each in ORDER if totals[each] or each in always],
            "groups": [
                {
                    "outcome": outcome,
                    "files": [_file(each, alike) for each in receipts if each.outcome == outcome],
                }
                for outcome in ORDER
                if totals[outcome]
            ],
        },
    )


def receipt_line(receipt: Receipt) -> dict[str, Any]:
    """The shape of ``ingest --json``, plus where to look."""
    asset = receipt.asset
    item = asset.item if asset else None
    return {
        "path": receipt.path,
        "outcome": receipt.outcome,
        "code": receipt.code,
        "vi": receipt.vi,
        "en": receipt.en,
        "sha256": receipt.sha256 or None,
        "asset": asset.public_id if asset else None,
        "item": item.public_id if item else None,
        "url": reverse("desk-item", args=[item.public_id]) if item else _address(receipt.batch),
    }


def _file(receipt: Receipt, alike: dict[int, list[LookAlike]]) -> dict[str, Any]:
    """One row of the page."""
    asset = receipt.asset
    return {
        **receipt_line(receipt),
        "sentence": receipt.en if language() == "en" else receipt.vi,
        "item_name": asset.item.name_vi if asset and asset.item else "",
        "about": about(asset, language()) if asset and receipt.code != "companion_of" else "",
        "thumb_url": thumbnail(asset) if asset else None,
        "caption": asset.caption_vi if asset else "",
        "lacks_caption": bool(asset and asset.kind == "photo" and not asset.caption_vi),
        "lacks_licence": bool(asset and not asset.licence),
        "grade": grade_reason(asset, language()) if asset else "",
        "look_alikes": _alike(asset, alike) if asset else [],
        "tell_url": reverse("desk-told", args=[asset.public_id])
        if asset and receipt.code not in ("companion_of", "duplicate") and is_tellable(asset)
        else None,
        "place_url": reverse("desk-georeference", args=[asset.public_id])
        if asset and receipt.outcome == Receipt.Outcome.NEEDS_REVIEW and may_be_a_map(asset)
        else None,
        "editable": bool(asset and asset.item and asset.published_at is None),
    }


def _alike(asset: Asset, alike: dict[int, list[LookAlike]]) -> list[dict[str, Any]]:
    return [look_alike_row(asset, other) for other in alike.get(asset.pk, ())]


def _batch(request: HttpRequest, unit: AdminUnit) -> Batch:
    """Files sent one by one by the page's script come into the batch that the first one opened."""
    given = request.POST.get("batch", "")
    if given.isdecimal():
        batch = Batch.objects.filter(pk=int(given), unit=unit, by=person(request)).first()
        if batch is not None:
            return batch
    return Batch.objects.create(unit=unit, by=person(request))


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _address(batch: Batch) -> str:
    return reverse("desk-batch", args=[batch.pk])
