"""What a question asks beside its words, and orders, in the words of Elasticsearch. Plain dictionaries."""

from __future__ import annotations

from search.cursor import SortValue
from search.documents import Near, Polygon, Query, Sort
from search.engines.elasticsearch_words import Body
from search.engines.selections import selections

FILTERED: Body = {
    "updated": {"type": "keyword"},
    "position": {"type": "geo_point"},
    "first_year": {"type": "short"},
    "last_year": {"type": "short"},
    "decided_first": {"type": "keyword"},  # ISO dates compare as texts
    "decided_last": {"type": "keyword"},
    # Nested, as the order of coming festivals looks at those days only that are not over.
    "festivals": {
        "type": "nested",
        "properties": {"first": {"type": "keyword"}, "last": {"type": "keyword"}},
    },
}


def filters(query: Query, *, facets: bool) -> list[Body]:
    """Everything but the words; the selections of facets only where they are wanted."""
    found: list[Body] = []
    if facets:
        found += [{"terms": {name: sorted(values)}} for name, values in selections(query).items()]
    if query.ids is not None:
        found.append({"terms": {"id": sorted(query.ids)}})
    if query.sort == Sort.NEXT_FESTIVAL:
        found.append({"nested": {"path": "festivals", "query": _not_over(query.day)}})
    return [*found, *_dates(query), *_place(query)]


def order(query: Query) -> list[Body]:
    """The order of a question that is not ordered by how well its words match."""
    if query.sort == Sort.DISTANCE and query.near is not None:
        way = {"position": _point(query.near), "order": "asc", "unit": "m"}
        return [{"_geo_distance": way}, {"id": "asc"}]
    if query.sort == Sort.NEXT_FESTIVAL:
        nested = {"path": "festivals", "filter": _not_over(query.day)}
        return [{"festivals.first": {"order": "asc", "mode": "min", "nested": nested}}, {"id": "asc"}]
    column, direction = {
        Sort.RELEVANCE: ("weight", "desc"),
        Sort.NAME: ("name_order", "asc"),
        Sort.NEWEST: ("updated", "desc"),
    }[query.sort]
    return [{column: direction}, {"id": "asc"}]


def order_behind(after: tuple[SortValue, ...]) -> list[SortValue]:
    """The values behind which a page of such an order goes on."""
    return list(after[-2:])


def _dates(query: Query) -> list[Body]:
    found: list[Body] = []
    if query.years is not None:
        found.append({"range": {"first_year": {"lte": query.years.last}}})
        found.append({"range": {"last_year": {"gte": query.years.first}}})
    if query.decided is not None:
        found.append({"range": {"decided_first": {"lte": query.decided.last}}})
        found.append({"range": {"decided_last": {"gte": query.decided.first}}})
    if query.updated is not None and query.updated.since:
        found.append({"range": {"updated": {"gte": query.updated.since}}})
    if query.updated is not None and query.updated.before:
        found.append({"range": {"updated": {"lt": query.updated.before}}})
    return found


def _place(query: Query) -> list[Body]:
    found: list[Body] = []
    if query.sort == Sort.DISTANCE:
        found.append({"exists": {"field": "position"}})
    if query.bounds is not None:
        box = query.bounds
        corners = {"top": box.north, "left": box.west, "bottom": box.south, "right": box.east}
        found.append({"geo_bounding_box": {"position": corners}})
    if query.polygon is not None:
        found.append({"geo_shape": {"position": {"shape": _area(query.polygon)}}})
    if query.near is not None and query.near.radius_m is not None:
        reach = {"distance": f"{query.near.radius_m}m", "position": _point(query.near)}
        found.append({"geo_distance": reach})
    return found


def _not_over(day: str) -> Body:
    return {"range": {"festivals.last": {"gte": day}}}


def _point(near: Near) -> Body:
    return {"lon": near.lon, "lat": near.lat}


def _area(polygon: Polygon) -> Body:
    ring = [list(corner) for corner in zip(polygon.lons, polygon.lats, strict=True)]
    return {"type": "polygon", "coordinates": [[*ring, ring[0]]]}
