"""Gather what the rows prove about an item, and write down the level that follows."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from gis import units
from gis.models import AdminUnit
from heritage import categories
from heritage.models import Asset, Item, Revision
from heritage.rules.evidence import Evidence
from heritage.rules.levels import Assessment, assess

UNIT_MARGIN_M = 50.0  # a point on the border street is not outside


def refresh_level(item: Item) -> Assessment:
    """Assess an item from its recorded facts and store level and needs. Never counts by increments."""
    assessment = assess(evidence_of(item))
    Item.objects.filter(pk=item.pk).update(level=assessment.level, level_reasons=assessment.reasons)
    item.level = assessment.level
    return assessment


def evidence_of(item: Item) -> Evidence:
    """Everything a level depends on. Only approved media of a published state count as proof."""
    approved = [asset for asset in item.assets.all() if asset.published_at is not None]
    photos = [asset for asset in approved if asset.kind == "photo"]
    pictures = [asset for asset in approved if asset.kind in ("photo", "scan", "document")]
    measured = [
        asset
        for asset in approved
        if asset.kind in ("cloud", "mesh") and (asset.facts.get("crs") or asset.kind == "mesh")
    ]
    codes = {fact.get("code") for fact in item.facts}
    placement = item.placement
    inside = False
    if placement is not None:
        inside = bool(item.position_exception) or any(
            (outside := units.distance_outside_m(unit, placement.lon, placement.lat)) is not None
            and outside <= UNIT_MARGIN_M
            for unit in _territories(item)
        )
    return Evidence(
        category=item.category,
        rank=item.rank,
        has_name=bool(item.name_vi),
        has_unit=item.unit.stands_on(timezone.localdate()),
        has_source=bool(item.sources),
        has_legal_basis=_has_legal_basis(item, approved),
        has_summary=bool(item.summary_vi),
        has_position=placement is not None and placement.accuracy_m is not None,
        accuracy_m=placement.accuracy_m if placement else None,
        inside_unit=inside,
        photos=len(photos),
        photos_with_rights=sum(map(_has_rights, photos)),
        captioned_photos=sum(1 for photo in photos if photo.caption_vi and _has_rights(photo)),
        has_decision_scan=any(asset.role in ("decision", "inventory_sheet") for asset in approved),
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
        linked_places=_linked_places(item) if item.category == "figure" else 0,  # nothing else asks for them
        images_or_documents_with_rights=sum(map(_has_rights, pictures)),
        originals_intact=not any(asset.damage for asset in approved),
        approved_by_second_person=item.published_at is not None
        and Revision.objects.filter(item=item, state=Revision.State.APPROVED).exists(),
        is_public=item.is_public,
        is_restricted_by_decision=bool(item.restricted_decision),
        clouds_or_meshes_measured=len(measured),
        drawings=sum(1 for asset in approved if asset.role == "drawing"),
        full_dossier=any(asset.role == "dossier" for asset in approved),
        has_audio_guide=any(asset.role == "audio_guide" for asset in approved),
    )


def _territories(item: Item) -> Iterator[AdminUnit]:
    """The item's unit, and former ones that went into it whole: what lay in those lies in it."""
    yield item.unit
    moves = item.former_units.filter(why="whole", new=item.unit, reassignment__state="approved")
    for move in moves.select_related("old"):
        yield move.old


def _has_legal_basis(item: Item, approved: list[Asset]) -> bool:
    """A decision, a rank, an inventory sheet, or the statement that it is not ranked; figures need none."""
    return (
        item.category == "figure"
        or bool(item.decision_number)
        or item.rank != "unknown"
        or any(fact.get("code") == "not_ranked" for fact in item.facts)
        or any(asset.role in ("decision", "inventory_sheet") for asset in approved)
    )


def _has_rights(asset: Asset) -> bool:
    """Whether the rights are stated in words that the product knows; anything else proves nothing."""
    return bool(asset.licence) and asset.licence in categories.codes(categories.LICENCES)


def _linked_places(item: Item) -> int:
    """Relics, crafts and festivals tied to a figure, read from both ends of a relation."""
    outgoing = item.relations.exclude(object__category="figure").count()
    incoming = item.inverse_relations.exclude(subject__category="figure").count()
    return outgoing + incoming
