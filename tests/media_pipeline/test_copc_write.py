from __future__ import annotations

import os
import signal
from pathlib import Path

import laspy
import lazrs
import numpy as np
import pytest

from media_pipeline.copc_levels import NODE_POINTS
from media_pipeline.copc_write import CopcLimits, write_copc
from media_pipeline.errors import CrashesReader, Damaged, Truncated, WorkerFailed
from tests.media_pipeline.clouds import VN2000_NAM_DINH, gate, patched, records_of, write_las

SMALL_PIECES = CopcLimits(run_points=40_000, task_points=90_000, processes=1)


def check_copc(source: Path, copc: Path) -> int:
    """Every record is there once, every node has its ancestors, every point lies in its node's box."""
    with laspy.open(copc) as reader:
        header = reader.header
    assert records_of(copc) == records_of(source, header.point_format)
    with laspy.CopcReader.open(copc) as reader:
        assert len(reader.query()) == header.point_count
        entries = {tuple((k.level, k.x, k.y, k.z)): e for k, e in reader.root_page.entries.items()}
        assert sum(e.point_count for e in entries.values()) == header.point_count
        assert (0, 0, 0, 0) in entries
        for level, x, y, z in entries:
            assert level == 0 or (level - 1, x >> 1, y >> 1, z >> 1) in entries
        info, data = reader.copc_info, copc.read_bytes()
        for (level, x, y, z), entry in entries.items():
            if not entry.point_count:
                continue
            packed = np.frombuffer(data[entry.offset : entry.offset + entry.byte_size], np.uint8)
            plain = np.empty(entry.point_count * header.point_format.size, np.uint8)
            lazrs.decompress_points_with_chunk_table(
                packed, reader.laszip_vlr.record_data, plain, [(entry.point_count, entry.byte_size)]
            )
            points = plain.view(header.point_format.dtype())
            edge = 2 * info.halfsize / 2**level
            low = np.array(info.center) - info.halfsize + edge * np.array([x, y, z])
            places = np.column_stack([points[axis] for axis in "XYZ"]) * header.scales + header.offsets
            assert (places >= low - 1e-9).all()
            assert (places <= low + edge + 1e-9).all()
    return len(entries)


@pytest.mark.parametrize(
    ("point_format", "version", "suffix"),
    [
        (0, "1.2", ".laz"),
        (1, "1.0", ".las"),
        (2, "1.2", ".laz"),
        (3, "1.3", ".las"),
        (6, "1.4", ".laz"),
        (7, "1.4", ".las"),
        (8, "1.4", ".laz"),
    ],
)
def test_every_record_of_every_format_is_kept(
    tmp_path: Path, point_format: int, version: str, suffix: str
) -> None:
    if version == "1.0":
        version = "1.1"  # laspy writes none older
    source = write_las(tmp_path / f"in{suffix}", gate(4000), point_format=point_format, version=version)
    copc = tmp_path / "out.copc.laz"
    summary = write_copc(source, copc)
    check_copc(source, copc)
    assert summary.points == 4000
    assert sum(summary.classes.values()) == 4000


def test_extra_bytes_and_the_reference_system_are_kept(tmp_path: Path) -> None:
    xyz = gate(3000) + [569_400, 2_262_800, 0]
    source = write_las(tmp_path / "in.laz", xyz, extra=True, crs=VN2000_NAM_DINH)
    write_copc(source, tmp_path / "out.copc.laz")
    check_copc(source, tmp_path / "out.copc.laz")
    with laspy.open(tmp_path / "out.copc.laz") as reader:
        assert "reflectance" in reader.header.point_format.dimension_names
        assert "VN-2000" in reader.header.parse_crs().name


def test_colours_classes_and_extra_bytes_come_through_two_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("media_pipeline.copc_write._ALONE_BELOW", 0)
    source = write_las(
        tmp_path / "in.laz", gate(90_000), point_format=8, extra=True, scale=(0.001, 0.002, 0.01)
    )
    pieces = CopcLimits(run_points=20_000, task_points=30_000, processes=2)
    summary = write_copc(source, tmp_path / "out.copc.laz", limits=pieces)
    check_copc(source, tmp_path / "out.copc.laz")
    before, after = laspy.read(source), laspy.read(tmp_path / "out.copc.laz")
    for name in ("red", "green", "blue", "nir", "classification", "reflectance"):
        assert np.array_equal(np.sort(before[name]), np.sort(after[name]))
    counts = np.bincount(np.asarray(before.classification))
    assert summary.classes == {int(code): int(counts[code]) for code in np.flatnonzero(counts)}


def test_the_header_states_the_true_bounds_and_counts(tmp_path: Path) -> None:
    source = write_las(tmp_path / "in.las", gate(2000))
    summary = write_copc(source, tmp_path / "out.copc.laz")
    with laspy.open(source) as before, laspy.open(tmp_path / "out.copc.laz") as after:
        assert np.allclose(before.header.mins, after.header.mins, atol=1e-9)
        assert np.allclose(before.header.maxs, after.header.maxs, atol=1e-9)
        returns = before.header.number_of_points_by_return
        assert after.header.number_of_points_by_return.tolist() == returns.tolist()
        assert np.allclose(summary.highest, after.header.maxs)


