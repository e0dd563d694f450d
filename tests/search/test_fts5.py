"""The embedded engine: the contract, and many processes on one file."""

from __future__ import annotations

import multiprocessing
import random
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from search.documents import Query, Years
from search.engines import fts5_tables
from search.engines.base import Engine
from search.engines.fts5 import Fts5Engine
from search.errors import EngineUnavailable
from tests.search.catalogue import CATALOGUE, NAM_DINH, item
from tests.search.contract import EngineContract

_PROCESSES, _WRITES = 4, 40


class TestFts5(EngineContract):
    @classmethod
    def new_engine(cls, tmp_path_factory: pytest.TempPathFactory) -> Engine:
        return Fts5Engine(tmp_path_factory.mktemp("fts5") / "search.sqlite3")


def _write_and_read(path: Path, worker: int, checked: bool) -> None:
    engine = Fts5Engine(path)
    for number in range(_WRITES):
        id_ = f"w{worker}-{number}"
        engine.put([item(id_, f"Đình số {worker}x{number}", unit=NAM_DINH)])
        if checked and [hit.id for hit in engine.search(Query(text=f"{worker}x{number}", limit=1)).hits] != [
            id_
        ]:
            raise SystemExit(f"{id_} is not found")
        if number % 4 == 3:
            engine.remove([id_])


def test_four_processes_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite3"  # does not exist: they also race to create it
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_write_and_read, args=(path, n, False)) for n in range(_PROCESSES)]
    for worker in workers:
        worker.start()
    engine = Fts5Engine(path)
    engine.rebuild(CATALOGUE)  # in the midst of it
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0] * _PROCESSES
    expected = {f"w{w}-{n}" for w in range(_PROCESSES) for n in range(_WRITES) if n % 4 != 3}
    written = {id_ for id_ in engine.ids() if id_[0] == "w" and id_[1].isdigit()}
    # What was committed before the rebuild began is not part of the new index; all later writes are.
    assert written <= expected
    missing = expected - written
    by_worker = {w: sorted(int(i.split("-")[1]) for i in missing if i.startswith(f"w{w}-")) for w in range(4)}
    for numbers in by_worker.values():
        assert numbers == [n for n in range(len(numbers) * 2) if n % 4 != 3][: len(numbers)]


def test_without_a_rebuild_every_write_is_there(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite3"
    context = multiprocessing.get_context("fork")
    Fts5Engine(path).ids()
    workers = [context.Process(target=_write_and_read, args=(path, n, True)) for n in range(_PROCESSES)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0] * _PROCESSES
    assert len(Fts5Engine(path).ids()) == _PROCESSES * _WRITES * 3 // 4


def test_threads_share_an_engine(tmp_path: Path) -> None:
    engine = Fts5Engine(tmp_path / "search.sqlite3")
    engine.put(CATALOGUE)
    expected = engine.facets(Query(text="chùa", ranks=("special",)))

    def work(number: int) -> bool:
        engine.put([item(f"t{number}", "Đình", unit=NAM_DINH, category=f"c{number}")])
        return engine.facets(Query(text="chùa", ranks=("special",))) == expected

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(60)))
    assert engine.search(Query(text="đình", limit=200)).total >= 60


def test_an_open_reader_follows_a_rebuild_of_another_process(tmp_path: Path) -> None:
    reader, writer = Fts5Engine(tmp_path / "s.sqlite3"), Fts5Engine(tmp_path / "s.sqlite3")
    writer.put(CATALOGUE[:1])
    assert reader.ids() == {"den-tran"}
    for _ in range(3):
        writer.rebuild(CATALOGUE)
        assert reader.ids() == {document.id for document in CATALOGUE}
        assert reader.facets(Query()) == writer.facets(Query())


def test_an_index_of_an_earlier_version_is_empty_until_it_is_rebuilt(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite3"
    Fts5Engine(path).put(CATALOGUE)
    with sqlite3.connect(path) as connection:
        connection.execute("drop table fts_1")
        connection.execute("create virtual table fts_1 using fts5 (name, alias, unit, keyword, text)")
        connection.execute("pragma user_version = 0")
    connection.close()
    engine = Fts5Engine(path)
    assert engine.ids() == set()
    assert engine.clusters(Query(), 5) == ()
    engine.put(CATALOGUE[:1])
    assert engine.search(Query(text=CATALOGUE[0].names[0])).total == 1
    engine.rebuild(CATALOGUE)
    assert Fts5Engine(path).ids() == {document.id for document in CATALOGUE}
    assert engine.search(Query(years=Years(1843, 1843))).total == 1


def test_a_map_follows_random_writes_as_if_it_read_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fts5_tables, "MOVES_KEPT", 12)
    rnd = random.Random(3)
    path = tmp_path / "s.sqlite3"
    following, writer = Fts5Engine(path), Fts5Engine(path)
    for step in range(120):
        ids = [f"d{rnd.randrange(30)}" for _ in range(rnd.randrange(1, 12))]
        place = (106 + rnd.random(), 20 + rnd.random()) if rnd.random() < 0.8 else None
        documents = [item(id_, f"Đình {step}", unit=NAM_DINH, at=place) for id_ in ids]
        if rnd.random() < 0.1:
            writer.rebuild(documents)
        elif rnd.random() < 0.3:
            writer.remove(ids)
        else:
            writer.put(documents)
        if rnd.random() < 0.7:
            for query in (Query(), Query(text="đình")):
                assert following.clusters(query, 12) == Fts5Engine(path).clusters(query, 12)


def test_a_question_that_began_before_a_write_does_not_read_everything_again(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite3"
    early, late, writer = (Fts5Engine(path) for _ in range(3))
    writer.rebuild(CATALOGUE)
    held = early._held
    with early._store.reading() as (before, live):
        first = held.of(before, live)
        writer.put([item("new", "Đình mới", unit=NAM_DINH)])
        with late._store.reading() as (after, _):
            second = held.of(after, live)
            assert len(second.rows) == len(first.rows) + 1
            assert held.of(before, live) is first
            assert held.of(after, live) is second


def test_a_file_that_is_no_index_is_unavailable(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite3"
    path.write_bytes(b"not a database" * 1000)
    engine = Fts5Engine(path)
    assert not engine.healthy()
    with pytest.raises(EngineUnavailable):
        engine.search(Query())


def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert not Fts5Engine(tmp_path / "file" / "search.sqlite3").healthy()


def test_making_an_engine_touches_nothing(tmp_path: Path) -> None:
    Fts5Engine(tmp_path / "later" / "search.sqlite3")
    assert list(tmp_path.iterdir()) == []
