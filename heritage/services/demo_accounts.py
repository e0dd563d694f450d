"""The demonstration's people: made once, with passwords that only this machine knows."""

from __future__ import annotations

import json
import os
from pathlib import Path

from django.conf import settings

from heritage.models import User
from heritage.services.accounts import open_account

WARDS = ("13669", "13972", "14122", "11311", "12127")
FILE = "demo-accounts.json"


def demo_people() -> list[tuple[str, str, str, str, str]]:
    """Username, family and middle name, given name, role, unit code ("" for all units)."""
    people: list[tuple[str, str, str, str, str]] = [
        ("quantri", "Quản trị", "Trình diễn", User.Role.ADMINISTRATOR, ""),
        ("bientap", "Biên tập", "Trình diễn", User.Role.ADMINISTRATOR, ""),
    ]
    for code in WARDS:
        people.append((f"canbo.{code}", "Cán bộ", code, User.Role.OFFICER, code))
        people.append((f"duyet.{code}", "Người duyệt", code, User.Role.REVIEWER, code))
    return people


def make_accounts() -> list[dict[str, str]]:
    """Create what is missing and write ``demo-accounts.json`` (mode 600). Existing accounts stay."""
    path = Path(settings.HOME) / FILE
    written: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    fresh = []
    for username, last_name, first_name, role, code in demo_people():
        if User.objects.filter(username=username).exists():
            continue
        password = open_account(
            username, role=role, unit_code=code, last_name=last_name, first_name=first_name
        )
        fresh.append({"username": username, "password": password, "role": str(role), "unit": code})
    if fresh:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump([*written, *fresh], file, ensure_ascii=False, indent=1)
    return fresh
