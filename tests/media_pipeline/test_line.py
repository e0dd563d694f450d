from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from media_pipeline.errors import WorkerFailed
from media_pipeline.kind import Kind
from media_pipeline.line import json_able, process
from media_pipeline.report import Derived, Facts, Identity
from media_pipeline.told import Order, Told

ODD = Identity("odd", "x/odd")


def kind_deriving(*made: Derived) -> Kind:
    def derive(path: Path, facts: Facts, out: Path, order: Order) -> Iterator[Derived]:
        yield from made

    def inspect(path: Path, media_type: str, told: Told) -> Facts:
        return {"m": media_type, "crs": told.crs}

    return Kind("odd", lambda h, p: "x/odd", inspect, lambda f: None, lambda f: (), derive)


def test_steps_come_in_order_and_facts_are_passed_on(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    steps: list[str] = []
    kind = kind_deriving(Derived("a", tmp_path / "a", "text/plain"))
    report = process(tmp_path / "in", ODD, tmp_path, steps.append, (kind,))
    assert steps == ["inspect", "place", "derive", "derive:a", "question"]
    assert report.facts == {"m": "x/odd", "crs": None}


def test_what_was_told_reaches_the_kind_and_only_ordered_recipes_are_reported(tmp_path: Path) -> None:
    made = [Derived(name, tmp_path / name, "text/plain") for name in ("a", "b")]
    for one in made:
        one.path.write_text("x")
    order = Order(Told(crs="EPSG:9209"), frozenset({"b"}))
    report = process(tmp_path / "in", ODD, tmp_path, kinds=(kind_deriving(*made),), order=order)
    assert report.facts["crs"] == "EPSG:9209"
    assert [one.recipe for one in report.derived] == ["b"]


def test_a_derivative_that_is_missing_empty_or_outside_is_our_failure(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "empty").touch()
    (tmp_path / "outside").write_text("x")
    for path in (out / "missing", out / "empty", tmp_path / "outside", out / ".." / "outside"):
        with pytest.raises(WorkerFailed):
            process(tmp_path / "in", ODD, out, kinds=(kind_deriving(Derived("a", path, "x/y")),))


def test_a_recipe_made_twice_is_our_failure(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    one = Derived("a", tmp_path / "a", "text/plain")
    with pytest.raises(WorkerFailed, match="twice"):
        process(tmp_path / "in", ODD, tmp_path, kinds=(kind_deriving(one, one),))


def test_numbers_of_numpy_become_plain_and_what_is_not_a_number_becomes_unknown() -> None:
    values = {"a": np.float32(1.5), "b": np.array([1.0, np.nan]), "c": float("inf"), 4: (np.int64(3), True)}
    assert json_able(values) == {"a": 1.5, "b": [1.0, None], "c": None, "4": [3, True]}


def test_a_fact_that_json_does_not_know_is_our_failure() -> None:
    with pytest.raises(WorkerFailed, match="Path"):
        json_able({"path": Path("x")})
