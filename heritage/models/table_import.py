"""Items brought in from a table or a layer: what was read, what a person accepted, what can be undone."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from heritage.models.item import Item


class ItemImport(models.Model):
    """One file of items. Nothing is written to items before a person accepts it."""

    class State(models.TextChoices):
        """A file is read again whenever its reading (columns, encoding, system) changes."""

        READING = "reading", "Đang đọc"
        CHECKED = "checked", "Chờ quyết định"
        FAILED = "failed", "Không đọc được"
        ACCEPTED = "accepted", "Đã nhập"
        UNDONE = "undone", "Đã hoàn tác"
        DISCARDED = "discarded", "Đã bỏ"

    unit = models.ForeignKey("heritage_gis.AdminUnit", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=300)  # of the file, as it came
    sha256 = models.CharField(max_length=64)  # of the original in the storage
    reading = models.JSONField(default=dict)  # {"layer", "encoding", "crs", "columns": {theirs: ours}, …}
    report = models.JSONField(default=dict, blank=True)  # what was found out about the file and its columns
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    created_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]


class ItemImportRow(models.Model):
    """One row of the file with what it would do, and after acceptance what it did."""

    class Action(models.TextChoices):
        """``same`` rows hold what the catalogue has already."""

        CREATE = "create", "Thêm mới"
        UPDATE = "update", "Cập nhật"
        SAME = "same", "Không đổi"
        REFUSED = "refused", "Không nhận"

    batch = models.ForeignKey(ItemImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # as a person counts it in the file
    action = models.CharField(max_length=10, choices=Action.choices)
    name = models.CharField(max_length=200, blank=True)
    values = models.JSONField(default=dict)  # by field, as the editing service takes them
    problems = models.JSONField(default=list, blank=True)  # [{"column", "code", "vi", "en", "grave"}]
    item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    before = models.JSONField(null=True, blank=True)  # values of the item's open revision before acceptance

    class Meta:
        ordering = ["batch", "number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_once")]
