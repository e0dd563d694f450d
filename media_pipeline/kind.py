"""What a media kind is: six functions under one name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from gis.doubts import Doubt
from gis.placement import Placement
from media_pipeline.errors import WorkerFailed
from media_pipeline.report import Derived, Facts
from media_pipeline.told import Order, Told

# The list of kinds. Each is the module of its name, which binds KIND.
NAMES = ("photo", "scan", "document", "cloud", "mesh", "audio", "video")
HEAD_BYTES = 65_536  # how much of the file every recogniser is given

Recognise = Callable[[bytes, Path], str | None]
Inspect = Callable[[Path, str, Told], Facts]
Place = Callable[[Facts], Placement | None]
Question = Callable[[Facts], tuple[Doubt, ...]]
Derive = Callable[[Path, Facts, Path, Order], Iterator[Derived]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of survey file.

    Attributes:
        name: ``photo``, ``scan``, ``document``, ``cloud``, ``mesh``, ``audio`` or ``video``.
        recognises: The media type when the content is of this kind, else None. Gets the first
            ``HEAD_BYTES`` bytes and the path, which may be opened for more; never judges the name.
        inspect: Facts from the whole file and from what was told of it. Raises a child of ``MediaRefused``.
        place: The position the file itself states, if any. Pure.
        question: What a person must look at; asked last, with all facts. Pure.
        derive: Writes the derivatives that are ordered into the folder given, yielding each once written.
            It may yield others as well where leaving them out saves nothing, and may add facts that only
            the whole content tells.
    """

    name: str
    recognises: Recognise
    inspect: Inspect
    place: Place
    question: Question
    derive: Derive


def load(name: str) -> Kind:
    """The kind with that name, importing its module only: a child that reads a photo loads no cloud reader.

    Raises:
        WorkerFailed: No kind has the name.
    """
    if name not in NAMES:
        raise WorkerFailed(f"no media kind is called {name!r}")
    kind: Kind = import_module(f"media_pipeline.{name}").KIND
    return kind
