from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path

import pytest

from gis.doubts import Doubt
from gis.placement import Method
from media_pipeline.child import process_in_child
from media_pipeline.errors import (
    CrashesReader,
    TooLarge,
    TooManyPixels,
    TooSlow,
    Truncated,
    UnpacksTooLarge,
    WorkerFailed,
)
from media_pipeline.kinds import identify
from media_pipeline.limits import Limits
from media_pipeline.report import Identity, Report
from media_pipeline.told import REFERENCE, Order, Told
from tests.media_pipeline.pictures import jpeg_bytes, saved

SHORT = Limits(wall_s=10, resident_mb=300, cpu_s=8, output_mb=20)


def behave(how: str, tmp_path: Path, limits: Limits = SHORT, steps: list[str] | None = None) -> Report:
    out = tmp_path / "out"
    out.mkdir()
    return process_in_child(
        tmp_path / "input.bin",
        Identity("odd", how),
        out,
        limits,
        steps.append if steps is not None else None,
        worker="tests.media_pipeline.misbehaving",
    )


def confinement_here() -> dict[str, object]:
    """What the kernel of this machine can hold a child to, tried out."""
    command = [sys.executable, "-m", "media_pipeline.confine"]
    held: dict[str, object] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return held


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_a_report_comes_back_whole(tmp_path: Path) -> None:
    steps: list[str] = []
    report = behave("prints_and_reports", tmp_path, steps=steps)
    assert report.facts == {"behaviour": "prints_and_reports", "not_a_number": None, "pair": [1, 2]}
    assert report.placement is not None and report.placement.method is Method.EXIF
    assert report.doubts == (Doubt("odd", "Ảnh lạ.", "An odd picture."),)
    assert report.derived[0].path.read_text() == "made in the child"
    assert steps == ["inspect", "place", "derive", "derive:note", "question"]
    assert {entry.name for entry in (tmp_path / "out").iterdir()} == {"note.txt", "seen"}


def test_the_child_sees_no_secret_and_no_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISANSO_SECRET_KEY", "secret")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    behave("prints_and_reports", tmp_path)
    seen = json.loads((tmp_path / "out" / "seen").read_text())
    assert not [name for name in seen if "SECRET" in name or "AWS" in name or "DJANGO" in name]


def test_standard_input_is_closed(tmp_path: Path) -> None:
    assert behave("reads_stdin", tmp_path).facts["behaviour"] == "reads_stdin"


def test_a_file_that_never_ends_is_too_slow(tmp_path: Path) -> None:
    start = time.monotonic()
    with pytest.raises(TooSlow) as refusal:
        behave("sleeps", tmp_path, Limits(wall_s=1))
    assert time.monotonic() - start < 5
    assert "1 giây" in refusal.value.sentence("vi")


def test_processor_time_is_limited_too(tmp_path: Path) -> None:
    with pytest.raises(TooSlow):
        behave("spins", tmp_path, Limits(wall_s=20, cpu_s=1))


@pytest.mark.parametrize("how", ["allocates", "child_allocates", "reserves", "multiplies"])
def test_a_file_that_needs_too_much_memory_is_too_large(how: str, tmp_path: Path) -> None:
    with pytest.raises(TooLarge) as refusal:
        behave(how, tmp_path)
    assert "300 MB" in refusal.value.sentence("en")


@pytest.mark.parametrize(("how", "name"), [("segfaults", "SIGSEGV"), ("aborts", "SIGABRT")])
def test_a_crash_in_the_reader_refuses_the_file(how: str, name: str, tmp_path: Path) -> None:
    with pytest.raises(CrashesReader) as refusal:
        behave(how, tmp_path)
    assert refusal.value.figures["signal"] == name


@pytest.mark.parametrize(
    "how", ["fills_the_disk", "writes_many_files", "writes_what_is_not_seen", "chats_without_end"]
)
def test_a_file_that_unpacks_without_end_is_refused(how: str, tmp_path: Path) -> None:
    with pytest.raises(UnpacksTooLarge):
        behave(how, tmp_path)


@pytest.mark.parametrize(
    "how", ["calls_home", "calls_home_by_datagram", "calls_a_service_of_the_machine", "leaves_its_group"]
)
def test_a_child_that_has_been_taken_over_reaches_no_network_and_cannot_hide(
    how: str, tmp_path: Path
) -> None:
    with pytest.raises(WorkerFailed, match="PermissionError"):
        behave(how, tmp_path)


@pytest.mark.parametrize(
    "how", ["reads_a_neighbour", "reads_our_key", "writes_beside_its_folder", "changes_its_input"]
)
def test_a_child_that_has_been_taken_over_reads_its_file_and_writes_its_folder_only(
    how: str, tmp_path: Path
) -> None:
    (tmp_path / "neighbour").write_text("the original of somebody else")
    (tmp_path / "input.bin").write_text("mine")
    has_landlock = confinement_here()["landlock"]
    with pytest.raises(WorkerFailed, match="PermissionError") if has_landlock else nullcontext():
        behave(how, tmp_path)


