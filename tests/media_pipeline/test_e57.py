from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from media_pipeline.e57 import open_e57
from media_pipeline.errors import Damaged, EmptyCloud, Truncated
from tests.media_pipeline.clouds import gate, write_e57

XYZ = gate(400)
RGB = np.random.default_rng(1).integers(0, 256, XYZ.shape).astype(np.uint8)


def test_scans_are_moved_by_their_poses_into_one_frame(tmp_path: Path) -> None:
    quarter_turn = (np.cos(np.pi / 4), 0.0, 0.0, np.sin(np.pi / 4))  # about z, anticlockwise
    scans = [
        {"xyz": XYZ},
        {"xyz": XYZ, "rotation": quarter_turn, "translation": (100.0, 200.0, 5.0)},
    ]
    stream = open_e57(write_e57(tmp_path / "c.e57", scans))
    first, second = stream.blocks
    assert np.allclose(first.xyz, XYZ)
    assert np.allclose(second.xyz, np.column_stack([-XYZ[:, 1], XYZ[:, 0], XYZ[:, 2]]) + [100, 200, 5])
    assert stream.facts["scans"] == 2
    assert stream.facts["unit_m"] == 1.0


def test_colours_come_back_exactly(tmp_path: Path) -> None:
    (block,) = open_e57(write_e57(tmp_path / "c.e57", [{"xyz": XYZ, "rgb": RGB}])).blocks
    assert block.rgb is not None
    assert ((block.rgb >> 8) == RGB).all()


def test_points_marked_invalid_are_left_out(tmp_path: Path) -> None:
    invalid = np.arange(len(XYZ)) % 4 == 0
    (block,) = open_e57(write_e57(tmp_path / "c.e57", [{"xyz": XYZ, "invalid": invalid}])).blocks
    assert np.allclose(block.xyz, XYZ[~invalid])


def test_normals_do_not_stop_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "n.e57"
    _write_with_normals(path)
    (block,) = open_e57(path).blocks
    assert np.allclose(block.xyz, XYZ[:50])


def _write_with_normals(path: Path) -> None:
    import pye57
    from pye57 import libe57

    with pye57.E57(str(path), mode="w") as file:
        image = file.image_file
        image.extensionsAdd("nor", "http://www.libe57.org/E57_NOR_surface_normals.txt")
        scan, prototype = libe57.StructureNode(image), libe57.StructureNode(image)
        names = ["cartesianX", "cartesianY", "cartesianZ", "nor:normalX", "nor:normalY", "nor:normalZ"]
        columns = [*np.ascontiguousarray(XYZ[:50].T), *np.ones((3, 50))]
        buffers = libe57.VectorSourceDestBuffer()
        for name, column in zip(names, columns, strict=True):
            prototype.set(name, libe57.FloatNode(image, 0.0, libe57.E57_DOUBLE))
            buffers.append(libe57.SourceDestBuffer(image, name, column, 50, True, True))
        points = libe57.CompressedVectorNode(image, prototype, libe57.VectorNode(image, True))
        scan.set("points", points)
        scan.set("guid", libe57.StringNode(image, "{test}"))
        file.data3d.append(scan)
        writer = points.writer(buffers)
        writer.write(50)
        writer.close()


def test_no_scan_is_no_content(tmp_path: Path) -> None:
    with pytest.raises(EmptyCloud, match="0 scans"):
        open_e57(write_e57(tmp_path / "c.e57", []))


def test_a_cut_file_is_a_truncation(tmp_path: Path) -> None:
    path = write_e57(tmp_path / "c.e57", [{"xyz": XYZ}])
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(Truncated):
        open_e57(path)


def test_a_wrong_checksum_is_damage(tmp_path: Path) -> None:
    path = write_e57(tmp_path / "c.e57", [{"xyz": XYZ}])
    data = bytearray(path.read_bytes())
    data[1500] ^= 255
    path.write_bytes(data)
    with pytest.raises(Damaged):
        list(open_e57(path).blocks)
