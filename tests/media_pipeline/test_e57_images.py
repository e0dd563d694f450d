"""Pictures inside an E57 come out as plain pictures; a broken one is no reason to refuse the scan."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pye57
from PIL import Image

from media_pipeline.cloud import KIND
from media_pipeline.cloud_formats import E57
from media_pipeline.told import Order
from tests.media_pipeline.clouds import add_e57_image, gate


def picture(colour: str, format: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "a maker"
    sink = io.BytesIO()
    Image.new("RGB", (3000, 400), colour).save(sink, format, exif=exif)
    return sink.getvalue()


def scan(path: Path, *images: tuple[bytes, str]) -> Path:
    x, y, z = np.ascontiguousarray(gate(300).T)
    with pye57.E57(str(path), mode="w") as file:
        file.write_scan_raw({"cartesianX": x, "cartesianY": y, "cartesianZ": z})
        for data, kind in images:
            add_e57_image(file, data, kind)
    return path


def images_of(path: Path, out: Path) -> dict[str, Path]:
    out.mkdir()
    facts = KIND.inspect(path, E57, Order().told)
    made = {one.recipe: one.path for one in KIND.derive(path, facts, out, Order())}
    assert "copc" in made
    return {recipe: file for recipe, file in made.items() if recipe.startswith("image-")}


def test_they_come_out_no_wider_than_a_page_and_without_metadata(tmp_path: Path) -> None:
    path = scan(tmp_path / "a.e57", (picture("red"), "jpegImage"), (picture("blue", "PNG"), "pngImage"))
    found = images_of(path, tmp_path / "out")
    assert sorted(found) == ["image-01", "image-02"]
    with Image.open(found["image-01"]) as first, Image.open(found["image-02"]) as second:
        assert first.format == second.format == "JPEG"
        assert first.width == 2048
        assert not first.getexif()
        assert first.getpixel((9, 9))[0] > 240 and second.getpixel((9, 9))[2] > 240


def test_a_broken_one_is_left_out_and_the_scan_is_kept(tmp_path: Path) -> None:
    path = scan(tmp_path / "a.e57", (b"\xff\xd8\xffno picture", "jpegImage"), (picture("red"), "jpegImage"))
    assert sorted(images_of(path, tmp_path / "out")) == ["image-02"]


def test_a_scan_without_any_is_as_before(tmp_path: Path) -> None:
    path = scan(tmp_path / "a.e57")
    assert KIND.inspect(path, E57, Order().told)["images"] == 0
    assert images_of(path, tmp_path / "out") == {}


def test_scans_that_have_no_pose_are_asked_about(tmp_path: Path) -> None:
    facts = KIND.inspect(scan(tmp_path / "a.e57"), E57, Order().told)
    codes = {doubt.code for doubt in KIND.question(facts | {"scans_without_pose": 3})}
    assert "scans_without_pose" in codes
    assert "scans_without_pose" not in {doubt.code for doubt in KIND.question(facts)}
