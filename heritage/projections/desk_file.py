"""A survey file as the officers' desk shows it, published or not."""

from __future__ import annotations

from typing import Any

from django.template.defaultfilters import filesizeformat

from heritage import categories
from heritage.models import Asset
from heritage.projections.cloud_report import file_report
from heritage.projections.media import derivative_url
from heritage.projections.states import file_tag

SMALL_PICTURES = ("photo-320", "photo-640", "poster")
PLACEABLE = ("photo", "scan")  # what can be laid on a map
TELLABLE = ("mesh", "cloud")  # what may need a unit or a system that the file does not state
ICONS = {"cloud": "box", "mesh": "box"}


def desk_file(asset: Asset, language: str) -> dict[str, Any]:
    """Name, kind, size, thumbnail, state, doubts and what people said of it."""
    return {
        "id": asset.public_id,
        "name": asset.original_name,
        "about": about(asset, language),
        "icon": ICONS.get(asset.kind, "file-text"),
        "thumb_url": thumbnail(asset),
        "has_words": asset.kind in ("scan", "document") and asset.is_settled and bool(thumbnail(asset)),
        "tag": file_tag(asset, language),
        "caption": asset.caption_vi,
        "caption_en": asset.caption_en,
        "credit": asset.credit,
        "licence": licence(asset, language),
        "role": asset.role,
        "doubts": [doubt[language] for doubt in asset.doubts] if asset.is_settled else [],
        "reason": asset.reason.get(language, "")
        if asset.is_settled
        else "",  # of the last time, while it is read anew
        "grade": grade_reason(asset, language),
        "needs_review": asset.state == Asset.State.NEEDS_REVIEW,
        "failed": asset.state == Asset.State.FAILED,
        "placeable": may_be_a_map(asset),
        "tellable": is_tellable(asset),
        "report": file_report(asset, language),
        "counts": bool(asset.licence and (asset.caption_vi or asset.kind not in ("photo", "audio"))),
    }


def is_tellable(asset: Asset) -> bool:
    """Whether an officer may have something to tell of a file that the machine is done with."""
    return asset.kind in TELLABLE and asset.is_settled


def may_be_a_map(asset: Asset) -> bool:
    """Whether placing it is offered: every scan; of photos those that no camera took, and drawings."""
    if asset.kind not in PLACEABLE or asset.state == Asset.State.REJECTED:
        return False
    known = asset.facts
    by_camera = asset.kind == "photo" and bool(known.get("camera"))
    return not by_camera or asset.role == "drawing" or bool(known.get("has_georeference"))


def about(asset: Asset, language: str) -> str:
    """ "Ảnh, 8,1 MB"."""
    kind = categories.term(categories.MEDIA_KINDS, asset.kind).one(language)
    return f"{kind}, {filesizeformat(asset.bytes)}"


def grade_reason(asset: Asset, language: str) -> str:
    """A photo's grade and why, in a sentence; nothing for other kinds."""
    reason = asset.facts.get("grade_reason")
    return f"{asset.grade}/4. {reason[language]}" if asset.grade is not None and reason else ""


def thumbnail(asset: Asset) -> str | None:
    """The address of the smallest picture that was made; officers may see it before publication."""
    made = {each.recipe: each for each in asset.derivatives.all()}
    small = next((made[recipe] for recipe in SMALL_PICTURES if recipe in made), None)
    return derivative_url(asset, small) if small else None


def licence(asset: Asset, language: str) -> str:
    """The licence in words; nothing where none was stated."""
    return categories.term(categories.LICENCES, asset.licence).label(language) if asset.licence else ""
