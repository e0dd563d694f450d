"""The whole of a search is read a batch at a time, and only what the database says is public comes out."""

from __future__ import annotations

from typing import Any

import pytest

from heritage.errors import BadRequest
from heritage.jobs.index import rebuild
from heritage.models import Asset, Item
from heritage.selectors import exports
from heritage.selectors.exports import whole_result
from search.documents import Query, Sort

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def catalogue(make_item: Any, index: Any, monkeypatch: pytest.MonkeyPatch) -> list[Item]:
    monkeypatch.setattr(exports, "BATCH", 4)
    items = [make_item(name_vi=f"Đình {number:02}", state="published") for number in range(10)]
    rebuild()
    return items


def test_batches_are_read_when_they_are_asked_for(catalogue, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):  # nothing but the index
        found = whole_result(Query(sort=Sort.NAME, limit=2, cursor=None))
    assert found.total == 10
    with django_assert_num_queries(2):  # items with their units, and their files
        first = next(found.batches)
        assert [(item.name_vi, item.unit.name, list(item.assets.all())) for item in first][0] == (
            "Đình 00",
            "Phường Vị Khê",
            [],
        )
    assert [len(first), *(len(batch) for batch in found.batches)] == [4, 4, 2]


def test_what_was_withdrawn_meanwhile_does_not_come_out(catalogue) -> None:
    found = whole_result(Query(sort=Sort.NAME))
    Item.objects.filter(name_vi__gte="Đình 04", name_vi__lte="Đình 07").update(state="withdrawn")
    names = [[item.name_vi for item in batch] for batch in found.batches]
    assert names == [["Đình 00", "Đình 01", "Đình 02", "Đình 03"], ["Đình 08", "Đình 09"]]


def test_files_that_are_not_published_are_not_seen(catalogue) -> None:
    Asset.objects.create(item=catalogue[0], unit=catalogue[0].unit, kind="photo", sha256="a" * 64, bytes=1)
    first = next(whole_result(Query(sort=Sort.NAME)).batches)
    assert list(first[0].assets.all()) == []


def test_a_cursor_does_not_shorten_the_whole(catalogue) -> None:
    page = exports._page(Query(sort=Sort.NAME), None)
    found = whole_result(Query(sort=Sort.NAME, cursor=page.next_cursor))
    assert sum(len(batch) for batch in found.batches) == 10


def test_words_that_cannot_be_used_are_refused_before_anything_is_sent(catalogue) -> None:
    with pytest.raises(BadRequest) as refused:
        whole_result(Query(text="a " * 60))
    assert refused.value.code == "bad_query"


def test_the_limit_is_a_hundred_and_twenty_thousand_and_the_refusal_names_it(catalogue, monkeypatch) -> None:
    assert exports.MOST_ROWS == 120_000
    monkeypatch.setattr(exports, "MOST_ROWS", 9)
    with pytest.raises(BadRequest) as refused:
        whole_result(Query())
    assert "10" in refused.value.vi and "9" in refused.value.en


def test_a_download_goes_on_after_the_last_item_that_somebody_has(catalogue) -> None:
    whole = [item.public_id for batch in whole_result(Query(sort=Sort.NAME)).batches for item in batch]
    for at, id_ in enumerate(whole):
        found = whole_result(Query(sort=Sort.NAME), after=id_)
        assert [item.public_id for batch in found.batches for item in batch] == whole[at + 1 :]
        assert found.total == 10


def test_going_on_reads_no_row_of_what_came_before(catalogue, django_assert_max_num_queries) -> None:
    last = catalogue[7].public_id
    with django_assert_max_num_queries(3 + 2):  # the table of words at each page, then items and files
        (batch,) = whole_result(Query(sort=Sort.NAME), after=last).batches
    assert [item.name_vi for item in batch] == ["Đình 08", "Đình 09"]


def test_going_on_after_what_is_not_there_is_refused(catalogue) -> None:
    with pytest.raises(BadRequest) as refused:
        whole_result(Query(sort=Sort.NAME), after="ZZZZZZ")
    assert refused.value.code == "bad_after"


def test_no_item_comes_twice_while_others_edit(catalogue) -> None:
    found = whole_result(Query(sort=Sort.NAME))
    names = [item.name_vi for item in next(found.batches)]
    Item.objects.filter(name_vi="Đình 01").update(name_vi="Đình 09b")  # moves behind what has been read
    make = Item.objects.get(name_vi="Đình 05")
    make.pk, make.public_id, make.name_vi = None, "VK9999", "Đình 00b"  # comes before it
    make.save()
    rebuild()
    ids = [item.public_id for batch in found.batches for item in batch]
    assert len(names) == 4
    assert ids == [item.public_id for item in catalogue[4:]]
