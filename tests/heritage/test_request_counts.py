"""Counts are one number for every process of a machine, and for every machine where there is Redis."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from heritage.request_counts import FILE, Counts, FileCounts, RedisCounts, counts_for
from tests.conftest import required

ROUNDS = 200


ANOTHER = """
import sys
from pathlib import Path
from heritage.request_counts import counts_for
counts = counts_for(sys.argv[1], Path(sys.argv[2]))
for _ in range(int(sys.argv[4])):
    counts.add(sys.argv[3], 7, 1)
"""


class CountsContract:
    """What both kinds do."""

    @pytest.fixture
    def url(self) -> str:
        raise NotImplementedError

    @pytest.fixture
    def counts(self, url: str, tmp_path: Path) -> Counts:
        return counts_for(url, tmp_path)

    @pytest.fixture
    def who(self) -> str:
        return uuid.uuid4().hex  # a shared server keeps what other runs counted

    def test_a_sum_grows_by_its_cost_and_begins_anew_each_minute(self, counts: Counts, who: str) -> None:
        assert [counts.add(who, 7, cost) for cost in (1, 10, 1)] == [1, 11, 12]
        assert counts.add(who, 8, 1) == 1

    def test_callers_are_counted_apart(self, counts: Counts, who: str) -> None:
        counts.add(who, 7, 5)
        assert counts.add(f"{who}x", 7, 1) == 1

    def test_two_processes_share_one_count_and_lose_none(
        self, url: str, counts: Counts, who: str, tmp_path: Path
    ) -> None:
        command = [sys.executable, "-c", ANOTHER, url, str(tmp_path), who, str(ROUNDS)]
        others = [subprocess.Popen(command) for _ in range(2)]
        assert [each.wait(60) for each in others] == [0, 0]
        assert counts.add(who, 7, 1) == 2 * ROUNDS + 1


class TestFileCounts(CountsContract):
    @pytest.fixture
    def url(self) -> str:
        return "file:"

    def test_minutes_that_are_over_leave_the_file(self, counts: FileCounts, tmp_path: Path) -> None:
        for minute in range(7, 20):
            counts.add("a", minute, 1)
        (left,) = counts._opened().execute("select count(*) from counts").fetchone()
        assert left == 2

    def test_a_forked_process_opens_the_file_for_itself(self, counts: FileCounts) -> None:
        counts.add("a", 7, 1)
        child = os.fork()
        if child == 0:
            os._exit(0 if counts.add("a", 7, 1) == 2 else 1)
        assert os.waitpid(child, 0)[1] == 0
        assert counts.add("a", 7, 1) == 3

    def test_a_broken_file_counts_nothing_and_is_told(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        (tmp_path / FILE).write_bytes(b"not a database" * 100)
        with caplog.at_level(logging.WARNING):
            assert FileCounts(tmp_path / FILE).add("a", 7, 1) is None
        assert "cannot be counted" in caplog.text


@pytest.mark.services
class TestRedisCounts(CountsContract):
    @pytest.fixture
    def url(self) -> str:
        return required("DISANSO_TEST_REDIS_URL", "Redis")


def test_a_server_that_is_away_counts_nothing_and_is_told(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert RedisCounts("redis://127.0.0.1:1/0").add("a", 7, 1) is None
    assert "cannot be counted" in caplog.text


def test_another_scheme_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="DISANSO_COUNTS_URL"):
        counts_for("memcached://x", tmp_path)
