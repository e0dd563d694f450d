"""New versions of the criteria: drafted from what is in force, changed, previewed, dated, taken back in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from heritage.errors import BadRequest, NotAllowed, NotReady
from heritage.jobs.criteria import preview_criteria
from heritage.models import CriteriaVersion, Event, RegisterEntry, User
from heritage.projections.criteria import shipped
from heritage.rules.criteria_reading import read_criteria
from heritage.tasks import enqueue

AT_ONCE = 1_000  # lines of registers that are previewed while the person waits; more go to the worker
TEXTS = {"label_vi": 200, "label_en": 200, "note_vi": 4_000, "note_en": 4_000}


@transaction.atomic
def draft(*, by: User) -> CriteriaVersion:
    """A draft that is a copy of the newest dated version."""
    _require_administrator(by)
    if not CriteriaVersion.objects.exists():
        CriteriaVersion.objects.create(**shipped(), applied_at=timezone.now())
    latest = CriteriaVersion.objects.exclude(valid_from=None).order_by("-valid_from").first()
    assert latest is not None  # the first version is always there and always dated
    number = _next_number()
    row = CriteriaVersion.objects.create(
        version=number,
        label_vi=f"Bộ tiêu chí {number}",
        label_en=f"Criteria {number}",
        criteria=latest.criteria,
        created_by=by,
    )
    _record("criteria_drafted", row, by)
    return row


def change(row: CriteriaVersion, criteria: Mapping[str, Any], texts: Mapping[str, str], *, by: User) -> None:
    """Give a draft other requirements and texts, and count anew what it would change.

    Raises:
        BadRequest: The criteria cannot be read, or there is no name.
        NotReady: It is dated.
    """
    _require_administrator(by)
    read_criteria(criteria, row.version)
    columns = {name: " ".join(texts.get(name, "").split())[:most] for name, most in TEXTS.items()}
    if not columns["label_vi"]:
        raise BadRequest("Ghi tên bộ tiêu chí.", "Give the criteria a name.", "no_name")
    with transaction.atomic():
        found = _locked(row, is_draft=True)
        is_same = found.criteria == criteria
        found.criteria = dict(criteria)
        found.preview = found.preview if is_same else None
        for name, value in columns.items():
            setattr(found, name, value)
        found.save()
        _record("criteria_changed", found, by)
    preview(found)


def preview(row: CriteriaVersion) -> None:
    """See that a draft is previewed: now where that is quick, else by the worker."""
    if row.preview is not None:
        return
    if RegisterEntry.objects.count() <= AT_ONCE:
        preview_criteria(row.pk)
    else:
        enqueue("preview_criteria", row.pk)


@transaction.atomic
def date(row: CriteriaVersion, first: dt.date, *, by: User) -> None:
    """Let a draft come into force on a day, tomorrow at the earliest.

    Raises:
        BadRequest: Too early, or another version begins that day or later.
        NotReady: It is dated, was not previewed, or asks just what is asked already.
    """
    _require_administrator(by)
    found = _locked(row, is_draft=True)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    if first < tomorrow:
        raise BadRequest(
            f"Bộ tiêu chí mới có hiệu lực sớm nhất từ ngày mai ({tomorrow:%d/%m/%Y}); số đã công bố không đổi ngược.",
            f"New criteria come into force tomorrow ({tomorrow}) at the earliest; published figures are not changed.",
            "too_early",
        )
    latest = CriteriaVersion.objects.exclude(valid_from=None).order_by("-valid_from").first()
    if latest is not None and latest.valid_from and first <= latest.valid_from:
        raise BadRequest(
            f"Bộ tiêu chí {latest.version} có hiệu lực từ {latest.valid_from:%d/%m/%Y}; chọn ngày sau đó.",
            f"Version {latest.version} comes into force on {latest.valid_from}; choose a later day.",
            "day_taken",
        )
    if latest is not None and latest.criteria == found.criteria:
        raise NotReady(
            "Bộ này hỏi đúng như bộ đang dùng. Đổi ít nhất một điều rồi ban hành.",
            "It asks just what is asked already. Change something first.",
            "nothing_changed",
        )
    if found.preview is None:
        raise NotReady(
            "Chưa xem trước xong bao nhiêu di sản đổi mức. Chờ tính xong rồi ban hành.",
            "How many objects would change is not counted yet. Wait for it.",
            "not_previewed",
        )
    found.valid_from = first
    found.save(update_fields=["valid_from"])
    _record("criteria_dated", found, by)


@transaction.atomic
def take_back(row: CriteriaVersion, *, by: User) -> None:
    """Make a version that is still to come a draft again.

    Raises:
        NotReady: It is in force or was.
    """
    _require_administrator(by)
    found = _locked(row, is_draft=False)
    if found.valid_from is None or found.valid_from <= timezone.localdate():
        raise NotReady(
            "Bộ tiêu chí này đã có hiệu lực nên giữ nguyên mãi. Lập bộ mới để thay.",
            "This version is in force and stays as it is for ever. Make a new one.",
            "in_force",
        )
    found.valid_from = None
    found.save(update_fields=["valid_from"])
    _record("criteria_taken_back", found, by)


@transaction.atomic
def discard(row: CriteriaVersion, *, by: User) -> None:
    """Throw a draft away.

    Raises:
        NotReady: It is dated.
    """
    _require_administrator(by)
    found = _locked(row, is_draft=True)
    _record("criteria_discarded", found, by)
    found.delete()


def _next_number() -> str:
    numbers = [
        int(each) for each in CriteriaVersion.objects.values_list("version", flat=True) if each.isdecimal()
    ]
    # A number that was thrown away is not given again: it may stand in somebody's notes.
    used = Event.objects.filter(verb="criteria_drafted").values_list("subject", flat=True)
    return str(max([*numbers, *(int(each) for each in used if each.isdecimal())], default=0) + 1)


def _locked(row: CriteriaVersion, *, is_draft: bool) -> CriteriaVersion:
    found = CriteriaVersion.objects.select_for_update().filter(pk=row.pk).first()
    if found is None or (is_draft and found.valid_from is not None):
        raise NotReady(
            "Bộ tiêu chí này không còn là bản nháp.", "These criteria are no draft any more.", "no_draft"
        )
    return found


def _record(verb: str, row: CriteriaVersion, by: User) -> None:
    day = row.valid_from.isoformat() if row.valid_from else ""
    Event.objects.create(actor=by, verb=verb, subject=row.version, detail={"valid_from": day})


def _require_administrator(by: User) -> None:
    if not by.sees_all_units:
        raise NotAllowed(
            vi="Chỉ quản trị đổi được bộ tiêu chí.", en="Only administrators change the criteria."
        )
