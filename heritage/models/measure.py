"""What the number is measured by and what was measured: criteria, changes of level, daily snapshots, reports."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from heritage.models.item import Item


class CriteriaVersion(models.Model):
    """What each level asks of each category from a day on. Never changed once in force: a change is a new version."""

    version = models.CharField(max_length=20, unique=True)
    valid_from = models.DateField(unique=True, null=True, blank=True)  # none: a draft
    label_vi = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200, blank=True)
    note_vi = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    criteria = models.JSONField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)  # when every item was assessed by it
    preview = models.JSONField(null=True, blank=True)  # heritage.jobs.criteria: what a draft would change

    class Meta:
        ordering = ["valid_from"]


class LevelChange(models.Model):
    """An item's level went up or down, and the evidence that came or went with it."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="level_changes")
    at = models.DateTimeField(auto_now_add=True)
    before = models.PositiveSmallIntegerField()
    after = models.PositiveSmallIntegerField()
    criteria_version = models.CharField(max_length=20)
    lost = models.JSONField(default=list, blank=True)  # codes of needs
    gained = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["at"])]


class ReferenceTarget(models.Model):
    """A target that a national document sets: a line to compare with, never the ward's own target."""

    class Measure(models.TextChoices):
        """What its percent is of; only ``digitized`` is a line beside the digitized share."""

        DIGITIZED = "digitized", "Đã số hóa"
        IDENTIFIER = "identifier", "Có mã định danh"
        STANDARD = "standard", "Theo khung tiêu chuẩn"

    key = models.CharField(max_length=60, unique=True)
    document_vi = models.CharField(max_length=300)
    document_en = models.CharField(max_length=300, blank=True)
    document_number = models.CharField(max_length=80, blank=True)
    document_date = models.CharField(max_length=10, blank=True)
    quote_vi = models.TextField()
    quote_en = models.TextField(blank=True)
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    year = models.PositiveSmallIntegerField()  # by whose end it is due
    categories = models.JSONField(default=list, blank=True)  # none: all
    ranks = models.JSONField(default=list, blank=True)  # none: all
    measure = models.CharField(max_length=20, choices=Measure.choices, default=Measure.DIGITIZED)
    note_vi = models.TextField(blank=True)
    note_en = models.TextField(blank=True)

    class Meta:
        ordering = ["year", "key"]


class Snapshot(models.Model):
    """The whole count of one day, kept as it was. Its digest covers the content and the digest before it.

    Triggers of the database refuse a change, a deletion and a day before the last one: see migration 0008.
    """

    day = models.DateField(unique=True)
    taken_at = models.DateTimeField()
    criteria_version = models.CharField(max_length=20)
    # Empty for the first of the chain. Unique, so that the chain cannot fork between two workers.
    previous_digest = models.CharField(max_length=64, blank=True, unique=True)
    root = models.CharField(max_length=64)  # of the tree of hashes over the units' lines
    digest = models.CharField(max_length=64, unique=True)
    units_count = models.PositiveIntegerField()
    rows_count = models.PositiveIntegerField()  # an object in two registers has two rows
    objects_count = models.PositiveIntegerField()  # and counts once
    base = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    content = models.BinaryField()  # packed; where there is a base, the difference from it

    class Meta:
        ordering = ["day"]


class SnapshotCount(models.Model):
    """One unit's count in one category, written on the day it changed and standing until the next change.

    A snapshot without a base has them all. Codes are those of communes, of provinces, and "vn".
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="counts")
    unit_code = models.CharField(max_length=10)
    category = models.CharField(max_length=20, blank=True)  # empty: all together
    total = models.PositiveIntegerField()
    digitized = models.PositiveIntegerField()
    in_depth = models.PositiveIntegerField()
    in_work = models.PositiveIntegerField()
    not_begun = models.PositiveIntegerField()
    blocked = models.PositiveIntegerField()
    register = models.CharField(max_length=200, blank=True)  # "13972-2"; empty: of an aggregate

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit_code", "category", "snapshot"], name="snapshot_counts_once")
        ]


class ReportTemplate(models.Model):
    """A ward's own document in which its reports are written."""

    unit = models.ForeignKey(
        "heritage_gis.AdminUnit", on_delete=models.PROTECT, related_name="report_templates"
    )
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    active = models.BooleanField(default=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]


class Report(models.Model):
    """A report as it was made: its period, its snapshot and what it said, so that it comes out the same again."""

    class Period(models.TextChoices):
        """What the report is about."""

        MONTH = "month", "Tháng"
        QUARTER = "quarter", "Quý"
        HALF_YEAR = "half_year", "Sáu tháng"
        YEAR = "year", "Năm"
        AD_HOC = "ad_hoc", "Đột xuất"

    unit = models.ForeignKey("heritage_gis.AdminUnit", on_delete=models.PROTECT, related_name="reports")
    period = models.CharField(max_length=10, choices=Period.choices)
    label = models.CharField(max_length=20)  # 2026-Q4, 2026-H1, 2026, 2026-11
    first_day = models.DateField()
    cut_off = models.DateField()
    due_before = models.DateField(null=True, blank=True)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="reports")
    previous_snapshot = models.ForeignKey(
        Snapshot, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    template = models.ForeignKey(
        ReportTemplate, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    content = models.JSONField()  # every figure and list of the report
    texts = models.JSONField(default=dict, blank=True)  # what the officer wrote: difficulties, proposals
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    sent_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-cut_off", "-pk"]


class ReminderSent(models.Model):
    """A reminder of a duty that went out, so that it goes out once."""

    plan = models.ForeignKey("Plan", on_delete=models.CASCADE, related_name="reminders")
    due_before = models.DateField()
    days_ahead = models.SmallIntegerField()
    address = models.CharField(max_length=254)
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "due_before", "days_ahead", "address"], name="reminded_once"
            )
        ]
