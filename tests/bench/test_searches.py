"""What searches are measured on is the same at every run, and the measure is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.cursor import check_query
from tests.bench import searches
from tests.bench.search_documents import Pair, documents, pairs
from tests.bench.search_peers import _judged
from tests.bench.search_questions import EACH, KINDS, questions
from tests.bench.searches import engine_table, measure, timing


def test_documents_are_the_same_at_every_run_and_begin_alike_whatever_their_number() -> None:
    fewer, more = list(documents(700)), list(documents(900))
    assert len(fewer) == 700
    assert more[:700] == fewer == list(documents(700))
    assert len({each.id for each in more}) == 900


def test_every_question_of_the_open_set_means_a_document() -> None:
    names = {each.names[0] for each in documents(300)}
    assert {pair.wanted for pair in pairs()} <= names
    assert len(pairs()) >= 200


def test_every_kind_has_many_questions_that_an_engine_can_be_asked() -> None:
    asked = questions(list(documents(900))[300:], 1)
    assert list(asked) == list(KINDS)
    for queries in asked.values():
        assert len(queries) == EACH
        for query in queries:
            check_query(query)
        assert len(set(queries)) > 5


def test_recall_and_rank_count_the_first_right_answer_of_ten() -> None:
    wanted = [Pair("a", "A"), Pair("b", "B"), Pair("c", "C")]
    answers = [["x", "a"], ["b"], [*["x"] * 10, "c"]]
    names = {"a": "A", "b": "B", "c": "C", "x": "X"}
    found = _judged("engine", answers, [1.0, 2.0, 3.0], 0.0, wanted, names)
    assert found.recall == pytest.approx(2 / 3)
    assert found.mrr == pytest.approx((1 / 2 + 1) / 3)


def test_p95_is_the_nineteenth_of_twenty() -> None:
    found = timing([float(n) for n in range(1, 101)])
    assert (found.p50, found.p95) == (50.5, 96.0)


def test_an_engine_is_measured_in_every_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searches, "DOCUMENTS", 5_000)
    found = measure("fts5:", tmp_path, 400)
    assert set(KINDS) < set(found.kinds)
    assert found.overhead == {}
    table = engine_table([found], 400)
    assert all(any(line.startswith(f"| {kind} |") for line in table) for kind in KINDS)
