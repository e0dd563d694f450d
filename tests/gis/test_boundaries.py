"""Boundaries take the place of circles."""

from __future__ import annotations

import csv
import datetime as dt
import json
from io import StringIO
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely
from django.core.management import call_command

from gis.boundaries import ImportResult, Outcome, import_boundaries
from gis.models import AdminUnit
from gis.placement import Method, Placement
from gis.question import doubts_about
from gis.units import distance_outside_m, extent, place_of, unit_on
from gis.units_at import units_at
from gis.units_data import load_units

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]

TODAY = dt.date(2026, 11, 24)
SQUARE = shapely.Polygon([(106.123456, 20.4), (106.2, 20.4), (106.2, 20.45), (106.123456, 20.450001)])
OTHER = shapely.Polygon([(106.3, 20.4), (106.4, 20.4), (106.4, 20.45)])


def write(path: Path, rows: list[tuple[str, str, Any]], crs: str = "EPSG:4326") -> Path:
    frame = geopandas.GeoDataFrame(
        {"ma": [r[0] for r in rows], "ten": [r[1] for r in rows]}, geometry=[r[2] for r in rows], crs=crs
    )
    frame.to_file(path)
    return path


def ward(code: str = "13669") -> AdminUnit:
    found = unit_on(code, TODAY)
    assert found is not None
    return found


def test_a_boundary_replaces_the_circle_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "a.geojson", [("13669", "P. Nam Định", SQUARE)])
    before = ward().area_km2
    result = import_boundaries(path, source="Tờ trình 12/2026", day=TODAY)
    assert result.totals == {"imported": 1, "unchanged": 0, "unknown_code": 0, "refused": 0}
    unit = ward()
    shape = extent(unit)
    assert shape is not None
    assert not shape.approximate
    assert set(shape.geometry[0][0].coords) == set(SQUARE.exterior.coords)
    assert (unit.boundary_source, unit.area_km2) == ("Tờ trình 12/2026", before)
    again = import_boundaries(path, day=TODAY)
    assert again.totals["unchanged"] == 1
    assert ward().boundary_source == "Tờ trình 12/2026"


def test_loading_the_units_again_keeps_what_the_boundary_gave(tmp_path: Path) -> None:
    import_boundaries(write(tmp_path / "a.geojson", [("13669", "Nam Định", SQUARE)]), day=TODAY)
    assert load_units().units_updated == 0
    centre = ward().centroid
    assert centre is not None
    assert (centre.x, centre.y) == pytest.approx(SQUARE.centroid.coords[0], abs=1e-9)


def test_a_dry_run_writes_nothing_and_says_what_would_happen(tmp_path: Path) -> None:
    path = write(tmp_path / "a.geojson", [("13669", "Nam Định", SQUARE)])
    result = import_boundaries(path, dry_run=True, day=TODAY)
    assert result.outcomes[0].outcome is Outcome.IMPORTED
    assert "sẽ nhận" in result.outcomes[0].vi
    assert ward().boundary is None


def test_every_row_ends_in_one_outcome_with_a_reason(tmp_path: Path) -> None:
    bowtie = shapely.Polygon([(106.1, 20.4), (106.2, 20.5), (106.2, 20.4), (106.1, 20.5)])
    rows: list[tuple[str, str, Any]] = [
        ("13669", "Phường Cửa Bắc", SQUARE),  # the same code on the list before July 2025
        ("99999", "Xã Không Có", SQUARE),
        ("13972", "Phường Vị Khê", bowtie),
        ("", "Không mã", SQUARE),
        ("14122", "xa xuan hung", OTHER),
        ("14122", "xa xuan hung", shapely.box(106.5, 20.4, 106.6, 20.5)),
    ]
    seen: list[tuple[int, int]] = []
    result = import_boundaries(
        write(tmp_path / "a.gpkg", rows), day=TODAY, progress=lambda done, total: seen.append((done, total))
    )
    assert [str(each.outcome) for each in result.outcomes] == [
        "refused", "unknown_code", "imported", "refused", "imported", "imported",
    ]  # fmt: skip
    assert "Phường Nam Định" in result.outcomes[0].vi
    assert "Đã sửa hình tự cắt" in result.outcomes[2].vi
    assert "ghép từ 2 dòng" in result.outcomes[4].vi
    assert seen[-1] == (6, 6)
    joined = ward("14122").boundary
    assert joined is not None
    assert len(joined) == 2
    trusted = import_boundaries(tmp_path / "a.gpkg", day=TODAY, trust_codes=True)
    assert trusted.outcomes[0].outcome is Outcome.IMPORTED


