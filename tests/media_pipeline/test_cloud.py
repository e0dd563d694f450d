from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import laspy
import numpy as np
import pytest
from PIL import Image

from gis.placement import Method
from media_pipeline.child import process_in_child
from media_pipeline.cloud import KIND
from media_pipeline.errors import CrashesReader, Damaged, EmptyCloud, MediaRefused
from media_pipeline.las_header import check_las_header
from media_pipeline.limits import Limits
from media_pipeline.progress import points_of
from media_pipeline.report import Derived, Identity
from media_pipeline.told import Order
from tests.media_pipeline.clouds import (
    ORIGIN,
    VN2000_NAM_DINH,
    gate,
    patched,
    records_of,
    write_e57,
    write_las,
    write_pcd,
    write_ply,
)

RECIPES = [
    "copc",
    "poster",
    "photo-640",
    *(f"turntable-{number:02}" for number in range(1, 13)),
    "height-map",
    "footprint",
    "statistics",
]


def _codes(facts: dict[str, Any]) -> list[str]:
    return [doubt.code for doubt in KIND.question(facts)]


def _inspected(path: Path) -> dict[str, Any]:
    media_type = KIND.recognises(path.read_bytes()[:65_536], path)
    assert media_type is not None
    facts: dict[str, Any] = json.loads(json.dumps(KIND.inspect(path, media_type), allow_nan=False))
    return facts


def _derived(path: Path, out: Path) -> dict[str, Derived]:
    out.mkdir()
    return {made.recipe: made for made in KIND.derive(path, _inspected(path), out)}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("c.las", "LAS"),
        ("c.laz", "LAZ"),
        ("c.e57", "E57"),
        ("c.ply", "PLY"),
        ("c.pcd", "PCD"),
        ("c.xyz", "XYZ"),
    ],
)
def test_each_format_is_known_by_content_and_counted(tmp_path: Path, name: str, kind: str) -> None:
    xyz = gate(300)
    path = tmp_path / name
    if kind in ("LAS", "LAZ"):
        write_las(path, xyz)
    elif kind == "E57":
        write_e57(path, [{"xyz": xyz[:100]}, {"xyz": xyz[100:]}])
    elif kind == "PLY":
        write_ply(path, xyz)
    elif kind == "PCD":
        write_pcd(path, xyz)
    else:
        path.write_text("".join(f"{x} {y} {z}\n" for x, y, z in xyz))
    path = path.rename(tmp_path / "scan.bin")
    facts = _inspected(path)
    assert (facts["format"], facts["points"]) == (kind, 300)
    assert np.allclose(facts["native_bounds"], [*xyz.min(axis=0), *xyz.max(axis=0)], atol=0.001)
    assert np.allclose(facts["size_m"], np.ptp(xyz, axis=0), atol=0.002)
    assert "cloud_no_crs" in _codes(facts)
    assert KIND.place(facts) is None


def test_other_files_are_not_taken_for_clouds(tmp_path: Path) -> None:
    for content in (b"\x89PNG\r\n\x1a\n", b"%PDF-1.7", b"glTF", b"name,lon,lat\nDen,106,20\n", b""):
        assert KIND.recognises(content, tmp_path / "x") is None


def test_a_mesh_in_ply_is_left_to_the_meshes(tmp_path: Path) -> None:
    head = b"ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nelement face 1\n"
    assert KIND.recognises(head + b"property list uchar int v\nend_header\n", tmp_path / "x") is None


def test_the_middle_of_a_vn2000_scan_is_its_place(tmp_path: Path) -> None:
    facts = _inspected(write_las(tmp_path / "c.laz", gate(500) + ORIGIN, crs=VN2000_NAM_DINH))
    placement = KIND.place(facts)
    assert placement is not None
    assert placement.method is Method.SCAN_CRS
    assert placement.native_crs == VN2000_NAM_DINH
    assert placement.accuracy_m == 1.0
    # ORIGIN lies 93 m west and 70 m south of check point 1 (20.455966, 106.167945), the middle is 6, 4 m on
    assert placement.lon == pytest.approx(106.16711, abs=2e-5)
    assert placement.lat == pytest.approx(20.45537, abs=2e-5)
    assert _codes(facts) == []


