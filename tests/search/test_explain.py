"""The reasons that are told are the order: of the embedded engine here, of Elasticsearch where a server is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from search.documents import Query, SearchDocument, Tier
from search.engines.base import Engine
from search.engines.fts5 import Fts5Engine
from search.engines.loader import engine_for
from search.explain import Explanation, Fit, explain
from search.plan import plan_for
from search.tokens import compile_document
from tests.conftest import required
from tests.search.catalogue import CATALOGUE, NAM_DINH, VI_KHE, item
from tests.search.synthetic import synthetic

DOCUMENTS = (*CATALOGUE, *synthetic(120))
COMPILED = {document.id: compile_document(document) for document in DOCUMENTS}
WORDS = (
    *("đền", "den", "trần", "tran", "chùa", "pho minh", "thuý", "thúy", "mỹ", "mi", "hội", "lễ", "vị khê"),
    *("xã", "p.", "tp", "dt", "thờ", "gỗ lim", "qđ-ubnd", "thế kỷ xvii", "dden", "tra62n", "chua", "đìn"),
    *("dêntran", "pagode", "temple", "q", "1", "thai", "13", "đình", "nguyen", "trùng", "y", "ký"),
)
FIELDED = (
    "ten:đền",
    "unit:vị",
    "rank:provincial",
    "has:photo",
    "-chùa",
    '"đền trần"',
    "-ten:hội",
    "year:1225..1400",
)


def why(id_: str, text: str) -> Explanation | None:
    return explain(plan_for(text), COMPILED[id_])


def told(document: SearchDocument, text: str) -> Explanation:
    found = explain(plan_for(text), compile_document(document))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    engine = Fts5Engine(tmp_path_factory.mktemp("explain") / "search.sqlite3")
    engine.rebuild(DOCUMENTS)
    return engine


@pytest.fixture(scope="module")
def server() -> Iterator[Engine]:
    url = required("DISANSO_TEST_ELASTICSEARCH_URL", "Elasticsearch")
    engine = engine_for(url, index=f"disanso-test-explain-{os.getpid()}", folder=Path())
    engine.rebuild(DOCUMENTS)
    yield engine
    engine.rebuild([])


def hold(engine: Engine, text: str) -> None:
    """The engine's whole result is what the reasons say, in their order."""
    page = engine.search(Query(text=text, limit=1000))
    plan = plan_for(text)
    known: dict[str, Explanation] = {}
    for asked in (plan, *plan.with_slips()):  # as few slips as find something
        reasons = {id_: explain(asked, compiled, slips=False) for id_, compiled in COMPILED.items()}
        known = {id_: found for id_, found in reasons.items() if found is not None}
        if known:
            break
    if plan.years:
        narrowed = plan.narrowed(Query(text=text))
        assert narrowed is not None and narrowed.years is not None
        first, last = narrowed.years.first, narrowed.years.last
        known = {
            id_: found
            for id_, found in known.items()
            if (span := COMPILED[id_].years) and span[0] <= last and span[1] >= first
        }
    assert [(hit.id, hit.tier) for hit in page.hits] == [
        (id_, known[id_].tier) for id_ in sorted(known, key=lambda id_: known[id_].order(id_))
    ]


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.lists(st.sampled_from((*WORDS, *FIELDED)), min_size=1, max_size=3).map(" ".join))
def test_the_embedded_engine_orders_by_the_reasons_that_are_told(embedded: Engine, text: str) -> None:
    hold(embedded, text)


@pytest.mark.services
@pytest.mark.parametrize("text", [*WORDS, *FIELDED, "den tran", "đền trần", "chùa phổ", "le hoi den -chùa"])
def test_elasticsearch_orders_by_the_same_reasons(server: Engine, text: str) -> None:
    hold(server, text)


def test_every_word_says_where_it_was_met_and_how() -> None:
    found = told(item("a", "Đền Trần", unit=VI_KHE, text="Dựng năm 1695", rank="special"), "đền tran dựng")
    assert [(each.asked, each.field, each.found, each.tier) for each in found.words] == [
        ("den", "name", "đền", Tier.EXACT),
        ("tran", "name", "tran", Tier.FOLDED),
        ("dung", "text", "dựng", Tier.EXACT),
    ]
    assert (found.tier, found.within[-1]) == (Tier.FOLDED, "text")


@pytest.mark.parametrize(
    ("text", "fit"),
    [("den tran", Fit.WHOLE), ("đền", Fit.BEGINNING), ("trần", Fit.NO), ("đền trần nam", Fit.BEGINNING)],
)
def test_a_whole_name_fits_better_than_its_beginning(text: str, fit: Fit) -> None:
    assert told(item("a", "Đền Trần", "Đền Trần Nam Định", unit=NAM_DINH), text).fit == fit


def test_a_beginning_is_told_with_the_word_that_it_met() -> None:
    found = told(item("a", "Đền Trần", unit=NAM_DINH), "đền tr")
    assert found.match is not None
    assert found.match.partial
    assert found.words[-1].found == "trần"


def test_a_code_is_told_by_its_facet() -> None:
    (word,) = told(item("a", "Đền", unit=NAM_DINH, rank="special"), "rank:special").words
    assert (word.field, word.asked, word.found) == ("rank", "special", "special")


def test_a_slip_is_told_with_what_it_was_taken_for() -> None:
    found = told(item("a", "Chùa Keo", unit=NAM_DINH), "chuaf kep")
    assert found.tier is Tier.TYPO
    assert found.words[-1].found == "keo"


def test_without_words_rank_and_completeness_are_the_reason() -> None:
    document = item("a", "Chùa Keo", unit=NAM_DINH, rank="special", text="x" * 7)
    found = told(document, "")
    assert (found.match, found.words, found.weight) == (None, (), 4 * 100_000 + 7_000)


def test_what_is_left_out_or_lacks_a_word_has_no_reason() -> None:
    assert why("den-tran", "đền -trần") is None
    assert why("den-tran", "đền phát diệm") is None
    assert why("den-tran", "!!!") is None
