"""Dated administrative units. A code alone names two territories over time, so a unit is code + valid_from."""

from __future__ import annotations

import datetime as dt

from django.contrib.gis.db import models
from django.db.models import F, Q


class AdminUnit(models.Model):
    """A province or a ward-level unit as it stands from ``valid_from`` until before ``valid_to``."""

    class Level(models.TextChoices):
        """Before July 2025 there was a district level between the two."""

        PROVINCE = "province", "Tỉnh, thành phố"
        DISTRICT = "district", "Huyện, quận, thị xã"
        COMMUNE = "commune", "Phường, xã, đặc khu"

    code = models.CharField(max_length=5)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    level = models.CharField(max_length=10, choices=Level.choices)
    name = models.CharField(max_length=120)  # with its type, as written: "Phường Nam Định"
    kind = models.CharField(max_length=40, blank=True)  # "Phường", "Xã", "Đặc khu", "Tỉnh", …
    folded = models.CharField(max_length=120, db_index=True)
    province_code = models.CharField(max_length=5, db_index=True)
    province_name = models.CharField(max_length=120, blank=True)
    district_name = models.CharField(max_length=120, blank=True)  # former units only
    centroid = models.PointField(null=True, blank=True)
    area_km2 = models.FloatField(null=True, blank=True)
    boundary = models.MultiPolygonField(null=True, blank=True)
    boundary_source = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "level", "valid_from"], name="unit_code_from"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="unit_interval"
            ),
        ]
        indexes = [models.Index(fields=["level", "valid_to"])]
        ordering = ["code", "valid_from"]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    @property
    def bare_name(self) -> str:
        """The name without its type: "Nam Định" of "Phường Nam Định"."""
        prefix = f"{self.kind} "
        return self.name[len(prefix) :] if self.kind and self.name.startswith(prefix) else self.name

    def stands_on(self, day: dt.date) -> bool:
        """Whether the unit exists on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class UnitChange(models.Model):
    """One step of history: ``old`` became (part of) ``new`` on a day, wholly or in part."""

    old = models.ForeignKey(AdminUnit, on_delete=models.PROTECT, related_name="became")
    new = models.ForeignKey(AdminUnit, on_delete=models.PROTECT, related_name="came_from")
    on = models.DateField()
    whole = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new", "on"], name="unit_change_once"),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
