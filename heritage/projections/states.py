"""Where a record or a file stands, as a tag of the desk: tone, icon and word."""

from __future__ import annotations

from dataclasses import dataclass

from heritage.models import Asset, Item, Revision


@dataclass(frozen=True, slots=True)
class Tag:
    """What ``parts/tag.html`` shows."""

    kind: str
    icon: str
    text: str


ITEMS = {
    Item.State.DRAFT: ("plain", "circle-dashed", "Bản nháp", "Draft"),
    Item.State.PUBLISHED: ("ok", "circle-check", "Đã công bố", "Published"),
    Item.State.WITHDRAWN: ("bad", "circle-x", "Đã rút", "Withdrawn"),
}
REVISIONS = {
    Revision.State.DRAFT: ("plain", "circle-dashed", "Đang soạn", "Being written"),
    Revision.State.SUBMITTED: ("info", "hourglass", "Chờ duyệt", "Waiting for review"),
    Revision.State.RETURNED: ("bad", "circle-alert", "Trả lại", "Returned"),
    Revision.State.APPROVED: ("ok", "circle-check", "Đã duyệt", "Approved"),
}
FILES = {
    Asset.State.RECEIVED: ("plain", "hourglass", "Đang chờ xử lý", "Waiting to be processed"),
    Asset.State.PROCESSING: ("plain", "hourglass", "Đang xử lý", "Being processed"),
    Asset.State.READY: ("ok", "circle-check", "Đã nhận, chờ duyệt", "Accepted, waiting for review"),
    Asset.State.NEEDS_REVIEW: ("warn", "eye", "Cần xem lại", "Needs review"),
    Asset.State.REJECTED: ("bad", "circle-x", "Không nhận", "Refused"),
    Asset.State.FAILED: ("bad", "circle-alert", "Lỗi hệ thống", "Failed on our side"),
}
PUBLISHED_FILE = ("ok", "circle-check", "Đã công bố", "Published")


def item_tag(item: Item, language: str) -> Tag:
    """Whether the public sees the item."""
    return _tag(ITEMS[Item.State(item.state)], language)


def revision_tag(revision: Revision, language: str) -> Tag:
    """How far a proposed change has come."""
    return _tag(REVISIONS[Revision.State(revision.state)], language)


def file_tag(asset: Asset, language: str) -> Tag:
    """How far a file has come."""
    if asset.published_at is not None:
        return _tag(PUBLISHED_FILE, language)
    return _tag(FILES[Asset.State(asset.state)], language)


def _tag(words: tuple[str, str, str, str], language: str) -> Tag:
    kind, icon, vi, en = words
    return Tag(kind, icon, en if language == "en" else vi)
