"""GDAL's OAPIF driver under GeoPandas, as researchers use them, reads what the server serves."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyproj
import pytest

from gis.crs import from_wgs84
from tests.conftest import required
from tests.interop.gdal_reader import gdal
from tests.ogc_catalogue import COUNTS, OgcCatalogue

DOCS = Path(__file__).resolve().parents[2] / "docs"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"


def test_the_driver_reads_as_many_features_of_every_collection_as_there_are(ogc: str) -> None:
    assert set(gdal(ogc)["layers"]) == set(COUNTS)
    assert {name: len(gdal(ogc, name)["rows"]) for name in COUNTS} == COUNTS


def test_pages_of_two_follow_each_other_to_the_end(ogc: str) -> None:
    read = gdal(ogc, "units", PAGE_SIZE=2, INITIAL_REQUEST_PAGE_SIZE=2)
    assert sorted(row["code"] for row in read["rows"]) == ["13669", "13960", "13966", "13972"]


def test_a_zone_of_vn2000_comes_with_its_own_coordinates(ogc: str) -> None:
    read = gdal(ogc, "relics", CRS=f"{EPSG}9209")
    assert pyproj.CRS.from_wkt(read["crs"]).to_epsg() == 9209
    (hall,) = [row for row in read["rows"] if row["id"] == "VKDV6A"]
    assert np.allclose((hall["x"], hall["y"]), from_wgs84(106.213, 20.4038, "EPSG:9209"), atol=0.001)


def test_latitude_first_is_turned_back_by_the_driver(ogc: str) -> None:
    read = gdal(ogc, "relics", CRS=f"{EPSG}4326")
    (hall,) = [row for row in read["rows"] if row["id"] == "VKDV6A"]
    assert np.allclose((hall["x"], hall["y"]), (106.213, 20.4038))


def test_an_equal_value_of_an_attribute_filter_is_looked_up_by_the_server(ogc: str, asked: list[str]) -> None:
    read = gdal(ogc, "relics", where="rank = 'national' AND level >= 2")
    assert [row["id"] for row in read["rows"]] == ["VKDV6A"]
    assert any("rank=national" in each for each in asked), asked


def test_a_box_is_carried_out_by_the_server(ogc: str, asked: list[str]) -> None:
    read = gdal(ogc, "relics", bbox=[106.21, 20.40, 106.215, 20.41])
    assert [row["id"] for row in read["rows"]] == ["VKDV6A"]
    assert any("bbox=" in each for each in asked), asked


def test_zones_come_as_areas_and_never_those_of_a_protected_place(ogc: str, catalogue: OgcCatalogue) -> None:
    read = gdal(ogc, "zones")
    assert sorted((row["zone"], row["id"]) for row in read["rows"]) == [("I", "VKDV6A"), ("II", "VKDV6A")]
    assert read["types"] == ["MultiPolygon"]
    assert catalogue.items.secret.public_id not in str(read)


def test_the_researchers_example_runs_as_it_is(ogc: str) -> None:
    example = DOCS / "examples" / "ogc_geopandas.py"
    command = [sys.executable, str(example), ogc.removesuffix("/ogc/")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=False)
    lines = done.stdout.splitlines()
    assert lines[0] == "relics 3" and lines[2] == "found Đình Vị Khê", done.stderr
    # A rectangle of 0.0004° and one of 0.002° on each side, at 20.4° north.
    assert lines[1].startswith("zones 2 square metres ") and 45_000 < int(lines[1].rsplit(" ", 1)[1]) < 50_000


def test_ogrinfo_of_debian_counts_every_collection_as_the_guide_says(ogc: str) -> None:
    required("DISANSO_TEST_QGIS", "the Python that has QGIS, with ogrinfo beside it")
    (command,) = re.findall(
        r"^ogrinfo (.*)$", (DOCS / "researcher.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    arguments = command.replace("http://127.0.0.1:8000/ogc/", ogc).split()
    environment = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME")}
    done = subprocess.run(
        ["ogrinfo", *arguments], capture_output=True, text=True, timeout=90, check=False, env=environment
    )
    found = re.findall(r"Layer name: (\w+).*?Feature Count: (\d+)", done.stdout, re.DOTALL)
    assert {name: int(count) for name, count in found} == COUNTS, done.stdout + done.stderr


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Addresses that the server was asked for, in order."""
    from heritage.views import ogc_answers as views

    seen: list[str] = []
    language_of = views.language_of

    def noted(request):  # type: ignore[no-untyped-def]
        seen.append(request.get_full_path())
        return language_of(request)

    monkeypatch.setattr(views, "language_of", noted)
    return seen
