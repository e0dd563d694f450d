"""Keys to a higher limit of the API: made once, shown once, kept as a digest, taken back."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from heritage.errors import BadRequest, NotAllowed
from heritage.models import ApiKey, User

MARK = "dss_"  # by which people and scanners of leaked secrets know it
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 40  # letters and digits after the mark: 198 bits, so a plain digest is enough
SHOWN = 12  # characters of a key that may be shown again
PER_MINUTE = 1_200
MOST_PER_MINUTE = 60_000


def issue(name: str, contact: str, per_minute: int, *, by: User) -> tuple[ApiKey, str]:
    """A new key. Its text is given back here and is nowhere afterwards.

    Raises:
        NotAllowed: Not an administrator.
        BadRequest: No name, one that a valid key has, or a limit out of range.
    """
    _require_administrator(by)
    name, contact = " ".join(name.split())[:120], " ".join(contact.split())[:200]
    if not name:
        raise BadRequest("Ghi ai dùng khóa này.", "Say who will use this key.", "no_name")
    if not 1 <= per_minute <= MOST_PER_MINUTE:
        raise BadRequest(
            f"Mức mỗi phút là số từ 1 đến {MOST_PER_MINUTE}.",
            f"The limit a minute is a number from 1 to {MOST_PER_MINUTE}.",
            "bad_per_minute",
        )
    key = MARK + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    with transaction.atomic():
        if ApiKey.objects.filter(name=name, revoked_at=None).exists():  # and a page sent twice makes one
            raise BadRequest(
                f"“{name}” đang có khóa. Thu hồi khóa cũ trước, hoặc ghi tên khác.",
                f"“{name}” has a key. Revoke it first, or write another name.",
                "name_taken",
            )
        row = ApiKey.objects.create(
            name=name,
            contact=contact,
            prefix=key[:SHOWN],
            digest=_digest(key),
            per_minute=per_minute,
            created_by=by,
        )
    return row, key


def revoke(row: ApiKey, *, by: User) -> None:
    """Take a key back; it is refused from the next request on.

    Raises:
        NotAllowed: Not an administrator.
    """
    _require_administrator(by)
    ApiKey.objects.filter(pk=row.pk, revoked_at=None).update(revoked_at=timezone.now())


def valid_key(text: str) -> ApiKey | None:
    """The row of a key that is in force, or None. Notes the day of its use."""
    if not text.startswith(MARK) or len(text) != len(MARK) + LENGTH:
        return None
    row = ApiKey.objects.filter(digest=_digest(text), revoked_at=None).first()
    today = timezone.localdate()
    if row is not None and row.last_used_on != today:
        ApiKey.objects.filter(pk=row.pk).update(last_used_on=today)
        row.last_used_on = today
    return row


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _require_administrator(user: User) -> None:
    if not user.sees_all_units:
        raise NotAllowed(
            vi="Chỉ quản trị cấp và thu hồi khóa API.",
            en="Only administrators issue and revoke API keys.",
        )
