"""A file of pages earns time by the pages made of it, and not without end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from media_pipeline.child import process_in_child
from media_pipeline.errors import TooSlow
from media_pipeline.limits import MOST_PAGES, PAGE_S, Limits
from media_pipeline.report import Identity


def pages_made(limits: Limits, tmp_path: Path) -> list[str]:
    out = tmp_path / "out"
    out.mkdir()
    steps: list[str] = []
    with pytest.raises(TooSlow) as refusal:
        process_in_child(
            tmp_path / "input.bin",
            Identity("slow", "slow"),
            out,
            limits,
            steps.append,
            worker="tests.media_pipeline.slow_pages",
        )
    assert refusal.value.figures["seconds"] >= round(limits.wall_s)
    return [step for step in steps if step.startswith("derive:page-")]


def test_pages_go_on_past_the_time_of_a_file_until_what_they_earn_is_spent(tmp_path: Path) -> None:
    (tmp_path / "input.bin").write_bytes(b"x")
    limits = Limits(wall_s=4)
    few = pages_made(limits, tmp_path)
    (tmp_path / "out").rename(tmp_path / "before")
    many = pages_made(replace(limits, page_s=1.0, more_s=4.0), tmp_path)
    assert len(many) >= len(few) + 4, "four more seconds, a page each half of one"
    assert len(many) <= 16, "and no more than was earned"


@pytest.mark.parametrize("kind", ["scan", "document"])
def test_the_longest_dossier_ends_within_an_hour(kind: str) -> None:
    limits = Limits.for_bytes(1_000_000).for_kind(kind)
    assert limits.allowed_s(0) == limits.wall_s
    assert limits.allowed_s(10) == limits.wall_s + 10 * PAGE_S
    assert limits.allowed_s(100_000) == limits.longest_s == limits.wall_s + MOST_PAGES * PAGE_S
    assert limits.longest_s < 3600
    assert limits.cpu_s > limits.more_s


def test_a_photo_earns_nothing() -> None:
    assert Limits().for_kind("mesh").longest_s == Limits().wall_s
