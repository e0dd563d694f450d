"""QGIS without a screen opens what the server serves."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import required
from tests.ogc_catalogue import COUNTS

READER = Path(__file__).with_name("qgis_reader.py")


EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "examples" / "ogc_qgis.py"


def run_in_qgis(script: Path, home: Path, *arguments: str) -> str:
    """What a script prints in the Python that has QGIS."""
    python = required("DISANSO_TEST_QGIS", "the Python that has QGIS")
    environment = {
        **{name: value for name, value in os.environ.items() if name in ("PATH", "LANG")},
        "QT_QPA_PLATFORM": "offscreen", "HOME": str(home), "XDG_RUNTIME_DIR": str(home), "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    done = subprocess.run(
        [python, str(script), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def opened(ogc: str, tmp_path: Path) -> dict[str, Any]:
    """What QGIS says of each collection."""
    answer: dict[str, Any] = json.loads(run_in_qgis(READER, tmp_path, ogc, *COUNTS))
    return answer


def test_the_researchers_example_runs_as_it_is(ogc: str, tmp_path: Path) -> None:
    assert (
        run_in_qgis(EXAMPLE, tmp_path, ogc.removesuffix("/ogc/")).strip()
        == "3 Chùa Dày; Khu mộ cổ; Đình Vị Khê"
    )


def test_qgis_opens_every_collection_and_counts_its_features(opened: dict[str, Any]) -> None:
    assert {name: each["valid"] for name, each in opened.items()} == dict.fromkeys(COUNTS, True), opened
    assert {name: each["count"] for name, each in opened.items()} == COUNTS
    assert {name: each["type"] for name, each in opened.items() if name in ("relics", "zones", "routes")} == {
        "relics": "Point",
        "zones": "MultiPolygon",
        "routes": "MultiLineString",
    }
    # Units mix areas and points; each comes with its own geometry.
    assert opened["units"]["placed"] == COUNTS["units"]
    assert opened["relics"]["in_box"] == 1
    assert "name_vi" in opened["relics"]["fields"]
