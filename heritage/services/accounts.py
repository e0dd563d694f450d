"""Open accounts: named people, one role, one unit, a password that nobody chose."""

from __future__ import annotations

import secrets

from django.utils import timezone

from gis import units
from heritage.errors import BadRequest, NotFound
from heritage.models import User

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that reads like something else


def new_password() -> str:
    """Twelve letters and digits in three groups: about 59 bits, and it can be read aloud."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


def open_account(
    username: str, *, role: str, unit_code: str, last_name: str = "", first_name: str = ""
) -> str:
    """Create an account and return its password.

    Raises:
        BadRequest: The name is taken, or an officer or reviewer has no unit.
        NotFound: No unit has that code today.
    """
    if User.objects.filter(username=username).exists():
        raise BadRequest(f"Tên {username} đã có.", f"The name {username} is taken.", "username_taken")
    if not unit_code and role != User.Role.ADMINISTRATOR:
        raise BadRequest("Cán bộ và người duyệt cần một đơn vị.", "This role needs a unit.", "no_unit")
    unit = units.unit_on(unit_code, timezone.localdate()) if unit_code else None
    if unit_code and unit is None:
        raise NotFound(f"Không có đơn vị {unit_code}.", f"There is no unit {unit_code}.", "no_unit")
    password = new_password()
    User.objects.create_user(
        username=username,
        password=password,
        last_name=last_name,
        first_name=first_name,
        role=role,
        unit=unit,
    )
    return password
