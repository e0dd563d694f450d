from __future__ import annotations

import io
from functools import partial

import pytest

from heritage.management import work_line
from heritage.management.work_line import WorkLine, counted
from media_pipeline.progress import say_points


class Terminal(io.StringIO):
    """tqdm shows nothing where nobody looks."""

    def isatty(self) -> bool:
        return True


def test_received_files_are_counted_with_their_rate_and_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_line, "tqdm", partial(work_line.tqdm, mininterval=0, miniters=1))
    said = Terminal()
    assert list(counted([3_000_000, 5_000_000], "nhận", said, size=int)) == [3_000_000, 5_000_000]
    assert "nhận: " in said.getvalue()
    assert "2/2" in said.getvalue()
    assert "tệp/s" in said.getvalue()
    assert "MB/s" in said.getvalue()


def test_the_points_of_a_cloud_move_the_line_and_its_pace_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_line, "tqdm", partial(work_line.tqdm, mininterval=0))
    said = Terminal()
    line = WorkLine(said)
    line.expect(80_000_000)
    line.expect(20_000_000)
    line.show()
    with line.working("dinh.laz", 80_000_000):
        say_points(5_000_000, 10_000_000)
        assert line._bar.n == 40_000_000
        assert line._bar.postfix.startswith("0/2 tệp, 0.0 tệp/s; dinh.laz: 50 %")
        assert "triệu điểm/giây" in line._bar.postfix
        assert "còn" in line._bar.postfix
    assert line._bar.n == 80_000_000
    assert line._bar.postfix.startswith("1/2 tệp")
    with pytest.raises(RuntimeError), line.working("hong.jpg", 20_000_000):
        raise RuntimeError
    assert line._bar.n == 100_000_000
    line.close()


def test_what_was_done_before_the_line_is_shown_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    line = WorkLine(Terminal())
    line.expect(30)
    line.expect(70)
    with line.working("a", 30):
        pass
    line.show()
    assert (line._bar.n, line._bar.total) == (30, 100)
    line.close()


def test_nothing_is_shown_where_nobody_looks() -> None:
    said = io.StringIO()
    line = WorkLine(said)
    line.expect(10)
    line.show()
    with line.working("a", 10):
        say_points(1, 2)
    line.close()
    assert list(counted([1], "nhận", said)) == [1]
    assert said.getvalue() == ""