def test_many_runs_and_tasks_give_one_whole_octree(tmp_path: Path) -> None:
    source = write_las(tmp_path / "in.laz", gate(300_000))
    summary = write_copc(source, tmp_path / "out.copc.laz", limits=SMALL_PIECES)
    assert check_copc(source, tmp_path / "out.copc.laz") >= summary.nodes
    assert summary.levels > 2


def test_two_processes_write_what_one_writes(tmp_path: Path) -> None:
    source = write_las(tmp_path / "in.laz", gate(620_000), point_format=6)
    both = CopcLimits(run_points=150_000, task_points=250_000, processes=2)
    write_copc(source, tmp_path / "two.copc.laz", limits=both)
    assert records_of(tmp_path / "two.copc.laz") == records_of(source)


@pytest.mark.parametrize("count", [1, 2])
def test_a_cloud_of_one_or_two_points_is_a_cloud(tmp_path: Path, count: int) -> None:
    source = write_las(tmp_path / "in.laz", gate(count))
    write_copc(source, tmp_path / "out.copc.laz")
    check_copc(source, tmp_path / "out.copc.laz")


def test_a_hundred_and_fifty_thousand_points_in_one_place_are_kept(tmp_path: Path) -> None:
    source = write_las(tmp_path / "in.laz", np.full((150_000, 3), 5.0))
    write_copc(source, tmp_path / "out.copc.laz", limits=SMALL_PIECES)
    check_copc(source, tmp_path / "out.copc.laz")


def test_a_pile_of_points_in_one_place_among_others_stays_in_bounded_nodes(tmp_path: Path) -> None:
    xyz = gate(300_000)
    xyz[::2] = xyz[1]
    source = write_las(tmp_path / "in.laz", xyz)
    write_copc(source, tmp_path / "out.copc.laz", limits=SMALL_PIECES)
    check_copc(source, tmp_path / "out.copc.laz")
    with laspy.CopcReader.open(tmp_path / "out.copc.laz") as reader:
        assert max(entry.point_count for entry in reader.root_page.entries.values()) <= NODE_POINTS


def test_axes_of_different_scale_are_kept(tmp_path: Path) -> None:
    source = write_las(tmp_path / "in.laz", gate(120_000), scale=(0.001, 0.01, 0.0005))
    write_copc(source, tmp_path / "out.copc.laz", limits=SMALL_PIECES)
    check_copc(source, tmp_path / "out.copc.laz")


@pytest.mark.parametrize("bounds", [(1.0, 0.9, 1.0, 0.9, 1.0, 0.9), (float("nan"),) * 6, (1e9, -1e9) * 3])
def test_bounds_that_lie_are_replaced_by_the_true_ones(tmp_path: Path, bounds: tuple[float, ...]) -> None:
    source = patched(write_las(tmp_path / "in.laz", gate(3000)), bounds=("<6d", 179, bounds))
    summary = write_copc(source, tmp_path / "out.copc.laz")
    check_copc(source, tmp_path / "out.copc.laz")
    assert not summary.header_bounds_true
    assert max(summary.highest) < 20


def test_a_copc_file_can_be_written_again(tmp_path: Path) -> None:
    source = write_las(tmp_path / "in.laz", gate(150_000))
    write_copc(source, tmp_path / "once.copc.laz")
    write_copc(tmp_path / "once.copc.laz", tmp_path / "twice.copc.laz")
    check_copc(source, tmp_path / "twice.copc.laz")


def test_a_cut_file_leaves_nothing_behind(tmp_path: Path) -> None:
    source = write_las(tmp_path / "in.laz", gate(60_000))
    source.write_bytes(source.read_bytes()[:-3])
    work = tmp_path / "work"
    work.mkdir()
    with pytest.raises(Truncated):
        write_copc(source, tmp_path / "out.copc.laz", work)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.laz", "work"]
    assert not list(work.iterdir())


def test_damage_found_while_reading_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_las(tmp_path / "in.laz", gate(1000))

    def fail(record: object, point_format: object) -> None:
        raise lazrs.LazrsError("failed to fill whole buffer")

    monkeypatch.setattr("media_pipeline.copc_workers.modern_records", fail)
    with pytest.raises(Damaged):
        write_copc(source, tmp_path / "out.copc.laz")
    assert [p.name for p in tmp_path.iterdir()] == ["in.laz"]


@pytest.mark.parametrize(
    ("ending", "outcome"), [(signal.SIGSEGV, CrashesReader), (signal.SIGKILL, WorkerFailed)]
)
def test_a_crash_in_a_worker_is_the_files_fault_and_a_kill_is_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: signal.Signals, outcome: type[Exception]
) -> None:
    source = write_las(tmp_path / "in.laz", gate(1000))

    def end(record: object, point_format: object) -> None:
        os.kill(os.getpid(), ending)

    monkeypatch.setattr("media_pipeline.copc_workers.modern_records", end)
    monkeypatch.setattr("media_pipeline.copc_write._ALONE_BELOW", 0)
    with pytest.raises(outcome):
        write_copc(source, tmp_path / "out.copc.laz")
    assert [p.name for p in tmp_path.iterdir()] == ["in.laz"]


def test_too_little_room_is_our_fault_and_said_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_las(tmp_path / "in.las", gate(1000))

    class Usage:
        free = 1000

    monkeypatch.setattr("media_pipeline.copc_write.shutil.disk_usage", lambda folder: Usage)
    with pytest.raises(WorkerFailed, match="1000 free"):
        write_copc(source, tmp_path / "out.copc.laz")
