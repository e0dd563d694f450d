"""What a request for features asks of a collection, and a page of what it found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from gis.bounds import Bounds
from heritage.rules.filters import Filter


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which features, and how many of them."""

    limit: int
    after: str | None = None
    """Id of the last feature of the page before."""
    around: tuple[Bounds, ...] = ()
    """Any of these boxes of degrees; none: everywhere."""
    shape: bytes | None = None
    """WKB in WGS 84 that features must meet as well."""
    days: tuple[dt.date | None, dt.date | None] | None = None
    """First and last day, None where open; features that share none of these days are left out."""
    filter: Filter | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Features as columns of equal length, ready to be written."""

    ids: Sequence[str]
    points: tuple[Sequence[float | None], Sequence[float | None]] | None
    """Longitudes and latitudes, where all features are points."""
    shapes: Sequence[bytes | None]
    """WKB in WGS 84, longitude first, where they are not."""
    properties: Sequence[str]
    """Texts of JSON objects."""
    matched: int
    """How many features there are in all pages together."""
    more: bool
