"""Gather what the rows prove about an item, and write down the level that follows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from gis import units
from gis.models import AdminUnit
from heritage import categories
from heritage.models import Asset, Item, LevelChange, ReassignedItem, Relation, Revision
from heritage.projections.criteria import criteria_on
from heritage.rules.criteria import Criteria
from heritage.rules.evidence import Evidence
from heritage.rules.levels import Assessment, assess

UNIT_MARGIN_M = 50.0  # a point on the border street is not outside
PAPERS = ("decision", "inventory_sheet")
WHOLE = {"why": "whole", "reassignment__state": "approved"}


@dataclass(frozen=True, slots=True)
class Around:
    """What other rows say of an item.

    Attributes:
        is_approved: A second person approved a revision of it.
        linked_places: Relics, crafts and festivals tied to a figure.
        territories: The item's unit, and former ones that went into it whole: what lay in those lies in it.
            Looked at only until one is found that holds the item.
    """

    is_approved: bool
    linked_places: int
    territories: Iterable[AdminUnit]


def refresh_level(item: Item) -> Assessment:
    """Assess an item from its recorded facts and store level and needs. Never counts by increments."""
    criteria = criteria_on(timezone.localdate())
    assessment = assess(evidence_of(item), criteria)
    store_level(item.pk, assessment, criteria)
    item.level = assessment.level
    return assessment


def assessment_of(item: Item, criteria: Criteria | None = None) -> Assessment:
    """The level of an item as it is in memory, by the criteria of today unless others are given; nothing is stored."""
    return assess(evidence_of(item), criteria or criteria_on(timezone.localdate()))


@transaction.atomic
def store_level(item_pk: int, assessment: Assessment, criteria: Criteria) -> bool:
    """Write a level and its needs, and the change of the level if it did; whether anything was written."""
    row = Item.objects.select_for_update().filter(pk=item_pk).values("level", "level_reasons").first()
    if row is None or (row["level"], row["level_reasons"]) == (assessment.level, assessment.reasons):
        return False
    Item.objects.filter(pk=item_pk).update(level=assessment.level, level_reasons=assessment.reasons)
    if row["level"] != assessment.level:
        asked = {need["code"] for need in row["level_reasons"]}
        had = {need["code"] for need in row["level_reasons"] if need["met"]}
        # What new criteria ask for and is not there was lost too: it is why the level went.
        lost = [each.code for each in assessment.needs if not each.met and each.code in had]
        lost += [each.code for each in assessment.needs if asked and not each.met and each.code not in asked]
        LevelChange.objects.create(
            item_id=item_pk,
            before=row["level"],
            after=assessment.level,
            criteria_version=criteria.version,
            lost=lost,
            gained=[each.code for each in assessment.needs if each.met and each.code not in had],
        )
    return True


def gather(pks: Sequence[int]) -> Iterator[tuple[Item, Evidence]]:
    """The evidence of many items with a fixed number of queries; in the order of their keys."""
    proof = Asset.objects.filter(published_at__isnull=False)
    rows = Item.objects.filter(pk__in=pks).select_related("unit").order_by("pk")
    items = list(rows.prefetch_related(Prefetch("assets", queryset=proof)))
    approved = set(
        Revision.objects.filter(item__in=pks, state=Revision.State.APPROVED).values_list("item", flat=True)
    )
    linked: Counter[int] = Counter()
    for near, far in (("subject", "object"), ("object", "subject")):
        ties = Relation.objects.filter(**{f"{near}__in": pks}).exclude(**{f"{far}__category": "figure"})
        linked.update(ties.values_list(near, flat=True))
    former: dict[int, list[ReassignedItem]] = defaultdict(list)
    for move in ReassignedItem.objects.filter(item__in=pks, **WHOLE).select_related("old"):
        former[move.item_id].append(move)
    for item in items:
        olds = [move.old for move in former[item.pk] if move.new_id == item.unit_id]
        yield item, _evidence(item, Around(item.pk in approved, linked[item.pk], [item.unit, *olds]))


def evidence_of(item: Item) -> Evidence:
    """Everything a level depends on. Only approved media of a published state count as proof."""
    approved = (
        item.published_at is not None
        and Revision.objects.filter(item=item, state=Revision.State.APPROVED).exists()
    )
    linked = _linked_places(item) if item.category == "figure" else 0  # nothing else asks for them
    return _evidence(item, Around(approved, linked, _territories(item)))


def _evidence(item: Item, around: Around) -> Evidence:
    approved = [asset for asset in item.assets.all() if asset.published_at is not None]
    photos = [asset for asset in approved if asset.kind == "photo"]
    told_photos = [photo for photo in photos if photo.caption_vi and _has_rights(photo)]
    pictures = [asset for asset in approved if asset.kind in ("photo", "scan", "document")]
    papers = [asset for asset in approved if asset.role in PAPERS]
    measured = [
        asset
        for asset in approved
        if asset.kind in ("cloud", "mesh") and (asset.facts.get("crs") or asset.kind == "mesh")
    ]
    codes = {fact.get("code") for fact in item.facts}
    placement = item.placement
    return Evidence(
        category=item.category,
        rank=item.rank,
        has_name=bool(item.name_vi),
        has_unit=item.unit.stands_on(timezone.localdate()),
        has_source=bool(item.sources),
        has_legal_basis=_has_legal_basis(item, papers),
        has_summary=bool(item.summary_vi),
        has_position=placement is not None and placement.accuracy_m is not None,
        accuracy_m=placement.accuracy_m if placement else None,
        inside_unit=_is_inside(item, around.territories),
        photos=len(photos),
        photos_with_rights=sum(map(_has_rights, photos)),
        captioned_photos=len(told_photos),
        photo_grades=tuple(photo.grade for photo in told_photos if photo.grade is not None),
        has_decision_scan=bool(papers),
        decision_scan_dpi=max((float(paper.facts["dpi"]) for paper in papers if _dpi(paper)), default=None),
        has_zone=item.zone_one is not None,
        has_history=bool(item.story_vi),
        has_date_rule=bool(item.lunar),
        video_seconds=max(
            (float(asset.facts.get("seconds") or 0) for asset in approved if asset.kind == "video"),
            default=0.0,
        ),
        has_audio=any(asset.kind == "audio" and asset.caption_vi for asset in approved),
        has_consent=item.consent_recorded or any(asset.role == "consent" for asset in approved),
        has_households="households" in codes,
        has_area_or_point=placement is not None,
        cited_sources=len(item.sources),
        has_life_dates="birth" in codes and "death" in codes,
        linked_places=around.linked_places if item.category == "figure" else 0,
        images_or_documents_with_rights=sum(map(_has_rights, pictures)),
        originals_intact=not any(asset.damage for asset in approved),
        approved_by_second_person=item.published_at is not None and around.is_approved,
        is_public=item.is_public,
        is_restricted_by_decision=bool(item.restricted_decision),
        clouds_or_meshes_measured=len(measured),
        drawings=sum(1 for asset in approved if asset.role == "drawing"),
        full_dossier=any(asset.role == "dossier" for asset in approved),
        has_audio_guide=any(asset.role == "audio_guide" for asset in approved),
    )


def _territories(item: Item) -> Iterator[AdminUnit]:
    yield item.unit
    for move in item.former_units.filter(new=item.unit, **WHOLE).select_related("old"):
        yield move.old


def _is_inside(item: Item, territories: Iterable[AdminUnit]) -> bool:
    placement = item.placement
    if placement is None:
        return False
    return bool(item.position_exception) or any(
        (outside := units.distance_outside_m(unit, placement.lon, placement.lat)) is not None
        and outside <= UNIT_MARGIN_M
        for unit in territories
    )


def _has_legal_basis(item: Item, papers: list[Asset]) -> bool:
    """A decision, a rank, an inventory sheet, or the statement that it is not ranked; figures need none."""
    return (
        item.category == "figure"
        or bool(item.decision_number)
        or item.rank != "unknown"
        or any(fact.get("code") == "not_ranked" for fact in item.facts)
        or bool(papers)
    )


def _has_rights(asset: Asset) -> bool:
    """Whether the rights are stated in words that the product knows; anything else proves nothing."""
    return bool(asset.licence) and asset.licence in categories.codes(categories.LICENCES)


def _dpi(asset: Asset) -> bool:
    return isinstance(asset.facts.get("dpi"), int | float)


def _linked_places(item: Item) -> int:
    """Relics, crafts and festivals tied to a figure, read from both ends of a relation."""
    outgoing = item.relations.exclude(object__category="figure").count()
    incoming = item.inverse_relations.exclude(subject__category="figure").count()
    return outgoing + incoming
