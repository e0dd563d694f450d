"""A model and its side files are received together, from a folder, a zip or a browser, now or later."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone
from PIL import Image

from heritage.jobs.process import process_asset
from heritage.models import Asset, Batch, Companion, Event, Receipt
from heritage.services.upload import receive_uploads
from tests.media_pipeline.meshes import TRIANGLE, document

pytestmark = pytest.mark.django_db(transaction=True)

OBJ = b"mtllib cong.mtl\nv 0 0 0\nv 2 0 0\nv 0 2 0\nvt 0 0\nvt 1 0\nvt 0 1\nusemtl da\nf 1/1 2/2 3/3\n"
MTL = b"newmtl da\nmap_Kd C:\\scan\\da.png\n"


def png(colour: tuple[int, int, int] = (200, 30, 30)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (16, 16), colour).save(target, "PNG")
    return target.getvalue()


@pytest.fixture
def model() -> dict[str, bytes]:
    return {"cong.obj": OBJ, "cong.mtl": MTL, "da.png": png()}


@pytest.fixture
def gltf() -> dict[str, bytes]:
    made = document("tam.bin", images=[{"uri": "da.png"}])
    return {"tam.gltf": json.dumps(made).encode(), "tam.bin": TRIANGLE.tobytes(), "da.png": png()}


@pytest.fixture
def ingest(tmp_path: Path, vi_khe: Any, stores: Path) -> Callable[..., dict[str, dict[str, Any]]]:
    numbers = iter(range(100))

    def run(files: dict[str, bytes], *, zipped: bool = False, **options: Any) -> dict[str, dict[str, Any]]:
        folder = tmp_path / f"nop-{next(numbers)}"
        folder.mkdir()
        path = folder
        if zipped:
            path = folder / "nop.zip"
            with zipfile.ZipFile(path, "w") as archive:
                for name, content in files.items():
                    archive.writestr(name, content)
        else:
            for name, content in files.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(content)
        out = io.StringIO()
        call_command(
            "ingest", str(path), unit="13972", json=True, jobs=1, stdout=out, stderr=io.StringIO(), **options
        )
        lines = [json.loads(line) for line in out.getvalue().splitlines()]
        return {line["path"]: line for line in lines[:-1]}

    return run


@pytest.mark.parametrize("zipped", [False, True])
def test_every_side_file_has_the_outcome_of_a_companion(ingest, model, zipped):
    lines = ingest(model, zipped=zipped)
    asset = Asset.objects.get()
    assert (lines["cong.obj"]["outcome"], lines["cong.obj"]["asset"]) == ("accepted", asset.public_id)
    for name in ("cong.mtl", "da.png"):
        assert (lines[name]["outcome"], lines[name]["code"]) == ("accepted", "companion_of")
        assert lines[name]["asset"] == asset.public_id
        assert "cong.obj" in lines[name]["vi"]
        assert "cong.obj" in lines[name]["en"]
        assert len(lines[name]["sha256"]) == 64
    assert asset.facts["has_texture"]
    assert asset.facts["missing_companions"] == []
    assert set(asset.told.companions) == {"cong.mtl", "da.png"}


def test_a_gltf_with_side_files_becomes_one_glb(ingest, gltf):
    lines = ingest(gltf)
    assert {line["outcome"] for line in lines.values()} == {"accepted"}
    asset = Asset.objects.get()
    assert {each.recipe for each in asset.derivatives.all()} == {"model", "poster", "photo-640"}
    assert asset.facts["textures"] == {"count": 1, "largest_side": 16, "bytes": len(png())}


def test_run_again_it_changes_nothing(ingest, model):
    ingest(model)
    before = (Asset.objects.count(), Companion.objects.count(), Event.objects.count())
    lines = ingest(model)
    assert {line["outcome"] for line in lines.values()} == {"duplicate"}
    assert (Asset.objects.count(), Companion.objects.count(), Event.objects.count()) == before


def test_a_model_refused_for_a_missing_companion_is_taken_with_it_later(ingest, gltf):
    lines = ingest({"tam.gltf": gltf["tam.gltf"]})
    assert lines["tam.gltf"]["code"] == "missing_companion"
    assert "tam.bin, da.png" in lines["tam.gltf"]["vi"]
    lines = ingest(gltf)
    assert {line["outcome"] for line in lines.values()} == {"accepted"}
    assert Asset.objects.get().state == "ready"


def test_textures_that_come_later_are_added_and_a_public_model_is_approved_again(ingest, model, reviewer):
    ingest({"cong.obj": OBJ})
    asset = Asset.objects.get()
    assert asset.facts["missing_companions"] == ["cong.mtl"]
    Asset.objects.update(published_at=timezone.now(), approved_by=reviewer)
    lines = ingest(model)
    assert lines["cong.obj"]["asset"] == asset.public_id
    asset = Asset.objects.get()
    assert asset.facts["has_texture"]
    assert (asset.published_at, asset.approved_by) == (None, None)
    assert Event.objects.get(verb="companions_added").detail == {
        "names": ["cong.mtl", "da.png"],
        "was_public": True,
    }


def test_another_file_under_the_name_of_a_companion_is_refused_and_the_first_kept(ingest, model):
    ingest(model)
    lines = ingest(model | {"da.png": png((0, 0, 255))})
    assert (lines["da.png"]["outcome"], lines["da.png"]["code"]) == ("refused", "companion_differs")
    assert Companion.objects.count() == 2


def test_a_texture_that_the_manifest_gives_to_an_item_is_a_photo_as_well(ingest, model, make_item):
    item = make_item()
    table = f"file,item,caption\nda.png,{item.public_id},Mặt đá\n".encode()
    lines = ingest(model | {"manifest.csv": table})
    assert {each.kind for each in Asset.objects.all()} == {"mesh", "photo"}
    assert lines["da.png"]["item"] == item.public_id
    assert set(Asset.objects.get(kind="mesh").told.companions) == {"cong.mtl", "da.png"}


def test_side_files_of_a_model_that_was_not_taken_have_outcomes_of_their_own(ingest, model):
    table = b"file,item\ncong.obj,KHONGCO\n"
    lines = ingest(model | {"manifest.csv": table})
    assert lines["cong.obj"]["code"] == "unknown_item"
    assert lines["cong.mtl"]["code"] == "not_media_material"
    assert lines["da.png"]["asset"] is not None


def test_a_world_file_is_kept_with_its_picture(ingest):
    picture = io.BytesIO()
    Image.effect_noise((64, 48), 60).convert("RGB").save(picture, "JPEG")
    lines = ingest({"ban-do.jpg": picture.getvalue(), "ban-do.jgw": b"0.5\n0\n0\n-0.5\n600000\n2250000\n"})
    assert lines["ban-do.jgw"]["code"] == "companion_of"
    assert Asset.objects.get().told.companions == ("ban-do.jgw",)


def test_a_dry_run_foretells_it_and_keeps_nothing(ingest, model, gltf):
    lines = ingest(model | {"le.gltf": gltf["tam.gltf"]}, dry_run=True)
    assert lines["da.png"]["code"] == "companion_of"
    assert (lines["cong.obj"]["outcome"], lines["le.gltf"]["code"]) == ("accepted", "missing_companion")
    assert Asset.objects.count() == Companion.objects.count() == 0
    ingest({"cong.obj": OBJ})
    assert "xử lý lại" in ingest(model, dry_run=True)["cong.obj"]["vi"]


def test_files_chosen_together_in_a_browser_belong_together(model, vi_khe, officer, stores):
    batch = Batch.objects.create(unit=vi_khe, by=officer)
    files = [SimpleUploadedFile(name, content) for name, content in reversed(model.items())]
    receipts = {each.path: each for each in receive_uploads(batch, files, item=None, details={})}
    assert [receipts[name].code for name in model] == ["received", "companion_of", "companion_of"]
    process_asset(Asset.objects.get().pk)
    assert Receipt.objects.get(path="cong.obj").outcome == "accepted"
    assert Asset.objects.get().facts["has_texture"]


def test_another_unit_s_model_gets_no_companions_from_us(model, vi_khe, nam_dinh, officer, stranger, stores):
    first = Batch.objects.create(unit=vi_khe, by=officer)
    receive_uploads(first, [SimpleUploadedFile("cong.obj", OBJ)], item=None, details={})
    second = Batch.objects.create(unit=nam_dinh, by=stranger)
    files = [SimpleUploadedFile(name, content) for name, content in model.items()]
    receive_uploads(second, files, item=None, details={})
    assert Companion.objects.count() == 0


def test_an_infected_companion_is_refused_and_not_attached(model, vi_khe, officer, stores, monkeypatch):
    from heritage.errors import Infected
    from heritage.services import quarantine

    def check(path: Path, *, name: str, **more: Any) -> None:
        if name == "da.png":
            raise Infected("Có mã độc.", "Infected.", "infected")

    monkeypatch.setattr(quarantine, "check", check)
    batch = Batch.objects.create(unit=vi_khe, by=officer)
    files = [SimpleUploadedFile(name, content) for name, content in model.items()]
    receipts = {each.path: each for each in receive_uploads(batch, files, item=None, details={})}
    assert (receipts["da.png"].outcome, receipts["da.png"].code) == ("refused", "infected")
    assert [each.name for each in Companion.objects.all()] == ["cong.mtl"]
