"""Pages of features for OGC API, from the flat tables of public places and from the dated units.

Published items only: a row of :class:`MapFeature` may be older than its item's withdrawal. Pages follow each other
by the last id that was shown, so that nothing is skipped or shown twice while rows are written.
"""

from __future__ import annotations

import datetime as dt
import time
from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, Polygon
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from gis.bounds import Bounds
from heritage.models import Item, MapFeature, MapShape
from heritage.selectors.ogc_filters import Conditions
from heritage.selectors.ogc_wanted import Page, Wanted

# Not ``exclude(state=…)``: an index answers for states that are named.
_HIDDEN = [state for state in Item.State if state != Item.State.PUBLISHED]
KEPT_S, KEPT_COUNTS = 60.0, 200


class Source(ABC):
    """Where the features of one collection come from. Subclasses say what rows and columns there are."""

    columns: dict[str, str]
    geometry: tuple[str, ...]
    item: str = ""
    """Column that holds the key of a row's item; empty where rows are public by themselves."""

    def __init__(self) -> None:
        self.counts: dict[Wanted, tuple[int, float]] = {}

    @abstractmethod
    def rows(self) -> QuerySet[Any]:
        """Every row of the collection, in the order of pages."""

    def public(self) -> QuerySet[Any]:
        """All rows without those whose item is no longer published.

        By their few keys: joining every row with its item to look at its state takes five times as long where rows
        are counted (2026-11-25).
        """
        if not self.item:
            return self.rows()
        hidden = Item.objects.filter(state__in=_HIDDEN).values("pk")
        return self.rows().exclude((f"{self.item}__in", hidden))

    @abstractmethod
    def follows(self, fid: str) -> Q:
        """Features after one, which need not exist any more."""

    @abstractmethod
    def within(self, box: Bounds) -> Q:
        """Features that meet a box of degrees."""

    @abstractmethod
    def during(self, first: dt.date | None, last: dt.date | None) -> Q:
        """Features whose time shares a day with this one."""

    @abstractmethod
    def is_one(self, fid: str) -> Q | None:
        """The feature of an id; None where it can be no id."""

    @abstractmethod
    def as_page(self, rows: QuerySet[Any], limit: int) -> Page:
        """Up to ``limit`` rows, as if they were all that match."""

    def page(self, wanted: Wanted) -> Page:
        """The features that are wanted, and how many there are."""
        matching = self.matching(wanted)
        rows = matching if wanted.after is None else matching.filter(self.follows(wanted.after))
        page = self.as_page(rows, wanted.limit)
        if wanted.after is None and not page.more:
            return page
        return replace(page, matched=self.counted(wanted, matching))

    def counted(self, wanted: Wanted, rows: QuerySet[Any]) -> int:
        """How many match: counted with the first page, and kept for a minute for those that follow it."""
        asked = replace(wanted, limit=0, after=None)
        kept, until = self.counts.get(asked, (0, 0.0))
        if wanted.after is not None and time.monotonic() < until:
            return kept
        if len(self.counts) >= KEPT_COUNTS:
            self.counts.clear()
        found = rows.count()
        self.counts[asked] = found, time.monotonic() + KEPT_S
        return found

    def one(self, fid: str) -> tuple[Page, dt.datetime | None] | None:
        """A feature alone and when it last changed, where that is known; None where there is none."""
        condition = self.is_one(fid)
        if condition is None:
            return None
        rows = self.public().filter(condition)
        page = self.as_page(rows, 1)
        return (page, self.changed(rows)) if page.ids else None

    def changed(self, rows: QuerySet[Any]) -> dt.datetime | None:
        """When the first of the rows last changed."""
        return None

    def matching(self, wanted: Wanted) -> QuerySet[Any]:
        """Every feature that fits, whatever page it is on."""
        rows = self.public()
        if wanted.around:
            boxes = Q()
            for box in wanted.around:
                boxes |= self.within(box)
            rows = rows.filter(boxes)
        if wanted.shape is not None:
            rows = rows.filter(self.meets(GEOSGeometry(memoryview(wanted.shape), srid=4326)))
        if wanted.days is not None:
            rows = rows.filter(self.during(*wanted.days))
        if wanted.filter is not None:
            rows = rows.filter(Conditions(self.columns, self.geometry).holds(wanted.filter))
        return rows

    def meets(self, shape: GEOSGeometry) -> Q:
        """Features whose geometry, the first that there is, meets another."""
        ways, absent = Q(), Q()
        for column in self.geometry:
            ways |= absent & Q((f"{column}__intersects", shape))
            absent &= Q((f"{column}__isnull", True))
        return ways


