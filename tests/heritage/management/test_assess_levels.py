"""Levels are found anew by one command."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from heritage.models import Item, LevelChange

pytestmark = pytest.mark.django_db


def run(*options: str) -> str:
    out = StringIO()
    call_command("assess_levels", *options, stdout=out, stderr=StringIO())
    return out.getvalue().splitlines()[-1]


def test_a_level_that_does_not_follow_from_the_rows_is_put_right(
    make_item: Callable[..., Item], index: Any
) -> None:
    item = make_item(
        level=2, level_reasons=[{"code": "photo", "level": 1, "met": True, "vi": "Ảnh", "en": "Photo"}]
    )
    make_item()
    assert json.loads(run("--json")) == {"totals": {"assessed": 2, "changed": 2}}
    assert Item.objects.get(pk=item.pk).level == 0
    (change,) = LevelChange.objects.all()
    assert (change.before, change.after) == (2, 0)
    assert "photo" in change.lost
    assert json.loads(run("--json"))["totals"]["changed"] == 0
    assert run() == "Đã xếp lại 2 di sản, 0 hồ sơ đổi mức hoặc lý do."
