"""Changes reach the index at once, and those that do not are written down and tried again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from heritage import engine
from heritage.jobs import index as indexing
from heritage.jobs import pending
from heritage.models import Item, PendingIndex
from heritage.services import editing
from heritage.services.publishing import publish
from search.documents import Query, SearchDocument
from search.errors import EngineUnavailable, NotIndexed

pytestmark = pytest.mark.django_db(transaction=True)
MakeItem = Callable[..., Item]


class Moody:
    """The engine, while it refuses: everything, or some ids only."""

    name = "moody"

    def __init__(self, real: Any) -> None:
        self.real, self.away, self.refused = real, False, set[str]()
        self.meanwhile: Callable[[], None] | None = None

    def put(self, documents: Iterable[SearchDocument]) -> int:
        given = list(documents)
        if self.away:
            raise EngineUnavailable("nobody answers")
        if self.refused & {document.id for document in given}:
            raise NotIndexed("a field too many")
        if self.meanwhile is not None:
            happening, self.meanwhile = self.meanwhile, None
            happening()
        return int(self.real.put(given))

    def __getattr__(self, name: str) -> Any:
        if self.away:
            raise EngineUnavailable("nobody answers")
        return getattr(self.real, name)


@pytest.fixture
def moody(index: Any) -> Iterator[Moody]:
    """The engine of the test behind a mood."""
    made = Moody(index)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(engine, "current", lambda: made)
        yield made


def found(index: Any, text: str) -> list[str]:
    return [hit.id for hit in index.search(Query(text=text)).hits]


def make_due() -> None:
    PendingIndex.objects.update(
        next_try_at=timezone.now() - dt.timedelta(seconds=1), since=timezone.now() - dt.timedelta(minutes=1)
    )


def test_what_is_published_is_found_when_the_request_ends(make_item, reviewer, index) -> None:
    item = publish(make_item(name_vi="Đình Vị Khê"), by=reviewer)
    assert found(index, "dinh vi khe") == [item.public_id]
    assert not PendingIndex.objects.exists()


def test_the_line_is_written_with_the_change_and_goes_with_it(make_item, index) -> None:
    item = make_item()
    with pytest.raises(LookupError), transaction.atomic():
        indexing.index_after_commit(item.pk)
        assert PendingIndex.objects.get().public_id == item.public_id
        raise LookupError
    assert not PendingIndex.objects.exists()


def test_a_process_that_dies_after_the_commit_leaves_a_line_that_the_worker_takes_up(
    make_item, index, monkeypatch
) -> None:
    item = make_item(state=Item.State.PUBLISHED, name_vi="Chợ Viềng")
    with monkeypatch.context() as patched:
        patched.setattr(indexing, "index_items", lambda *pks: None)  # killed between the two
        with transaction.atomic():
            indexing.index_after_commit(item.pk)
    assert found(index, "chợ viềng") == []
    assert indexing.retry_due() == 0  # the first seconds belong to whoever made the change
    PendingIndex.objects.update(since=timezone.now() - pending.TAKEN_UP_AFTER * 2)
    assert indexing.retry_due() == 1
    assert found(index, "chợ viềng") == [item.public_id]
    assert not PendingIndex.objects.exists()


def test_a_server_that_is_away_delays_nobody_and_loses_nothing(make_item, reviewer, moody) -> None:
    item = make_item(name_vi="Chợ Viềng")
    moody.away = True
    publish(item, by=reviewer)
    row = PendingIndex.objects.get()
    assert (row.public_id, row.tries, row.problem) == (item.public_id, 1, "nobody answers")
    make_due()
    assert indexing.retry_due() == 0
    assert PendingIndex.objects.get().tries == 2
    moody.away = False
    make_due()
    assert indexing.retry_due() == 1
    assert found(moody, "chợ viềng") == [item.public_id]
    assert not PendingIndex.objects.exists()


def test_hiding_a_place_does_not_wait_for_a_search_server_that_is_away(
    make_item, officer, reviewer, moody
) -> None:
    item = publish(make_item(), by=reviewer)
    moody.away = True
    editing.edit_item(item, by=officer, values={"disclosure": "withheld"})
    publish(item, by=reviewer)
    assert Item.objects.get(pk=item.pk).disclosure == "withheld"
    assert PendingIndex.objects.get().public_id == item.public_id


def test_pauses_double_up_to_ten_minutes(make_item, index) -> None:
    item = make_item()
    pending.note([item.pk])
    pauses = []
    for _ in range(10):
        before = timezone.now()
        pending.postpone([item.public_id], "away")
        next_try = PendingIndex.objects.get().next_try_at
        assert next_try is not None
        pauses.append(round((next_try - before).total_seconds()))
    assert pauses == [5, 10, 20, 40, 80, 160, 320, 600, 600, 600]


def test_when_one_is_taken_the_others_do_not_wait_for_their_pause(make_item, moody) -> None:
    items = [make_item(state=Item.State.PUBLISHED) for _ in range(3)]
    moody.away = True
    indexing.index_items(*(item.pk for item in items))
    moody.away = False
    PendingIndex.objects.filter(public_id=items[0].public_id).update(next_try_at=timezone.now())
    assert indexing.retry_due() == 1
    assert indexing.retry_due() == 2
    assert moody.ids() == {item.public_id for item in items}


def test_one_document_that_is_refused_does_not_hold_up_the_others(make_item, moody) -> None:
    items = [make_item(state=Item.State.PUBLISHED) for _ in range(3)]
    moody.refused = {items[1].public_id}
    indexing.index_items(*(item.pk for item in items))
    assert moody.ids() == {items[0].public_id, items[2].public_id}
    row = PendingIndex.objects.get()
    assert (row.public_id, row.problem) == (items[1].public_id, "a field too many")


def test_a_mistake_of_ours_in_the_index_does_not_fail_a_change_that_is_committed(
    make_item, reviewer, moody
) -> None:
    item = make_item()

    def stumble() -> None:
        raise KeyError("no such column")

    moody.meanwhile = stumble
    publish(item, by=reviewer)
    assert Item.objects.get(pk=item.pk).is_public
    assert "no such column" in PendingIndex.objects.get().problem
    make_due()
    assert indexing.retry_due() == 1
    assert moody.ids() == {item.public_id}


def test_a_change_while_an_older_one_is_written_has_the_last_word(make_item, moody) -> None:
    item = make_item(state=Item.State.PUBLISHED, name_vi="Tên cũ")

    def change() -> None:
        """Another process: commits, indexes and crosses off, before our older document arrives."""
        Item.objects.filter(pk=item.pk).update(name_vi="Chợ Viềng")
        indexing.index_after_commit(item.pk)

    moody.meanwhile = change
    indexing.index_items(item.pk)
    assert found(moody, "chợ viềng") == [item.public_id]
    assert found(moody, "tên cũ") == []
    assert not PendingIndex.objects.exists()


def test_an_item_that_is_gone_leaves_the_index(make_item, moody) -> None:
    item = make_item(state=Item.State.PUBLISHED)
    indexing.index_items(item.pk)
    PendingIndex.objects.create(public_id=item.public_id)
    make_due()
    Item.objects.filter(pk=item.pk).delete()
    assert indexing.retry_due() == 1
    assert moody.ids() == set()


def test_contents_are_compared_and_not_ids_alone(make_item, index) -> None:
    item, other = (make_item(state=Item.State.PUBLISHED) for _ in range(2))
    indexing.rebuild()
    assert indexing.altered() == set()
    Item.objects.filter(pk=item.pk).update(summary_vi="Mới thêm")
    assert indexing.differences() == (set(), set())
    assert indexing.altered() == {item.public_id}
    indexing.index_items(other.pk)
    assert indexing.altered() == {item.public_id}
    indexing.index_items(item.pk)
    assert indexing.altered() == set()


def test_people_who_are_renamed_are_found_by_where_they_are_worshipped(
    make_item, officer, reviewer, index
) -> None:
    temple = publish(make_item(name_vi="Đền Trần"), by=reviewer)
    figure = make_item(category="figure", name_vi="Trần Quốc Tuấn")
    figure.relations.create(object=temple, kind="worshipped_at")
    publish(figure, by=reviewer)
    assert temple.public_id in found(index, "Trần Quốc Tuấn")
    editing.edit_item(figure, by=officer, values={"name_vi": "Hưng Đạo Đại Vương"})
    publish(figure, by=reviewer)
    assert temple.public_id in found(index, "Hưng Đạo Đại Vương")
    assert temple.public_id not in found(index, "Quốc Tuấn")