ITEM_COLUMNS = (
    *("name_vi", "name_en", "category", "rank", "level", "unit_code", "province_code"),
    *("year_from", "year_to", "accuracy_m", "approximate", "updated"),
)


def living_in(first: dt.date | None, last: dt.date | None) -> QuerySet[MapFeature, int]:
    """Items whose years share one with these days; a year that is missing is the same as the one that is not."""
    began, ended = F("year_from"), F("year_to")
    rows = MapFeature.objects.alias(began=Coalesce(began, ended), ended=Coalesce(ended, began))
    rows = rows.filter(began__isnull=False)
    if last is not None:
        rows = rows.filter(began__lte=last.year)
    if first is not None:
        rows = rows.filter(ended__gte=first.year)
    return rows.values_list("pk", flat=True)


class Items(Source):
    """Published items of one category, as points."""

    columns = {"id": "public_id", **{name: name for name in ITEM_COLUMNS}}
    geometry = ("point",)
    item = "item_id"

    def __init__(self, category: str) -> None:
        super().__init__()
        self.category = category

    def rows(self) -> QuerySet[MapFeature]:
        """By public id."""
        return MapFeature.objects.filter(category=self.category).order_by("public_id")

    def follows(self, fid: str) -> Q:
        """By public id."""
        return Q(public_id__gt=fid)

    def within(self, box: Bounds) -> Q:
        """Two ranges, which an index answers on every database."""
        return Q(lon__gte=box.west, lon__lte=box.east, lat__gte=box.south, lat__lte=box.north)

    def during(self, first: dt.date | None, last: dt.date | None) -> Q:
        """By the years of the heritage itself, not of its record."""
        return Q(pk__in=living_in(first, last))

    def is_one(self, fid: str) -> Q:
        """By public id."""
        return Q(public_id=fid)

    def changed(self, rows: QuerySet[Any]) -> dt.datetime | None:
        """The item's last change."""
        found: dt.datetime | None = rows.values_list("updated", flat=True).first()
        return found

    def as_page(self, rows: QuerySet[Any], limit: int) -> Page:
        """Raw columns: a thousand model instances would cost more than all the rest."""
        found = list(rows.values_list("public_id", "lon", "lat", "properties")[: limit + 1])
        ids, lons, lats, properties = zip(*found[:limit], strict=True) if found else ((), (), (), ())
        return Page(ids, (lons, lats), (), properties, len(ids), len(found) > limit)


class Shapes(Source):
    """Lines or areas of published items whose place is public."""

    columns = {"id": "feature__public_id", **{name: f"feature__{name}" for name in ITEM_COLUMNS}}
    geometry = ("shape",)
    item = "feature_id"

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def rows(self) -> QuerySet[MapShape]:
        """By public id."""
        return MapShape.objects.filter(kind=self.kind).order_by("feature__public_id")

    def follows(self, fid: str) -> Q:
        """By public id."""
        return Q(feature__public_id__gt=fid)

    def within(self, box: Bounds) -> Q:
        """By the shape's own box first, which is indexed."""
        near = Q(west__lte=box.east, east__gte=box.west, south__lte=box.north, north__gte=box.south)
        return near & Q(shape__intersects=polygon_of(box))

    def during(self, first: dt.date | None, last: dt.date | None) -> Q:
        """By the years of the item."""
        return Q(feature__in=living_in(first, last))

    def is_one(self, fid: str) -> Q | None:
        """By public id."""
        return Q(feature__public_id=fid)

    def changed(self, rows: QuerySet[Any]) -> dt.datetime | None:
        """The item's last change."""
        found: dt.datetime | None = rows.values_list("feature__updated", flat=True).first()
        return found

    def as_page(self, rows: QuerySet[Any], limit: int) -> Page:
        """The shape as it is kept."""
        found = list(rows.values_list("feature__public_id", "shape", "feature__properties")[: limit + 1])
        return Page(
            [fid for fid, _, _ in found[:limit]],
            None,
            [bytes(shape.wkb) for _, shape, _ in found[:limit]],
            [properties for _, _, properties in found[:limit]],
            min(len(found), limit),
            len(found) > limit,
        )


def polygon_of(box: Bounds) -> Polygon:
    """The box as a polygon."""
    polygon = Polygon.from_bbox((box.west, box.south, box.east, box.north))
    polygon.srid = 4326
    return polygon
