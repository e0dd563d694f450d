"""The files of one item: what each shows, whose it is; a failed one sent again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from heritage.errors import Refusal
from heritage.forms.upload import DetailsForm
from heritage.models import Asset, Item
from heritage.projections.desk_file import desk_file
from heritage.selectors.near_duplicates import look_alikes
from heritage.services import describing
from heritage.services.access import require_unit
from heritage.views.context import language
from heritage.views.desk.access import desk_page, own_item, person, shell
from heritage.views.desk.burst_rows import look_alike_row
from heritage.views.desk.paging import page_of, pager

PER_PAGE = 40  # five boxes each; Django refuses a form of more than a thousand


@desk_page
def describe(request: HttpRequest, public_id: str) -> HttpResponse:
    """Caption, author, licence and role of every file that is not public yet."""
    item = own_item(request, public_id)
    page = page_of(request, _unpublished(item), PER_PAGE)
    assets = list(page)
    forms = [
        DetailsForm(request.POST or None, prefix=each.public_id, initial=_initial(each)) for each in assets
    ]
    if request.method == "POST" and all(form.is_valid() for form in forms):
        pairs = zip(assets, forms, strict=True)
        user = person(request)
        changed = sum(describing.describe_file(each, by=user, values=form.details()) for each, form in pairs)
        said = ngettext("Đã lưu thông tin của %(n)s tệp.", "Đã lưu thông tin của %(n)s tệp.", changed)
        messages.success(request, said % {"n": changed})
        return redirect("desk-item", public_id=item.public_id)
    lang = language()
    alike = look_alikes(assets)
    return render(
        request,
        "desk/files.html",
        {
            **shell(request, "items"),
            **pager(page, request),
            "item": item,
            "files": [
                {
                    **desk_file(each, lang),
                    "form": form,
                    "look_alikes": [look_alike_row(each, other) for other in alike.get(each.pk, ())],
                }
                for each, form in zip(assets, forms, strict=True)
            ],
            "failed": any(form.errors for form in forms),
        },
    )


@desk_page
@require_POST
def retry(request: HttpRequest, asset_id: str) -> HttpResponse:
    """Send a file that failed on our side down the line again."""
    asset = Asset.objects.select_related("item", "unit").filter(public_id=asset_id.upper()).first()
    if asset is None:
        raise Http404
    require_unit(person(request), asset.unit)
    try:
        describing.retry_file(asset, by=person(request))
        messages.success(request, _("Đã gửi tệp đi xử lý lại."))
    except Refusal as refusal:
        messages.error(request, refusal.sentence(language()))
    return redirect("desk-item", public_id=asset.item.public_id) if asset.item else redirect("desk")


def _unpublished(item: Item) -> QuerySet[Asset]:
    return (
        item.assets.filter(published_at__isnull=True)
        .exclude(state=Asset.State.REJECTED)
        .select_related("unit", "item__unit")
        .prefetch_related("derivatives")
    )


def _initial(asset: Asset) -> dict[str, Any]:
    return {name: getattr(asset, column) for name, column in describing.COLUMNS.items()}
