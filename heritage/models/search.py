"""What people keep beside the search index: saved searches, keys, the words of a ward, what waits to be indexed."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class SavedSearch(models.Model):
    """A question an officer asks again, as the part of its address behind the question mark."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches"
    )
    name = models.CharField(max_length=120)
    query = models.CharField(max_length=2000)
    created_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True, blank=True)  # when its result was last opened from the desk

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="saved_search_name"),
            models.CheckConstraint(condition=~models.Q(name=""), name="saved_search_has_a_name"),
        ]


class ApiKey(models.Model):
    """A researcher's key to a higher limit. The key itself is shown once and never kept."""

    name = models.CharField(max_length=120)  # who holds it and for what
    contact = models.CharField(max_length=200, blank=True)
    prefix = models.CharField(max_length=12, unique=True)  # its readable beginning
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the whole key, hexadecimal
    per_minute = models.PositiveIntegerField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]


class SearchWord(models.Model):
    """One line of the editable table: a short form and what it stands for, or words that a question may leave out."""

    class Kind(models.TextChoices):
        """What the line does."""

        ABBREVIATION = "abbreviation", "Chữ viết tắt"  # DTLS: di tích lịch sử
        OPTIONAL = "optional", "Từ có thể bỏ"  # phường, xã, TP.: before a unit's name
        SAME = "same", "Cùng nghĩa"  # either is found by the other

    kind = models.CharField(max_length=12, choices=Kind.choices)
    written = models.CharField(max_length=80)
    stands_for = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    edited_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["kind", "written", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "written", "stands_for"], name="search_word_once")
        ]


class PendingIndex(models.Model):
    """An item whose change the search engine has not taken yet; the line goes when it has."""

    public_id = models.CharField(max_length=12, unique=True)
    since = models.DateTimeField(auto_now_add=True)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["since", "pk"]
