"""Signed-in people and what they fill in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from heritage.models import User


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A client with the person's session."""

    def enter(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return enter


@pytest.fixture
def filled() -> Callable[..., dict[str, Any]]:
    """What a browser sends for a filled item form; keyword arguments replace any box."""

    def fill(**values: Any) -> dict[str, Any]:
        return {
            "category": "relic",
            "name_vi": "Đình Vị Khê",
            "rank": "unknown",
            "summary_vi": "Đình làng. Nơi mở hội hoa.",
            "source_title": "Biên bản khảo sát",
            "calendar": "lunar",
            "lon": "106,211493",
            "lat": "20,407612",
            "accuracy_m": "5",
            "method": "gnss",
            "native_x": "574060.102",
            "native_y": "2257535.741",
            "native_epsg": "9209",
        } | values

    return fill
