"""What an officer tells of a file reaches the pipeline, stays on record, and needs approval again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from django.utils import timezone

from heritage.errors import NotAllowed
from heritage.jobs import process
from heritage.models import Asset, Batch, Event
from heritage.services import intake
from heritage.services.telling import tell
from media_pipeline.told import ControlPoint
from tests import samples
from tests.media_pipeline.clouds import ORIGIN, VN2000_NAM_DINH, write_las
from tests.media_pipeline.test_cloud_register import courtyard

pytestmark = pytest.mark.django_db(transaction=True)

POINT = ControlPoint(x=10, y=20, target_x=106.2, target_y=20.4)


@pytest.fixture
def asset(vi_khe, officer, stores, tmp_path: Path) -> Asset:
    batch = Batch.objects.create(unit=vi_khe, by=officer)
    path = samples.photo(tmp_path / "a.jpg", lon=106.2115, lat=20.4076)
    received = intake.receive_into(batch, path, name="a.jpg", queue=False).asset
    process.process_asset(received.pk)
    return Asset.objects.get(pk=received.pk)


def test_it_is_kept_with_what_was_told_before(asset, officer):
    assert tell(asset, by=officer, crs="EPSG:9209", control=(POINT,))
    assert tell(Asset.objects.get(), by=officer, crs="EPSG:9210")
    told = Asset.objects.get().told
    assert (told.crs, told.control) == ("EPSG:9210", (POINT,))
    events = Event.objects.filter(verb="file_told").order_by("pk")
    assert [each.detail["now"]["crs"] for each in events] == ["EPSG:9209", "EPSG:9210"]


def test_the_file_goes_down_the_line_again(asset, officer, django_capture_on_commit_callbacks):
    tell(asset, by=officer, unit="foot")
    assert Asset.objects.get().state == "received"
    process.process_asset(asset.pk)
    assert Asset.objects.get().state == "ready"


def test_a_public_file_waits_for_a_second_person_again(asset, officer, reviewer):
    Asset.objects.update(published_at=timezone.now(), approved_by=reviewer)
    tell(Asset.objects.get(), by=officer, crs="EPSG:9209")
    told = Asset.objects.get()
    assert (told.published_at, told.approved_by) == (None, None)
    assert Event.objects.get(verb="file_told").detail["was_public"] is True


def test_the_same_again_changes_nothing(asset, officer):
    tell(asset, by=officer, crs="EPSG:9209")
    process.process_asset(asset.pk)
    assert tell(Asset.objects.get(), by=officer, crs="EPSG:9209") is False
    assert Asset.objects.get().state == "ready"


def test_another_unit_s_officer_may_not(asset, stranger):
    with pytest.raises(NotAllowed):
        tell(asset, by=stranger, crs="EPSG:9209")


def test_a_scan_told_to_fit_another_and_to_get_a_surface_comes_out_with_both(
    vi_khe, officer, stores, tmp_path
):
    """Down the whole line, child process and keeping included."""
    batch = Batch.objects.create(unit=vi_khe, by=officer)

    def received(name: str, xyz: np.ndarray, **more: str) -> Asset:
        path = write_las(tmp_path / name, xyz, **more)
        asset = intake.receive_into(batch, path, name=name, queue=False).asset
        process.process_asset(asset.pk)
        return Asset.objects.get(pk=asset.pk)

    placed = received("a.las", courtyard(6_000, 1) + np.array(ORIGIN), crs=VN2000_NAM_DINH)
    local = received("b.las", courtyard(6_000, 2) + [20.0, 5.0, 1.0])
    assert tell(local, by=officer, aligned_to=placed.public_id, unit="metre", surface=True)
    process.process_asset(local.pk)
    local = Asset.objects.get(pk=local.pk)
    assert local.reason == {} and local.facts["registration"]["overlap"] > 0.6
    assert local.facts["crs"] == VN2000_NAM_DINH
    assert local.derivatives.get(recipe="surface").tool.startswith("open3d")