def test_an_old_map_goes_to_the_old_unit(tmp_path: Path) -> None:
    path = write(tmp_path / "a.geojson", [("13669", "Phường Cửa Bắc", SQUARE)])
    result = import_boundaries(path, day=dt.date(2025, 6, 30))
    assert result.totals["imported"] == 1
    assert ward().boundary is None
    old = unit_on("13669", dt.date(2025, 6, 30))
    assert old is not None
    assert old.boundary is not None
    assert old.area_km2 == pytest.approx(44.22, abs=0.01)  # measured: the list has none


def findings(result: ImportResult) -> list[tuple[str, tuple[str, ...], int]]:
    """Without the far squares that these tests draw for real wards."""
    return [
        (each.code, each.units, round(each.area_m2))
        for each in result.findings
        if each.code != "far_from_list"
    ]


def test_overlaps_and_gaps_are_told_with_their_size_and_repaired_by_nobody(tmp_path: Path) -> None:
    ring = shapely.box(106.1, 20.4, 106.2, 20.5).difference(shapely.box(106.14, 20.44, 106.15, 20.45))
    lapping = shapely.box(106.199, 20.4, 106.25, 20.5)
    rows: list[tuple[str, str, Any]] = [("13669", "Nam Định", ring), ("13972", "Vị Khê", lapping)]
    path = write(tmp_path / "a.gpkg", rows)
    dry = import_boundaries(path, day=TODAY, dry_run=True)
    sizes = {each.code: each for each in dry.findings}
    # One thousandth by one tenth, and one hundredth by one hundredth of a degree at this latitude.
    assert findings(dry) == [("gap", ("13669",), 1158549), ("overlap", ("13669", "13972"), 1158511)]
    assert sizes["overlap"].vi == "Phường Nam Định và Phường Vị Khê chồng lên nhau 1,16 km²."
    assert sizes["gap"].en.startswith("A gap of 1.16 km² that no unit holds")
    assert findings(import_boundaries(path, day=TODAY)) == findings(dry)
    kept = ward("13972").boundary
    assert kept is not None
    assert {xy for xy in kept[0][0].coords} == set(lapping.exterior.coords)


def test_a_boundary_is_judged_beside_those_that_are_there_and_the_hole_may_be_filled(tmp_path: Path) -> None:
    ring = shapely.box(106.1, 20.4, 106.2, 20.5).difference(shapely.box(106.14, 20.44, 106.15, 20.45))
    import_boundaries(write(tmp_path / "a.geojson", [("13669", "Nam Định", ring)]), day=TODAY)
    plug = shapely.box(106.14, 20.44, 106.15, 20.45)
    assert (
        findings(import_boundaries(write(tmp_path / "b.geojson", [("13972", "Vị Khê", plug)]), day=TODAY))
        == []
    )
    more = shapely.box(106.139, 20.44, 106.15, 20.45)
    (found,) = import_boundaries(
        write(tmp_path / "c.geojson", [("13972", "Vị Khê", more)]), day=TODAY
    ).findings
    assert (found.code, found.units) == ("overlap", ("13972", "13669"))
    assert 106.139 < found.lon < 106.14


def test_a_unit_outside_its_province_or_far_from_the_list_is_told(tmp_path: Path) -> None:
    (far,) = import_boundaries(
        write(tmp_path / "a.geojson", [("13669", "Nam Định", shapely.box(107.0, 21.0, 107.1, 21.1))]),
        day=TODAY,
    ).findings
    assert (far.code, far.units) == ("far_from_list", ("13669",))
    assert "Có thể nhầm mã" in far.vi
    outline = shapely.box(106.0, 20.0, 106.15, 21.0)
    import_boundaries(
        write(tmp_path / "p.geojson", [("37", "Tỉnh Ninh Bình", outline)]), level="province", day=TODAY
    )
    (out,) = import_boundaries(
        write(tmp_path / "b.geojson", [("13669", "Nam Định", shapely.box(106.1, 20.4, 106.2, 20.5))]),
        day=TODAY,
    ).findings
    assert (out.code, round(out.area_m2 / 1e6, 1)) == ("outside_province", 57.9)


def test_the_command_tells_findings_and_repairs_row_by_row(tmp_path: Path) -> None:
    bowtie = shapely.Polygon([(106.1, 20.4), (106.2, 20.5), (106.2, 20.4), (106.1, 20.5)])
    rows: list[tuple[str, str, Any]] = [("13669", "Nam Định", bowtie), ("13972", "Vị Khê", SQUARE)]
    path = write(tmp_path / "a.gpkg", rows)

    def run(*arguments: str) -> list[str]:
        out = StringIO()
        call_command("import_boundaries", str(path), "--date", "2026-11-24", *arguments, stdout=out)
        return out.getvalue().splitlines()

    lines = run("--dry-run")
    assert "Đã sửa hình tự cắt" in lines[0]
    assert any(line.startswith("13669-13972: ") and "chồng lên nhau" in line for line in lines)
    told = [json.loads(line) for line in run("--dry-run", "--json")]
    assert told[0]["problems"] == ["made_valid"]
    assert "overlap" in {each["finding"]["code"] for each in told if "finding" in each}
    assert (told[-1]["findings"], told[-1]["crs"], told[-1]["dry_run"]) == (len(told) - 3, "EPSG:4326", True)
    assert ward("13972").boundary is None


