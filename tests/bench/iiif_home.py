"""``python -m tests.bench.iiif_home PICTURE``: a home in ``DISANSO_HOME`` with one published picture, ready to serve."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

import rasterio  # noqa: F401  before the first SpatiaLite connection

ASSET = "BENCH00001"
PYRAMID = "pyramid.tif"


def fill(home: Path, picture: Path) -> None:
    """Tables, a unit, an item, a file and its pyramid."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "heritage.settings"
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from gis.models import AdminUnit
    from heritage.models import Asset, Derivative, Item
    from media_pipeline.pyramid import pyramid_of_file

    call_command("migrate", verbosity=0)
    store = home / "derivatives"
    store.mkdir(exist_ok=True)
    made = pyramid_of_file(picture, "image/jpeg", store)
    assert made is not None
    now = timezone.now()
    unit = AdminUnit.objects.create(
        code="13972", valid_from=dt.date(2025, 7, 1), level="commune", name="Phường Vị Khê", folded="vi khe"
    )
    item = Item.objects.create(
        category="relic", name_vi="Đình làng", unit=unit, state=Item.State.PUBLISHED, published_at=now
    )
    asset = Asset.objects.create(
        public_id=ASSET,
        item=item,
        unit=unit,
        kind="photo",
        media_type="image/jpeg",
        sha256="0" * 64,
        bytes=picture.stat().st_size,
        original="none",
        original_name=picture.name,
        state=Asset.State.READY,
        published_at=now,
    )
    Derivative.objects.create(
        asset=asset,
        recipe="pyramid",
        media_type="image/tiff",
        file=PYRAMID,
        bytes=made.path.stat().st_size,
        sha256="1" * 64,
        facts=made.facts,
    )


if __name__ == "__main__":
    fill(Path(os.environ["DISANSO_HOME"]), Path(sys.argv[1]))
