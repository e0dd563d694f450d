"""What maps and OGC API read: published items as the public may see them, flat and indexed.

A projection: ``heritage.jobs.features`` writes it from items, ``rebuild_index`` makes it anew. It may lag and
never decides what is public, so readers also ask for ``item__state``.
"""

from __future__ import annotations

from django.contrib.gis.db import models

from heritage.models.item import Item


class MapFeature(models.Model):
    """One published item. The place is the public one; the exact place of a protected item is nowhere in here."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, primary_key=True, related_name="feature")
    public_id = models.CharField(max_length=12, unique=True)
    category = models.CharField(max_length=20)
    rank = models.CharField(max_length=20)
    level = models.PositiveSmallIntegerField()
    unit_code = models.CharField(max_length=5, db_index=True)
    province_code = models.CharField(max_length=5, db_index=True)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    year_from = models.SmallIntegerField(null=True)
    year_to = models.SmallIntegerField(null=True)
    updated = models.DateTimeField(db_index=True)
    point = models.PointField(null=True)
    lon = models.FloatField(null=True)  # of ``point``: a box is two ranges, on every database
    lat = models.FloatField(null=True)
    accuracy_m = models.FloatField(null=True)
    approximate = models.BooleanField(default=False)  # drawn as an area, not as a pin
    properties = models.TextField()  # a GeoJSON feature's properties, ready to be written

    class Meta:
        indexes = [
            models.Index(fields=["lon", "lat"]),
            models.Index(fields=["category", "lon", "lat"]),
        ]


class MapShape(models.Model):
    """A line or an area of a published item whose place is public."""

    class Kind(models.TextChoices):
        """The protection zones of a relic, the route of a festival, the area of a craft village."""

        ZONE_ONE = "zone_one", "Khu vực bảo vệ I"
        ZONE_TWO = "zone_two", "Khu vực bảo vệ II"
        ROUTE = "route", "Lộ trình"
        AREA = "area", "Khu vực"

    feature = models.ForeignKey(MapFeature, on_delete=models.CASCADE, related_name="shapes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    shape = models.GeometryField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feature", "kind"], name="shape_once")]
        indexes = [models.Index(fields=["west", "east"])]
