"""What a list of the number is read from: the registers of today, or the snapshot of a day that is over."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils import timezone

from heritage.kpi import Object, part_of
from heritage.models import RegisterEntry
from heritage.selectors.kpi_area import names_of
from heritage.selectors.kpi_lists import A_PAGE, items_by_id, page_of
from heritage.selectors.kpi_past_lists import PastLine, PastList
from heritage.views.context import language
from heritage.views.kpi_objects import row

AT_ONCE = 500


class Found(ABC):
    """The lines of a list in their order; ``day`` is the day that was counted, ``digest`` that of its snapshot."""

    day: dt.date
    digest: str
    total: int

    @abstractmethod
    def page(self, number: str) -> Page[Any]:
        """One page of the lines, the nearest one that exists."""

    @abstractmethod
    def rows(self, lines: Iterable[Any]) -> list[dict[str, Any]]:
        """Lines as templates and files take them."""

    @abstractmethod
    def every(self) -> Iterator[dict[str, Any]]:
        """All of them."""


class Today(Found):
    """Counted now."""

    def __init__(self, entries: QuerySet[RegisterEntry]) -> None:
        self.day, self.digest, self._entries = timezone.localdate(), "", entries
        self.total = entries.count()

    def page(self, number: str) -> Page[Any]:
        """Fifty lines of the registers."""
        return page_of(self._entries, number)

    def rows(self, lines: Iterable[RegisterEntry]) -> list[dict[str, Any]]:
        """With the items as they are."""
        return [self._row(entry) for entry in lines]

    def every(self) -> Iterator[dict[str, Any]]:
        """Read a few hundred at a time."""
        entries = self._entries.select_related("item__unit").defer("item__unit__boundary")
        return (self._row(entry) for entry in entries.iterator(chunk_size=AT_ONCE))

    def _row(self, entry: RegisterEntry) -> dict[str, Any]:
        each = Object(
            id=entry.item.public_id,
            category=entry.category,
            level=entry.item.level,
            begun=entry.begun,  # type: ignore[attr-defined]  # annotated
            blocked=bool(entry.item.blocked_reason),
        )
        return {**row(entry.item, each, language()), "part": part_of(each)}


class Past(Found):
    """As a snapshot keeps it; names are those of today."""

    def __init__(self, found: PastList) -> None:
        self.day, self.digest, self._lines = found.snapshot.day, found.snapshot.digest, found.lines
        self.total = len(found.lines)

    def page(self, number: str) -> Page[Any]:
        """Fifty lines of the snapshot."""
        return Paginator(self._lines, A_PAGE).get_page(number)

    def rows(self, lines: Iterable[PastLine]) -> list[dict[str, Any]]:
        """With level, needs and reason of that day."""
        known = list(lines)
        items = items_by_id([line.object.id for line in known])
        names = names_of(list({line.unit for line in known}))
        told = []
        for line in known:
            item = items[line.object.id]
            shown = row(
                item, line.object, language(), reasons=line.reasons, blocked=line.facts.blocked_reason
            )
            unit = names[line.unit].name if line.unit in names else line.unit
            told.append({**shown, "unit": unit, "part": part_of(line.object)})
        return told

    def every(self) -> Iterator[dict[str, Any]]:
        """Read a few hundred at a time."""
        for start in range(0, self.total, AT_ONCE):
            yield from self.rows(self._lines[start : start + AT_ONCE])
