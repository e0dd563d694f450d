"""The denominator and the target: frozen registers and the plans of the units."""

from __future__ import annotations

from django.db import models

from heritage import categories
from heritage.models.item import Item


class RegisterVersion(models.Model):
    """A unit's approved inventory as of a day. Immutable: a change makes a new number."""

    unit = models.ForeignKey("heritage_gis.AdminUnit", on_delete=models.PROTECT, related_name="registers")
    number = models.PositiveIntegerField()
    label_vi = models.CharField(max_length=300, blank=True)
    label_en = models.CharField(max_length=300, blank=True)
    note_vi = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    is_demo = models.BooleanField(default=False)
    valid_from = models.DateField()
    approved_on = models.DateField(null=True, blank=True)
    approved_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["unit", "number"]
        constraints = [models.UniqueConstraint(fields=["unit", "number"], name="register_number")]

    def __str__(self) -> str:
        return f"{self.unit} · {self.number}"


class RegisterEntry(models.Model):
    """One object of a register version, as listed."""

    version = models.ForeignKey(RegisterVersion, on_delete=models.PROTECT, related_name="entries")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="register_entries")
    category = models.CharField(max_length=20, choices=categories.choices(categories.CATEGORIES))
    legal_basis_vi = models.CharField(max_length=300, blank=True)
    legal_basis_en = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "item"], name="register_lists_once")]


class Plan(models.Model):
    """What a unit's plan asks for, quoted."""

    unit = models.ForeignKey("heritage_gis.AdminUnit", on_delete=models.PROTECT, related_name="plans")
    key = models.CharField(max_length=60, unique=True)
    document_vi = models.CharField(max_length=300)
    document_en = models.CharField(max_length=300, blank=True)
    document_date = models.CharField(max_length=10, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    year_from = models.PositiveSmallIntegerField()
    year_to = models.PositiveSmallIntegerField()
    categories = models.JSONField(default=list)
    target_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    quote_vi = models.TextField(blank=True)
    quote_en = models.TextField(blank=True)
    quote_place = models.CharField(max_length=120, blank=True)
    office_vi = models.CharField(max_length=200, blank=True)
    office_en = models.CharField(max_length=200, blank=True)
    reporting = models.JSONField(default=list, blank=True)
    note_vi = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    document_number = models.CharField(max_length=80, blank=True)
    categories_stated = models.BooleanField(default=True)  # else they are our reading of the text
    pooled = models.BooleanField(default=True)  # else every category must reach the target by itself
    category_targets = models.JSONField(default=dict, blank=True)  # {"relic": "60"}: percent as text
    due_on = models.DateField(null=True, blank=True)  # when the target is to be met; else the end of year_to
    coordinating = models.JSONField(default=list, blank=True)  # [{"vi", "en", "quote_place"}]
    milestones = models.JSONField(default=list, blank=True)  # [{"when": "2026-06", "vi", "en"}]
    reports_to_vi = models.CharField(max_length=300, blank=True)
    reports_to_en = models.CharField(max_length=300, blank=True)
    carried_from = models.JSONField(null=True, blank=True)  # the former unit whose plan this was

    class Meta:
        ordering = ["unit", "-year_from"]
