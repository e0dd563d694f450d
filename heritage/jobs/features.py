"""Keep the flat table that maps and OGC API read in step with the rows: published items, public places only.

``MapFeature.properties`` is the text of one JSON object with these keys, in this order; no key is ever absent:

    id, name_vi, name_en (null where there is none), category, rank, level (0-3), kinds (codes), has (media kinds),
    unit_code, unit_name, province_code, year_from, year_to (null where unknown), dynasties (codes),
    accuracy_m (null where unknown), position_method (null without a place), approximate, url (a path), updated (ISO)
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.gis.geos import Point
from django.db import transaction
from django.db.models import F, Prefetch, QuerySet

from heritage import categories
from heritage.models import Asset, Item, MapFeature, MapShape
from heritage.projections.item_document import item_url
from heritage.projections.position import PublicPosition, public_position
from heritage.projections.shapes import public_shapes

CHUNK = 500  # items in memory at once
WRITTEN = [field.name for field in MapFeature._meta.concrete_fields if not field.primary_key]
UNREAD = (
    *("story_vi", "story_en", "summary_vi", "summary_en", "facts", "sources", "sources_of", "lunar"),
    *("level_reasons", "unit__boundary"),
)
Outlines = dict[int, dict[str, bytes]]


def refresh(*item_pks: int) -> None:
    """Write the rows of these items as they are now; those that are not public have none."""
    for pks in _chunks(sorted(set(item_pks))):
        _write(pks)


def rebuild() -> int:
    """Write every row anew and take out what does not belong there. Returns how many there are."""
    MapFeature.objects.exclude(item__state=Item.State.PUBLISHED).delete()
    refresh(*_published())
    return MapFeature.objects.count()


def differences() -> tuple[set[str], set[str]]:
    """Ids that are missing or older than the item's last change, and ids that should not be there. Two queries."""
    rows = Item.objects.filter(state=Item.State.PUBLISHED)
    behind = rows.exclude(feature__updated=F("updated_at")).values_list("public_id", flat=True)
    extra = MapFeature.objects.exclude(item__state=Item.State.PUBLISHED).values_list("public_id", flat=True)
    return set(behind), set(extra)


def altered() -> set[str]:
    """Ids of items whose row says anything else than it should: each is made again and compared."""
    wrong: set[str] = set()
    for pks in _chunks(_published()):
        held, outlines = MapFeature.objects.in_bulk(pks), _held_outlines(pks)
        for item in _items(pks):
            old = held.get(item.pk)
            drawn = {each.kind: bytes(each.shape.wkb) for each in _shapes(item)}
            if old is None or _values(old) != _values(_feature(item)) or outlines.get(item.pk, {}) != drawn:
                wrong.add(item.public_id)
    return wrong


def _chunks(pks: Sequence[int]) -> Iterator[Sequence[int]]:
    return (pks[start : start + CHUNK] for start in range(0, len(pks), CHUNK))


def _published() -> list[int]:
    rows = Item.objects.filter(state=Item.State.PUBLISHED).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def _items(pks: Sequence[int]) -> QuerySet[Item]:
    shown = Asset.objects.filter(published_at__isnull=False).only("item_id", "kind", "published_at")
    return (
        Item.objects.filter(pk__in=pks, state=Item.State.PUBLISHED)
        .select_related("unit")
        .prefetch_related(Prefetch("assets", queryset=shown))
        .defer(*UNREAD)
    )


@transaction.atomic
def _write(pks: Sequence[int]) -> None:
    """A row is updated where there is one, so that nobody sees an item vanish for a moment."""
    items = list(_items(pks))
    MapFeature.objects.filter(pk__in=pks).exclude(pk__in=[item.pk for item in items]).delete()
    MapShape.objects.filter(feature_id__in=pks).delete()
    MapFeature.objects.bulk_create(
        [_feature(item) for item in items],
        update_conflicts=True,
        unique_fields=["item"],
        update_fields=WRITTEN,
    )
    MapShape.objects.bulk_create([shape for item in items for shape in _shapes(item)])


def _feature(item: Item) -> MapFeature:
    place = public_position(item)
    return MapFeature(
        item_id=item.pk,
        public_id=item.public_id,
        category=item.category,
        rank=item.rank,
        level=item.level,
        unit_code=item.unit.code,
        province_code=item.unit.province_code,
        name_vi=item.name_vi,
        name_en=item.name_en,
        year_from=item.year_from,
        year_to=item.year_to,
        updated=item.updated_at,
        point=Point(place.lon, place.lat, srid=4326) if place else None,
        lon=place.lon if place else None,
        lat=place.lat if place else None,
        accuracy_m=place.accuracy_m if place else None,
        approximate=bool(place and place.approximate),
        properties=json.dumps(_properties(item, place), ensure_ascii=False, separators=(",", ":")),
    )


def _properties(item: Item, place: PublicPosition | None) -> dict[str, Any]:
    kinds = {asset.kind for asset in item.assets.all() if asset.published_at is not None}
    return {
        "id": item.public_id,
        "name_vi": item.name_vi,
        "name_en": item.name_en or None,
        "category": item.category,
        "rank": item.rank,
        "level": item.level,
        "kinds": item.kinds,
        "has": [kind for kind in categories.codes(categories.MEDIA_KINDS) if kind in kinds],
        "unit_code": item.unit.code,
        "unit_name": item.unit.name,
        "province_code": item.unit.province_code,
        "year_from": item.year_from,
        "year_to": item.year_to,
        "dynasties": item.dynasties,
        "accuracy_m": place.accuracy_m if place else None,
        "position_method": str(place.method) if place else None,
        "approximate": bool(place and place.approximate),
        "url": item_url(item),
        "updated": item.updated_at.isoformat(timespec="seconds"),
    }


def _shapes(item: Item) -> Iterator[MapShape]:
    for kind, shape in public_shapes(item).items():
        west, south, east, north = shape.extent
        yield MapShape(
            feature_id=item.pk, kind=kind, shape=shape, west=west, south=south, east=east, north=north
        )


def _held_outlines(pks: Sequence[int]) -> Outlines:
    held: Outlines = {}
    for shape in MapShape.objects.filter(feature_id__in=pks):
        held.setdefault(shape.feature_id, {})[shape.kind] = bytes(shape.shape.wkb)
    return held


def _values(row: MapFeature) -> dict[str, Any]:
    """What a row says, to compare; the point is there as ``lon`` and ``lat`` too."""
    return {name: getattr(row, name) for name in WRITTEN if name != "point"}
