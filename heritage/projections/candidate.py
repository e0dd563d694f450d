"""A candidate of an item's place as the officers' desk shows it."""

from __future__ import annotations

from typing import Any

from gis.distance import spoken_distance
from heritage import categories
from heritage.models import PositionCandidate
from heritage.projections.card import name_in
from heritage.projections.desk_file import thumbnail

State = PositionCandidate.State


def candidate_row(candidate: PositionCandidate, language: str) -> dict[str, Any]:
    """Where, how found, how exact, by whom, how far from the accepted place, and what was decided."""
    mark = "." if language == "en" else ","
    asset = candidate.asset
    return {
        "pk": candidate.pk,
        "item_id": candidate.item.public_id,
        "item_name": name_in(candidate.item, language),
        "method": categories.term(categories.METHODS, candidate.method).label(language),
        "degrees": f"{candidate.point.y:.6f}; {candidate.point.x:.6f}".replace(".", mark),
        "accuracy": "" if candidate.accuracy_m is None else spoken_distance(candidate.accuracy_m, mark),
        "native": native_text(candidate, mark),
        "text": candidate.text,
        "source": asset.original_name.rsplit("/", 1)[-1] if asset else candidate.origin,
        "by": candidate.by.display_name if candidate.by else "",
        "at": candidate.at,
        "away": "" if candidate.away_m is None else spoken_distance(candidate.away_m, mark),
        "conflicts": candidate.conflicts,
        "is_accepted": candidate.state == State.ACCEPTED,
        "is_rejected": candidate.state == State.REJECTED,
        "reason": candidate.reason,
        "decided_by": candidate.decided_by.display_name if candidate.decided_by else "",
        "decided_at": candidate.decided_at,
        "thumb_url": thumbnail(asset) if asset else None,
        "caption": asset.caption_vi if asset else "",
        "file_id": asset.public_id if asset else "",
    }


def native_text(candidate: PositionCandidate, mark: str) -> str:
    """X north and Y east as the paper has them, with their system."""
    native = candidate.native or {}
    if not native.get("crs") or native["crs"] == "EPSG:4326" or native.get("x") is None:
        return ""
    x, y = (f"{native[axis]:.3f}".replace(".", mark) for axis in ("y", "x"))
    return f"X {x}; Y {y} ({native['crs']})"
