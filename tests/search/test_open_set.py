"""The open test set is whole: enough pairs, each of a document of the set, its file as the code has it."""

from __future__ import annotations

from collections import Counter

from search.documents import Tier
from tests.search.catalogue_more import OPEN_SET
from tests.search.contract_text import PAIRS
from tests.search.open_set import BETWEEN, DOCUMENTS, documents_csv


def test_there_are_enough_pairs_and_no_question_means_one_thing_twice() -> None:
    asked = Counter((pair["query"], pair["must_find"]) for pair in PAIRS)
    assert len(asked) >= 200
    assert max(asked.values()) == 1


def test_every_pair_names_a_document_a_tier_and_its_reason() -> None:
    names = {document.names[0] for document in OPEN_SET}
    tiers = {tier.name.lower() for tier in Tier}
    for pair in PAIRS:
        assert pair["must_find"] in names, pair
        assert pair["tier"] in tiers, pair
        assert pair["reason"].strip(), pair


def test_every_tier_has_pairs() -> None:
    assert {pair["tier"] for pair in PAIRS} == {tier.name.lower() for tier in Tier}


def test_most_documents_are_asked_for() -> None:
    asked = {pair["must_find"] for pair in PAIRS}
    assert len(asked) > len(OPEN_SET) * 2 / 3


def test_ids_are_unique_and_the_file_is_that_of_the_code() -> None:
    assert len({document.id for document in OPEN_SET}) == len(OPEN_SET)
    assert not any(BETWEEN in name for document in OPEN_SET for name in document.names)
    assert DOCUMENTS.read_text(encoding="utf-8") == documents_csv(), "python -m tests.search.open_set"
