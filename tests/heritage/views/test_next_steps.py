"""An item explains what would lift it: to the public and at the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from heritage.models import Item, User
from heritage.rules.levels import assess
from tests.heritage.rules.criteria_values import VERSION_1
from tests.heritage.rules.test_levels import RELIC

pytestmark = pytest.mark.django_db


def lacking_one_photo(item: Item) -> Item:
    found = assess(replace(RELIC, captioned_photos=7), VERSION_1)
    Item.objects.filter(pk=item.pk).update(level=found.level, level_reasons=found.reasons)
    return Item.objects.get(pk=item.pk)


def test_the_public_page_says_what_one_more_photo_would_do(make_item: Callable[..., Item]) -> None:
    item = lacking_one_photo(make_item(state="published", published_at=timezone.now()))
    page = Client().get(f"/di-san/{item.public_id}/{item.slug}/").content.decode()
    assert "Ít việc nhất để lên mức 2:" in page
    assert "thêm 1 ảnh có chú thích và quyền sử dụng. Thêm 1 ảnh là lên mức 2." in page
    english = Client().get(f"/en/heritage/{item.public_id}/{item.slug}/").content.decode()
    assert "Fewest steps to level 2:" in english
    assert "One more photo lifts it to level 2." in english


def test_the_desk_tells_the_steps_of_the_record_as_it_is_edited(
    make_item: Callable[..., Item], officer: User
) -> None:
    item = make_item(summary_vi="Giới thiệu", sources={"s1": {"title": "x"}}, rank="inventory")
    client = Client()
    client.force_login(officer)
    page = client.get(f"/can-bo/di-san/{item.public_id}/").content.decode()
    assert "Ít việc nhất để lên mức 1:" in page
    assert "ghi vị trí trong phường, xã kèm sai số; thêm 1 ảnh có quyền sử dụng." in page
