"""How every kind of derivative is sent: our own type, no guessing, and nothing of a stranger's opened as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from heritage.jobs.process import process_asset
from heritage.models import Asset, Batch, Derivative
from heritage.services import intake
from heritage.services.publishing import accept_doubts, publish
from tests import samples
from tests.media_pipeline import papers, sounds

pytestmark = pytest.mark.django_db(transaction=True)

# What a browser may open by itself: pictures that were coded anew, and text that we wrote.
OPENED = {"image/jpeg", "image/webp", "image/png", "application/json", "application/geo+json", "text/plain"}
BUILD: dict[str, Any] = {
    "anh.jpg": lambda path: samples.photo(path, lon=106.2115, lat=20.4076),
    "scan.tif": samples.scan,
    "giay.pdf": papers.pdf,
    "dam-may.laz": samples.cloud,
    "mo-hinh.glb": samples.mesh,
    "tieng.wav": sounds.wav,
    "tieng.mp3": sounds.mp3,
    "tieng.flac": sounds.flac,
    "phim.mp4": sounds.mp4,
}


@pytest.mark.parametrize("name", BUILD)
def test_every_derivative_has_our_type_and_what_may_hold_a_stranger_s_bytes_is_saved_not_opened(
    name: str, make_item: Any, officer: Any, reviewer: Any, stores: Path, index: object, tmp_path: Path
) -> None:
    item = make_item()
    batch = Batch.objects.create(unit=item.unit, by=officer)
    survey = BUILD[name](tmp_path / name)
    receipt = intake.receive_into(batch, survey, name=name, item=item, queue=False)
    process_asset(receipt.asset_id)
    asset = Asset.objects.get()
    if asset.state == Asset.State.NEEDS_REVIEW:
        accept_doubts(asset, by=reviewer, reason="Đã xem.")
    publish(item, by=reviewer)
    made = list(asset.derivatives.all())
    assert made
    for each in made:
        check(asset, each)


def check(asset: Asset, made: Derivative) -> None:
    """The headers of one derivative, whole and by range."""
    for asked in ({}, {"Range": "bytes=0-9"}):
        answer = Client().get(f"/media/{asset.public_id}/{made.recipe}.html", headers=asked)
        assert answer.status_code == (206 if asked else 200)
        assert answer.headers["Content-Type"] == made.media_type
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        saved = answer.headers.get("Content-Disposition", "").startswith("attachment;")
        is_copy = made.sha256 == asset.sha256 or made.facts.get("passed_through")
        if is_copy or made.media_type not in (*OPENED, "image/tiff", "image/tiff; application=geotiff"):
            assert saved, made.recipe
        else:
            assert made.media_type.startswith("image/") or made.media_type in OPENED, made.media_type