def test_two_contradicting_systems_are_doubted(tmp_path: Path) -> None:
    path = write_las(
        tmp_path / "c.las",
        gate(50) + ORIGIN,
        point_format=3,
        version="1.2",
        geotiff_crs="EPSG:32648",
        crs="EPSG:9209",
    )
    assert "cloud_crs_contradiction" in _codes(_inspected(path))


def test_feet_are_doubted_and_measured_in_metres(tmp_path: Path) -> None:
    facts = _inspected(write_las(tmp_path / "c.laz", gate(800) + [637_000, 851_000, 400], crs="EPSG:2994"))
    assert facts["unit"] == "foot"
    assert facts["size_m"][0] == pytest.approx(12 * 0.3048, abs=0.02)
    assert "cloud_not_in_metres" in _codes(facts)


def test_a_place_off_the_earth_is_a_doubt_and_no_place(tmp_path: Path) -> None:
    facts = _inspected(write_las(tmp_path / "c.las", gate(50) + [5e8, 9e8, 0], crs="EPSG:32648"))
    assert KIND.place(facts) is None
    assert "cloud_outside_crs" in _codes(facts)


def test_large_coordinates_in_32_bits_are_doubted(tmp_path: Path) -> None:
    assert "float32_coordinates" in _codes(_inspected(write_pcd(tmp_path / "c.pcd", gate(50) + ORIGIN)))
    exact = write_pcd(tmp_path / "d.pcd", gate(50) + ORIGIN, kind="f8")
    assert "float32_coordinates" not in _codes(_inspected(exact))


def test_points_without_a_position_are_counted_and_doubted(tmp_path: Path) -> None:
    xyz = gate(60)
    xyz[::3] = np.nan
    facts = _inspected(write_pcd(tmp_path / "c.pcd", xyz))
    assert (facts["points"], facts["points_without_position"]) == (40, 20)
    assert "points_without_position" in _codes(facts)


def test_only_points_without_a_position_is_no_content(tmp_path: Path) -> None:
    path = write_pcd(tmp_path / "c.pcd", np.full((9, 3), np.nan))
    with pytest.raises(EmptyCloud):
        KIND.inspect(path, "application/x-pcd")


def test_colour_fields_full_of_zeros_are_no_colours(tmp_path: Path) -> None:
    path = write_las(tmp_path / "c.las", gate(50))
    las = laspy.read(path)
    las.red[:], las.green[:], las.blue[:] = 0, 0, 0
    las.write(path)
    assert not _inspected(path)["has_color"]


@pytest.mark.parametrize("bounds", [(float("nan"),) * 6, (1.0, 0.5, 1.0, 0.5, 1.0, 0.5), (0.0, 9.0) * 3])
def test_bounds_that_do_not_hold_are_measured(tmp_path: Path, bounds: tuple[float, ...]) -> None:
    path = patched(write_las(tmp_path / "c.las", gate(200)), bounds=("<6d", 179, bounds))
    facts = _inspected(path)
    assert facts["native_bounds"][3] == pytest.approx(12, abs=0.2)
    assert "cloud_bounds_disagree" in _codes(facts)


def test_a_laz_gives_every_recipe(tmp_path: Path) -> None:
    source = write_las(tmp_path / "c.laz", gate(20_000) + ORIGIN, point_format=7, crs=VN2000_NAM_DINH)
    made = _derived(source, tmp_path / "out")
    assert list(made) == RECIPES
    assert records_of(made["copc"].path) == records_of(source)
    with Image.open(made["poster"].path) as poster, Image.open(made["photo-640"].path) as small:
        assert (poster.format, poster.size, small.size) == ("JPEG", (1280, 960), (640, 480))
        assert np.asarray(poster).std() > 10
        assert np.abs(np.asarray(poster)[5, 5].astype(int) - [0xF2, 0xEE, 0xE5]).max() < 8
    statistics = json.loads(made["statistics"].path.read_text())
    assert statistics["points"] == 20_000
    assert statistics["has_color"] is True
    assert statistics["size_m"] == pytest.approx(np.ptp(laspy.read(source).xyz, axis=0).tolist(), abs=0.01)
    assert statistics["surface"]["density_m2"] > 0
    assert 0 <= statistics["surface"]["noise_share"] < 0.2
    assert 0 < statistics["surface"]["spacing_m"] < 0.3
    footprint = json.loads(made["footprint"].path.read_text())
    ring = np.array(footprint["geometry"]["coordinates"][0])
    assert (np.abs(ring - [106.1671, 20.4554]) < 0.001).all()
    native = np.array(footprint["properties"]["native_geometry"]["coordinates"][0])
    assert (np.abs(native - ORIGIN[:2]) < 20).all()


