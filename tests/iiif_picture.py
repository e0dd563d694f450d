"""A picture behind the IIIF address, put there without the line: rows and a pyramid."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.utils import timezone
from PIL import Image

from heritage import storage
from heritage.models import Asset, Derivative, Item
from media_pipeline.pyramid import as_pyramid


def put_picture(item: Item, picture: Image.Image, folder: Path, recipe: str = "pyramid") -> Asset:
    """An asset of the item, as ready as its pyramid; published when the item is."""
    asset, _ = Asset.objects.get_or_create(
        item=item,
        unit=item.unit,
        defaults={
            "kind": "photo",
            "media_type": "image/jpeg",
            "sha256": hashlib.sha256(item.public_id.encode()).hexdigest(),
            "bytes": 1,
            "original": "none",
            "original_name": "a.jpg",
            "licence": "CC-BY-4.0",
            "state": Asset.State.READY,
            "published_at": timezone.now() if item.is_public else None,
        },
    )
    made = as_pyramid(picture, folder, recipe)
    digest = hashlib.sha256(made.path.read_bytes()).hexdigest()
    name = f"{asset.public_id}/{recipe}-{digest[:12]}.tif"
    Derivative.objects.create(
        asset=asset,
        recipe=recipe,
        media_type=made.media_type,
        file=storage.keep_derivative(made.path, name),
        bytes=made.path.stat().st_size,
        sha256=digest,
        facts=made.facts,
    )
    return asset
