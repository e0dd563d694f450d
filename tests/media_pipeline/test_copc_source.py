"""Points by their place in a file, however its chunks are cut."""

from __future__ import annotations

from pathlib import Path

import laspy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_pipeline.copc_source import Chunks, PointSource
from media_pipeline.copc_write import CopcLimits, write_copc
from tests.media_pipeline.clouds import gate, records_of, write_las

COUNT = 150_000


@pytest.fixture(scope="module")
def copc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("source")
    write_copc(write_las(folder / "a.las", gate(COUNT)), folder / "a.copc.laz")
    return folder / "a.copc.laz"


def source_of(path: Path) -> PointSource:
    with laspy.open(path) as reader:
        return PointSource.of(path, reader.header)


def test_chunks_of_many_sizes_are_read_from_any_place(copc: Path) -> None:
    whole, source = laspy.read(copc).points.array, source_of(copc)
    assert source.chunks is not None and len(set(source.chunks.points)) > 2
    first = source.chunks.points[0]
    for start, count in (
        (0, 10),
        (first, 1),
        (first - 1, 2),
        (first + 5, 40_000),
        (COUNT - 3, 3),
        (0, COUNT),
    ):
        found = source.read(start, count).array
        same = found.tobytes() == whole[start : start + count].tobytes()  # NaN is not NaN
        assert same, (start, count)


def test_a_copc_file_packed_again_in_many_pieces_keeps_every_record(copc: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.copc.laz"
    write_copc(copc, again, limits=CopcLimits(run_points=7_000))
    same = records_of(again) == records_of(copc)  # a diff of so many would take an hour to draw
    assert same


def test_chunks_of_one_size_need_no_table(tmp_path: Path) -> None:
    path = write_las(tmp_path / "a.laz", gate(120_000))
    source = source_of(path)
    assert source.chunks is None
    whole = laspy.read(path).points.array
    same = source.read(60_000, 5_000).array.tobytes() == whole[60_000:65_000].tobytes()  # NaN is not NaN
    assert same


@given(st.lists(st.integers(1, 9), min_size=1, max_size=12), st.data())
@settings(max_examples=200, deadline=None)
def test_the_chunks_of_a_span_are_those_that_hold_its_points(points: list[int], data: st.DataObject) -> None:
    total = sum(points)
    start = data.draw(st.integers(0, total - 1))
    count = data.draw(st.integers(1, total - start))
    first, last, begins = Chunks(tuple(points), tuple(points)).covering(start, count)
    owner = np.repeat(np.arange(len(points)), points)
    assert (first, last - 1) == (owner[start], owner[start + count - 1])
    assert begins == sum(points[:first])
