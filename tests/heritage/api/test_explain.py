"""`explain=true` says of each item which words matched where, and what put it in its place."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from django.utils import timezone

from heritage.jobs.index import rebuild
from heritage.models import Asset, Item, PageText, Relation, User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def catalogue(make_item: Callable[..., Item], officer: User, index: Any) -> list[Item]:
    shown = {"state": "published", "published_at": timezone.now()}
    items = [
        make_item(name_vi="Đền Trần", rank="special_national", summary_vi="Dựng năm 1695", **shown),
        make_item(name_vi="Chùa Phổ Minh", alt_names=["Chùa Tháp, đền Trần"], rank="national", **shown),
        make_item(name_vi="Chợ Viềng", disclosure="km1", position=Point(106.2, 20.4, srid=4326), **shown),
    ]
    for item in items[1:]:
        asset = Asset.objects.create(
            item=item, unit=item.unit, kind="scan", media_type="image/tiff", sha256=f"{item.pk:064}", bytes=1,
            original="x", original_name="a.tif", state="ready", received_by=officer, published_at=timezone.now(),
        )  # fmt: skip
        PageText.objects.create(asset=asset, page=1, text="khoán ước của làng", source="ocr")
    rebuild()
    return items


def explained(query: str) -> list[dict[str, Any]]:
    items = json.loads(Client().get(f"/api/v1/items?explain=true&{query}").content)["items"]
    return [{"id": each["id"], **each["explain"]} for each in items]


def test_each_item_says_how_its_words_matched_and_where(catalogue: list[Item]) -> None:
    first, second = explained("q=đền tran")
    assert first == {
        "id": catalogue[0].public_id,
        "place": 1,
        "tier": "folded",
        "fields": ["name"],
        "beginning": False,
        "name_fit": "whole",
        "rank_weight": first["rank_weight"],
        "completeness": first["completeness"],
        "words": [
            {"asked": "den", "field": "name", "found": "đền", "tier": "exact"},
            {"asked": "tran", "field": "name", "found": "tran", "tier": "folded"},
        ],
        "order": ["tier", "fields", "beginning", "name_fit", "rank_weight", "completeness", "id"],
        "sort_value": None,
    }
    assert (second["place"], second["fields"], second["name_fit"]) == (2, ["name", "alias"], "no")
    assert {each["field"] for each in second["words"]} == {"alias"}


def test_words_on_a_page_are_told_and_those_of_a_protected_item_are_not_searched(
    catalogue: list[Item],
) -> None:
    (only,) = explained("q=khoan uoc")
    assert only["id"] == catalogue[1].public_id
    assert {each["field"] for each in only["words"]} == {"page"}


def test_another_order_says_what_it_compares(catalogue: list[Item]) -> None:
    by_name = explained("sort=name")
    assert [each["sort_value"] for each in by_name] == ["Chợ Viềng", "Chùa Phổ Minh", "Đền Trần"]
    assert {tuple(each["order"]) for each in by_name} == {("name", "id")}
    (near,) = explained("near=106.2,20.4&q=cho&sort=distance")
    assert near["sort_value"] > 0
    assert near["tier"] == "folded"


def test_without_words_rank_decides(catalogue: list[Item]) -> None:
    found = explained("")
    assert [each["tier"] for each in found] == ["none"] * 3
    weights = [(each["rank_weight"], each["completeness"]) for each in found]
    assert weights == sorted(weights, reverse=True)
    assert found[0]["order"] == ["rank_weight", "completeness", "id"]


def test_nothing_is_explained_unless_asked_and_the_next_page_goes_on_explaining(
    catalogue: list[Item],
) -> None:
    plain = json.loads(Client().get("/api/v1/items").content)
    assert not any("explain" in each for each in plain["items"])
    page = json.loads(Client().get("/api/v1/items?explain=true&limit=2").content)
    assert "explain" in json.loads(Client().get(page["next"]).content)["items"][0]
    assert (
        json.loads(Client().get("/api/v1/items?explain=perhaps").content)["error"]["code"] == "bad_parameter"
    )


def test_an_item_that_was_edited_since_it_was_indexed_has_no_tier(catalogue: list[Item]) -> None:
    Item.objects.filter(pk=catalogue[0].pk).update(name_vi="Phủ Giầy")
    (first, _) = explained("q=đền trần")
    assert (first["tier"], first["words"]) == (None, [])


def test_people_that_items_are_linked_to_are_read_at_once(
    catalogue: list[Item], make_item: Callable[..., Item], django_assert_max_num_queries: Any
) -> None:
    def asked() -> int:
        with django_assert_max_num_queries(30) as captured:
            explained("q=den")
        return len(captured)

    def linked(item: Item) -> None:
        figure = make_item(category="figure", name_vi="Trần Hưng Đạo", **shown)
        Relation.objects.create(subject=figure, object=item, kind="worshipped_at")

    shown = {"state": "published", "published_at": timezone.now()}
    linked(catalogue[0])
    few = asked()
    for item in catalogue:
        linked(item)
    assert asked() == few


def test_a_page_costs_few_queries(catalogue: list[Item], django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(20):
        explained("q=den")
