"""Four eyes: see what changed, then publish or return. The author never sees the button."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heritage.errors import NotReady, Refusal, SamePerson
from heritage.forms.decision import DecisionForm
from heritage.models import Asset, Item, Revision, User
from heritage.projections.candidate import candidate_row
from heritage.projections.card import card, name_in
from heritage.projections.desk_file import desk_file
from heritage.projections.position import public_position
from heritage.projections.states import revision_tag
from heritage.rules.publication import four_eyes_hold
from heritage.selectors import desk
from heritage.selectors.conflicts import conflicts_of, open_conflicts
from heritage.services import describing, editing, proposal, publishing
from heritage.services.access import require_unit
from heritage.views.context import language
from heritage.views.desk.access import desk_page, own_item, person, shell
from heritage.views.desk.changes import Change, changes_of
from heritage.views.desk.review_checks import machine_checks
from heritage.views.desk.review_map import review_map

SHOWN = 20  # conflicts on the queue; the worklist has their number


@desk_page
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for this reviewer, oldest first; officers see their own submissions."""
    user, lang = person(request), language()
    waiting = desk.waiting_for(user)
    prefetch_related_objects(waiting, "item__assets__derivatives")
    return render(
        request,
        "desk/reviews.html",
        {
            **shell(request, "review"),
            "waiting": [{"item": card(each.item, lang), "revision": each} for each in waiting],
            "own": submissions(user, lang),
            "may_review": user.may_review,
            "conflicts": [candidate_row(each, lang) for each in open_conflicts(user)[:SHOWN]],
        },
    )


def submissions(user: User, lang: str) -> list[dict[str, Any]]:
    """The person's own open work, returned first."""
    return [
        {
            "public_id": each.item.public_id,
            "name": each.values.get("name_vi") or name_in(each.item, lang),
            "tag": revision_tag(each, lang),
            "returned": each.state == Revision.State.RETURNED,
            "comment": each.comment if each.state == Revision.State.RETURNED else "",
            "reviewer": each.reviewer,
            "at": each.decided_at or each.submitted_at or each.updated_at,
        }
        for each in desk.own_submissions(user)
    ]


@desk_page
def review(request: HttpRequest, public_id: str) -> HttpResponse:
    """Changes numbered with before and after, new files, machine checks, then the decision."""
    item = own_item(request, public_id)
    user = person(request)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sentence = _decide(item, user, **form.cleaned_data)
        except NotReady as refusal:
            field = "comment" if refusal.code == "no_comment" else None
            form.add_error(field, refusal.sentence(language()))
        except Refusal as refusal:
            form.add_error(None, refusal.sentence(language()))
        else:
            messages.success(request, sentence)
            return redirect("desk-review")
    return render(
        request, "desk/review.html", {**shell(request, "review"), **_page(item, user), "form": form}
    )


def _decide(item: Item, user: User, *, decision: str, comment: str, seen: str) -> str:
    """Carry out what was decided on the version that the reviewer has in front of them."""
    revision = editing.open_revision(item)
    if revision is None or revision.state != Revision.State.SUBMITTED:
        raise NotReady("Không có bản nào đang chờ duyệt.", "Nothing is waiting for review.", "nothing_waits")
    if seen != what_is_seen(item, revision):
        raise NotReady(
            "Hồ sơ hoặc tệp đã đổi sau khi trang này mở. Xem lại rồi quyết định.",
            "The record or a file changed after this page was opened. Look again, then decide.",
            "changed_meanwhile",
        )
    if decision == "publish":
        if not _is_another(user, item, revision):
            raise SamePerson
        publishing.publish(item, by=user, comment=comment)
        return _("Đã công bố. Trang công khai đã có nội dung mới.")
    publishing.send_back(item, by=user, comment=comment)
    return _("Đã trả lại, kèm nhận xét. Bản đang công bố giữ nguyên.")


def _is_another(user: User, item: Item, revision: Revision | None) -> bool:
    """Whether the person wrote nothing of what an approval would make public."""
    first = None if item.published_at else item.created_by_id
    last = revision.author_id if revision else None
    return four_eyes_hold(user.pk, [first, last, *desk.writers_of([item.pk]).get(item.pk, ())])


