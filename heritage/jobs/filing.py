"""Write down what became of an asset: one transaction each, receipts included."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils import timezone

from gis import units
from gis.choose import choose_placement
from gis.doubts import Doubt
from gis.placement import Placement
from gis.question import doubts_about
from heritage.jobs import candidates, page_texts
from heritage.models import Asset, Derivative, Event, Item, Receipt, User
from heritage.rules.licences import licence_at

# Worth saying, not worth stopping for: the officer reads them on the file, publication goes on.
NOTES = frozenset(
    {
        "accuracy_coarse",
        "accuracy_unknown",
        "blank_first_page",
        "blank_page",
        "cloud_crs_told",
        "cloud_not_in_metres",
        "ffmpeg_missing",
        "float32_coordinates",
        "gps_void",
        "gps_weak",
        "low_dpi",
        "map_fit_unproven",
        "mesh_unit_unknown",
        "no_dpi",
        "ocr_late",
        "ocr_missing",
        "ocr_no_vietnamese",
        "ocr_postponed",
        "ocr_weak",
        "pages_left_out",
        "not_converted",
        "photo_low_grade",
        "points_without_position",
        "video_codec",
        "waveforms_not_shown",
    }
)


def place(asset: Asset, from_file: Placement | None) -> tuple[Placement | None, list[Doubt]]:
    """Choose between the declared place and the file's own, and doubt the outcome."""
    declared = asset.declared.get("placement")
    candidates = [Placement.from_dict(declared)] if declared else []
    choice = choose_placement([*candidates, *([from_file] if from_file else [])])
    doubts = list(choice.doubts)
    problem = asset.declared.get("problem")
    if problem:
        doubts.append(Doubt("manifest_position", problem["vi"], problem["en"]))
    if choice.accepted is not None:
        doubts.extend(doubts_about(choice.accepted, units.place_of(asset.unit)))
    return choice.accepted, doubts


@transaction.atomic
def accept(
    asset: Asset,
    facts: dict[str, Any],
    placement: Placement | None,
    doubts: list[Doubt],
    derivatives: list[dict[str, Any]],
) -> None:
    """File facts, place, doubts and derivatives; the asset is READY, or NEEDS_REVIEW when doubted."""
    serious = [doubt for doubt in doubts if doubt.code not in NOTES]
    asset.facts = facts
    asset.taken_at = str(facts.get("taken_at") or "")[:40]
    asset.placement = placement.as_dict() if placement else None
    asset.doubts = [doubt.as_dict() for doubt in doubts]
    asset.phash, asset.grade = str(facts.get("phash") or ""), facts.get("grade")
    asset.code, asset.reason = "", {}
    asset.state = Asset.State.NEEDS_REVIEW if serious else Asset.State.READY
    asset.lease_until, asset.lease_holder = None, ""
    _import_words(asset, facts)
    if asset.item is None:
        asset.item = _draft_of_its_own(asset, placement)
    asset.save()
    candidates.follow(asset)
    asset.derivatives.exclude(recipe__in=[each["recipe"] for each in derivatives]).delete()
    for each in derivatives:
        values = {key: value for key, value in each.items() if key != "recipe"}
        Derivative.objects.update_or_create(asset=asset, recipe=each["recipe"], defaults=values)
    page_texts.refresh(asset)
    outcome = Receipt.Outcome.NEEDS_REVIEW if serious else Receipt.Outcome.ACCEPTED
    _tell(
        asset,
        outcome,
        serious[0].code if serious else "accepted",
        " ".join(doubt.vi for doubt in serious) or "Đã nhận.",
        " ".join(doubt.en for doubt in serious) or "Accepted.",
    )


def _import_words(asset: Asset, facts: dict[str, Any]) -> None:
    """Fill what nobody declared from the words inside the file; a licence only where its address is there."""
    if not asset.caption_vi and isinstance(facts.get("caption"), str):
        asset.caption_vi = facts["caption"][:400]
        # the same picture in other words: of no use beside a caption that an officer wrote
        asset.caption_en = asset.caption_en or str(facts.get("caption_en") or "")[:400]
    credit = facts.get("artist") or facts.get("credit")
    if not asset.credit and isinstance(credit, str):
        asset.credit = credit[:200]
    if not asset.licence and isinstance(facts.get("licence_url"), str):
        asset.licence = licence_at(facts["licence_url"])


@transaction.atomic
def reject(asset: Asset, code: str, vi: str, en: str) -> None:
    """The file is at fault. The original stays, the public never sees it."""
    asset.state = Asset.State.REJECTED
    asset.code, asset.reason = code, {"vi": vi, "en": en}
    asset.lease_until, asset.lease_holder = None, ""
    asset.save()
    asset.derivatives.all().delete()
    asset.page_texts.all().delete()
    _tell(asset, Receipt.Outcome.REFUSED, code, vi, en)


@transaction.atomic
def fail(asset: Asset, number: str, detail: str) -> None:
    """We are at fault: a number to quote, the detail for the administrator only."""
    vi = f"Hệ thống gặp lỗi, tệp gốc vẫn an toàn. Báo mã {number} cho quản trị."
    en = f"Something failed on our side; the original is safe. Give code {number} to the administrator."
    asset.state = Asset.State.FAILED
    asset.code, asset.reason = "our_fault", {"vi": vi, "en": en, "number": number}
    asset.lease_until, asset.lease_holder = None, ""
    asset.save()
    Event.objects.create(
        verb="asset_failed",
        item=asset.item,
        subject=asset.public_id,
        detail={"number": number, "why": detail[:2000]},
    )
    _tell(asset, Receipt.Outcome.FAILED, "our_fault", vi, en)


def _tell(asset: Asset, outcome: str, code: str, vi: str, en: str) -> None:
    # Receipts of later deliveries of the same bytes say "duplicate" and stay as they are.
    asset.receipts.filter(outcome=Receipt.Outcome.WORKING).update(outcome=outcome, code=code, vi=vi, en=en)


def _draft_of_its_own(asset: Asset, placement: Placement | None) -> Item:
    name = asset.original_name.rsplit("/", 1)[-1].rsplit(".", 1)[0].strip()[:180] or asset.public_id
    item = Item(
        category="relic",
        name_vi=name,
        unit=asset.unit,
        created_by=asset.received_by,
    )
    if placement is not None:
        put_position(item, placement, by=asset.received_by, at=timezone.now())
    item.save()
    Event.objects.create(
        actor=asset.received_by,
        verb="item_opened",
        item=item,
        subject=asset.public_id,
        detail={"at": timezone.now().isoformat()},
    )
    return item


def put_position(
    item: Item,
    placement: Placement,
    *,
    text: str = "",
    by: User | None = None,
    at: dt.datetime | None = None,
) -> None:
    """Copy a placement into an item's columns, the native coordinates with it.

    Args:
        item: Changed, not saved.
        placement: The place.
        text: What was typed or pasted for it.
        by: Who stated it; None where nobody did or nobody knows.
        at: When.
    """
    item.position = Point(placement.lon, placement.lat, srid=4326)
    item.position_method = placement.method
    item.position_accuracy_m = placement.accuracy_m
    item.position_native = placement.native
    item.position_text, item.position_by, item.position_at = text[:400], by, at
