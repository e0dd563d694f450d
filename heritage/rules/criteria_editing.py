"""Change thresholds, grades and requirements in a document of criteria, as a form does. Pure."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PHOTOS = "captioned_photos"


@dataclass(frozen=True, slots=True)
class Line:
    """What a form offers of one requirement.

    Attributes:
        number: Its place in the document, from 0.
        figure: The first figure of its condition; None: there is none to change.
        grade: Of photos, the quality asked for; None: any.
        has_grade: Whether a quality can be asked for.
        fact: What the figure is of.
    """

    number: int
    code: str
    level: int
    categories: tuple[str, ...]
    vi: str
    en: str
    figure: float | None
    grade: int | None
    has_grade: bool
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a form asks of one requirement; ``figure`` None leaves it as it is."""

    is_kept: bool = True
    figure: float | None = None
    grade: int | None = None


def lines_of(document: Mapping[str, Any]) -> tuple[Line, ...]:
    """The requirements of a document that can be read, in order."""
    found = []
    for number, need in enumerate(document["needs"]):
        leaf = _leaf(need["when"])
        found.append(
            Line(
                number,
                need["code"],
                need["level"],
                tuple(need.get("categories", ())),
                need["vi"],
                need["en"],
                None if leaf is None else leaf.get("at_least", leaf.get("at_most")),
                None if leaf is None else leaf.get("grade"),
                leaf is not None and leaf["fact"] == PHOTOS,
                "" if leaf is None else leaf["fact"],
            )
        )
    return tuple(found)


def changed(document: Mapping[str, Any], wishes: Mapping[int, Wish]) -> dict[str, Any]:
    """A copy with the wishes, by the numbers of requirements, carried out; to be read before it is used."""
    made: dict[str, Any] = copy.deepcopy(dict(document))
    for number, need in enumerate(made["needs"]):
        wish, leaf = wishes.get(number, Wish()), _leaf(need["when"])
        if leaf is None or number not in wishes:
            continue
        if wish.figure is not None:
            figure = int(wish.figure) if float(wish.figure).is_integer() else wish.figure
            leaf["at_least" if "at_least" in leaf else "at_most"] = figure
        if leaf["fact"] == PHOTOS:
            leaf.pop("grade", None)
            leaf |= {} if wish.grade is None else {"grade": wish.grade}
    made["needs"] = [need for number, need in enumerate(made["needs"]) if wishes.get(number, Wish()).is_kept]
    return made


def _leaf(condition: Any) -> dict[str, Any] | None:
    """The first condition with a figure, in the order of the document."""
    if "at_least" in condition or "at_most" in condition:
        found: dict[str, Any] = condition
        return found
    for part in (*condition.get("all", ()), *condition.get("any", ())):
        leaf = _leaf(part)
        if leaf is not None:
            return leaf
    return None
