"""A second person decides: publish, or return with a comment. Nothing else makes anything public."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from heritage import categories
from heritage.errors import NotReady, SamePerson
from heritage.jobs import candidates, features
from heritage.jobs.evidence import refresh_level
from heritage.jobs.index import index_after_commit
from heritage.models import Asset, Event, Item, Revision, User
from heritage.rules.publication import blocks_publication, four_eyes_hold
from heritage.selectors import desk
from heritage.services.access import require_reviewer
from heritage.services.editing import apply_revision, open_revision


@transaction.atomic
def publish(item: Item, *, by: User, comment: str = "") -> Item:
    """Approve the open revision and every ready file, and show the item to the public.

    Files that still need a look, or that the reviewer handed in, stay hidden.

    Raises:
        NotAllowed: Not a reviewer of this unit.
        SamePerson: The reviewer wrote some of the text.
        NotReady: Something that publication needs is missing.
    """
    item = Item.objects.select_for_update(of=("self",)).select_related("unit").get(pk=item.pk)
    require_reviewer(by, item)
    revision = open_revision(item)
    last_author = revision.author_id if revision else item.created_by_id
    # Whoever wrote any of it since the last publication is no second pair of eyes.
    writers = desk.writers_of([item.pk]).get(item.pk, set())
    if not four_eyes_hold(by.pk, [last_author, *writers]):
        raise SamePerson
    ready = item.assets.filter(state=Asset.State.READY, published_at__isnull=True).exclude(received_by=by)
    if revision is None and item.state == Item.State.PUBLISHED and not ready.exists():
        return item  # published as it stands: a second run changes nothing
    if revision is None:
        revision = Revision(item=item, author=item.created_by or by, values={})
    revision.item = item
    apply_revision(revision)
    objections = blocks_publication(
        item.name_vi,
        item.unit.stands_on(timezone.localdate()),
        item.category,
        categories.codes(categories.CATEGORIES),
    )
    if objections:
        raise NotReady(
            " ".join(vi for vi, _ in objections), " ".join(en for _, en in objections), "not_ready"
        )
    now = timezone.now()
    revision.state = Revision.State.APPROVED
    revision.reviewer, revision.comment, revision.decided_at = by, comment, now
    revision.save()
    item.state = Item.State.PUBLISHED
    item.published_at = item.published_at or now
    item.save()
    candidates.mirror(item, by=by)
    shown = ready.update(published_at=now, approved_by=by)
    Event.objects.create(
        actor=by, verb="published", item=item, detail={"files": shown, "revision": revision.pk}
    )
    refresh_with_relatives(item)
    return item


@transaction.atomic
def send_back(item: Item, *, by: User, comment: str) -> Revision:
    """Return the waiting revision with a comment; the published version stays as it is.

    Raises:
        NotAllowed: Not a reviewer of this unit.
        NotReady: Nothing waits, or the comment is empty.
    """
    require_reviewer(by, item)
    revision = open_revision(item)
    if revision is None or revision.state != Revision.State.SUBMITTED:
        raise NotReady("Không có bản nào đang chờ duyệt.", "Nothing is waiting for review.", "nothing_waits")
    if not comment.strip():
        raise NotReady("Ghi lý do trả lại.", "Say why it is returned.", "no_comment")
    revision.state = Revision.State.RETURNED
    revision.reviewer, revision.comment, revision.decided_at = by, comment.strip(), timezone.now()
    revision.save()
    Event.objects.create(actor=by, verb="returned", item=item, detail={"comment": comment.strip()})
    return revision


@transaction.atomic
def withdraw(item: Item, *, by: User, reason: str) -> Item:
    """Hide a published item again, with a reason. Its evidence no longer counts."""
    item = Item.objects.select_for_update(of=("self",)).select_related("unit").get(pk=item.pk)
    require_reviewer(by, item)
    if not item.is_public:
        raise NotReady(
            "Hồ sơ chưa công bố nên không có gì để rút.", "The item is not published.", "not_public"
        )
    if not reason.strip():
        raise NotReady("Ghi lý do rút.", "Say why it is withdrawn.", "no_comment")
    item.state = Item.State.WITHDRAWN
    item.save()
    Event.objects.create(actor=by, verb="withdrawn", item=item, detail={"reason": reason.strip()})
    refresh_with_relatives(item)
    return item


@transaction.atomic
def accept_doubts(asset: Asset, *, by: User, reason: str) -> Asset:
    """A reviewer settles a doubted file: it becomes ready, with the reason on record."""
    if asset.item is None:
        raise NotReady("Tệp chưa thuộc di sản nào.", "The file belongs to no item yet.", "no_item")
    require_reviewer(by, asset.item)
    if asset.state != Asset.State.NEEDS_REVIEW:
        raise NotReady(
            "Tệp không có điều gì cần xem lại.", "The file has nothing to review.", "nothing_waits"
        )
    asset.state = Asset.State.READY
    asset.save()
    Event.objects.create(
        actor=by, verb="doubts_accepted", item=asset.item, subject=asset.public_id, detail={"reason": reason}
    )
    return asset


def refresh_with_relatives(item: Item) -> None:
    """Assess the item and whatever it is linked to, and index them all as soon as it is committed.

    Not by a worker, which may be busy for hours: boxes, distances and clusters are answered from the index, and
    what is hidden must leave it. People are among what is linked, as their names are in the documents of others.
    """
    item.refresh_from_db()
    refresh_level(item)
    linked = _linked(item)
    figures = Item.objects.filter(category="figure", pk__in=linked)
    for figure in figures:
        refresh_level(figure)
    touched = linked if item.category == "figure" else {figure.pk for figure in figures}
    features.refresh(
        item.pk, *touched
    )  # in this transaction: not even for a moment may a hidden place be seen
    index_after_commit(item.pk, *sorted(touched - {item.pk}))


def _linked(item: Item) -> set[int]:
    return set(item.relations.values_list("object_id", flat=True)) | set(
        item.inverse_relations.values_list("subject_id", flat=True)
    )