@pytest.mark.parametrize("kind", ["e57", "ply", "pcd"])
def test_other_formats_become_copc_with_their_points_and_colours(tmp_path: Path, kind: str) -> None:
    xyz = gate(3000)
    rgb = np.random.default_rng(1).integers(0, 256, xyz.shape).astype(np.uint8)
    path = tmp_path / f"c.{kind}"
    if kind == "e57":
        write_e57(path, [{"xyz": xyz[:1000], "rgb": rgb[:1000]}, {"xyz": xyz[1000:], "rgb": rgb[1000:]}])
    elif kind == "ply":
        write_ply(path, xyz, rgb)
    else:
        write_pcd(path, xyz, kind="f8")
    made = _derived(path, tmp_path / "out")
    points = laspy.read(made["copc"].path)
    written = xyz if kind == "pcd" else xyz.astype(np.float32).astype(np.float64)  # as they are written
    steps = np.round((written - points.header.offsets) / points.header.scales).astype(int)
    assert np.abs(points.header.scales).max() <= 1e-4
    got = np.column_stack([points.X, points.Y, points.Z])
    if kind == "pcd":
        assert Counter(map(tuple, got.tolist())) == Counter(map(tuple, steps.tolist()))
    else:
        colours = np.column_stack([points.red, points.green, points.blue]) >> 8
        expected = np.hstack([steps, rgb]).tolist()
        assert Counter(map(tuple, np.hstack([got, colours]).tolist())) == Counter(map(tuple, expected))
    assert list(made) == RECIPES


@pytest.mark.parametrize("name", ["c.laz", "c.ply"])
def test_a_cloud_says_how_many_of_its_points_are_done_with(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write_las(path, gate(2000)) if name == "c.laz" else write_ply(path, gate(2000))
    out = tmp_path / "out"
    out.mkdir()
    identity = Identity("cloud", _inspected(path)["media_type"])
    steps: list[str] = []
    process_in_child(path, identity, out, Limits(), steps.append, order=Order(wanted=frozenset({"copc"})))
    heard = [found for step in steps if (found := points_of(step))]
    assert heard[-1] == (2000, 2000)
    assert [done for done, _ in heard] == sorted(done for done, _ in heard)
    assert 0 < heard[0][0] < 2000


@pytest.mark.parametrize("count", [1, 2, 25])
def test_a_handful_of_points_still_gives_every_recipe(tmp_path: Path, count: int) -> None:
    made = _derived(write_las(tmp_path / "c.las", gate(count)), tmp_path / "out")
    assert list(made) == RECIPES


def test_a_flat_line_of_identical_points_still_gives_every_recipe(tmp_path: Path) -> None:
    xyz = np.zeros((500, 3))
    xyz[:, 0] = np.arange(500) // 10
    assert list(_derived(write_las(tmp_path / "c.las", xyz), tmp_path / "out")) == RECIPES


def test_damage_in_the_points_ends_in_a_refusal_and_not_in_our_fault(tmp_path: Path) -> None:
    path = write_las(tmp_path / "c.laz", gate(60_000), point_format=3, version="1.2")
    data = bytearray(path.read_bytes())
    start = check_las_header(path).points_offset + 60
    data[start : start + 4000] = b"\xff" * 4000
    path.write_bytes(data)
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(MediaRefused) as caught:
        process_in_child(path, Identity("cloud", "application/vnd.laszip"), out, Limits())
    assert isinstance(caught.value, Damaged | CrashesReader)
    assert caught.value.sentence("vi")
    assert caught.value.sentence("en")
