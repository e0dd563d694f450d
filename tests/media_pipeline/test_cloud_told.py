"""What an officer tells of a cloud: its system, its unit, where points of it stand on the ground."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import laspy
import numpy as np
import pytest

from gis import crs
from gis.placement import Method, Placement
from media_pipeline.cloud import KIND
from media_pipeline.cloud_formats import COPC, LAS
from media_pipeline.line import json_able
from media_pipeline.point_text import XYZ
from media_pipeline.told import ControlPoint, Order, Told
from tests.media_pipeline.clouds import ORIGIN, VN2000_NAM_DINH, gate, write_las
from tests.media_pipeline.test_rigid import turned

CORNERS = np.array([[0.0, 2, 0], [12, 2, 0], [12, 6, 0], [0, 6, 7.8]])


def inspected(path: Path, told: Told, media_type: str = LAS) -> dict[str, Any]:
    return json.loads(json.dumps(json_able(KIND.inspect(path, media_type, told))))


def codes(facts: dict[str, Any]) -> set[str]:
    return {doubt.code for doubt in KIND.question(facts)}


def placed(facts: dict[str, Any]) -> Placement:
    place = KIND.place(facts)
    assert place is not None
    return place


def copc_of(path: Path, facts: dict[str, Any], told: Told, out: Path, media_type: str = LAS) -> Path:
    out.mkdir()
    order = Order(told, frozenset({"copc"}))
    return next(iter(KIND.derive(path, facts, out, order))).path


def controlled(rotation: np.ndarray, *, scale: float = 1.0, heights: bool = True, noise: float = 0.0) -> Told:
    """Control points for a local cloud whose true place is ``ORIGIN``, turned by ``rotation``."""
    random = np.random.default_rng(4)
    true = CORNERS * scale @ rotation.T + ORIGIN + random.normal(0, noise, CORNERS.shape)
    points = tuple(
        ControlPoint(
            *map(float, here[:2]), *map(float, there[:2]), z=float(here[2]),
            target_z=float(there[2]) if heights else None, label=f"M{number}",
        )
        for number, (here, there) in enumerate(zip(CORNERS, true, strict=True), start=1)
    )  # fmt: skip
    return Told(control=points, control_crs=VN2000_NAM_DINH)


def test_a_local_cloud_stands_where_its_control_points_say(tmp_path: Path) -> None:
    xyz, rotation = gate(4_000), turned(0.02, -0.01, 0.7)
    path = write_las(tmp_path / "local.las", xyz)
    told = controlled(rotation)
    facts = inspected(path, told)
    assert facts["control"]["rms_m"] < 0.001 and facts["crs"] == VN2000_NAM_DINH
    assert [point["label"] for point in facts["control"]["points"]] == ["M1", "M2", "M3", "M4"]
    place = placed(facts)
    assert place.method == Method.CONTROL_POINTS
    lon, lat = crs.to_wgs84(ORIGIN[0], ORIGIN[1], VN2000_NAM_DINH)
    assert abs(place.lon - lon) < 2e-4 and abs(place.lat - lat) < 2e-4
    assert "cloud_no_crs" not in codes(facts)

    copc = copc_of(path, facts, told, tmp_path / "out")
    with laspy.open(copc) as reader:
        las = reader.read()
        assert reader.header.parse_crs().to_epsg() == 9209
    expected = xyz @ rotation.T + np.array(ORIGIN)
    found = np.sort(np.round(np.column_stack([las.x, las.y, las.z]), 2), axis=0)
    assert np.allclose(found, np.sort(np.round(expected, 2), axis=0), atol=0.011)
    with laspy.open(path) as reader:
        before = reader.read()
    assert sorted(las.red) == sorted(before.red) and sorted(las.classification) == sorted(
        before.classification
    )


def test_points_without_heights_turn_it_about_the_vertical_only(tmp_path: Path) -> None:
    path = write_las(tmp_path / "local.las", gate(500))
    facts = inspected(path, controlled(turned(0, 0, 1.1), heights=False))
    assert facts["control"]["rms_m"] < 0.001
    assert facts["native_bounds"][2] == pytest.approx(0.0, abs=0.1)


def test_control_in_degrees_is_brought_to_the_zone_of_vn_2000(tmp_path: Path) -> None:
    path = write_las(tmp_path / "local.las", gate(500))
    grid = controlled(turned(0, 0, 0.4), heights=False)
    in_degrees = tuple(
        ControlPoint(p.x, p.y, *crs.to_wgs84(p.target_x, p.target_y, VN2000_NAM_DINH), z=p.z)
        for p in grid.control
    )
    facts = inspected(path, Told(control=in_degrees))
    assert facts["crs"] == "EPSG:3405"
    # The scale of a UTM zone is 0.9996 in its middle: 12 m differ by 5 mm.
    assert facts["control"]["rms_m"] < 0.02


def test_the_scale_is_found_only_when_it_is_asked_for(tmp_path: Path) -> None:
    path = write_las(tmp_path / "local.las", gate(500))
    told = controlled(turned(0, 0, 0.4), scale=2.0)
    rigid = inspected(path, told)
    assert rigid["control"]["rms_m"] > 1 and "control_points_poor" in codes(rigid)
    free = inspected(path, Told(control=told.control, control_crs=told.control_crs, fit="similarity"))
    assert free["control"]["scale"] == pytest.approx(2.0) and "control_points_poor" not in codes(free)


def test_measuring_errors_are_reported_in_metres(tmp_path: Path) -> None:
    path = write_las(tmp_path / "local.las", gate(500))
    facts = inspected(path, controlled(turned(0, 0, 0.4), noise=0.03))
    assert 0.005 < facts["control"]["rms_m"] < 0.1
    residuals = np.array([point["residual_m"] for point in facts["control"]["points"]])
    assert np.sqrt((residuals**2).sum(axis=1).mean()) == pytest.approx(facts["control"]["rms_m"], abs=1e-3)
    assert placed(facts).accuracy_m == pytest.approx(max(1.0, facts["control"]["rms_m"]))


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        (Told(control=controlled(np.eye(3)).control[:2], control_crs=VN2000_NAM_DINH), "too_few"),
        (
            Told(
                control=tuple(ControlPoint(n, 2 * n, 569_400 + n, 2_262_800 + 2 * n) for n in range(4)),
                control_crs=VN2000_NAM_DINH,
            ),
            "on_a_line",
        ),
        (Told(control=controlled(np.eye(3)).control, control_crs="EPSG:1"), "outside_system"),
    ],
)
def test_points_that_cannot_place_it_are_a_question_and_no_refusal(
    tmp_path: Path, told: Told, problem: str
) -> None:
    path = write_las(tmp_path / "local.las", gate(500))
    facts = inspected(path, told)
    assert facts["control_problem"] == problem
    assert f"control_points_{problem}" in codes(facts)
    assert KIND.place(facts) is None


def test_the_system_that_was_told_places_a_cloud_that_states_none(tmp_path: Path) -> None:
    path = write_las(tmp_path / "bare.las", gate(500) + np.array(ORIGIN))
    told = Told(crs=VN2000_NAM_DINH)
    facts = inspected(path, told)
    assert (facts["crs"], facts["unit"], codes(facts)) == (VN2000_NAM_DINH, "metre", set())
    assert placed(facts).native_crs == VN2000_NAM_DINH
    with laspy.open(copc_of(path, facts, told, tmp_path / "out")) as reader:
        assert reader.header.parse_crs().to_epsg() == 9209
        assert reader.header.point_count == 500


def test_a_told_system_wins_over_the_file_s_own_and_says_so(tmp_path: Path) -> None:
    path = write_las(tmp_path / "wrong.las", gate(500) + np.array(ORIGIN), crs="EPSG:9210")
    facts = inspected(path, Told(crs=VN2000_NAM_DINH))
    assert facts["crs"] == VN2000_NAM_DINH
    assert codes(facts) == {"cloud_crs_told"}


def test_the_unit_that_was_told_gives_the_true_size(tmp_path: Path) -> None:
    path = write_las(tmp_path / "feet.las", gate(4_000) / 0.3048)
    assert inspected(path, Told())["size_m"][0] == pytest.approx(12 / 0.3048, rel=0.01)
    facts = inspected(path, Told(unit="foot"))
    assert facts["size_m"][0] == pytest.approx(12, rel=0.01)
    assert facts["unit_m"] == 0.3048


def test_a_cloud_in_millimetres_of_a_system_in_metres_is_scaled_to_it(tmp_path: Path) -> None:
    path = write_las(
        tmp_path / "mm.las", (gate(500) + np.array(ORIGIN)) * 1000, crs=VN2000_NAM_DINH, scale=(1.0, 1.0, 1.0)
    )  # fmt: skip
    told = Told(unit="millimetre")
    facts = inspected(path, told)
    assert facts["native_bounds"][0] == pytest.approx(ORIGIN[0], abs=0.1)
    with laspy.open(copc_of(path, facts, told, tmp_path / "out")) as reader:
        assert reader.header.mins[0] == pytest.approx(ORIGIN[0], abs=0.1)


def test_columns_that_were_told_reach_the_copc(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    rows = [f"{y} {x} {z} {n % 5} {n % 3}" for n, (x, y, z) in enumerate(gate(200))]
    path.write_text("\n".join(rows) + "\n")
    unsure = inspected(path, Told(), XYZ)
    assert "cloud_columns_unsure" in codes(unsure)
    told = Told(columns="yxz-c")
    facts = inspected(path, told, XYZ)
    assert "cloud_columns_unsure" not in codes(facts)
    with laspy.open(copc_of(path, facts, told, tmp_path / "out", XYZ)) as reader:
        las = reader.read()
    assert las.x.max() > las.y.max() and set(las.classification) == {0, 1, 2}


def test_a_copc_original_can_be_told_too(tmp_path: Path) -> None:
    bare = write_las(tmp_path / "bare.las", gate(500) + np.array(ORIGIN))
    facts = inspected(bare, Told())
    copc = copc_of(bare, facts, Told(), tmp_path / "first")
    again = inspected(copc, Told(crs=VN2000_NAM_DINH), COPC)
    assert placed(again).native_crs == VN2000_NAM_DINH
