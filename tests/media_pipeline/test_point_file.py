"""Control points as QGIS writes them, beside the picture."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyproj import CRS

from gis.placement import Method
from media_pipeline.georeference import doubts_about, placed
from media_pipeline.point_file import beside, read
from media_pipeline.told import Told
from tests.media_pipeline.pictures import saved
from tests.media_pipeline.test_georeference import read as facts_of
from tests.media_pipeline.test_georeference import sheet

HEADER = "mapX,mapY,sourceX,sourceY,enable,dX,dY,residual"
PIXELS = ((10, 10), (190, 12), (185, 90), (15, 88), (100, 50))


def text(off: float = 0.0, crs: int | None = 3405, header: str = HEADER) -> str:
    rows = [
        f"{620_000 + 2 * u + off * (n % 2)},{2_257_200 - 2 * v},{u},{-v},1,0,0,0"
        for n, (u, v) in enumerate(PIXELS)
    ]
    rows.append("0,0,5,-5,0,0,0,0")  # switched off
    first = [f"#CRS: {CRS.from_epsg(crs).to_wkt()}"] if crs else []
    return "\n".join([*first, header, *rows]) + "\n"


def test_rows_are_turned_to_count_down_and_points_switched_off_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "map.jpg.points").write_text(text())
    found = read(tmp_path / "map.jpg.points")
    assert found is not None
    assert found.crs == "EPSG:3405"
    assert len(found.control) == 5
    assert found.control[1] == (190, 12, 620_380, 2_257_176)


def test_the_older_header_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "a.points").write_text(text(crs=None, header="mapX,mapY,pixelX,pixelY,enable,dX,dY,residual"))
    found = read(tmp_path / "a.points")
    assert found is not None
    assert (found.crs, len(found.control)) == (None, 5)


@pytest.mark.parametrize(
    "content", ["", HEADER, "a,b,c\n1,2,3\n", f"{HEADER}\nx,1,2,3,1\n", f"{HEADER}\nnan,1,2,3,1\n"]
)
def test_what_holds_no_points_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.points").write_text(content)
    assert read(tmp_path / "a.points") is None


def test_the_points_of_a_picture_have_its_name(tmp_path: Path) -> None:
    picture = tmp_path / "Tờ 1.tif"
    assert beside(picture, ("tờ 1.TIF.points",)) == tmp_path / "tờ 1.TIF.points"
    assert beside(picture, ("Tờ 1.points", "khác.points")) == tmp_path / "Tờ 1.points"
    assert beside(picture, ("khác.points",)) is None


def test_points_place_a_picture_with_their_error(tmp_path: Path) -> None:
    picture = saved(tmp_path / "map.jpg")
    (tmp_path / "map.jpg.points").write_text(text(off=12))
    facts = facts_of(picture, Told(companions=("map.jpg.points",)), "image/jpeg")
    placement, _ = placed(facts)
    assert placement is not None
    assert placement.method is Method.CONTROL_POINTS
    assert placement.accuracy_m == pytest.approx(facts["fit"]["rms_m"], abs=0.01)
    assert (facts["georeference_from"], facts["control_points"]) == ("points_file", 5)


def test_points_without_a_system_are_asked_about_until_it_is_told(tmp_path: Path) -> None:
    picture = saved(tmp_path / "map.jpg")
    (tmp_path / "map.jpg.points").write_text(text(crs=None))
    companions = ("map.jpg.points",)
    assert placed(facts_of(picture, Told(companions=companions), "image/jpeg")) == (None, "no_crs")
    assert (
        placed(facts_of(picture, Told(companions=companions, crs="EPSG:3405"), "image/jpeg"))[0] is not None
    )


def test_points_count_before_the_tags_of_the_file(tmp_path: Path) -> None:
    picture = sheet(tmp_path / "map.tif")
    (tmp_path / "map.tif.points").write_text(text())
    facts = facts_of(picture, Told(companions=("map.tif.points",)))
    assert facts["georeference_from"] == "points_file"


def test_points_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    picture = saved(tmp_path / "map.jpg")
    (tmp_path / "map.jpg.points").write_text("?")
    facts = facts_of(picture, Told(companions=("map.jpg.points",)), "image/jpeg")
    assert [doubt.code for doubt in doubts_about(facts)] == ["map_points_file"]
