"""The properties catch what they are there for: each is shown a report that lies."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from media_pipeline import line
from media_pipeline.kinds import identify
from media_pipeline.report import Report
from tests.fuzz.properties import emptiness
from tests.fuzz.seeds import SEEDS
from tests.media_pipeline.pictures import saved


def report_of(kind: str, tmp_path: Path) -> Report:
    path = tmp_path / "file"
    SEEDS[kind](path)
    out = tmp_path / "out"
    out.mkdir()
    return replace(line.process(path, identify(path), out), doubts=())


@pytest.mark.parametrize("kind", ["jpeg", "tiff-fax", "pdf", "xyz", "stl", "wav", "mp4"])
def test_a_sound_file_has_no_problem_and_one_without_derivatives_has(kind: str, tmp_path: Path) -> None:
    report = report_of(kind, tmp_path)
    assert emptiness(report) is None
    assert emptiness(replace(report, derived=())) == "nothing was made of it"


@pytest.mark.parametrize(
    ("kind", "facts", "problem"),
    [
        ("jpeg", {"width": 0}, "no pixels"),
        ("pdf", {"page_count": 0}, "no page"),
        ("xyz", {"points": 0}, "no points"),
        ("xyz", {"points": 301}, "300 points were kept of 301"),
        ("stl", {"triangles": 0}, "no triangles"),
        ("wav", {"seconds": 0.0}, "no seconds"),
    ],
)
def test_facts_that_say_empty_or_more_than_there_is_are_caught(
    kind: str, facts: dict[str, Any], problem: str, tmp_path: Path
) -> None:
    report = report_of(kind, tmp_path)
    assert emptiness(replace(report, facts={**report.facts, **facts})) == problem


def test_a_picture_that_lost_its_content_without_a_word_is_caught(tmp_path: Path) -> None:
    report = report_of("jpeg", tmp_path)
    shown = next(one for one in report.derived if one.recipe == "photo-320")
    saved(shown.path, Image.new("RGB", (96, 64), (128, 128, 128)))
    assert emptiness(report) == "a single colour"


def test_a_derivative_without_bytes_is_caught(tmp_path: Path) -> None:
    report = report_of("wav", tmp_path)
    report.derived[0].path.write_bytes(b"")
    assert "no bytes" in str(emptiness(report))