@pytest.mark.samples
def test_all_published_wards_of_three_provinces_come_in_whole(sample_boundaries: Path) -> None:
    codes: set[str] = set()
    for name, count in [("wards_31_hai_phong", 114), ("wards_33_hung_yen", 104), ("wards_37_ninh_binh", 129)]:
        path = sample_boundaries / f"{name}.geojson"
        result = import_boundaries(path, day=TODAY)
        # Published wards overlap by slivers along common edges; each is told, none is large.
        told = {each.code: each.units for each in result.findings}
        # The list has the centre of Xã Giao Minh 6.7 km away.
        assert told.pop("far_from_list", ("14161",)) == ("14161",)
        assert set(told) == {"overlap", "gap"}
        assert all(each.area_m2 < 1e5 for each in result.findings if each.code != "far_from_list")
        assert result.totals == {"imported": count, "unchanged": 0, "unknown_code": 0, "refused": 0}
        assert import_boundaries(path, day=TODAY).totals["unchanged"] == count
        published = geopandas.read_file(path)
        for code, shape in zip(published["code"], published.geometry, strict=True):
            stored = ward(code).boundary
            assert stored is not None
            assert stored.valid
            ours = {xy for polygon in stored.coords for ring in polygon for xy in ring}
            assert ours == {tuple(xy) for xy in shapely.get_coordinates(shape).tolist()}
            # One vertex of Hưng Yên is published with nine decimals; the others have six.
            assert sum(round(x, 6) != x or round(y, 6) != y for x, y in ours) <= 1
            assert max(len(repr(x)) for x, _ in ours) >= len("106.123456")
        codes |= set(published["code"])
    assert len(codes) == 347
    five = import_boundaries(sample_boundaries / "five_units_2025.geojson", day=TODAY)
    assert five.totals["unchanged"] == 5
    found = units_at(106.167945, 20.455966, TODAY)[0]  # Đền Trần
    assert (found.candidates[0].unit.name, found.approximate) == ("Phường Nam Định", False)
    assert distance_outside_m(ward("13972"), 106.1456, 20.3678) == pytest.approx(4200, abs=1500)


@pytest.mark.samples
def test_positions_of_doubtful_sources_are_caught_by_their_ward(sample_boundaries: Path) -> None:
    import_boundaries(sample_boundaries / "wards_37_ninh_binh.geojson", day=TODAY)
    table = sample_boundaries.parent / "records" / "coordinate_crosscheck.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 15
    for row in rows:
        found = units_at(float(row["lon"]), float(row["lat"]), TODAY)[0]
        assert (found.candidates[0].unit.code, found.approximate) == (row["ward_code"], False), row["name"]
    # The invented position of chùa Cổ Lễ, judged against the commune that the pagoda stands in.
    invented = Placement(lon=106.1234, lat=20.3156, method=Method.PUBLISHED_SOURCE, accuracy_m=50)
    (doubt,) = doubts_about(invented, place_of(ward("14026")))
    assert doubt.code == "outside_unit"
    assert doubt.vi.startswith("Vị trí theo nguồn đã công bố nằm ngoài xã, cách 1")


@pytest.mark.samples
def test_both_island_districts_come_in(sample_boundaries: Path) -> None:
    for name, code in [("hoang_sa", "20333"), ("truong_sa", "22736")]:
        result = import_boundaries(sample_boundaries / f"dac_khu_{name}.geojson", day=TODAY)
        assert result.totals["imported"] == 1, result.outcomes
        assert result.findings == ()
        assert ward(code).boundary is not None


@pytest.mark.samples
def test_the_hostile_file_is_answered_row_by_row(sample_boundaries: Path) -> None:
    path = sample_boundaries.parent / "hostile" / "constructed_bowtie.geojson"
    result = import_boundaries(path, code_field="name", day=TODAY)
    assert len(result.outcomes) == 3
    assert result.totals["imported"] == 0
    assert ["tự cắt" in result.outcomes[0].name, "khép kín" in result.outcomes[1].vi] == [True, True]
    assert all(each.vi and each.en for each in result.outcomes)