def test_the_probe_tells_what_holds_on_this_machine() -> None:
    held = confinement_here()
    confined = bool(held["landlock"])
    assert held["seccomp"] and not held["network"] and held["writes_inside"]
    assert held["reads_outside"] is held["writes_outside"] is not confined


def test_the_child_inherits_its_answering_pipe_and_nothing_else(tmp_path: Path) -> None:
    with (tmp_path / "open").open("w") as ours:
        os.set_inheritable(ours.fileno(), True)
        behave("lists_its_handles", tmp_path)
    handles = json.loads((tmp_path / "out" / "handles").read_text())
    kinds = sorted("pipe" if each.startswith("pipe:") else each.split("/")[1] for each in handles)
    assert kinds.count("pipe") == 1 and "/dev/null" in handles
    assert not [each for each in handles if each.endswith("/open")]


def test_a_companion_that_was_told_of_may_be_read(tmp_path: Path) -> None:
    (tmp_path / "neighbour").write_text("a texture")
    out = tmp_path / "out"
    out.mkdir()
    order = Order(Told(companions=("neighbour",)))
    report = process_in_child(
        tmp_path / "input.bin",
        Identity("odd", "reads_a_neighbour"),
        out,
        SHORT,
        order=order,
        worker="tests.media_pipeline.misbehaving",
    )
    assert report.facts["behaviour"] == "reads_a_neighbour"


def test_the_cloud_that_another_is_fitted_to_may_be_read_and_nothing_else_beside_it(tmp_path: Path) -> None:
    (tmp_path / REFERENCE).write_text("the other scan")
    (tmp_path / "neighbour").write_text("the original of somebody else")
    (tmp_path / "input.bin").write_text("mine")

    def read(how: str, told: Told, out: Path) -> Report:
        out.mkdir()
        identity = Identity("odd", how)
        return process_in_child(
            tmp_path / "input.bin",
            identity,
            out,
            SHORT,
            order=Order(told),
            worker="tests.media_pipeline.misbehaving",
        )

    aligned = Told(aligned_to="KTDWKVNG9G")
    report = read("reads_the_reference", aligned, tmp_path / "out")
    assert report.facts["behaviour"] == "reads_the_reference"
    has_landlock = confinement_here()["landlock"]
    for name, how, told in (("a", "reads_a_neighbour", aligned), ("b", "reads_the_reference", Told())):
        with pytest.raises(WorkerFailed, match="PermissionError") if has_landlock else nullcontext():
            read(how, told, tmp_path / name)


def test_a_refusal_keeps_its_class_its_figures_and_its_sentences(tmp_path: Path) -> None:
    with pytest.raises(TooManyPixels) as refusal:
        behave("refuses", tmp_path)
    assert refusal.value.detail == "in the child"
    assert "178 triệu" in refusal.value.sentence("vi")


def test_an_exception_in_our_code_is_our_failure_with_its_traceback(tmp_path: Path) -> None:
    with pytest.raises(WorkerFailed, match="no such thing in our code"):
        behave("raises", tmp_path)


def test_a_child_killed_from_outside_is_our_failure(tmp_path: Path) -> None:
    with pytest.raises(WorkerFailed, match="no answer"):
        behave("is_killed", tmp_path)


def test_an_unknown_kind_is_our_failure(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(WorkerFailed, match="hologram"):
        process_in_child(tmp_path / "x", Identity("hologram", "x/y"), out, SHORT)


@pytest.mark.parametrize("how", ["points_outside", "answers_nonsense", "talks_without_end"])
def test_a_child_that_has_been_taken_over_is_not_believed(how: str, tmp_path: Path) -> None:
    with pytest.raises(WorkerFailed, match=r"no plain file|the child answered|talks without end"):
        behave(how, tmp_path)


def test_no_process_outlives_the_call(tmp_path: Path) -> None:
    behave("leaves_a_process_behind", tmp_path)
    pid = int((tmp_path / "out" / "pid").read_text())
    for _ in range(50):
        if not is_running(pid):
            return
        time.sleep(0.05)
    os.kill(pid, 9)
    pytest.fail("a grandchild was left running")


def test_a_photo_goes_down_the_whole_line_in_a_child(tmp_path: Path) -> None:
    photo = saved(tmp_path / "gate.png")  # a JPEG under another name
    out = tmp_path / "out"
    out.mkdir()
    report = process_in_child(photo, identify(photo), out, Limits.for_file(photo))
    assert report.identity == Identity("photo", "image/jpeg")
    assert {one.recipe for one in report.derived} == {
        "photo-320",
        "photo-320-webp",
        "placeholder",
        "pyramid",
    }
    assert all(one.path.parent == out and one.path.stat().st_size for one in report.derived)


def test_a_truncated_photo_is_refused_by_the_child(tmp_path: Path) -> None:
    photo = tmp_path / "gate.jpg"
    photo.write_bytes(jpeg_bytes()[:-100])
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(Truncated):
        process_in_child(photo, identify(photo), out, Limits.for_file(photo))
