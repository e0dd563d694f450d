"""The limits of the settings reach the child, and a worker that met them goes on with the next file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from heritage.jobs.process import process_asset
from heritage.models import Asset, Batch, Receipt
from heritage.services import intake
from media_pipeline.limits import Limits
from tests import samples

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def receive(vi_khe: Any, officer: Any, stores: Path, tmp_path: Path) -> Any:
    batch = Batch.objects.create(unit=vi_khe, by=officer)

    def received(name: str) -> Asset:
        path = tmp_path / name
        if name.endswith("jpg"):
            samples.photo(path, seed=ord(name[0]))
        else:
            samples.cloud(path)
        receipt = intake.receive_into(batch, path, name=name, queue=False)
        assert receipt.asset is not None
        return receipt.asset

    return received


@pytest.mark.parametrize(
    ("limits", "name", "code"),
    [
        (Limits(wall_s=0.05), "a.jpg", "too_slow"),
        (Limits(resident_mb=15), "a.laz", "too_large"),
        (Limits(pixels_mp=0), "a.jpg", "too_many_pixels"),
        (Limits(points_m=0), "a.laz", "too_many_points"),
    ],
)
def test_a_file_that_meets_a_limit_is_refused_with_a_reason_and_the_next_one_is_taken(
    limits: Limits, name: str, code: str, receive: Any, settings: Any
) -> None:
    settings.READING_LIMITS = limits
    refused = receive(name)
    process_asset(refused.pk)
    refused.refresh_from_db()
    assert (refused.state, refused.code) == ("rejected", code)
    assert refused.reason["vi"] and refused.reason["en"]
    assert Receipt.objects.get(asset=refused).outcome == "refused"
    settings.READING_LIMITS = Limits()
    following = receive("b.jpg")
    process_asset(following.pk)
    following.refresh_from_db()
    assert following.state in ("ready", "needs_review")
