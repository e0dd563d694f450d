"""Steps 7 to 10 of the straight line, in order. Nothing here knows any format."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from media_pipeline.errors import WorkerFailed
from media_pipeline.kind import Kind, load
from media_pipeline.progress import told_to
from media_pipeline.report import Derived, Identity, Report
from media_pipeline.told import EVERYTHING, Order

Progress = Callable[[str], None]


def kind_named(name: str, kinds: tuple[Kind, ...] | None = None) -> Kind:
    """The kind with that name, among ``kinds`` or among all of them.

    Raises:
        WorkerFailed: No kind has the name.
    """
    if kinds is None:
        return load(name)
    for kind in kinds:
        if kind.name == name:
            return kind
    raise WorkerFailed(f"no media kind is called {name!r}")


def process(
    path: Path,
    identity: Identity,
    out: Path,
    on_progress: Progress | None = None,
    kinds: tuple[Kind, ...] | None = None,
    order: Order = EVERYTHING,
) -> Report:
    """Inspect, place, derive and question one file.

    Args:
        path: The file, already identified.
        identity: What :func:`media_pipeline.kinds.identify` said of it.
        out: An existing folder; derivatives are written there and nowhere else.
        on_progress: Told the step begun (``inspect``, ``place``, ``derive``, ``question``) and each
            derivative made (``derive:photo-640``), and how many points of a cloud are done with
            (``points:1000000/20000000``).
        kinds: The kinds to choose from; all of them when None.
        order: What was told of the file, and the recipes to make.

    Raises:
        MediaRefused: A child of it, when the file is at fault.
        WorkerFailed: A derivative is missing, empty, outside ``out`` or made twice.
    """
    tell = on_progress or (lambda step: None)
    kind = kind_named(identity.kind, kinds)
    tell("inspect")
    facts = json_able(kind.inspect(path, identity.media_type, order.told))
    tell("place")
    placement = kind.place(facts)
    tell("derive")
    derived = []
    with told_to(tell):
        for one in checked(kind.derive(path, facts, out, order), out):
            if order.wants(one.recipe):
                derived.append(one)
            tell(f"derive:{one.recipe}")
    facts = json_able(facts)  # with what only the content told
    tell("question")
    doubts = kind.question(facts)
    return Report(identity, facts, placement, tuple(doubts), tuple(derived))


def checked(made: Iterator[Derived], out: Path) -> Iterator[Derived]:
    """Pass derivatives on once each is seen to exist, to hold bytes and to lie inside ``out``."""
    seen: set[str] = set()
    root = out.resolve()
    for one in made:
        if one.recipe in seen:
            raise WorkerFailed(f"{one.recipe} was made twice")
        seen.add(one.recipe)
        if not one.path.resolve().is_relative_to(root):
            raise WorkerFailed(f"{one.recipe} was written outside its folder")
        if not one.path.is_file() or one.path.stat().st_size == 0:
            raise WorkerFailed(f"{one.recipe} is missing or empty")
        yield Derived(one.recipe, one.path, one.media_type, json_able(one.facts), one.tool)


def json_able(value: Any) -> Any:
    """Plain JSON values: numpy scalars become Python's, NaN and infinity become None (unknown)."""
    if isinstance(value, dict):
        return {str(key): json_able(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_able(item) for item in value]
    if isinstance(value, str | bool | int | None):
        return value
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if hasattr(value, "tolist"):
        return json_able(value.tolist())
    raise WorkerFailed(f"a fact of type {type(value).__name__} cannot be recorded")
