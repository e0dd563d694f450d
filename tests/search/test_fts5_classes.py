"""Classes that hold anything are found, in order, with what each adds; in fewer looks than there are classes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.documents import Tier
from search.engines import fts5_classes
from search.engines.fts5_classes import Classes, filled
from search.engines.fts5_columns import Mask
from search.engines.fts5_few import SHORT_FIELDS
from search.plan import MatchClass, plan_for

CLASSES = plan_for("hoà mỹ").classes()
Best = dict[int, MatchClass]  # of each document that matches


def within(one: MatchClass, other: MatchClass) -> bool:
    return one.tier <= other.tier and one.level <= other.level and one.partial <= other.partial


def looked(
    best: Best, count: int, asked: list[MatchClass], *, told: bool = False
) -> dict[MatchClass, list[int]]:
    """What each class adds, by the search with few looks; with ``told`` the few may be told by their words."""

    def look(wanted: MatchClass) -> Mask:
        asked.append(wanted)
        return np.array([at in best and within(best[at], wanted) for at in range(count)], dtype=np.bool_)

    def tell(classes: Classes, mask: Mask) -> Iterator[tuple[MatchClass, Mask]]:
        first = {
            at: next((one for one in classes if within(best[at], one)), None)
            for at in np.flatnonzero(mask).tolist()
        }
        for one in classes:
            if one in first.values():
                yield one, np.array([first.get(at) == one for at in range(count)], dtype=np.bool_)

    done = np.zeros(count, dtype=np.bool_)
    found = filled(CLASSES, done, look, tell if told else None)
    return {one: np.flatnonzero(mask).tolist() for one, mask in found}


@given(
    best=st.dictionaries(st.integers(0, 9), st.sampled_from(CLASSES), max_size=10),
    told=st.booleans(),
    few=st.integers(1, 12),
    many=st.integers(1, 12),
)
def test_each_document_is_added_by_its_best_class(best: Best, told: bool, few: int, many: int) -> None:
    expected: dict[MatchClass, list[int]] = {}
    seen: set[int] = set()
    for one in CLASSES:
        added = sorted(at for at, its in best.items() if at not in seen and within(its, one))
        seen |= set(added)
        if added:
            expected[one] = added
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fts5_classes, "FEW", few)
        patch.setattr(fts5_classes, "_MANY", many)
        found = looked(best, 10, [], told=told)
    assert found == expected
    assert list(found) == list(expected)


def test_tiers_without_answers_cost_one_look_each() -> None:
    asked: list[MatchClass] = []
    assert looked({}, 3, asked) == {}
    assert len(asked) == len(plan_for("hoà mỹ").tiers())


def test_a_name_is_found_before_any_other_field_is_asked() -> None:
    asked: list[MatchClass] = []
    name = MatchClass(Tier.FOLDED, 0, partial=False)
    assert looked({1: name}, 3, asked) == {name: [1]}
    assert [one for one in asked if 1 < one.level < CLASSES[-1].level] == []


def test_a_few_are_told_by_their_own_words_without_another_look() -> None:
    asked: list[MatchClass] = []
    keyword = MatchClass(Tier.FOLDED, SHORT_FIELDS - 1, partial=True)
    assert looked({1: keyword}, 3, asked, told=True) == {keyword: [1]}
    assert len(asked) == len(plan_for("hoà mỹ").tiers())
