"""The small published catalogue with all that OGC API serves: years, zones, a route, an area, units of two times."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.gis.geos import LineString, MultiLineString, MultiPolygon, Polygon

from gis.models import AdminUnit
from gis.names import fold_name
from heritage.jobs import features
from heritage.models import Item
from tests.published import Published, publish_catalogue

COUNTS = {
    "relics": 3, "festivals": 1, "craft_villages": 1, "figures": 1, "zones": 2, "routes": 1, "areas": 1, "units": 4,
}  # fmt: skip
"""How many features each collection has."""


@dataclass(frozen=True, slots=True)
class OgcCatalogue:
    """The items, and the unit that has a boundary."""

    items: Published
    bounded: AdminUnit


def box(west: float, south: float, east: float, north: float) -> MultiPolygon:
    """A rectangle in degrees."""
    return MultiPolygon(Polygon.from_bbox((west, south, east, north)), srid=4326)


def fill_ogc(make_item: Callable[..., Item], vi_khe: AdminUnit, nam_dinh: AdminUnit) -> OgcCatalogue:
    """Write it all, and the flat tables."""
    found = publish_catalogue(make_item, vi_khe, nam_dinh)
    route = MultiLineString(LineString((106.2, 20.40), (106.213, 20.4038)), srid=4326)
    Item.objects.filter(pk=found.hall.pk).update(
        year_from=1225, year_to=1400,
        zone_one=box(106.2128, 20.4036, 106.2132, 20.4040), zone_two=box(106.212, 20.403, 106.214, 20.405),
    )  # fmt: skip
    Item.objects.filter(pk=found.untranslated.pk).update(year_from=1700)
    Item.objects.filter(pk=found.festival.pk).update(route=route)
    Item.objects.filter(pk=found.village.pk).update(area=box(106.205, 20.400, 106.215, 20.405))
    # The public place of this item is not the exact one, so nobody may see its zone.
    Item.objects.filter(pk=found.secret.pk).update(zone_one=box(106.2142, 20.4037, 106.2144, 20.4039))
    nam_dinh.boundary = box(106.14, 20.41, 106.20, 20.47)
    nam_dinh.boundary_source = "Ranh giới thử"
    nam_dinh.save()
    _former(vi_khe, "13960", "Xã Nam Mỹ")
    _former(vi_khe, "13966", "Xã Điền Xá")
    features.rebuild()
    return OgcCatalogue(found, nam_dinh)


def _former(now: AdminUnit, code: str, name: str) -> None:
    AdminUnit.objects.create(
        code=code, name=name, kind="Xã", folded=fold_name(name), level="commune", province_code="36",
        province_name="Tỉnh Nam Định", valid_from=dt.date(2004, 1, 1), valid_to=dt.date(2025, 7, 1),
        centroid=now.centroid, area_km2=7.5,
    )  # fmt: skip
