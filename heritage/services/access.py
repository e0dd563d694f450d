"""Who may touch what: the role and the unit, asked in one place."""

from __future__ import annotations

from gis.models import AdminUnit
from heritage.errors import NotAllowed
from heritage.models import Item, User


def require_unit(user: User | None, unit: AdminUnit) -> None:
    """Officers and reviewers work in their own unit only; ``None`` is the command line.

    Raises:
        NotAllowed: Another unit's person.
    """
    if user is None or user.sees_all_units:
        return
    if user.unit_id != unit.pk:
        raise NotAllowed(
            vi=f"Tài khoản {user.username} không thuộc {unit.name}.",
            en=f"The account {user.username} does not belong to {unit.name}.",
        )


def require_reviewer(user: User, item: Item) -> None:
    """Only reviewers of the item's unit decide.

    Raises:
        NotAllowed: An officer, or a reviewer of another unit.
    """
    if not user.may_review:
        raise NotAllowed(
            vi="Chỉ người duyệt được công bố. Tài khoản này là cán bộ nhập liệu.",
            en="Only a reviewer publishes. This account is an officer's.",
        )
    require_unit(user, item.unit)
