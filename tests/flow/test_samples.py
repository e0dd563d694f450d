"""The collected samples, hostile ones among them, through the real line: each to the outcome in the table.

The samples lie beside the repository; ``sample_outcomes.csv`` holds what is expected of each and nothing of
its content. ``python -m tests.flow.make_sample_table`` writes the table anew.
"""

from __future__ import annotations

import io
import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from heritage.management.commands import ingest as command
from heritage.models import Asset, Batch, Receipt
from tests.flow.make_sample_table import SAMPLES, found, recorded

OUTCOMES = {"accepted", "duplicate", "needs_review", "refused"}
SLOWEST_S = 30

pytestmark = [pytest.mark.samples, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def samples() -> Path:
    """The folder, or a skip that a required run turns into a failure."""
    if not SAMPLES.is_dir():
        if os.environ.get("DISANSO_REQUIRE_SAMPLES") == "1":
            pytest.fail(f"{SAMPLES} is missing although samples are required")
        pytest.skip("the collected samples are not here")
    return SAMPLES


def test_every_sample_has_a_row_in_the_table_and_every_row_a_sample(samples: Path) -> None:
    on_disk = {path.relative_to(samples).as_posix() for path in samples.rglob("*") if path.is_file()}
    assert set(recorded()) == on_disk
    assert len(on_disk) >= 203
    assert sum(path.startswith("hostile/") for path in on_disk) >= 90


def test_every_sample_comes_to_the_outcome_in_the_table(samples, vi_khe, stores, monkeypatch):
    took: dict[str, float] = {}
    process = command.process_asset

    def timed(asset_pk: int) -> None:
        started = time.monotonic()
        process(asset_pk)
        took[Asset.objects.get(pk=asset_pk).original_name] = time.monotonic() - started

    monkeypatch.setattr(command, "process_asset", timed)
    out = io.StringIO()
    call_command("ingest", str(samples), unit="13972", json=True, jobs=2, stdout=out, stderr=io.StringIO())
    lines: list[dict[str, Any]] = [json.loads(line) for line in out.getvalue().splitlines()]
    came_to, expected = found(lines), recorded()
    differs = {path: (expected.get(path), got) for path, got in came_to.items() if got != expected.get(path)}
    assert differs == {}, "python -m tests.flow.make_sample_table, and read the difference"
    assert set(came_to) == set(expected)
    assert {outcome for outcome, _ in came_to.values()} <= OUTCOMES
    assert all(line["vi"] and line["en"] for line in lines[:-1])
    assert sum(lines[-1]["totals"].values()) == len(came_to)
    assert not Asset.objects.filter(state__in=["failed", "received", "processing"]).exists()
    assert not Receipt.objects.filter(outcome="working").exists()
    assert {name: seconds for name, seconds in took.items() if seconds > SLOWEST_S} == {}
    assert Batch.objects.count() == 1
