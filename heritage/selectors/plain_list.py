"""The catalogue while no search engine answers: names only, straight from the flat table, in the order of names."""

from __future__ import annotations

import re
import unicodedata

from django.db.models import Q, QuerySet

from heritage.models import MapFeature
from search.documents import Query, Sort
from search.folding import folded_key


def plain_ids(query: Query) -> list[str]:
    """Public ids of published items that the question keeps, all of them, in order.

    Every word must stand in a name, marks and case aside. What the flat table does not know (files, kinds,
    dynasties, licences, months, decisions) is not asked; whoever shows the list says that it is one.
    """
    rows = _narrowed(MapFeature.objects.filter(item__state="published"), query)
    order = "-updated" if query.sort == Sort.NEWEST else "name_vi"
    names = rows.order_by(order, "public_id").values_list("public_id", "name_vi", "name_en")
    words = folded_key(query.text).split()
    if not words:
        return [] if query.text.strip() else [id_ for id_, *_ in names]
    return [id_ for id_, *told in names if _holds(words, _letters(" ".join(told)))]


def _narrowed(rows: QuerySet[MapFeature], query: Query) -> QuerySet[MapFeature]:
    if query.categories:
        rows = rows.filter(category__in=query.categories)
    if query.ranks:
        rows = rows.filter(rank__in=query.ranks)
    if query.levels:
        rows = rows.filter(level__in=query.levels)
    if query.units:
        rows = rows.filter(Q(unit_code__in=query.units) | Q(province_code__in=query.units))
    if query.years is not None:
        rows = rows.filter(year_from__lte=query.years.last, year_to__gte=query.years.first)
    if query.bounds is not None:
        box = query.bounds
        rows = rows.filter(lon__range=(box.west, box.east), lat__range=(box.south, box.north))
    return rows


def _holds(words: list[str], name: list[str]) -> bool:
    """The last word may be a beginning, as in a search."""
    *whole, last = words
    return all(word in name for word in whole) and any(each.startswith(last) for each in name)


def _letters(name: str) -> list[str]:
    """The words of a name without marks; quicker than the search's own folding, which has time when it indexes."""
    bare = unicodedata.normalize("NFD", name.lower().replace("đ", "d")).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z0-9]+", bare)
