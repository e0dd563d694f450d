"""The collected samples, hostile ones among them, through the real line: an outcome and a reason for each."""

from __future__ import annotations

import io
import json
import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from heritage.management.commands import ingest as command
from heritage.models import Asset, Batch

SAMPLES = Path(settings.BASE_DIR).parent / "shared" / "samples"
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


def test_every_sample_ends_with_an_outcome_and_a_reason(samples, vi_khe, stores, monkeypatch):
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
    files, totals = lines[:-1], lines[-1]["totals"]
    on_disk = sorted(path.relative_to(samples).as_posix() for path in samples.rglob("*") if path.is_file())
    assert [line["path"] for line in files] == on_disk
    assert len(files) >= 203
    assert {line["outcome"] for line in files} <= OUTCOMES
    assert all(line["code"] and line["vi"] and line["en"] for line in files)
    assert sum(totals.values()) == len(files)
    assert not Asset.objects.filter(state__in=["failed", "received", "processing"]).exists()
    slow = {name: seconds for name, seconds in took.items() if seconds > SLOWEST_S}
    assert slow == {}
    assert Batch.objects.count() == 1
    by_path = {line["path"]: line for line in files}
    expected = {
        "pointclouds/no-points.las": "refused",
        "hostile/truncated_jpeg.jpg": "refused",
        "hostile/constructed_huge_ply_header.ply": "refused",
        "hostile/encryption_openpassword.pdf": "refused",
        "hostile/200MP.heic": "refused",
        "hostile/constructed_svg_script.svg": "refused",
        "pointclouds/lion_takanawa.copc.laz": "needs_review",
        "meshes/Duck.glb": "accepted",
    }
    assert {path: by_path[path]["outcome"] for path in expected} == expected
