"""Damaged zips and manifests: read in the web's own process, so nothing may come out but an outcome or a sentence."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from heritage.errors import BadRequest
from heritage.services import delivery
from heritage.services.manifest import read_manifest
from tests.flow import hostile
from tests.fuzz.damage import damaged

SEED, COUNT = 20261125, 400
CSV = "tệp,mã di sản,chú thích,x,y,hệ tọa độ\nanh.jpg,VK0001,Cổng đình,2257535.7,574060.1,EPSG:9209\n" * 20


def zips() -> list[bytes]:
    members = [(f"thu-muc/anh-{number}.jpg", hostile.photo()) for number in range(3)]
    return [
        hostile.zip_of(*members, ("manifest.csv", CSV.encode())),
        hostile.zip_of(("a.bin", bytes(100_000))),
    ]


def test_of_a_damaged_zip_every_member_is_taken_or_has_a_reason(tmp_path: Path, settings) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "incoming"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    sound, path, seen = zips(), tmp_path / "a.zip", set()
    for number in range(COUNT):
        how, content = damaged(sound[number % 2], Random(f"{SEED}:{number}"), text=False)
        path.write_bytes(content)
        try:
            if not delivery.is_archive(path):
                seen.add("no delivery")
                continue
            for name in delivery.files_in(path):
                with delivery.one_file(path, name) as delivered:
                    assert (delivered.path is None) is (delivered.problem is not None), how
                    seen.add(delivered.problem[0] if delivered.problem else "taken")
        except BadRequest as refusal:
            seen.add(refusal.code)
        assert not list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()), how
    assert {"taken", "archive_damaged", "no delivery"} <= seen


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_damaged_manifest_is_read_or_refused_with_a_sentence(kind: str, tmp_path: Path) -> None:
    sound = CSV.encode() if kind == "csv" else hostile.workbook("")
    path, read = tmp_path / f"manifest.{kind}", 0
    for number in range(COUNT // 2):
        _, content = damaged(sound, Random(f"{SEED}:{number}"), text=kind == "csv")
        path.write_bytes(content)
        try:
            read_manifest(path)
            read += 1
        except BadRequest as refusal:
            assert refusal.vi and refusal.en
    assert 0 < read < COUNT // 2
