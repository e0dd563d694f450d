"""One button for each burst of photos of a delivery: attach it to an item, or take that back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from heritage.errors import NotReady
from heritage.models import Batch
from heritage.selectors import bursts
from heritage.services import bursts as moving
from heritage.services.access import require_unit
from heritage.views.context import language
from heritage.views.desk.access import desk_page, person
from heritage.views.desk.burst_rows import attachment_row, proposal_row


def section(batch: Batch) -> dict[str, Any]:
    """Context of ``parts/bursts.html``."""
    lang = language()
    return {
        "bursts": [proposal_row(each, lang) for each in bursts.proposals_of(batch)],
        "attached": [attachment_row(each, lang) for each in bursts.attached_of(batch)],
    }


@desk_page
@require_POST
def attach(request: HttpRequest, batch_pk: int) -> HttpResponse:
    """Attach the burst that the form names."""
    batch = _own_batch(request, batch_pk)
    try:
        event = moving.attach(batch, request.POST.get("key", ""), by=person(request))
    except NotReady as refusal:
        messages.error(request, refusal.sentence(language()))
    else:
        count = len(event.detail["photos"]) + event.detail["kept"]
        said = ngettext("Đã gắn %(n)s ảnh vào %(item)s.", "Đã gắn %(n)s ảnh vào %(item)s.", count)
        name = event.item.name_vi if event.item else ""
        messages.success(request, said % {"n": count, "item": name})
    return _back(batch)


@desk_page
@require_POST
def detach(request: HttpRequest, batch_pk: int, event_pk: int) -> HttpResponse:
    """Take an attachment back."""
    batch = _own_batch(request, batch_pk)
    try:
        moving.detach(batch, event_pk, by=person(request))
        messages.success(request, _("Đã hoàn tác. Mỗi ảnh có lại hồ sơ nháp của mình."))
    except NotReady as refusal:
        messages.error(request, refusal.sentence(language()))
    return _back(batch)


def _own_batch(request: HttpRequest, batch_pk: int) -> Batch:
    batch = get_object_or_404(Batch.objects.select_related("unit"), pk=batch_pk)
    require_unit(person(request), batch.unit)
    return batch


def _back(batch: Batch) -> HttpResponse:
    return redirect(f"{reverse('desk-batch', args=[batch.pk])}#nhom-anh")
