"""A file and what belongs to it, laid out for its child process."""

from __future__ import annotations

from pathlib import Path

import pytest

from heritage import storage
from heritage.jobs import originals
from heritage.models import Asset, Batch, Companion
from heritage.services import intake
from media_pipeline import fixity
from media_pipeline.errors import WorkerFailed
from tests import samples

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def received(vi_khe, officer, stores, tmp_path: Path) -> Asset:
    batch = Batch.objects.create(unit=vi_khe, by=officer)
    path = samples.photo(tmp_path / "a.jpg", lon=106.2115, lat=20.4076)
    return intake.receive_into(batch, path, name="khảo sát/Tượng.jpg", queue=False).asset


def companion(asset: Asset, folder: Path, name: str, text: str) -> Companion:
    path = folder / "beside"
    path.write_text(text)
    digest = fixity.sha256_of(path)
    kept = storage.keep_original(path, digest)
    return Companion.objects.create(asset=asset, name=name, sha256=digest, bytes=len(text), original=kept)


def test_companions_lie_beside_the_original_under_the_names_it_uses(received, tmp_path):
    companion(received, tmp_path, "maps/gỗ.mtl", "wood")
    with originals.at_hand(received) as path:
        assert path.name == "Tượng.jpg"
        assert (path.parent / "maps" / "gỗ.mtl").read_text() == "wood"
        path.write_bytes(b"a decoder went wild")
    assert not path.exists()
    with storage.local_copy(storage.originals(), received.original) as kept:
        assert fixity.verify(kept, received.sha256)
    assert received.told.companions == ("maps/gỗ.mtl",)


def test_a_companion_outside_the_folder_is_our_failure(received, tmp_path):
    companion(received, tmp_path, "../../escaped", "x")
    with pytest.raises(WorkerFailed, match="outside"), originals.at_hand(received):
        pass


def test_an_altered_companion_is_our_failure(received, tmp_path):
    row = companion(received, tmp_path, "a.mtl", "wood")
    Companion.objects.filter(pk=row.pk).update(sha256="0" * 64)
    with pytest.raises(WorkerFailed, match="digest"), originals.at_hand(received):
        pass
