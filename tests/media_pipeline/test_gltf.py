from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from media_pipeline.errors import Damaged, MissingCompanion, Truncated, UnsafeReference
from media_pipeline.glb import read_glb
from media_pipeline.gltf import (
    check_references,
    compression,
    count_triangles,
    glb_of,
    is_compressed,
)
from media_pipeline.gltf_bounds import stated_bounds
from media_pipeline.mesh_references import Beside
from tests.media_pipeline.meshes import TRIANGLE, data_uri, document


@pytest.mark.parametrize(
    "uri",
    [
        "http://example.com/buffer.bin",
        "https://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "FILE:/etc/passwd",
        ":",
        "C:\\scans\\wall.bin",
        "/etc/passwd",
        "\\\\server\\share\\x.bin",
        "../secret.bin",
        "textures/../../secret.bin",
        "%2e%2e/secret.bin",
        "%2Fetc%2Fpasswd",
        "a\0b",
        "",
    ],
)
def test_an_address_outside_the_folder_is_unsafe(tmp_path: Path, uri: str) -> None:
    (tmp_path / "secret.bin").write_bytes(b"x")
    folder = tmp_path / "upload"
    folder.mkdir()
    with pytest.raises(UnsafeReference):
        Beside(folder / "m.gltf", ["secret.bin"]).needed(uri)


def test_a_companion_is_found_beside_and_missed_by_name(tmp_path: Path) -> None:
    (tmp_path / "fuze uv.jpg").write_bytes(b"x")
    beside = Beside(tmp_path / "m.gltf", ["fuze uv.jpg"])
    assert beside.needed("fuze%20uv.jpg").read_bytes() == b"x"
    with pytest.raises(MissingCompanion) as caught:
        beside.needed("gone.bin")
    assert "gone.bin" in caught.value.sentence("vi")
    assert "gone.bin" in caught.value.sentence("en")


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "link.bin").symlink_to("/etc/hostname")
    with pytest.raises(MissingCompanion):
        Beside(tmp_path / "m.gltf", ["link.bin"]).needed("link.bin")


def test_a_file_that_was_not_delivered_with_it_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "somebody-elses.bin").write_bytes(b"x")
    with pytest.raises(MissingCompanion):
        Beside(tmp_path / "m.gltf").needed("somebody-elses.bin")


def test_a_sound_document_passes(tmp_path: Path) -> None:
    check_references(document(data_uri()), Beside(tmp_path / "m.gltf"), 0)
    check_references(document(), Beside(tmp_path / "m.glb"), 36)


@pytest.mark.parametrize(
    ("made", "refusal"),
    [
        (document(), Truncated),
        (document(data_uri(b"short")), Truncated),
        (document("data:;base64,@@@"), Damaged),
        (document(data_uri(), bufferViews=[{"buffer": 0, "byteLength": 4000}]), Damaged),
        (document(data_uri(), bufferViews=[{"buffer": 7, "byteLength": 36}]), Damaged),
        (document(data_uri(), bufferViews=[{"buffer": 0, "byteLength": -1}]), Damaged),
        (document(data_uri(), accessors=[{"bufferView": 9, "count": 3}]), Damaged),
        (document(data_uri(), accessors=[{"bufferView": 0, "count": 4_000_000_000}]), Damaged),
        (document(data_uri(), buffers=[{"byteLength": "many"}]), Damaged),
        (document(data_uri(), buffers="none"), Damaged),
        (document(data_uri(), images=[{"uri": "http://example.com/a.png"}]), UnsafeReference),
        (document(data_uri(), images=[{"uri": "a.png"}]), MissingCompanion),
    ],
)
def test_what_reaches_beyond_the_file_is_refused(
    tmp_path: Path, made: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        check_references(made, Beside(tmp_path / "m.gltf"), 0)


def test_triangles_are_counted_once_per_node() -> None:
    made = document(data_uri(), nodes=[{"mesh": 0}, {"mesh": 0}])
    assert count_triangles(made) == (2, 6)


@pytest.mark.parametrize(("mode", "count"), [(0, 0), (1, 0), (4, 1), (5, 1), (6, 1)])
def test_points_and_lines_are_no_triangles(mode: int, count: int) -> None:
    made = document(data_uri(), meshes=[{"primitives": [{"attributes": {"POSITION": 0}, "mode": mode}]}])
    assert count_triangles(made)[0] == count


def test_a_node_without_its_mesh_is_damage() -> None:
    with pytest.raises(Damaged):
        count_triangles(document(data_uri(), nodes=[{"mesh": 5}]))


def test_only_compression_that_cannot_be_decoded_hides_the_geometry() -> None:
    assert not is_compressed(document(extensionsRequired=["KHR_draco_mesh_compression"]))
    assert is_compressed(document(extensionsRequired=["EXT_meshopt_compression"]))
    assert compression(document(extensionsUsed=["KHR_draco_mesh_compression"])) == "draco"
    assert compression(document(extensionsUsed=["EXT_meshopt_compression"])) == "meshopt"
    assert compression(document()) is None


def test_bounds_come_from_the_document() -> None:
    assert stated_bounds(document()) == [0, 0, 0, 1, 1, 0]
    assert stated_bounds(document(accessors=[{"count": 3}])) is None


def test_stated_bounds_follow_the_nodes() -> None:
    half = 2**-0.5
    moved = [
        {"children": [1], "translation": [10, 0, 0], "scale": [2, 2, 2]},
        {"mesh": 0, "rotation": [0, 0, half, half]},
    ]
    assert stated_bounds(document(nodes=moved)) == pytest.approx([8, 0, 0, 10, 2, 0])
    column_major = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 5, 1]
    assert stated_bounds(document(nodes=[{"mesh": 0, "matrix": column_major}])) == [0, 0, 5, 1, 1, 5]


def test_a_gltf_with_its_companions_becomes_one_glb(tmp_path: Path) -> None:
    (tmp_path / "positions.bin").write_bytes(TRIANGLE.tobytes())
    (tmp_path / "a.png").write_bytes(b"\x89PNG picture")
    made = document("positions.bin", images=[{"uri": "a.png"}], extras={"place": "Đền Trần"})
    target = tmp_path / "m.glb"
    target.write_bytes(glb_of(made, Beside(tmp_path / "m.gltf", ["positions.bin", "a.png"])))
    parts = read_glb(target)
    check_references(parts.document, Beside(target), parts.binary_length)
    content = target.read_bytes()[parts.binary_offset :]
    view = parts.document["bufferViews"][parts.document["images"][0]["bufferView"]]
    assert content[: len(TRIANGLE.tobytes())] == TRIANGLE.tobytes()
    assert content[view["byteOffset"] :][: view["byteLength"]] == b"\x89PNG picture"
    assert parts.document["images"][0]["mimeType"] == "image/png"
    assert parts.document["extras"]["place"] == "Đền Trần"
    assert "uri" not in str(parts.document)
