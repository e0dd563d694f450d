"""Which documents a question keeps, and what they are counted by: pure work on columns."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from search.documents import Query
from search.engines.base import FACETS
from search.engines.fts5_columns import Columns, Mask
from search.engines.fts5_combos import AREA, Meanings
from search.grid import EARTH_RADIUS_M
from search.polygon import inside

Chosen = Mapping[str, frozenset[str]]


def within(columns: Columns, query: Query) -> Mask:
    """Those at the place and of the dates of a question."""
    rows = columns.rows
    kept = columns.everything()
    if query.years is not None:
        kept &= (rows["first"] <= query.years.last) & (rows["last"] >= query.years.first)
    if query.decided is not None:
        kept &= (rows["decided"] <= query.decided.last.encode()) & (
            rows["decided_last"] >= query.decided.first.encode()
        )
    if query.updated is not None and query.updated.since:
        kept &= rows["updated"] >= query.updated.since.encode()
    if query.updated is not None and query.updated.before:
        kept &= rows["updated"] < query.updated.before.encode()
    if query.bounds is not None:
        box = query.bounds
        kept &= (rows["lon"] >= box.west) & (rows["lon"] <= box.east)
        kept &= (rows["lat"] >= box.south) & (rows["lat"] <= box.north)
    if query.polygon is not None:
        kept &= inside(query.polygon, rows["lon"], rows["lat"])
    if query.near is not None and query.near.radius_m is not None:
        kept &= distances_m(columns, query.near.lon, query.near.lat) <= query.near.radius_m
    return kept


def accepted(columns: Columns, meanings: Meanings, chosen: Chosen) -> dict[str, Mask]:
    """Per facet with a selection those that carry one of its values."""
    return {
        name: meanings.carrying(name, values)[columns.rows[_column(name)]] for name, values in chosen.items()
    }


def facet_counts(
    columns: Columns, meanings: Meanings, kept: Mask, accepted: Mapping[str, Mask]
) -> dict[str, dict[str, int]]:
    """How often each value occurs, per facet without the facet's own selection."""
    whole = kept.copy()
    for mask in accepted.values():
        whole &= mask
    sums = {column: _sums(columns, whole, column, meanings) for column in ("combo", "area")}
    counts = {}
    for name in FACETS:
        own = sums[_column(name)]
        if name in accepted:
            free = kept.copy()
            for other, mask in accepted.items():
                if other != name:
                    free &= mask
            own = _sums(columns, free, _column(name), meanings)
        counts[name] = meanings.counts(name, own)
    return counts


def distances_m(columns: Columns, lon: float, lat: float) -> NDArray[np.float64]:
    """As ``search.grid.distance_m``, for all at once; NaN without a place."""
    rows = columns.rows
    half_lat = np.sin(np.radians(rows["lat"] - lat) / 2)
    half_lon = np.sin(np.radians(rows["lon"] - lon) / 2)
    h = half_lat**2 + np.cos(np.radians(rows["lat"])) * np.cos(np.radians(lat)) * half_lon**2
    distances: NDArray[np.float64] = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(h)))
    return distances


def _column(facet: str) -> str:
    return "area" if facet == AREA else "combo"


def _sums(columns: Columns, kept: Mask, column: str, meanings: Meanings) -> NDArray[np.int64]:
    numbers: NDArray[np.int64] = columns.rows[column][kept]
    return np.bincount(numbers, minlength=meanings.size)
