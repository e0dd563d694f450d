from __future__ import annotations

import builtins
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from media_pipeline import open3d_adapter
from media_pipeline.cloud_statistics import surface_statistics
from media_pipeline.errors import WorkerFailed


def _floor(count: int = 3000) -> np.ndarray:
    return np.random.default_rng(1).random((count, 3)) * [10, 10, 0.001]


def test_importing_the_kinds_does_not_import_open3d() -> None:
    code = "import sys, media_pipeline.cloud, media_pipeline.mesh; print('open3d' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"


def test_open3d_is_loaded_without_its_drawing_in_a_browser() -> None:
    code = (
        "import sys; from media_pipeline import open3d_adapter; open3d_adapter.load();"
        "print('open3d' in sys.modules, 'flask' in sys.modules, 'dash' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["True", "False", "False"]


def test_outliers_are_found() -> None:
    xyz = np.concatenate([_floor(), [[5, 5, 40.0], [5, 5, -30.0]]])
    kept = open3d_adapter.without_outliers(xyz)
    assert 3000 not in kept
    assert 3001 not in kept
    assert len(kept) > 2500


def test_thinning_leaves_one_point_per_voxel_with_its_colour() -> None:
    xyz, rgb = open3d_adapter.thinned(_floor(), np.tile(np.array([10, 20, 30], np.uint8), (3000, 1)), 1.0)
    assert 100 <= len(xyz) <= 144
    assert rgb is not None
    assert (rgb == [10, 20, 30]).all()


def test_the_normals_of_a_floor_are_upright() -> None:
    assert (np.abs(open3d_adapter.normals(_floor())[:, 2]) > 0.95).all()


def test_a_missing_system_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = builtins.__import__

    def refuse(name: str, *rest: Any, **more: Any) -> Any:
        if name == "open3d":
            raise OSError("libusb-1.0.so.0: cannot open shared object file")
        return genuine(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(WorkerFailed, match=r"libusb-1\.0\.so\.0.*Install libusb-1\.0-0"):
        open3d_adapter.normals(_floor())


def test_statistics_tell_a_floor_from_a_wall_and_measure_its_spacing() -> None:
    side = np.arange(60) * 0.1
    grid = np.stack(np.meshgrid(side, side), -1).reshape(-1, 2)
    floor = np.column_stack([grid, np.zeros(3600)])
    wall = np.column_stack([grid[:, 0], np.zeros(3600), grid[:, 1]])
    flat, upright = surface_statistics([floor]), surface_statistics([wall])
    assert flat is not None
    assert upright is not None
    assert flat.spacing_m == pytest.approx(0.1)
    assert flat.density_m2 == pytest.approx(100, rel=0.1)
    assert flat.flat_share > 0.95
    assert upright.wall_share > 0.95


def test_too_few_points_have_no_statistics() -> None:
    assert surface_statistics([np.zeros((5, 3))]) is None
