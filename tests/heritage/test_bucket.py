"""Originals and derivatives in a bucket of a real S3 server: kept, read in parts, shown."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.test import Client
from PIL import Image

from heritage import environment, storage
from heritage.bucket import Bucket
from heritage.jobs.process import process_asset
from heritage.models import Asset, Batch
from heritage.services import intake
from heritage.services.publishing import publish
from tests import samples
from tests.conftest import required

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def bucket(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """The stores that ``DISANSO_STORAGE_URL`` makes of the server, as an installation has them."""
    monkeypatch.setenv("DISANSO_STORAGE_URL", required("DISANSO_TEST_S3_URL", "an S3 server"))
    made = environment.storages(tmp_path, "")
    settings.STORAGES = {**settings.STORAGES, **{key: made[key] for key in ("originals", "derivatives")}}
    settings.FILE_CACHE_FOLDER = tmp_path / "cache"
    storages._storages.clear()
    storage._cache.cache_clear()
    store = storages["derivatives"]
    assert isinstance(store, Bucket)
    yield store
    storages._storages.clear()
    storage._cache.cache_clear()


@pytest.fixture
def asked(bucket: Bucket) -> list[str]:
    """The ranges asked of the server from now on; "" for a whole file."""
    ranges: list[str] = []

    def note(params: dict[str, Any], **_: Any) -> None:
        ranges.append(params["headers"].get("Range", ""))

    bucket.connection.meta.client.meta.events.register("before-call.s3.GetObject", note)
    return ranges


@pytest.fixture
def shown(bucket, make_item, officer, reviewer, index, tmp_path) -> dict[str, Asset]:
    """A published item with a photo and a cloud, taken in, processed and kept in the bucket."""
    item = make_item(name_vi="Đình Vị Khê")
    batch = Batch.objects.create(unit=item.unit, by=officer)
    files = [
        samples.photo(tmp_path / "a.jpg", lon=106.213, lat=20.4038, size=(1500, 1000)),
        samples.cloud(tmp_path / "cong.laz"),
    ]
    for path in files:
        process_asset(intake.receive_into(batch, path, name=path.name, item=item, queue=False).asset_id)
    publish(item, by=reviewer)
    return {asset.kind: asset for asset in item.assets.all()}


def derivative_address(asset: Asset, recipe: str) -> str:
    extension = {"copc": "copc.laz"}.get(recipe, "jpg")
    return f"/media/{asset.public_id}/{recipe}.{extension}"


def test_an_original_is_kept_under_its_digest_once_and_read_back(bucket: Bucket, tmp_path: Path) -> None:
    body = os.urandom(3_000_000)
    path = tmp_path / "file"
    path.write_bytes(body)
    digest = hashlib.sha256(body).hexdigest()
    name = storage.keep_original(path, digest)
    assert storage.keep_original(path, digest) == name
    with storage.local_copy(storage.originals(), name) as copy:
        assert copy.read_bytes() == body
    assert storages["originals"].listdir(f"{digest[:2]}/{digest[2:4]}")[1] == [digest]


def test_a_file_that_was_cut_short_is_kept_anew(bucket: Bucket, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"half")
    storage.keep_derivative(path, "x/half-and-whole.bin")
    path.write_bytes(b"the whole of it")
    assert storage.keep_derivative(path, "x/half-and-whole.bin") == "x/half-and-whole.bin"
    assert b"".join(storage.read_range(bucket, "x/half-and-whole.bin", 4, 5)) == b"whole"


def test_a_range_of_a_cloud_is_one_range_on_the_server(shown: dict[str, Asset], asked: list[str]) -> None:
    response = Client().get(derivative_address(shown["cloud"], "copc"), headers={"Range": "bytes=375-588"})
    body = b"".join(response.streaming_content)
    assert response.status_code == 206
    assert len(body) == 214
    assert body[2:6] == b"copc"  # the user id of the VLR that stands right after the header
    assert asked == ["bytes=375-588"]


def test_a_whole_file_comes_as_it_was_made(shown: dict[str, Asset]) -> None:
    response = Client().get(derivative_address(shown["photo"], "photo-640"))
    body = b"".join(response.streaming_content)
    kept = shown["photo"].derivatives.get(recipe="photo-640")
    assert response.status_code == 200
    assert (len(body), hashlib.sha256(body).hexdigest()) == (kept.bytes, kept.sha256)
    assert int(response.headers["Content-Length"]) == kept.bytes


def test_tiles_of_a_picture_fetch_its_pyramid_once(shown: dict[str, Asset], asked: list[str]) -> None:
    for region in ("0,0,500,500", "500,0,500,500", "0,500,500,500"):
        response = Client().get(
            f"/iiif/3/{shown['photo'].public_id}/{region}/250,250/0/default.jpg", follow=True
        )
        assert response.status_code == 200, response.content[:200]
        assert Image.open(io.BytesIO(response.content)).size == (250, 250)
    assert len(asked) == 1


def test_a_file_that_is_gone_is_no_empty_answer(shown: dict[str, Asset], bucket: Bucket) -> None:
    bucket.delete(shown["cloud"].derivatives.get(recipe="copc").file)
    answer = Client(raise_request_exception=False).get(
        derivative_address(shown["cloud"], "copc"), headers={"Range": "bytes=0-9"}
    )
    assert answer.status_code == 500
