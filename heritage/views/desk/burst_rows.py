"""Bursts of photos and look-alikes as the desk shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gis.distance import spoken_distance
from heritage.models import Asset
from heritage.projections.card import name_in
from heritage.projections.desk_file import thumbnail
from heritage.selectors.bursts import Attachment, Proposal
from heritage.selectors.near_duplicates import LookAlike

PICTURES = 8  # thumbnails of a burst; the others are counted


def proposal_row(proposal: Proposal, language: str) -> dict[str, Any]:
    """One burst: its pictures, when and how far from what."""
    item = proposal.item
    mark = "." if language == "en" else ","
    return {
        "key": proposal.key,
        "count": len(proposal.assets),
        "thumbs": [thumbnail(asset) for asset in proposal.assets[:PICTURES]],
        "more": max(0, len(proposal.assets) - PICTURES),
        "taken_at": _when(proposal.assets[0].taken_at),
        "item": item.public_id if item else "",
        "item_name": name_in(item, language) if item else "",
        "away": spoken_distance(proposal.distance_m, mark) if proposal.distance_m is not None else "",
    }


def attachment_row(attachment: Attachment, language: str) -> dict[str, Any]:
    """One burst that was attached."""
    item = attachment.event.item
    return {
        "pk": attachment.event.pk,
        "count": attachment.photos,
        "item": item.public_id if item else "",
        "item_name": name_in(item, language) if item else "",
        "may_be_undone": attachment.may_be_undone,
    }


def look_alike_row(asset: Asset, other: LookAlike) -> dict[str, Any]:
    """Both pictures side by side, and the record that the other belongs to."""
    return {
        "name": other.asset.original_name.rsplit("/", 1)[-1],
        "thumb_url": thumbnail(other.asset),
        "own_thumb_url": thumbnail(asset),
        "item": other.asset.item.public_id if other.asset.item else "",
        "item_name": other.asset.item.name_vi if other.asset.item else "",
    }


def _when(taken_at: str) -> str:
    """ "07:30, 19/03/2026" of an ISO time; nothing of nothing."""
    return f"{datetime.fromisoformat(taken_at):%H:%M, %d/%m/%Y}" if taken_at else ""
