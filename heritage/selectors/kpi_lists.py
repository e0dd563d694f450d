"""The objects behind each number: what a share counts, page by page, with what the public may know of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils import timezone

from heritage import categories
from heritage.errors import BadRequest
from heritage.kpi import COUNTS_FROM, Part
from heritage.models import Item, RegisterEntry
from heritage.selectors.registers import counted

A_PAGE = 50
# As the four numbers add up: digitized holds what is digitized in depth too.
PARTS = (Part.DIGITIZED, Part.IN_DEPTH, Part.IN_WORK, Part.NOT_BEGUN, Part.BLOCKED)
READ = (
    *("public_id", "category", "name_vi", "name_en", "rank", "level", "level_reasons", "blocked_reason"),
    *("state", "unit__code", "unit__name"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which objects of an area: empty for all. ``part`` is one of PARTS; ``level`` None for any."""

    part: str = ""
    category: str = ""
    rank: str = ""
    kind: str = ""
    period: str = ""
    level: int | None = None


def read_wanted(given: Any) -> Wanted:
    """What an address asks for.

    Raises:
        BadRequest: A value that does not exist; never another list than the one asked for.
    """
    level = given.get("level", "")
    wanted = Wanted(
        part=_known(given.get("part", ""), [part.value for part in PARTS], "part"),
        category=_known(given.get("category", ""), categories.codes(categories.CATEGORIES), "category"),
        rank=_known(given.get("rank", ""), categories.codes(categories.RANKS), "rank"),
        kind=_known(given.get("kind", ""), categories.codes(categories.KINDS), "kind"),
        period=_known(given.get("period", ""), categories.codes(categories.DYNASTIES), "period"),
        level=int(_known(level, ["0", "1", "2", "3"], "level")) if level else None,
    )
    return wanted


def objects_of(code: str, wanted: Wanted) -> QuerySet[RegisterEntry]:
    """The register's lines of a ward, a province or the country (``vn``) today, each object once, as the number has them."""
    rows = counted(timezone.localdate(), code)
    if wanted.part:
        rows = rows.filter(_part(Part(wanted.part)))
    if wanted.category:
        rows = rows.filter(category=wanted.category)
    if wanted.rank:
        rows = rows.filter(item__rank=wanted.rank)
    if wanted.level is not None:
        rows = rows.filter(item__level=wanted.level)
    for column, value in (("kinds", wanted.kind), ("dynasties", wanted.period)):
        if value:
            rows = rows.filter(**{f"item__{column}__icontains": f'"{value}"'})
    return rows.order_by("item__unit__folded", "item__unit__code", "item__category", "pk")


def page_of(rows: QuerySet[RegisterEntry], number: str) -> Page[RegisterEntry]:
    """One page of them, the nearest one that exists."""
    return Paginator(rows.select_related("item__unit").defer("item__unit__boundary"), A_PAGE).get_page(number)


def items_by_id(ids: list[str]) -> dict[str, Item]:
    """The items of some objects with the columns that a list shows, by their public ids."""
    return Item.objects.select_related("unit").only(*READ).in_bulk(ids, field_name="public_id")


def _part(part: Part) -> Q:
    """As ``heritage.kpi.part_of`` decides: what counts is counted even if it was once blocked."""
    if part is Part.DIGITIZED:
        return Q(item__level__gte=COUNTS_FROM)
    if part is Part.IN_DEPTH:
        return Q(item__level__gte=3)
    below = Q(item__level__lt=COUNTS_FROM)
    if part is Part.BLOCKED:
        return below & Q(blocked=True)
    return below & Q(blocked=False, begun=part is Part.IN_WORK)


def _known(value: str, known: Any, name: str) -> str:
    if value and value not in known:
        raise BadRequest(
            f"{name}={value} không có trong danh sách; dùng một trong: {', '.join(known)}.",
            f"{name}={value} is not known; use one of {', '.join(known)}.",
            "bad_filter",
        )
    return value
