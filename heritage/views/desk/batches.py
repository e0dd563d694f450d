"""Upload: the same service as ``ingest``; every file ends with an outcome and a reason."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heritage.errors import Refusal, status_of
from heritage.models import Batch, Item, Receipt
from heritage.selectors import desk
from heritage.services import upload as uploading
from heritage.services.access import require_unit
from heritage.views.context import language
from heritage.views.desk.access import desk_page, own_item, person, shell, working_unit

ORDER = ("working", "failed", "refused", "needs_review", "duplicate", "accepted")


@desk_page
def upload(request: HttpRequest) -> HttpResponse:
    """Take files in; answer JSON to the page's script, a redirect to a plain form."""
    unit = working_unit(request)
    if unit is None:
        raise Http404
    item = own_item(request, request.POST["item"]) if request.POST.get("item") else None
    if request.method == "POST":
        return _receive(request, unit, item)
    chosen = request.GET.get("item")
    return render(
        request,
        "desk/upload.html",
        {
            **shell(request, "upload"),
            "unit": unit,
            "items": desk.items_of(person(request)).order_by("name_vi"),
            "chosen": own_item(request, chosen) if chosen else None,
            "batches": list(desk.batches_of(person(request))[:10]),
        },
    )


def _receive(request: HttpRequest, unit: Any, item: Item | None) -> HttpResponse:
    wants_json = "application/json" in request.headers.get("Accept", "")
    files = request.FILES.getlist("files")
    try:
        batch = _batch(request, unit)
        receipts = uploading.receive_uploads(batch, files, item=item, details=_details(request))
    except Refusal as refusal:
        if wants_json:
            return JsonResponse(
                {"vi": refusal.vi, "en": refusal.en, "code": refusal.code}, status=status_of(refusal)
            )
        messages.error(request, refusal.sentence(language()))
        return redirect("desk-upload")
    if wants_json:
        return JsonResponse(
            {"results": [receipt_line(each) for each in receipts], "batch": batch.pk, "url": _address(batch)}
        )
    return redirect("desk-batch", batch_pk=batch.pk)


@desk_page
@require_safe
def show(request: HttpRequest, batch_pk: int) -> HttpResponse:
    """What became of a delivery: trouble first. As JSON while files are still being worked on."""
    batch = get_object_or_404(Batch.objects.select_related("unit", "by"), pk=batch_pk)
    require_unit(person(request), batch.unit)
    receipts = list(batch.receipts.select_related("asset__item").prefetch_related("asset__derivatives"))
    receipts.sort(key=lambda receipt: ORDER.index(receipt.outcome))
    totals = Counter(receipt.outcome for receipt in receipts)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"results": [receipt_line(each) for each in receipts], "totals": dict(totals)})
    return render(
        request,
        "desk/batch.html",
        {
            **shell(request, "upload"),
            "batch": batch,
            "receipts": [
                {**receipt_line(each), "receipt": each, "asset_row": each.asset} for each in receipts
            ],
            "totals": [(outcome, totals.get(outcome, 0)) for outcome in ORDER],
            "working": totals.get("working", 0),
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
        "sentence": receipt.en if language() == "en" else receipt.vi,
        "sha256": receipt.sha256 or None,
        "asset": asset.public_id if asset else None,
        "item": item.public_id if item else None,
        "url": reverse("desk-item", args=[item.public_id]) if item else _address(receipt.batch),
    }


def _batch(request: HttpRequest, unit: Any) -> Batch:
    """Files sent one by one by the page's script come into the batch that the first one opened."""
    given = request.POST.get("batch", "")
    if given.isdecimal():
        batch = Batch.objects.filter(pk=int(given), unit=unit, by=person(request)).first()
        if batch is not None:
            return batch
    label = _("Tải lên lúc %(time)s") % {"time": f"{timezone.localtime():%H:%M %d/%m/%Y}"}
    return Batch.objects.create(unit=unit, by=person(request), label=label)


def _details(request: HttpRequest) -> dict[str, str]:
    return {
        name: request.POST.get(name, "")[:400]
        for name in ("caption", "caption_en", "author", "licence", "role")
    }


def _address(batch: Batch) -> str:
    return reverse("desk-batch", args=[batch.pk])
