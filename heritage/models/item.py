"""Items of heritage. A row of ``Item`` is what is approved; what is being edited lives in ``Revision``."""

from __future__ import annotations

from django.conf import settings
from django.contrib.gis.db import models
from django.utils.text import slugify

from gis.placement import Method, Placement
from heritage import categories
from heritage.models.identifiers import item_id

# Columns that people write, in the order of the form; the place and the zones fill several columns each.
FIELDS = (
    "category",
    "name_vi",
    "name_en",
    "alt_names",
    "han_nom",
    "former_address",
    "kinds",
    "rank",
    "decision_number",
    "decision_date",
    "decision_by",
    "summary_vi",
    "summary_en",
    "story_vi",
    "story_en",
    "facts",
    "sources",
    "sources_of",
    "lunar",
    "position_exception",
    "disclosure",
    "dynasties",
    "year_from",
    "year_to",
    "consent_recorded",
)


class Item(models.Model):
    """A relic, festival, craft village or figure."""

    class State(models.TextChoices):
        """``published`` is the only state that the public sees."""

        DRAFT = "draft", "Bản nháp"
        PUBLISHED = "published", "Đã công bố"
        WITHDRAWN = "withdrawn", "Đã rút"

    public_id = models.CharField(max_length=12, unique=True, default=item_id, editable=False)
    category = models.CharField(max_length=20, choices=categories.choices(categories.CATEGORIES))
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    alt_names = models.JSONField(default=list, blank=True)  # ["Tôn Trung Tự", …]
    han_nom = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey("heritage_gis.AdminUnit", on_delete=models.PROTECT, related_name="items")
    other_units = models.ManyToManyField("heritage_gis.AdminUnit", blank=True, related_name="shared_items")
    former_address = models.CharField(max_length=300, blank=True)
    kinds = models.JSONField(default=list, blank=True)  # codes of categories.KINDS
    rank = models.CharField(max_length=20, choices=categories.choices(categories.RANKS), default="unknown")
    decision_number = models.CharField(max_length=80, blank=True)
    decision_date = models.CharField(max_length=10, blank=True)  # ISO date, or the year alone
    decision_by = models.CharField(max_length=120, blank=True)
    summary_vi = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    story_vi = models.TextField(blank=True)
    story_en = models.TextField(blank=True)
    facts = models.JSONField(default=list, blank=True)  # [{"code", "vi", "en", "source"}]
    sources = models.JSONField(default=dict, blank=True)  # {"s1": {"title", "where", "url", "accessed"}}
    sources_of = models.JSONField(default=dict, blank=True)  # {"name": "s1", "rank": "s2"}
    lunar = models.JSONField(null=True, blank=True)  # {"month", "day", "days", "leap", "calendar"}

    position = models.PointField(null=True, blank=True)
    position_method = models.CharField(max_length=20, blank=True)
    position_accuracy_m = models.FloatField(null=True, blank=True)
    position_native = models.JSONField(null=True, blank=True)  # {"crs", "x", "y"}: x easting, y northing
    position_source = models.CharField(max_length=20, blank=True)  # key into ``sources``
    position_exception = models.CharField(max_length=300, blank=True)  # why outside the unit is right
    zone_one = models.MultiPolygonField(null=True, blank=True)
    zone_two = models.MultiPolygonField(null=True, blank=True)
    position_text = models.CharField(max_length=400, blank=True)  # as it was typed or pasted
    position_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    position_at = models.DateTimeField(null=True, blank=True)
    route = models.MultiLineStringField(null=True, blank=True)  # of a festival's procession
    area = models.MultiPolygonField(null=True, blank=True)  # of a craft village
    # How much of the place the public gets, in every output.
    disclosure = models.CharField(
        max_length=10, choices=categories.choices(categories.DISCLOSURES), default="exact"
    )
    dynasties = models.JSONField(default=list, blank=True)  # codes of categories.DYNASTIES
    year_from = models.SmallIntegerField(null=True, blank=True)  # of our era; before it negative
    year_to = models.SmallIntegerField(null=True, blank=True)
    consent_recorded = models.BooleanField(default=False)  # of the community or the artisans
    restricted_decision = models.CharField(max_length=200, blank=True)

    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    level = models.PositiveSmallIntegerField(default=0)  # rebuilt from evidence, never edited
    level_reasons = models.JSONField(default=list, blank=True)
    blocked_reason = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "category"]), models.Index(fields=["unit", "state"])]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name_vi=""), name="item_has_a_name"),
            models.CheckConstraint(condition=models.Q(level__lte=3), name="item_level_0_to_3"),
            models.CheckConstraint(
                condition=models.Q(year_from__isnull=True)
                | models.Q(year_to__isnull=True)
                | models.Q(year_from__lte=models.F("year_to")),
                name="item_years_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name_vi} ({self.public_id})"

    @property
    def slug(self) -> str:
        """The readable part of the address; never looked up, so it may change."""
        return slugify(self.name_vi.replace("đ", "d").replace("Đ", "D")) or self.category

    @property
    def is_public(self) -> bool:
        """Whether anybody may see it."""
        return self.state == self.State.PUBLISHED

    @property
    def is_protected(self) -> bool:
        """Whether the public gets less than the exact place."""
        return self.disclosure != "exact"

    @property
    def placement(self) -> Placement | None:
        """The exact position. What the public gets is decided in ``heritage.projections.position``."""
        if self.position is None:
            return None
        native = self.position_native or {}
        return Placement(
            lon=self.position.x,
            lat=self.position.y,
            method=Method(self.position_method or Method.DECLARED),
            accuracy_m=self.position_accuracy_m,
            native_crs=native.get("crs"),
            native_x=native.get("x"),
            native_y=native.get("y"),
        )


class Relation(models.Model):
    """A directed, typed link between two items, with its source."""

    subject = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="relations")
    object = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="inverse_relations")
    kind = models.CharField(max_length=20, choices=categories.choices(categories.RELATIONS))
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "object", "kind"], name="relation_once"),
            models.CheckConstraint(condition=~models.Q(subject=models.F("object")), name="relation_not_self"),
        ]


class Revision(models.Model):
    """A proposed change: whole new values by field, waiting for a second person."""

    class State(models.TextChoices):
        """Open revisions are drafts; submitted ones wait in the review queue."""

        DRAFT = "draft", "Đang soạn"
        SUBMITTED = "submitted", "Chờ duyệt"
        APPROVED = "approved", "Đã duyệt"
        RETURNED = "returned", "Trả lại"

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="revisions")
    values = models.JSONField(default=dict)  # only fields that differ
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    comment = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item"],
                condition=models.Q(state__in=["draft", "submitted", "returned"]),
                name="one_open_revision_per_item",
            ),
        ]


class Event(models.Model):
    """Who did what to what. Rows are added, never changed."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=40)
    item = models.ForeignKey(Item, null=True, on_delete=models.SET_NULL, related_name="events")
    subject = models.CharField(max_length=120, blank=True)
    detail = models.JSONField(default=dict, blank=True)
