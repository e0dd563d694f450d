"""Items moved to the units that stand after a merger or a split: proposed by one person, approved by another."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from heritage.models.item import Item


class Reassignment(models.Model):
    """One proposal for the items of units that have ended."""

    class State(models.TextChoices):
        """Only an approved one has moved items."""

        PROPOSED = "proposed", "Chờ duyệt"
        APPROVED = "approved", "Đã duyệt"
        REJECTED = "rejected", "Không duyệt"

    on = models.DateField()  # the day of the merger
    note = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]


class ReassignedItem(models.Model):
    """One item's way from an old unit to a new one; the lasting history of its units."""

    reassignment = models.ForeignKey(Reassignment, on_delete=models.PROTECT, related_name="items")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="former_units")
    old = models.ForeignKey("heritage_gis.AdminUnit", on_delete=models.PROTECT, related_name="+")
    new = models.ForeignKey(
        "heritage_gis.AdminUnit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    why = models.CharField(max_length=20)  # "whole", "position", "person"; "open" while nobody could say
    steps = models.JSONField(default=list)  # codes with their days from old to new

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reassignment", "item"], name="reassigned_once")]
