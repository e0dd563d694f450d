"""The catalogue while the search server is away: the spare index answers, or else the plain list; nobody waits long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from gis.bounds import Bounds
from heritage import engine
from heritage.jobs import features, index
from heritage.models import Item, PendingIndex
from heritage.selectors import catalogue
from heritage.selectors.suggestions import suggested
from heritage.services.publishing import publish
from search.documents import Query, Sort
from search.engines.fts5 import Fts5Engine
from search.engines.loader import INDEX_FILE
from search.engines.server_options import ServerOptions
from tests.search.test_elasticsearch import closed_port
from tests.search.test_elasticsearch_away import silent_server

pytestmark = pytest.mark.django_db(transaction=True)
MakeItem = Callable[..., Item]


@pytest.fixture
def away(settings: Any, tmp_path: Path) -> Iterator[Callable[..., None]]:
    """Make the search server one that is not there, or hangs."""

    def make(url: str = "", *, fallback: bool = True, patience_s: float = 1.5) -> None:
        settings.SEARCH_FOLDER = tmp_path / "index"
        settings.SEARCH_URL = url or f"http://127.0.0.1:{closed_port()}"
        settings.SEARCH_FALLBACK = fallback
        settings.SEARCH_SERVER = ServerOptions(patience_s=patience_s)
        engine.forget()

    yield make
    engine.forget()


def test_the_spare_index_answers_words_filters_and_maps(
    make_item: MakeItem, reviewer: Any, away: Callable[..., None]
) -> None:
    away()
    market = publish(make_item(name_vi="Chợ Viềng", rank="inventory"), by=reviewer)
    publish(make_item(name_vi="Đình làng"), by=reviewer)
    found = catalogue.find(Query(text="cho vieng"))
    assert [item.public_id for item in found.items] == [market.public_id]
    assert (found.spare, found.degraded) == (True, False)
    assert catalogue.counts_by("rank", Query(text="cho vieng")) == {"inventory": 1}
    assert [each.text for each in suggested("chợ v", "vi") if each.type == "relic"] == ["Chợ Viềng"]
    assert PendingIndex.objects.count() == 2  # the server is owed both


def test_a_spare_index_that_was_never_filled_gives_way_to_the_plain_list(
    make_item: MakeItem, away: Callable[..., None]
) -> None:
    away()
    item = make_item(name_vi="Chợ Viềng", state=Item.State.PUBLISHED)
    features.refresh(item.pk)
    found = catalogue.find(Query(text="cho vieng"))
    assert (found.spare, found.degraded, found.total) == (False, True, 1)


def test_the_plain_list_knows_names_units_boxes_and_orders(
    make_item: MakeItem, away: Callable[..., None]
) -> None:
    away(fallback=False)
    names = ("Chợ Viềng", "Đền Trần Thương", "Đền Trần", "Chùa Tràng")
    items = [make_item(name_vi=name, name_en="Tran", state=Item.State.PUBLISHED) for name in names]
    features.refresh(*(item.pk for item in items))

    def found(query: Query) -> list[str]:
        answer = catalogue.find(query)
        assert answer.degraded
        assert answer.total >= len(answer.items)
        return [item.name_vi for item in answer.items]

    assert found(Query(text="đền tran")) == ["Đền Trần", "Đền Trần Thương"]
    assert found(Query(text="den thu")) == ["Đền Trần Thương"]  # the last word is a beginning
    assert found(Query(text="de tran")) == []
    assert found(Query(sort=Sort.NAME, limit=2)) == sorted(names)[:2]
    assert len(found(Query(units=("37",)))) == 4  # a province holds its wards
    assert found(Query(units=("13669",))) == []
    assert found(Query(categories=("festival",))) == []
    assert found(Query(bounds=Bounds(0, 0, 1, 1))) == []
    Item.objects.filter(pk=items[0].pk).update(state=Item.State.WITHDRAWN)
    assert "Chợ Viềng" not in found(Query())


def test_the_site_answers_and_says_so_and_waits_once_while_the_server_hangs(
    make_item: MakeItem, reviewer: Any, away: Callable[..., None]
) -> None:
    with silent_server() as (url, taken):
        away(url, patience_s=0.5)
        publish(make_item(name_vi="Chợ Viềng"), by=reviewer)
        for page, said in (
            ("/kham-pha/?q=cho+vieng", "Máy chủ tìm kiếm đang gián đoạn"),
            ("/api/v1/items?q=cho+vieng", '"total": 1'),
            ("/api/v1/facets?q=cho", "relic"),
            ("/api/v1/suggest?q=cho", "di-san"),
            ("/readyz", '"healthy": false'),
        ):
            engine.forget()  # as the first question of another process
            before = len(taken)
            answer = Client().get(page)
            assert answer.status_code == 200
            assert said in answer.content.decode()
            assert len(taken) == before + 1


def test_a_server_that_comes_back_gets_what_it_is_owed(
    make_item: MakeItem, reviewer: Any, away: Callable[..., None], settings: Any, tmp_path: Path
) -> None:
    away()
    item = publish(make_item(name_vi="Chợ Viềng"), by=reviewer)
    server = Fts5Engine(tmp_path / "server.sqlite3")
    standby: Any = engine.current()
    standby.first = server
    PendingIndex.objects.update(next_try_at=None, since="2026-01-01T00:00:00Z")
    assert index.retry_due() == 1
    assert server.ids() == {item.public_id}
    assert not catalogue.find(Query(text="chợ viềng")).spare
    assert (settings.SEARCH_FOLDER / INDEX_FILE).exists()
