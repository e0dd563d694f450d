"""Survey files: how they came in, what they are, what was made of them."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.contrib.gis.db import models
from django.utils import timezone

from gis.placement import Placement
from heritage import categories
from heritage.models.identifiers import asset_id
from heritage.models.item import Item
from media_pipeline.told import Told


class Asset(models.Model):
    """One original file. The bytes never change; the row says how far along the line it is."""

    class State(models.TextChoices):
        """RECEIVED and PROCESSING belong to the machine; the others wait for people."""

        RECEIVED = "received", "Đã nhận"
        PROCESSING = "processing", "Đang xử lý"
        READY = "ready", "Sẵn sàng"
        NEEDS_REVIEW = "needs_review", "Cần xem lại"
        REJECTED = "rejected", "Không nhận"
        FAILED = "failed", "Lỗi hệ thống"

    class Damage(models.TextChoices):
        """What a fixity check found wrong with the original; empty while it is intact."""

        ALTERED = "altered", "Bị thay đổi"
        MISSING = "missing", "Bị mất"

    public_id = models.CharField(max_length=12, unique=True, default=asset_id, editable=False)
    # None until the file is accepted: only then does a file without an item open a draft of its own.
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="assets")
    kind = models.CharField(max_length=10, choices=categories.choices(categories.MEDIA_KINDS))
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64, unique=True)
    bytes = models.PositiveBigIntegerField()
    original = models.CharField(max_length=200)  # name in the "originals" storage
    original_name = models.CharField(max_length=300)  # as uploaded, never trusted
    state = models.CharField(max_length=12, choices=State.choices, default=State.RECEIVED)
    code = models.CharField(max_length=40, blank=True)  # of a refusal or failure
    reason = models.JSONField(default=dict, blank=True)  # {"vi", "en"}
    doubts = models.JSONField(default=list, blank=True)  # [{"code", "vi", "en"}]
    facts = models.JSONField(default=dict, blank=True)
    placement = models.JSONField(null=True, blank=True)  # gis.placement.Placement.as_dict()
    # {"placement", "problem"} of the manifest's row; "told": media_pipeline.told.Told.as_dict()
    declared = models.JSONField(default=dict, blank=True)
    caption_vi = models.CharField(max_length=400, blank=True)
    caption_en = models.CharField(max_length=400, blank=True)
    credit = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=20, blank=True)
    role = models.CharField(max_length=30, blank=True)  # "decision", "inventory_sheet", "consent", …
    taken_at = models.CharField(max_length=40, blank=True)  # ISO, with the zone when the camera knew it
    order = models.PositiveIntegerField(default=0)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    received_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    unit = models.ForeignKey("heritage_gis.AdminUnit", on_delete=models.PROTECT, related_name="+")
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_holder = models.CharField(max_length=80, blank=True)
    phash = models.CharField(max_length=16, blank=True, db_index=True)  # perceptual hash, hexadecimal
    grade = models.PositiveSmallIntegerField(null=True, blank=True)  # 0-4; why is in ``facts``
    damage = models.CharField(max_length=10, choices=Damage.choices, blank=True)
    fixity_at = models.DateTimeField(null=True, blank=True)  # when the original was last hashed again

    class Meta:
        ordering = ["order", "pk"]
        indexes = [
            models.Index(fields=["item", "kind", "published_at"]),
            models.Index(fields=["state", "lease_until"]),
        ]

    def __str__(self) -> str:
        return f"{self.original_name} ({self.public_id})"

    @property
    def place(self) -> Placement | None:
        """Where the file says it was made."""
        return Placement.from_dict(self.placement) if self.placement else None

    @property
    def told(self) -> Told:
        """What people said of the file that it does not say itself, its companions included."""
        return replace(
            Told.from_dict(self.declared.get("told", {})),
            companions=tuple(each.name for each in self.companions.all()),
        )

    @property
    def is_settled(self) -> bool:
        """Whether the machine has said its word."""
        return self.state not in (self.State.RECEIVED, self.State.PROCESSING)


class Derivative(models.Model):
    """One file made from an original by a named recipe; can be thrown away and made again."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="derivatives")
    recipe = models.CharField(max_length=40)
    media_type = models.CharField(max_length=100)
    file = models.CharField(max_length=200)  # name in the "derivatives" storage
    bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    facts = models.JSONField(default=dict, blank=True)
    version = models.PositiveSmallIntegerField(default=1)  # of the recipe: media_pipeline.recipes
    tool = models.CharField(max_length=200, blank=True)  # "Pillow 13.0.0, pyvips 3.2.0"
    parameters = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["recipe"]
        constraints = [models.UniqueConstraint(fields=["asset", "recipe"], name="derivative_once")]


class Companion(models.Model):
    """A file that belongs to an original and means nothing without it: a material, a texture, a world file."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="companions")
    name = models.CharField(max_length=300)  # as the main file refers to it, relative to its folder
    sha256 = models.CharField(max_length=64)
    bytes = models.PositiveBigIntegerField()
    original = models.CharField(max_length=200)  # name in the "originals" storage

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["asset", "name"], name="companion_once")]


class PageText(models.Model):
    """The words on one page of a scan or document, for search and for readers who cannot see the picture."""

    class Source(models.TextChoices):
        """A text layer was written by whoever made the file; OCR is a machine's reading."""

        LAYER = "layer", "Lớp chữ"
        OCR = "ocr", "Nhận dạng"

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="page_texts")
    page = models.PositiveIntegerField()  # from 1
    text = models.TextField()
    source = models.CharField(max_length=5, choices=Source.choices)

    class Meta:
        ordering = ["page"]
        constraints = [models.UniqueConstraint(fields=["asset", "page"], name="page_text_once")]


class Batch(models.Model):
    """One delivery: an upload or an ``ingest``. Its receipts give every file an outcome."""

    unit = models.ForeignKey("heritage_gis.AdminUnit", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)


class Receipt(models.Model):
    """What became of one file of a batch."""

    class Outcome(models.TextChoices):
        """The four ends of the line, and the two ways to still be on it."""

        WORKING = "working", "Đang xử lý"
        ACCEPTED = "accepted", "Đã nhận"
        DUPLICATE = "duplicate", "Trùng"
        NEEDS_REVIEW = "needs_review", "Cần xem lại"
        REFUSED = "refused", "Không nhận"
        FAILED = "failed", "Lỗi hệ thống"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="receipts")
    path = models.CharField(max_length=500)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.WORKING)
    code = models.CharField(max_length=40, blank=True)
    vi = models.TextField(blank=True)
    en = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    asset = models.ForeignKey(Asset, null=True, on_delete=models.SET_NULL, related_name="receipts")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["batch", "path"], name="receipt_once_per_path")]
