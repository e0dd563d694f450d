"""OBJ as programs really write it: every kind of face, relative rows, materials with options, large files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from media_pipeline import obj_text
from media_pipeline.errors import Damaged, EmptyMesh, UnsafeReference
from media_pipeline.mesh_references import Beside, mtl_textures, obj_libraries
from media_pipeline.obj import read_mtl, read_obj
from media_pipeline.obj_text import numbers, polygons, read_obj_text

SQUARE = "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\n"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "m.obj"
    path.write_bytes(text.encode())
    return path


def read(tmp_path: Path, text: str, *names: str):
    path = written(tmp_path, text)
    return read_obj(path, Beside(path, names))


@pytest.mark.parametrize(
    "faces",
    [
        "f 1 2 3 4\n",
        "f 1 2 3\nf 1 3 4\n",
        "f -4 -3 -2 -1\n",
        "  f\t1  2 3   4  \r\n",
        "f 1 2 \\\n3 4\n",
        "# words\no thing\ng part\ns off\nf 1 2 3 4\nl 1 2\n",
        "f 1 2\nf 1 2 3 4\n",
    ],
)
def test_a_square_is_two_triangles_however_it_is_written(tmp_path: Path, faces: str) -> None:
    mesh = read(tmp_path, SQUARE + faces)
    assert (mesh.triangles, mesh.vertices) == (2, 4)
    assert mesh.bounds() == [0, 0, 0, 1, 1, 0]


@pytest.mark.parametrize(
    "face", ["f 1/1 2/2 3/3", "f 1/1/1 2/2/1 3/3/1", "f 1//1 2//1 3//1", "f 1 2/2/1 3//1"]
)
def test_every_kind_of_corner_is_understood(tmp_path: Path, face: str) -> None:
    mesh = read(tmp_path, f"{SQUARE}vt 0 0\nvt 1 0\nvt 1 0.25\nvn 0 0 2\n{face}\n")
    part = mesh.parts[0]
    assert part.positions.tolist() == [[0, 0, 0], [1, 0, 0], [1, 1, 0]]
    if face.startswith("f 1/1"):
        assert part.uv is not None
        assert part.uv.tolist() == [[0, 1], [1, 1], [1, 0.75]]
    if face.count("/1") > 3 or ("//" in face and face != "f 1 2/2/1 3//1"):
        assert part.normals is not None
        assert part.normals.tolist() == [[0, 0, 1]] * 3


def test_a_corner_is_split_where_its_texture_is(tmp_path: Path) -> None:
    mesh = read(tmp_path, SQUARE + "vt 0 0\nvt 1 0\nvt 1 1\nvt 0 1\nf 1/1 2/2 3/3\nf 1/4 3/3 4/2\n")
    assert (mesh.triangles, mesh.vertices) == (2, 5)


def test_colours_of_corners_are_kept_and_nonsense_among_them_is_black(tmp_path: Path) -> None:
    mesh = read(tmp_path, "v 0 0 0 1 0 0\nv 1 0 0 0 0.5 0\nv 0 1 0 nan 0 1\nf 1 2 3\n")
    assert mesh.parts[0].colours is not None
    assert mesh.parts[0].colours[:, :3].tolist() == [[255, 0, 0], [0, 127, 0], [0, 0, 255]]


@pytest.mark.parametrize("text", ["f 1 2 9\n", "f 0 1 2\n", "f 1 2 x\n", "f -9 1 2\n", "v a b c\nf 1 2 3\n"])
def test_what_points_nowhere_is_damage(tmp_path: Path, text: str) -> None:
    with pytest.raises(Damaged):
        read(tmp_path, SQUARE + text)


def test_without_faces_it_is_no_mesh(tmp_path: Path) -> None:
    with pytest.raises(EmptyMesh):
        read(tmp_path, SQUARE)


def test_materials_and_textures_come_from_what_was_delivered(tmp_path: Path) -> None:
    Image.new("RGB", (4, 4), (200, 10, 10)).save(tmp_path / "Đá Ong.PNG")
    (tmp_path / "vat lieu.mtl").write_text(
        "newmtl da\nKd 0.2 0.4 0.6\nmap_Kd -s 2 2 2 -o 0 0 C:\\scan\\đá ong.png\nnewmtl nuoc\nKd 0 0 1\nd 0.5\n"
    )
    text = (
        SQUARE
        + "vt 0 0\nvt 1 0\nvt 1 1\nmtllib vat lieu.mtl\nusemtl da\nf 1/1 2/2 3/3\nusemtl nuoc\nf 1 3 4\n"
    )
    mesh = read(tmp_path, text, "vat lieu.mtl", "Đá Ong.PNG")
    stone, water = mesh.parts
    assert stone.material.texture is not None
    assert stone.material.texture.getpixel((0, 0)) == (200, 10, 10)
    assert water.material.colour == (0, 0, 1, 0.5)
    assert water.material.alpha == "BLEND"
    assert mesh.missing == ()
    assert mesh.texture_bytes == (tmp_path / "Đá Ong.PNG").stat().st_size


def test_a_texture_that_is_no_picture_counts_as_missing(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"not a picture")
    beside = Beside(tmp_path / "m.obj", ["a.png"])
    materials = read_mtl("newmtl a\nmap_Kd a.png\nmap_Bump gone.png\n", beside)
    assert materials["a"].texture is None
    assert beside.missing == ["a.png", "gone.png"]


def test_a_texture_on_a_network_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsafeReference):
        read_mtl("newmtl a\nmap_Kd http://example.com/a.png\n", Beside(tmp_path / "m.obj"))


def test_names_are_taken_out_of_text() -> None:
    assert obj_libraries(b"# x\r\nmtllib a b.mtl\r\n  mtllib\tc.mtl\nv 0 0 0\n") == ("a b.mtl", "c.mtl")
    text = b"newmtl a\nmap_Kd -s 1 1 1 -bm 0.4 -clamp on my wood.png\nbump -bm 1 b.png\n# map_Kd no.png\n"
    assert mtl_textures(text) == ("my wood.png", "b.png")


def test_pieces_of_a_file_join_at_their_seams(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(f"v {n} {n * 0.5} -{n}\n" for n in range(500)) + "".join(
        f"f {n} {n + 1} {n + 2}\n" for n in range(1, 499)
    )
    path = written(tmp_path, text)
    whole = read_obj_text(path)
    monkeypatch.setattr(obj_text, "PIECE", 97)
    cut = read_obj_text(path)
    assert (np.concatenate(cut.vertices) == np.concatenate(whole.vertices)).all()
    assert (np.concatenate(cut.faces[""]) == np.concatenate(whole.faces[""])).all()


FIGURES = st.lists(st.floats(allow_nan=False, allow_infinity=False, width=32), min_size=3, max_size=7)


@settings(max_examples=60, deadline=None)
@given(st.lists(FIGURES, min_size=1, max_size=8))
def test_numbers_are_those_that_python_reads(rows: list[list[float]]) -> None:
    table = numbers([b"v " + b" ".join(repr(value).encode() for value in row) for row in rows], 1)
    for line, row in zip(table.tolist(), rows, strict=True):
        assert line == [*row, *[0.0] * (len(line) - len(row))]


ROW = st.integers(-50, 50)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.tuples(ROW, ROW, ROW), min_size=3, max_size=6), min_size=1, max_size=6))
def test_corners_are_those_that_were_written(faces: list[list[tuple[int, int, int]]]) -> None:
    run = [b"f " + b" ".join(b"%d/%d/%d" % corner for corner in face) for face in faces]
    found = [tuple(map(tuple, face)) for block in polygons(run) for face in block.tolist()]
    assert sorted(found) == sorted(tuple(face) for face in faces)
