from __future__ import annotations

from pathlib import Path

import laspy
import numpy as np
import pytest

from media_pipeline.cloud_sample import middle_of, read_sample
from media_pipeline.copc_patches import PATCH_POINTS
from media_pipeline.copc_write import write_copc
from tests.media_pipeline.clouds import ORIGIN, gate, write_las

METRES = (1.0, 1.0, 1.0)


@pytest.fixture(scope="module")
def copc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    source = write_las(folder / "in.laz", gate(200_000) + ORIGIN)
    write_copc(source, folder / "cloud.copc.laz")
    return folder / "cloud.copc.laz"


def test_a_sample_covers_the_whole_and_starts_at_its_origin(copc: Path) -> None:
    sample = read_sample(copc, METRES, most=20_000)
    assert len(sample.xyz) == 20_000
    assert not sample.complete
    assert np.allclose(sample.xyz.min(axis=0), 0, atol=0.1)
    assert np.allclose(np.ptp(sample.xyz[:, :2], axis=0), [12, 8], atol=0.1)
    assert np.allclose(sample.native_xy().min(axis=0), ORIGIN[:2], atol=0.1)


def test_a_small_cloud_is_taken_whole(copc: Path) -> None:
    sample = read_sample(copc, METRES)
    assert sample.complete
    assert len(sample.xyz) == 200_000


def test_feet_become_metres_and_the_native_plane_stays(copc: Path) -> None:
    sample = read_sample(copc, (0.3048, 0.3048, 0.3048), most=5_000)
    assert np.ptp(sample.xyz[:, 0]) == pytest.approx(12 * 0.3048, abs=0.05)
    assert np.ptp(sample.native_xy()[:, 0]) == pytest.approx(12, abs=0.2)


def test_the_middle_of_a_patch_keeps_every_point_near_it() -> None:
    patch = gate(60_000)
    middle = middle_of(patch)
    assert len(middle) == PATCH_POINTS
    reach = np.abs(middle - np.median(patch, axis=0)).max() / 2
    near = np.linalg.norm(patch - np.median(patch, axis=0), axis=1) < reach
    assert near.sum() == (np.linalg.norm(middle - np.median(patch, axis=0), axis=1) < reach).sum()
    assert len(middle_of(patch[:100])) == 100


@pytest.mark.parametrize(("largest", "shown"), [(200, 200), (65_535, 255)])
def test_colours_are_read_from_eight_or_sixteen_bits(tmp_path: Path, largest: int, shown: int) -> None:
    source = write_las(tmp_path / "in.las", gate(50))
    las = laspy.read(source)
    las.red[:], las.green[:], las.blue[:] = largest, 0, 0
    las.write(source)
    write_copc(source, tmp_path / "c.copc.laz")
    rgb = read_sample(tmp_path / "c.copc.laz", METRES).rgb
    assert rgb is not None
    assert rgb[0].tolist() == [shown, 0, 0]
