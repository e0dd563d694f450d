"""A warped old map as web maps want it: TileJSON, a row of the list, and its error in words."""

from __future__ import annotations

from typing import Any

from gis.distance import spoken_distance
from heritage.models import Derivative
from heritage.projections.card import name_in
from heritage.projections.item_document import item_url
from heritage.projections.item_page import caption, credit
from media_pipeline.overlay_tiles import SHALLOWER

RECIPE = "overlay"
TILES = "/ban-do/to"


def tile_address(asset_id: str, version: str) -> str:
    """The template of tile addresses; the version makes each cacheable for ever."""
    return f"{TILES}/{asset_id}/{{z}}/{{x}}/{{y}}.webp?v={version[:8]}"


def zooms(facts: dict[str, Any]) -> tuple[int, int]:
    """The shallowest and the deepest zoom that have tiles."""
    return max(0, int(facts["zoom"]) - SHALLOWER), int(facts["zoom"])


def tile_json(overlay: Derivative, root: str, language: str) -> dict[str, Any]:
    """TileJSON 3.0.0 of one map; ``root`` is the scheme and host."""
    least, most = zooms(overlay.facts)
    west, south, east, north = overlay.facts["bounds"]
    asset = overlay.asset
    return {
        "tilejson": "3.0.0",
        "name": title(overlay, language),
        "attribution": ". ".join(
            part for part in (credit(asset, language), accuracy(overlay.facts, language)) if part
        ),
        "scheme": "xyz",
        "tiles": [root + tile_address(asset.public_id, overlay.sha256)],
        "minzoom": least,
        "maxzoom": most,
        "bounds": [west, south, east, north],
        "center": [(west + east) / 2, (south + north) / 2, most],
        "accuracy_m": overlay.facts.get("accuracy_m"),
        "control_points": overlay.facts.get("points"),
    }


def old_map_row(overlay: Derivative, language: str) -> dict[str, Any]:
    """One map of the list that the layer switch of our own maps reads."""
    least, most = zooms(overlay.facts)
    item = overlay.asset.item
    return {
        "id": overlay.asset.public_id,
        "title": title(overlay, language),
        "credit": credit(overlay.asset, language),
        "accuracy": accuracy(overlay.facts, language),
        "accuracy_m": overlay.facts.get("accuracy_m"),
        "bounds": overlay.facts["bounds"],
        "minzoom": least,
        "maxzoom": most,
        "tiles": tile_address(overlay.asset.public_id, overlay.sha256),
        "tilejson": f"{TILES}/{overlay.asset.public_id}.json",
        "item": {"id": item.public_id, "name": name_in(item, language), "url": item_url(item, language)}
        if item
        else None,
    }


def title(overlay: Derivative, language: str) -> str:
    """The caption, else the name of the item that the sheet belongs to."""
    asset = overlay.asset
    words = caption(asset, language) or asset.caption_vi
    return words or (name_in(asset.item, language) if asset.item else asset.original_name)


def accuracy(facts: dict[str, Any], language: str) -> str:
    """ "Sai số khoảng 12 m (RMS, 8 điểm)", or why no error is known."""
    english = language == "en"
    metres, points = facts.get("accuracy_m"), facts.get("points") or 0
    if metres is not None:
        far = metres_text(float(metres), language)
        return (
            f"Error about {far} (RMS, {points} points)"
            if english
            else f"Sai số khoảng {far} (RMS, {points} điểm)"
        )
    if points:
        return f"Error unknown ({points} points)" if english else f"Chưa biết sai số ({points} điểm)"
    return "Placed by the file's own coordinates" if english else "Đặt theo tọa độ ghi trong tệp gốc"


def metres_text(metres: float, language: str) -> str:
    """Like a spoken distance, with centimetres or decimetres where a whole metre would say nothing."""
    mark = "." if language == "en" else ","
    if metres >= 10:
        return spoken_distance(metres, mark)
    return f"{metres:.{1 if metres >= 1 else 2}f}".replace(".", mark) + " m"
