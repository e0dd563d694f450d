"""A media file as the public may have it: derivatives with addresses, the original by its digest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from heritage.models import Asset, Derivative, Item

# These carry exact coordinates inside, or words that may (an inventory sheet states its object's place); a
# protected item's are withheld at the source.
GEOREFERENCED = frozenset({"copc", "footprint", "statistics", "height-map", "overlay", "text", "ocr"})
LADDER = (320, 640, 1280, 2048)  # widths of the recipes photo-320 …
LIST_MAX = 1280  # no list shows a picture wider
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
    "audio/flac": "flac",
    "audio/mp4": "m4a",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
}


def derivative_url(asset: Asset, derivative: Derivative) -> str:
    """The stable address; the digest in the query makes it cacheable for ever."""
    extension = EXTENSIONS.get(derivative.media_type, "bin")
    return f"/media/{asset.public_id}/{derivative.recipe}.{extension}?v={derivative.sha256[:8]}"


def may_show(item: Item, recipe: str) -> bool:
    """Whether a recipe may leave the house for this item."""
    return not (item.is_protected and recipe in GEOREFERENCED)


def recipes(item: Item, asset: Asset) -> dict[str, Derivative]:
    """The derivatives that may be shown, by recipe."""
    return {each.recipe: each for each in asset.derivatives.all() if may_show(item, each.recipe)}


def small_picture(known: dict[str, Derivative]) -> Derivative | None:
    """The picture for lists: 640 px wide, or the only size that a small original has."""
    return known.get("photo-640") or known.get("photo-320")


def sizes(known: dict[str, Derivative], ending: str = "") -> list[tuple[int, Derivative]]:
    """The widths of a picture that were made, in pixels, smallest first: JPEG, or WebP with ``-webp``."""
    made = [known[name] for name in (f"photo-{width}{ending}" for width in LADDER) if name in known]
    return [(int(each.facts.get("width") or each.recipe.split("-")[1]), each) for each in made]


def srcset(asset: Asset, widths: list[tuple[int, Derivative]]) -> str:
    """The widths as the attribute of a picture; empty when there are none."""
    return ", ".join(f"{derivative_url(asset, each)} {width}w" for width, each in widths)


@dataclass(frozen=True, slots=True)
class Poster:
    """Addresses of an item's picture for lists: 640 px wide, a tiny one to show meanwhile, all up to 1280."""

    url: str
    placeholder: str | None
    srcset: str
    webp_srcset: str


def poster(item: Item) -> Poster | None:
    """The picture of an item in lists; photos before other kinds."""
    ranked = sorted(item.assets.all(), key=lambda asset: (asset.kind != "photo", asset.order, asset.pk))
    for asset in ranked:
        known = recipes(item, asset)
        small = small_picture(known)
        if asset.published_at is None or small is None:
            continue
        tiny = known.get("placeholder")
        jpeg, webp = ([pair for pair in sizes(known, each) if pair[0] <= LIST_MAX] for each in ("", "-webp"))
        return Poster(
            url=derivative_url(asset, small),
            placeholder=derivative_url(asset, tiny) if tiny else None,
            srcset=srcset(asset, jpeg),
            webp_srcset=srcset(asset, webp) if len(webp) == len(jpeg) else "",  # files of before had two
        )
    return None


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
                "sha256": each.sha256,
                "version": each.version,
                "tool": each.tool or None,
                "made_at": each.made_at.isoformat(timespec="seconds"),
                **{
                    key: each.facts[key]
                    for key in ("width", "height", "points", "triangles")
                    if key in each.facts
                },
            }
            for each in recipes(item, asset).values()
        ],
    }
