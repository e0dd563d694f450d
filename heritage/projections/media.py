"""A media file as the public may have it: derivatives with addresses, the original by its digest."""

from __future__ import annotations

from typing import Any

from heritage.models import Asset, Derivative, Item

# These carry exact coordinates inside; a protected item's are withheld at the source.
GEOREFERENCED = frozenset({"copc", "footprint", "statistics", "height-map"})
EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/png": "png",
    "image/tiff": "tif",
    "model/gltf-binary": "glb",
    "application/vnd.laszip+copc": "copc.laz",
    "application/geo+json": "geojson",
    "application/json": "json",
    "text/plain": "txt",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
    "audio/ogg": "ogg",
    "video/mp4": "mp4",
}


def derivative_url(asset: Asset, derivative: Derivative) -> str:
    """The stable address; the digest in the query makes it cacheable for ever."""
    extension = EXTENSIONS.get(derivative.media_type, "bin")
    return f"/media/{asset.public_id}/{derivative.recipe}.{extension}?v={derivative.sha256[:8]}"


def may_show(item: Item, recipe: str) -> bool:
    """Whether a recipe may leave the house for this item."""
    return not (item.protected and recipe in GEOREFERENCED)


def recipes(item: Item, asset: Asset) -> dict[str, Derivative]:
    """The derivatives that may be shown, by recipe."""
    return {each.recipe: each for each in asset.derivatives.all() if may_show(item, each.recipe)}


def small_picture(known: dict[str, Derivative]) -> Derivative | None:
    """The picture for lists: 640 px wide, or the only size that a small original has."""
    return known.get("photo-640") or known.get("photo-320")


def poster(item: Item) -> tuple[str | None, str | None]:
    """Addresses of a picture 640 px wide and of its tiny placeholder; photos before other kinds."""
    ranked = sorted(item.assets.all(), key=lambda asset: (asset.kind != "photo", asset.order, asset.pk))
    for asset in ranked:
        known = recipes(item, asset)
        small = small_picture(known)
        if asset.published_at is None or small is None:
            continue
        tiny = known.get("placeholder")
        return derivative_url(asset, small), derivative_url(asset, tiny) if tiny else None
    return None, None


def media_document(item: Item, asset: Asset) -> dict[str, Any]:
    """One entry of the API's ``media`` list."""
    return {
        "id": asset.public_id,
        "kind": asset.kind,
        "caption": {"vi": asset.caption_vi, "en": asset.caption_en},
        "licence": asset.licence or None,
        "credit": asset.credit or None,
        "taken_at": asset.taken_at or None,
        "original": {"sha256": asset.sha256, "bytes": asset.bytes, "type": asset.media_type},
        "derivatives": [
            {
                "recipe": each.recipe,
                "type": each.media_type,
                "url": derivative_url(asset, each),
                "bytes": each.bytes,
                **{key: each.facts[key] for key in ("width", "height", "points") if key in each.facts},
            }
            for each in recipes(item, asset).values()
        ],
    }
