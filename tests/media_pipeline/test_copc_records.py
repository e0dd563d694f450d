from __future__ import annotations

from pathlib import Path

import laspy
import numpy as np
import pytest

from media_pipeline.copc_records import modern_records, target_format
from tests.media_pipeline.clouds import gate, write_las


@pytest.mark.parametrize(("old", "new"), [(0, 6), (1, 6), (2, 7), (3, 7), (6, 6), (7, 7), (8, 8)])
def test_every_field_of_an_old_record_is_in_the_new_one(tmp_path: Path, old: int, new: int) -> None:
    path = write_las(tmp_path / "c.las", gate(500), point_format=old, version="1.2" if old < 6 else "1.4")
    before = laspy.read(path)
    form = target_format(before.header)
    assert form.id == new
    after = laspy.PackedPointRecord(modern_records(before.points, form), form)
    for name in before.point_format.dimension_names:
        if name == "scan_angle_rank":
            assert np.abs(after["scan_angle"] * 0.006 - before[name]).max() <= 0.003
        else:
            assert np.array_equal(
                np.asarray(after[name]), np.asarray(before[name]), equal_nan=name == "gps_time"
            )


def test_extra_bytes_go_along(tmp_path: Path) -> None:
    before = laspy.read(write_las(tmp_path / "c.las", gate(50), point_format=3, version="1.2", extra=True))
    form = target_format(before.header)
    after = laspy.PackedPointRecord(modern_records(before.points, form), form)
    assert np.array_equal(after["reflectance"], before["reflectance"])
