"""Four eyes: see what changed, then publish or return. The author never sees the button."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gis.distance import distance_m
from heritage import categories
from heritage.errors import Refusal
from heritage.forms import DecisionForm, ItemForm
from heritage.models import Asset, Item, Revision
from heritage.projections.card import card
from heritage.projections.media import derivative_url
from heritage.rules.publication import four_eyes_hold
from heritage.selectors import desk
from heritage.services import editing, publishing
from heritage.services.access import require_unit
from heritage.views.context import language
from heritage.views.desk.access import desk_page, own_item, person, shell


@desk_page
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for this reviewer, oldest first; officers see their own submissions."""
    user, lang = person(request), language()
    waiting = [
        {"item": card(row, lang), "public_id": row.public_id, "revision": editing.open_revision(row)}
        for row in desk.waiting_for(user)
    ]
    return render(
        request,
        "desk/reviews.html",
        {
            **shell(request, "review"),
            "waiting": waiting,
            "own": list(desk.own_submissions(user)),
            "may_review": user.may_review,
        },
    )


@desk_page
def review(request: HttpRequest, public_id: str) -> HttpResponse:
    """Changes numbered with before and after, new files, machine checks, then the decision."""
    item = own_item(request, public_id)
    user, lang = person(request), language()
    revision = editing.open_revision(item)
    author_id = revision.author_id if revision else item.created_by_id
    may_decide = user.may_review and four_eyes_hold(user.pk, [author_id])
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["decision"] == "publish":
                publishing.publish(item, by=user, comment=form.cleaned_data["comment"])
                messages.success(request, _("Đã công bố. Trang công khai đã có nội dung mới."))
            else:
                publishing.send_back(item, by=user, comment=form.cleaned_data["comment"])
                messages.success(request, _("Đã trả lại, kèm nhận xét. Bản đang công bố giữ nguyên."))
            return redirect("desk-review")
        except Refusal as refusal:
            form.add_error(None, refusal.sentence(lang))
    files = list(item.assets.filter(published_at__isnull=True).prefetch_related("derivatives"))
    return render(
        request,
        "desk/review.html",
        {
            **shell(request, "review"),
            "item": item,
            "card": card(item, lang),
            "revision": revision,
            "changes": _changes(item, revision),
            "files": [_file(each, lang) for each in files],
            "checks": [
                {"text": need["en" if lang == "en" else "vi"], "met": need["met"], "level": need["level"]}
                for need in item.level_reasons
            ],
            "form": form,
            "may_decide": may_decide,
            "is_author": author_id == user.pk,
        },
    )


@desk_page
@require_POST
def accept_file(request: HttpRequest, asset_id: str) -> HttpResponse:
    """A reviewer settles a doubted file, with the reason on record."""
    asset = Asset.objects.select_related("item__unit", "unit").filter(public_id=asset_id.upper()).first()
    if asset is None:
        raise Http404
    require_unit(person(request), asset.unit)
    try:
        publishing.accept_doubts(asset, by=person(request), reason=request.POST.get("reason", ""))
        messages.success(request, _("Đã chấp nhận tệp. Tệp sẽ công bố cùng hồ sơ."))
    except Refusal as refusal:
        messages.error(request, refusal.sentence(language()))
    return redirect("desk-review-item", public_id=asset.item.public_id) if asset.item else redirect("desk")


def _changes(item: Item, revision: Revision | None) -> list[dict[str, Any]]:
    if revision is None:
        return []
    changes = []
    for number, (name, after) in enumerate(sorted(revision.values.items()), 1):
        before = editing.current_value(item, name)
        change: dict[str, Any] = {
            "number": number,
            "field": name,
            "label": field_label(name),
            "before": words_for(name, before),
            "after": words_for(name, after),
        }
        if name == editing.PLACEMENT and before and after:
            change["moved_m"] = round(distance_m(before["lon"], before["lat"], after["lon"], after["lat"]))
        changes.append(change)
    return changes


def field_label(name: str) -> str:
    """The form's own label of a field."""
    if name == editing.PLACEMENT:
        return _("Vị trí")
    if name == "sources":
        return _("Nguồn")
    field = ItemForm.base_fields.get(name)
    return str(field.label) if field else name


def words_for(name: str, value: Any) -> str:
    """A value as a person reads it."""
    if value in (None, "", [], {}):
        return ""
    if name == editing.PLACEMENT:
        return f"{value['lat']:.6f}, {value['lon']:.6f} (± {value['accuracy_m'] or '?'} m)"
    if name == "sources":
        return "; ".join(str(source.get("title", "")) for source in value.values())
    if name == "category":
        return categories.term(categories.CATEGORIES, value).label(language())
    if name == "rank":
        return categories.term(categories.RANKS, value).label(language())
    if name == "kinds":
        return ", ".join(categories.term(categories.KINDS, each).label(language()) for each in value)
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value)


def _file(asset: Asset, lang: str) -> dict[str, Any]:
    known = {each.recipe: each for each in asset.derivatives.all()}
    small = known.get("photo-640") or known.get("poster")
    return {
        "asset": asset,
        "name": asset.original_name,
        "kind_label": categories.term(categories.MEDIA_KINDS, asset.kind).label(lang),
        "thumb_url": derivative_url(asset, small) if small else None,
        "caption": asset.caption_en if lang == "en" else asset.caption_vi,
        "doubts": [doubt[lang] for doubt in asset.doubts],
        "needs_review": asset.state == Asset.State.NEEDS_REVIEW,
    }