def what_is_seen(item: Item, revision: Revision | None) -> str:
    """A digest of everything that an approval would make public: the words and the files."""
    columns = ("public_id", "state", *describing.COLUMNS.values())
    files = item.assets.filter(published_at__isnull=True).order_by("pk").values_list(*columns)
    words = [revision.pk, revision.updated_at.isoformat()] if revision else []
    return hashlib.sha256(json.dumps([words, list(files)]).encode()).hexdigest()


def _page(item: Item, user: User) -> dict[str, Any]:
    lang = language()
    revision = editing.open_revision(item)
    waits = revision is not None and revision.state == Revision.State.SUBMITTED
    other = _is_another(user, item, revision)
    files = [
        each
        for each in item.assets.prefetch_related("derivatives").filter(published_at__isnull=True)
        if each.state != Asset.State.REJECTED
    ]
    changes = changes_of(item, revision)
    level = proposal.proposed_level(item, revision)
    return {
        "item": item,
        "name": name_in(proposal.proposed_item(item, revision), lang),
        "is_new": item.published_at is None,
        "revision": revision,
        "seen": what_is_seen(item, revision),
        "pending": revision_tag(revision, lang) if revision else None,
        "changes": changes,
        **_map(item, revision, changes),
        # One map a page: beside the position where that changes, else on its own.
        "shape_map": not any(change.place for change in changes)
        and any(change.is_shape for change in changes),
        "conflicts": [candidate_row(each, lang) for each in conflicts_of(item)],
        "files": [desk_file(each, lang) for each in files],
        "checks": machine_checks(item, revision, files, other=other),
        "needs": [need.en if lang == "en" else need.vi for need in level.missing if need.level <= 2],
        "may_decide": user.may_review and other and waits,
        "may_settle": user.may_review,
        "is_author": not other,
        "is_reviewer": user.may_review,
        "waits": waits,
    }


def _map(item: Item, revision: Revision | None, changes: list[Change]) -> dict[str, Any]:
    """The map, where a position or a shape is among the changes, or where the public gets another place."""
    proposed = proposal.proposed_item(item, revision)
    if not proposed.is_protected and not any(change.is_on_map for change in changes):
        return {}
    names = (editing.PLACEMENT, *editing.SHAPES)
    before = {
        name: None if item.published_at is None else editing.current_value(item, name) for name in names
    }
    after = proposal.proposed_values(item, revision)
    return review_map(item, before, after, public_position(proposed))


@desk_page
@require_POST
def accept_file(request: HttpRequest, asset_id: str) -> HttpResponse:
    """A reviewer settles a doubted file, with the reason on record."""
    asset = Asset.objects.select_related("item__unit", "unit").filter(public_id=asset_id.upper()).first()
    if asset is None:
        raise Http404
    require_unit(person(request), asset.unit)
    reason = request.POST.get("reason", "").strip()[:400]
    try:
        if not reason:
            raise NotReady("Ghi lý do chấp nhận tệp.", "Say why the file is accepted.", "no_reason")
        publishing.accept_doubts(asset, by=person(request), reason=reason)
        messages.success(request, _("Đã chấp nhận tệp. Tệp sẽ công bố cùng hồ sơ."))
    except Refusal as refusal:
        messages.error(request, refusal.sentence(language()))
    return redirect("desk-review-item", public_id=asset.item.public_id) if asset.item else redirect("desk")


@desk_page
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """A reviewer takes a published item off the public site, with the reason on record."""
    item = own_item(request, public_id)
    try:
        publishing.withdraw(item, by=person(request), reason=request.POST.get("reason", "")[:400])
        messages.success(request, _("Đã rút khỏi trang công khai. Hồ sơ vẫn còn ở bàn làm việc."))
    except Refusal as refusal:
        messages.error(request, refusal.sentence(language()))
    return redirect("desk-review-item", public_id=item.public_id)
