"""Every cloud and mesh of the sample folder, when it is there, ends accepted or refused with a reason."""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import laspy
import numpy as np
import pytest

from media_pipeline import cloud, mesh
from media_pipeline.child import process_in_child
from media_pipeline.errors import MediaRefused
from media_pipeline.kind import HEAD_BYTES
from media_pipeline.limits import Limits
from media_pipeline.report import Identity

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
REQUIRED = os.environ.get("DISANSO_REQUIRE_SAMPLES") == "1"
SUFFIXES = {".las", ".laz", ".e57", ".ply", ".pcd", ".pts", ".xyz", ".glb", ".gltf", ".obj", ".stl"}
KINDS = (cloud.KIND, mesh.KIND)

pytestmark = [
    pytest.mark.samples,
    pytest.mark.skipif(
        not SAMPLES.is_dir() and not REQUIRED, reason=f"the sample folder {SAMPLES} is not there"
    ),
]


def _files() -> list[Path]:
    folders = (SAMPLES / name for name in ("pointclouds", "meshes", "hostile"))
    return sorted(
        path for folder in folders if folder.is_dir() for path in folder.iterdir() if path.suffix in SUFFIXES
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its kind and facts, or the code of its refusal."""

    kind: str | None = None
    code: str | None = None
    facts: dict[str, Any] | None = None
    doubts: tuple[str, ...] = ()
    recipes: tuple[str, ...] = ()
    seconds: float = 0.0


def _outcome(path: Path, out: Path) -> Outcome:
    started = time.monotonic()
    head = path.open("rb").read(HEAD_BYTES)
    found = [(kind, media_type) for kind in KINDS if (media_type := kind.recognises(head, path))]
    assert len(found) <= 1, f"{path.name} is taken for two kinds"
    if not found:
        return Outcome(code="unknown")
    kind, media_type = found[0]
    try:
        report = process_in_child(path, Identity(kind.name, media_type), out, Limits())
    except MediaRefused as refusal:
        for language in ("vi", "en"):
            sentence = refusal.sentence(language)
            assert sentence
            assert "{" not in sentence
        return Outcome(kind.name, refusal.code, seconds=time.monotonic() - started)
    json.dumps(report.facts, allow_nan=False)
    recipes = tuple(made.recipe for made in report.derived)
    assert all(made.path.stat().st_size > 0 for made in report.derived)
    doubts = tuple(doubt.code for doubt in report.doubts)
    return Outcome(kind.name, None, report.facts, doubts, recipes, time.monotonic() - started)


# Files in which neither kind sees one of its own: empty, or nothing but a comment.
UNKNOWN = {"empty_file.glb", "empty.obj", "invalid_magic.glb"}

REFUSED = {
    "TestScene.gltf": "missing_companion",  # its buffer lies beside it and is not handed over here
    "no-points.las": "no_points",
    "测试点云.e57": "no_points",
    "InvalidCVHeader.e57": "no_points",
    "ZeroPointsInvalid.e57": "no_points",
    "bad-crc.e57": "damaged",
    "bad_vlr_count.las": "damaged",
    "garbage_nVariableLength.las": "damaged",
    "constructed_huge_ply_header.ply": "truncated",
    "empty.ply": "no_points",
    "ply_empty_header.ply": "no_points",
    "chunk_too_big.glb": "damaged",
    "empty_nodes.glb": "no_triangles",
    "invalid_json_chunk.glb": "damaged",
    "length_mismatch.glb": "truncated",
    "only_header.glb": "truncated",
    "truncated_chunk_data.glb": "truncated",
    "zero_length.glb": "damaged",
    "invalid_uri_scheme.gltf": "unsafe_reference",
    "non_relative_uri.gltf": "unsafe_reference",
    "not_found.gltf": "missing_companion",
}

DOUBTED = {
    "lion_takanawa.copc.laz": "cloud_no_crs",
    "autzen_trim.laz": "cloud_not_in_metres",
    "file_with_both_wkt_and_geotiff_vlrs.las": "cloud_crs_contradiction",
    "epsg_4326.las": "cloud_in_degrees",
    "region_growing_rgb_tutorial.pcd": "points_without_position",
    "spurious.las": "cloud_bounds_disagree",
    "cube_meshopt.glb": "mesh_not_inspected",
    "rabbit.obj": "mesh_companion_missing",
    "laurana.ply": "mesh_unit_unknown",
}

COUNTS = {
    "lion_takanawa.copc.laz": 341_989,
    "autzen_trim.laz": 110_000,
    "A_B.e57": 6,
    "bunnyInt32.e57": 30_571,
    "pumpAVisualReferenceImage.e57": 155_201,
    "py3dtiles_simple.ply": 22_300,
    "autzen-utm.pcd": 1_065,
    "test.pts": 19,
    "northing_easting_ordering_2326.xyz": 2,
    "gps-time-nan.las": 1,
    "simple1_4.las": 22_600,
}


def test_the_samples_are_there_when_they_are_required() -> None:
    assert len(_files()) > 50


@pytest.mark.parametrize("path", _files(), ids=lambda path: path.name)
def test_each_file_ends_accepted_or_refused_with_a_reason(path: Path, tmp_path: Path) -> None:
    outcome = _outcome(path, tmp_path)
    assert outcome.seconds < 30
    assert (outcome.code == "unknown") is (path.name in UNKNOWN)
    if path.name in REFUSED:
        assert outcome.code == REFUSED[path.name]
    elif path.name not in UNKNOWN:
        assert outcome.facts is not None, outcome.code
        main = "copc" if outcome.kind == "cloud" else "model"
        assert outcome.recipes[0] == main
    if path.name in DOUBTED:
        assert DOUBTED[path.name] in outcome.doubts
    if path.name in COUNTS:
        assert outcome.facts is not None
        assert outcome.facts["points"] == COUNTS[path.name]


def test_the_lion_keeps_every_point_and_colour(tmp_path: Path) -> None:
    source = SAMPLES / "pointclouds" / "lion_takanawa.copc.laz"
    process_in_child(source, Identity("cloud", "application/vnd.laszip+copc"), tmp_path, Limits())
    before, after = laspy.read(source), laspy.read(tmp_path / "cloud.copc.laz")
    for name in ("X", "Y", "Z", "red", "green", "blue", "intensity", "classification"):
        same = np.array_equal(np.sort(np.asarray(before[name])), np.sort(np.asarray(after[name])))
        assert same, name  # a diff of 341,989 values would take an hour to draw


def test_a_billion_announced_records_are_refused_within_two_seconds(tmp_path: Path) -> None:
    outcome = _outcome(SAMPLES / "hostile" / "garbage_nVariableLength.las", tmp_path)
    assert outcome.seconds < 4
