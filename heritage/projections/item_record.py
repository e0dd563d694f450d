"""An item as a file that outlives this product: every field, every original, nothing that can be rebuilt.

The record is what an archive keeps and what comes back to an identical item. It holds exact positions and
unpublished words: it is for the archive, never for the public.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

from heritage.models import Asset, Item
from heritage.models.item import FIELDS

FORMAT = "disanso-item/1"
# Columns that are kept as they stand; the others are written below in a form of their own.
PLAIN = (*FIELDS, "position_source", "restricted_decision", "blocked_reason")
SHAPES = ("zone_one", "zone_two", "route", "area")
FILE_PLAIN = (
    "kind",
    "media_type",
    "sha256",
    "bytes",
    "original_name",
    "declared",
    "caption_vi",
    "caption_en",
    "credit",
    "licence",
    "role",
    "order",
)
NAME_BYTES = 200  # file systems take 255; the folder of the file makes the name unique


def item_record(item: Item) -> dict[str, Any]:
    """Plain JSON values. Coordinates are longitude, latitude with all their digits."""
    return {
        "format": FORMAT,
        "id": item.public_id,
        **{name: getattr(item, name) for name in PLAIN},
        "unit": {"code": item.unit.code, "name": item.unit.name},
        "other_units": sorted(item.other_units.values_list("code", flat=True)),
        "placement": item.placement.as_dict() if item.placement else None,
        "position_text": item.position_text,
        "position_by": item.position_by.username if item.position_by else "",
        "position_at": item.position_at.isoformat() if item.position_at else "",
        **{name: _shape(getattr(item, name)) for name in SHAPES},
        "relations": sorted(
            (
                {"kind": each.kind, "object": each.object.public_id, "source": each.source}
                for each in item.relations.select_related("object")
            ),
            key=lambda relation: (relation["object"], relation["kind"]),
        ),
        "files": [file_record(each) for each in kept_files(item)],
    }


def kept_files(item: Item) -> list[Asset]:
    """The files that belong to the item, refused ones aside, in their order."""
    rows = item.assets.exclude(state=Asset.State.REJECTED).prefetch_related("companions", "derivatives")
    return list(rows.order_by("order", "public_id"))


def file_record(asset: Asset) -> dict[str, Any]:
    """One original with the words on it; ``path`` is relative to the folder of originals."""
    return {
        "id": asset.public_id,
        "path": f"{asset.public_id}/{safe_name(asset.original_name)}",
        **{name: getattr(asset, name) for name in FILE_PLAIN},
        "companions": [
            {
                "name": each.name,
                "path": f"{asset.public_id}/companions/{number:03}-{safe_name(each.name)}",
                "sha256": each.sha256,
                "bytes": each.bytes,
            }
            for number, each in enumerate(asset.companions.all(), start=1)
        ],
    }


def safe_name(name: str) -> str:
    """A file name that every system can hold, as near to the given one as possible.

    >>> safe_name("khảo sát/Đền\\tTrần.jpg"), safe_name("..")
    ('Đền_Trần.jpg', 'file')
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    clean = re.sub(r'[\x00-\x1f\x7f<>:"|?*%]', "_", last).strip(" .")
    while len(clean.encode()) > NAME_BYTES:  # the ending says what it is, so the beginning gives way
        clean = clean[1:]
    return clean or "file"


def _shape(shape: Any) -> dict[str, Any] | None:
    """GeoJSON with the very numbers that are stored; None for no shape."""
    if shape is None:
        return None
    return {"type": shape.geom_type, "coordinates": shape.coords}
