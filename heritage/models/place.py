"""Where an item may be: every position that somebody or something gave, one of them accepted."""

from __future__ import annotations

from django.conf import settings
from django.contrib.gis.db import models

from gis.placement import Method, Placement
from heritage.models.item import Item
from heritage.models.media import Asset


class PositionCandidate(models.Model):
    """One source's word on an item's place. Kept when another is accepted; the accepted one is also in ``Item``."""

    class State(models.TextChoices):
        """At most one of an item is accepted; a person rejects, with a reason."""

        PROPOSED = "proposed", "Đề xuất"
        ACCEPTED = "accepted", "Đang dùng"
        REJECTED = "rejected", "Không dùng"

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="candidates")
    point = models.PointField()
    method = models.CharField(max_length=20)
    accuracy_m = models.FloatField(null=True, blank=True)
    native = models.JSONField(null=True, blank=True)  # {"crs", "x", "y"}: x easting, y northing
    text = models.CharField(max_length=400, blank=True)  # as it was typed, pasted or written in a table
    origin = models.CharField(
        max_length=200, blank=True
    )  # words: a table's name and row, a gazetteer, a source
    asset = models.ForeignKey(
        Asset, null=True, blank=True, on_delete=models.CASCADE, related_name="candidates"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    # From the accepted one; a conflict waits for a person until it is accepted or rejected.
    away_m = models.FloatField(null=True, blank=True)
    conflicts = models.BooleanField(default=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["item", "state"]), models.Index(fields=["conflicts", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=models.Q(state="accepted"), name="one_accepted_position"
            ),
        ]

    @property
    def placement(self) -> Placement:
        """The candidate as a value."""
        native = self.native or {}
        return Placement(
            lon=self.point.x,
            lat=self.point.y,
            method=Method(self.method),
            accuracy_m=self.accuracy_m,
            native_crs=native.get("crs"),
            native_x=native.get("x"),
            native_y=native.get("y"),
        )


class PlaceSecret(models.Model):
    """The one random key from which offsets of protected places follow; in the data, so that backups keep it."""

    key = models.BinaryField(max_length=32)
    made_at = models.DateTimeField(auto_now_add=True)
