"""What killed processes leave: cleared when nobody can need it, and not a moment earlier."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from heritage import storage, workplace
from heritage.jobs import lease, sweep
from heritage.jobs.process import process_asset
from heritage.models import Asset, Batch, Derivative
from heritage.services import intake
from tests import samples

pytestmark = pytest.mark.django_db(transaction=True)
DEAD = (
    "from heritage import workplace; from heritage.jobs import lease; print(workplace.mark(), lease.holder())"
)


@pytest.fixture
def dead() -> tuple[str, str]:
    """Mark and holder of a process that is gone."""
    done = subprocess.run([sys.executable, "-c", DEAD], capture_output=True, text=True, check=True)
    mark, holder = done.stdout.split(" ", 1)
    return mark, holder.strip()


@pytest.fixture
def asset(vi_khe, officer, stores, tmp_path: Path) -> Asset:
    batch = Batch.objects.create(unit=vi_khe, by=officer)
    receipt = intake.receive_into(batch, samples.photo(tmp_path / "a.jpg"), name="a.jpg", queue=False)
    process_asset(receipt.asset_id)
    return Asset.objects.get()


def orphan(asset: Asset, stores: Path) -> Path:
    path = stores / "derivatives" / asset.public_id[:2] / asset.public_id / "pyramid-0123456789ab.tif"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"never recorded")
    return path


def cleared() -> int:
    return sum(sweep.clear_derivatives(folder) for folder in sweep.derivative_folders())


def test_a_derivative_without_a_row_is_cleared_and_those_with_one_stay(asset, stores):
    lost = orphan(asset, stores)
    assert cleared() == 1
    assert not lost.exists()
    assert all(storage.derivatives().exists(each.file) for each in Derivative.objects.all())
    assert cleared() == 0


@pytest.mark.parametrize("state", ["received", "processing"])
def test_what_a_job_may_be_writing_is_left_alone(asset, stores, state):
    lost = orphan(asset, stores)
    Asset.objects.update(state=state)
    assert cleared() == 0 and lost.exists()


def test_what_is_made_anew_is_left_alone_until_its_lease_ends_or_its_holder_is_gone(asset, stores, dead):
    lost = orphan(asset, stores)
    soon = timezone.now() + timedelta(minutes=5)
    Asset.objects.update(lease_until=soon, lease_holder=lease.holder())
    assert cleared() == 0 and lost.exists()
    Asset.objects.update(lease_holder=dead[1])
    assert cleared() == 1 and not lost.exists()


def test_a_folder_that_no_asset_claims_is_left_alone(asset, stores):
    other = stores / "derivatives" / asset.public_id[:2] / "doctor" / "probe"
    other.parent.mkdir()
    other.write_bytes(b"x")
    assert cleared() == 0 and other.exists()


def test_nothing_made_yet_is_nothing_to_clear(stores):
    assert sweep.derivative_folders() == [] and list(sweep.unclaimed_originals()) == []


def test_temporary_files_of_a_process_that_is_gone_are_cleared_at_once(settings, tmp_path, dead):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    gone, ours, unmarked = (
        tmp_path / f"{dead[0]}x",
        tmp_path / f"{workplace.mark()}x",
        tmp_path / "tmp1.upload",
    )
    gone.mkdir()
    (gone / "member").write_bytes(b"x")
    ours.mkdir()
    unmarked.write_bytes(b"x")
    assert sweep.clear_incoming() == 1
    assert sorted(tmp_path.iterdir()) == sorted([ours, unmarked])


def test_a_process_of_another_machine_is_not_guessed_about(dead):
    assert workplace.is_left_behind(f"{dead[0]}x")
    assert not workplace.is_left_behind(f"ffffffff{dead[0][8:]}x")
    assert not workplace.is_left_behind(f"{workplace.mark()}x")
    assert not any(workplace.is_left_behind(name) for name in ("", "tmpabc", "0-1-2-", f"{os.getpid()}"))


def test_an_original_without_a_row_is_told_and_kept_and_gets_its_row_when_it_is_sent_again(
    asset, vi_khe, officer, stores, tmp_path
):
    photo = samples.photo(tmp_path / "b.jpg", seed=2)
    name = storage.keep_original(photo, "ab" * 32)
    assert list(sweep.unclaimed_originals()) == [name]
    told = io.StringIO()
    try:
        call_command("doctor", stdout=told)
    except Exception as error:  # noqa: BLE001 - other checks may fail on this machine
        assert "originals" not in str(error)
    assert "1 tệp gốc chưa có hồ sơ" in told.getvalue()
    assert storage.originals().exists(name)
