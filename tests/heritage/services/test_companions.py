"""Which files of a delivery belong to which, whatever the order, the system and the spelling."""

from __future__ import annotations

import json
import unicodedata
import zipfile
from itertools import permutations
from pathlib import Path

import pytest

from heritage.services.companions import Attachment, Groups, group, in_delivery
from tests.media_pipeline.meshes import document

OBJ = b"mtllib %s\nv 0 0 0\nv 1 0 0\nv 0 1 0\nusemtl stone\nf 1 2 3\n"
JPEG, PNG = b"\xff\xd8\xff\xe0 picture", b"\x89PNG\r\n\x1a\n picture"
WORLD = b"0.5\n0\n0\n-0.5\n600000\n2250000\n"


def grouped(files: dict[str, bytes], names: list[str] | None = None) -> Groups:
    return group(names or list(files), lambda name, limit: files[name][:limit])


def delivered(groups: Groups, main: str) -> dict[str, str]:
    return {each.delivered: each.name for each in groups.of.get(main, ())}


def gltf(*uris: str) -> bytes:
    return json.dumps(document(uris[0], images=[{"uri": uri} for uri in uris[1:]])).encode()


def test_a_gltf_has_its_buffers_and_pictures_in_any_order():
    files = {"a.gltf": gltf("a.bin", "go%20lim.png"), "a.bin": b"x" * 36, "go lim.png": PNG}
    for names in permutations(files):
        groups = grouped(files, list(names))
        assert delivered(groups, "a.gltf") == {"a.bin": "a.bin", "go lim.png": "go lim.png"}
        assert groups.main_of == {"a.bin": "a.gltf", "go lim.png": "a.gltf"}
        assert groups.missing == {}


def test_an_obj_has_its_materials_and_their_textures():
    files = {
        "dinh/cong.obj": OBJ % b"cong.obj.mtl",
        "dinh/cong.obj.mtl": b"newmtl stone\nmap_Kd -s 1 1 1 -o 0 0 da ong.jpg\nmap_Bump -bm 0.4 noi.png\n",
        "dinh/da ong.jpg": JPEG,
        "dinh/noi.png": PNG,
        "dinh/khac.jpg": JPEG,
    }
    groups = grouped(files)
    assert set(delivered(groups, "dinh/cong.obj")) == {"dinh/cong.obj.mtl", "dinh/da ong.jpg", "dinh/noi.png"}
    assert "dinh/khac.jpg" not in groups.main_of


@pytest.mark.parametrize(
    "written",
    [
        "C:\\Users\\An\\Desktop\\Đá Ong.JPG",
        "/home/an/scan/Đá Ong.jpg",
        "..\\textures\\đá ong.jpg",
        "../textures/Đá ong.jpg",
        unicodedata.normalize("NFD", "textures/Đá Ong.jpg"),
        ".\\textures\\Đá Ong.jpg",
    ],
)
def test_a_name_is_found_whatever_machine_wrote_it(written: str):
    texture = unicodedata.normalize("NFC", "textures/Đá ong.jpg")
    files = {
        "cong.obj": OBJ % b"CONG.MTL",
        "cong.mtl": f"newmtl stone\nmap_Kd {written}\n".encode(),
        texture: JPEG,
    }
    found = delivered(grouped(files), "cong.obj")
    assert set(found) == {"cong.mtl", texture}
    assert all(".." not in name and not name.startswith("/") and ":" not in name for name in found.values())


def test_of_two_textures_of_one_name_the_nearer_is_meant():
    files = {
        "a/cong.obj": OBJ % b"cong.mtl",
        "a/cong.mtl": b"newmtl stone\nmap_Kd da.jpg\n",
        "a/da.jpg": JPEG,
        "b/da.jpg": JPEG + b"other",
    }
    for names in permutations(files):
        assert set(delivered(grouped(files, list(names)), "a/cong.obj")) == {"a/cong.mtl", "a/da.jpg"}


def test_what_is_missing_is_named():
    files = {"a.gltf": gltf("a.bin", "tex.png"), "b.obj": OBJ % b"b.mtl", "a.bin": b"x" * 36}
    groups = grouped(files)
    assert groups.missing == {"a.gltf": ("tex.png",), "b.obj": ("b.mtl",)}
    assert groups.needs_all == {"a.gltf"}


@pytest.mark.parametrize("uri", ["http://example.com/a.bin", "file:///etc/passwd", "/etc/passwd", "../a.bin"])
def test_a_foreign_address_of_a_gltf_is_seen(uri: str):
    files = {"a.gltf": gltf(uri), "a.bin": b"x" * 36, "passwd": b"x"}
    groups = grouped(files)
    assert groups.foreign == {"a.gltf"}
    assert groups.of == {}


def test_a_world_file_belongs_to_the_picture_of_its_name():
    files = {
        "ban-do.JPG": JPEG,
        "BAN-DO.jgw": WORLD,
        "ban-do.prj": b'PROJCS["VN-2000"]',
        "khac.png": PNG,
        "khac.wld": WORLD,
        "le.tfw": WORLD,
        "khac.jgw": b"not six numbers",
    }
    groups = grouped(files)
    assert groups.of["ban-do.JPG"] == (
        Attachment("BAN-DO.jgw", "ban-do.jgw"),
        Attachment("ban-do.prj", "ban-do.prj"),
    )
    assert delivered(groups, "khac.png") == {"khac.wld": "khac.wld"}
    assert set(groups.main_of) == {"BAN-DO.jgw", "ban-do.prj", "khac.wld"}


def test_two_models_may_share_a_texture():
    files = {
        "a.gltf": gltf("a.bin", "da.png"),
        "b.gltf": gltf("b.bin", "da.png"),
        "a.bin": b"x" * 36,
        "b.bin": b"y" * 36,
        "da.png": PNG,
    }
    groups = grouped(files)
    assert "da.png" in delivered(groups, "a.gltf")
    assert "da.png" in delivered(groups, "b.gltf")
    assert groups.main_of["da.png"] == "a.gltf"


def test_files_that_name_each_other_are_each_received_once():
    files = {"a.gltf": gltf("b.gltf"), "b.gltf": gltf("a.gltf")}
    groups = grouped(files)
    assert groups.main_of == {"b.gltf": "a.gltf"}
    assert "b.gltf" not in groups.of


def test_companions_are_found_inside_a_zip_and_broken_members_are_passed_over(tmp_path: Path):
    target = tmp_path / "dinh.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("model/a.gltf", gltf("a.bin"))
        archive.writestr("model/a.bin", b"x" * 36)
        archive.writestr("../out.gltf", gltf("a.bin"))
    with zipfile.ZipFile(target) as archive:
        names = archive.namelist()
    groups = in_delivery(target, names)
    assert delivered(groups, "model/a.gltf") == {"model/a.bin": "a.bin"}
    assert set(groups.of) == {"model/a.gltf"}


def test_a_large_obj_is_only_read_at_its_beginning(tmp_path: Path):
    asked: list[int] = []
    files = {"a.obj": OBJ % b"a.mtl", "a.mtl": b"newmtl stone\n"}

    def peek(name: str, limit: int) -> bytes:
        asked.append(limit)
        return files[name][:limit]

    group(list(files), peek)
    assert max(asked) <= 4 << 20
