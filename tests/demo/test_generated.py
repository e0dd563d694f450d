"""The generated survey files are what they claim: decodable, placed, labelled, and the same every time."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

import laspy
import numpy as np
import pye57
import pypdfium2
import pytest
import trimesh
from PIL import ExifTags, Image

from gis import crs
from heritage.demo import survey
from heritage.demo.catalogue import RECIPES
from heritage.demo.clouds import write_e57, write_laz
from heritage.demo.errors import UnknownSurvey
from heritage.demo.glb import write_glb
from heritage.demo.lettering import typeface
from heritage.demo.papers import inventory_sheets, scan_page, write_pdf, write_tiff
from heritage.demo.photos import Shot, take_photo
from heritage.demo.plan_drawing import draw_plan, grid_crosses
from heritage.demo.raster import Camera
from heritage.demo.render import Stage, photograph, set_stage
from heritage.demo.scans import BUILDING, GROUND, HIGH_PLANTS, Sweep, stations, sweep
from heritage.demo.site import Site
from heritage.services import demo_content
from media_pipeline.gltf_data import first_problem
from media_pipeline.ground import by_control

# Check point 1 of the ward's survey: WGS 84 and VN-2000 TM-3 105°30′ (X north, Y east).
SITE = Site(106.167945, 20.455966)
EASTING, NORTHING = 569493.211, 2262869.638
SHOT = Shot(dt.datetime(2026, 3, 14, 7, 40), "Cổng thử. Toàn cảnh")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def stage() -> Stage:
    recipe = RECIPES["cong-lang"]
    return set_stage(recipe.build(), recipe.palette, recipe.hour)


@pytest.fixture(scope="module")
def sweeps(stage: Stage) -> tuple[Sweep, ...]:
    return tuple(sweep(stage, station, 4000, seed) for seed, station in enumerate(stations(stage.model)))


@pytest.fixture
def photo(tmp_path: Path, stage: Stage) -> Path:
    return take_photo(tmp_path / "a.jpg", stage, RECIPES["cong-lang"].views()[0], SITE, SHOT, 320)


def test_every_recipe_builds_a_model_on_the_ground_with_unit_normals() -> None:
    for name, recipe in RECIPES.items():
        model = recipe.build()
        assert len(model.corners) > 5000, name
        assert model.corners[..., 2].min() > -0.2, name
        assert np.isfinite(model.corners).all(), name
        length = np.linalg.norm(model.normals, axis=2)
        assert np.quantile(np.abs(length - 1), 0.99) < 0.01, name
        assert len({view.key for view in recipe.views()}) == len(recipe.views()), name


def test_a_picture_shows_sky_above_and_a_building_with_contrast(stage: Stage) -> None:
    view = RECIPES["cong-lang"].views()[1]
    picture = np.asarray(photograph(stage, Camera(view.eye, view.target, view.fov_deg, 240, 180))).astype(
        float
    )
    assert picture.shape == (180, 240, 3)
    assert picture[:20].mean() > 140
    assert picture.std() > 30


def test_a_photo_states_time_camera_rights_and_that_it_is_rendered(photo: Path) -> None:
    with Image.open(photo) as image:
        image.load()
        assert image.size == (320, 240)
        exif = image.getexif()
        text = {
            tag: str(exif[tag]).encode("latin-1").decode() for tag in (0x010E, 0x010F, 0x0110, 0x013B, 0x8298)
        }
        inner = exif.get_ifd(ExifTags.IFD.Exif)
        assert "không phải ảnh chụp" in text[0x010E]
        assert "Cổng thử. Toàn cảnh" in text[0x010E]
        assert text[0x0110] == "Di Sản Số · ảnh dựng máy"
        assert "trình diễn" in text[0x8298]
        assert inner[ExifTags.Base.DateTimeOriginal] == "2026:03:14 07:40:00"
        assert inner[ExifTags.Base.OffsetTimeOriginal] == "+07:00"
        assert "không phải ảnh chụp" in image.info["xmp"].decode()


def test_a_photo_is_placed_where_its_camera_stood(photo: Path) -> None:
    eye, target = RECIPES["cong-lang"].views()[0].eye, RECIPES["cong-lang"].views()[0].target
    with Image.open(photo) as image:
        gps = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    lat, lon = (sum(float(part) / 60**k for k, part in enumerate(gps[tag])) for tag in (2, 4))
    x, y = crs.from_wgs84(lon, lat, "EPSG:9209")
    assert np.hypot(x - EASTING - eye[0], y - NORTHING - eye[1]) < 0.2
    bearing = np.degrees(np.arctan2(target[0] - eye[0], target[1] - eye[1])) % 360
    assert float(gps[17]) == pytest.approx(bearing, abs=0.01)
    assert gps[1] == "N"
    assert gps[3] == "E"


def test_a_photo_without_a_position_carries_no_gps(tmp_path: Path, stage: Stage) -> None:
    shot = Shot(SHOT.taken_at, SHOT.caption, without_gps=True)
    path = take_photo(tmp_path / "a.jpg", stage, RECIPES["cong-lang"].views()[0], SITE, shot, 160)
    with Image.open(path) as image:
        assert not image.getexif().get_ifd(ExifTags.IFD.GPSInfo)


def test_an_upright_photo_is_stored_turned_with_orientation_6(tmp_path: Path, stage: Stage) -> None:
    view = next(view for view in RECIPES["den-lon"].views() if view.portrait)
    path = take_photo(tmp_path / "a.jpg", stage, view, SITE, SHOT, 160)
    with Image.open(path) as image:
        assert image.getexif()[ExifTags.Base.Orientation] == 6
        assert image.size == (160, 120)


def test_the_caption_face_has_vietnamese_letters() -> None:
    blank = typeface(20).getmask("\U0010ffff").getbbox()
    drawn = {letter: bytes(typeface(20).getmask(letter)) for letter in "ỗữặỢđĐếụ"}
    assert len(set(drawn.values())) == len(drawn)
    assert all(drawn.values())
    assert blank is not None


def test_a_laz_is_in_vn2000_with_classes_colours_and_times(tmp_path: Path, sweeps: tuple[Sweep, ...]) -> None:
    las = laspy.read(write_laz(tmp_path / "a.laz", sweeps, SITE))
    assert las.header.point_format.id == 7
    assert las.header.parse_crs().to_epsg() == 9209
    assert np.hypot(np.mean(las.x) - EASTING, np.mean(las.y) - NORTHING) < 15
    assert {GROUND, HIGH_PLANTS, BUILDING} <= set(np.unique(las.classification).tolist())
    assert las.red.max() > 40_000
    assert set(np.unique(las.point_source_id).tolist()) == {1, 2, 3}
    assert (np.diff(las.gps_time) > 0).all()
    assert las.header.generating_software.startswith("Di San So demo")


def test_a_scanner_does_not_see_through_walls(stage: Stage) -> None:
    seen = sweep(stage, (0.0, -12.0, 1.7), 20_000, 1)
    x, y = np.abs(seen.place[:, 0]), seen.place[:, 1]
    # The yard wall is 2.2 m high: no beam from 1.7 m reaches the ground just behind it.
    behind = (x > 9) & (x < 14) & (y > 1.4) & (y < 6) & (seen.kind == GROUND)
    before = (x > 9) & (x < 14) & (y < -1.4) & (y > -6) & (seen.kind == GROUND)
    assert before.sum() > 50
    assert behind.sum() == 0


def test_an_e57_has_two_posed_scans_and_its_reference_system(
    tmp_path: Path, sweeps: tuple[Sweep, ...]
) -> None:
    path = write_e57(tmp_path / "a.e57", sweeps[:2], SITE)
    with pye57.E57(str(path)) as file:
        assert file.scan_count == 2
        assert "VN-2000" in str(file.root["coordinateMetadata"].value())
        scan = file.read_scan(1, colors=True, intensity=True)
        station = SITE.to_native(np.array([sweeps[1].station]))[0]
        assert np.allclose(file.get_header(1).translation, station)
    assert abs(float(np.mean(scan["cartesianX"])) - EASTING) < 30
    assert scan["colorRed"].max() > 150


def test_a_glb_is_small_textured_upright_and_labelled(tmp_path: Path, stage: Stage) -> None:
    path = write_glb(tmp_path / "a.glb", stage)
    assert path.stat().st_size < 6_000_000
    assert first_problem(path) is None
    scene: Any = trimesh.load(path)
    (mesh,) = scene.geometry.values()
    assert len(mesh.faces) > 10_000
    assert 8 < scene.bounds[1][1] < 20  # y is up in glTF
    texture = np.asarray(mesh.visual.material.baseColorTexture.convert("RGB"))
    assert texture.std() > 20
    assert "trình diễn" in scene.metadata["label"]


def test_papers_say_on_every_page_that_they_are_no_documents(tmp_path: Path) -> None:
    sheets = inventory_sheets("Đình thử", "Phường thử", [("Loại hình", "Di tích")], ["Toàn cảnh"], None)
    pages = tuple(scan_page(sheet, seed, 75) for seed, sheet in enumerate(sheets))
    with Image.open(write_tiff(tmp_path / "a.tif", pages, 75)) as image:
        assert image.n_frames == 2
        assert image.info["dpi"] == (75, 75)
    document = pypdfium2.PdfDocument(str(write_pdf(tmp_path / "a.pdf", sheets, pages)))
    words = document[0].get_textpage().get_text_range()
    assert "Đình thử" in words
    assert "Không có giá trị pháp lý" in words
    for page in pages:
        red = np.asarray(page).astype(int)
        assert ((red[..., 0] - red[..., 2]) > 45).mean() > 0.01  # the red words across the page


def test_a_plan_is_drawn_to_scale(stage: Stage) -> None:
    plan = draw_plan(stage.model, SITE, "Cổng thử", 100)
    assert plan.size == (827, 1169)
    assert np.asarray(plan).min() < 90


def test_a_plan_is_laid_on_the_map_by_its_own_grid(stage: Stage) -> None:
    """Each cross that is said to be there is drawn there, and the fit is as exact as a pixel."""
    plan = np.asarray(draw_plan(stage.model, SITE, "Cổng thử", 150).convert("L")).astype(int)
    crosses = grid_crosses(stage.model, SITE, 150)
    assert len(crosses) >= 6
    for cross in crosses:
        x, y = int(cross.x), int(cross.y)
        here = plan[y - 2 : y + 3, x - 2 : x + 3].min()
        assert here < plan[y - 14 : y - 4, x + 5 : x + 14].max() - 60, cross.label
    control = [[each.x, each.y, each.target_x, each.target_y] for each in crosses]
    ground = by_control((1240, 1754), SITE.native, "poly1", control)
    assert ground.fit is not None
    assert ground.fit.rms_m is not None
    assert ground.fit.rms_m < 500 * 0.0254 / 150


def test_only_items_that_are_placed_have_control_points() -> None:
    rows = {row["id"]: row for row in demo_content.read("items.json")}
    placed = [key for key in survey.SURVEYS if survey.control_points(rows[key]) is not None]
    assert placed == list(survey.PLACED)


def test_the_same_survey_twice_gives_the_same_bytes(
    tmp_path: Path, stage: Stage, sweeps: tuple[Sweep, ...]
) -> None:
    again = set_stage(RECIPES["cong-lang"].build(), stage.palette, RECIPES["cong-lang"].hour)
    resweeps = tuple(sweep(again, station, 4000, seed) for seed, station in enumerate(stations(again.model)))
    view = RECIPES["cong-lang"].views()[2]
    digests = []
    for folder, place, measured in (("one", stage, sweeps), ("two", again, resweeps)):
        (tmp_path / folder).mkdir()
        digests.append(
            [
                digest(take_photo(tmp_path / folder / "a.jpg", place, view, SITE, SHOT, 160)),
                digest(write_laz(tmp_path / folder / "a.laz", measured, SITE)),
                digest(write_e57(tmp_path / folder / "a.e57", measured[:2], SITE)),
                digest(write_glb(tmp_path / folder / "a.glb", place)),
            ]
        )
    assert digests[0] == digests[1]


def test_a_survey_folder_has_a_manifest_row_for_every_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey, "PHOTO_WIDTH", 96)
    monkeypatch.setattr(survey, "STATION_POINTS", 1500)
    monkeypatch.setitem(survey.SURVEYS, "TEST01", survey.Survey("cong-lang", 2, measured=True))
    item = {
        "id": "TEST01",
        "category": "relic",
        "unit": "13669",
        "name": {"vi": "Cổng thử", "en": "Test gate"},
        "position": {"lon": SITE.lon, "lat": SITE.lat},
    }
    told: list[str] = []
    paths = survey.write_survey(tmp_path, item, told.append)
    assert all(path.stat().st_size > 0 for path in paths)
    assert {path.suffix for path in paths} == {".jpg", ".laz", ".e57", ".glb", ".csv"}
    with (tmp_path / "manifest.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["file"] for row in rows] == told == [path.name for path in paths[:-1]]
    assert all("trình diễn" in row["caption"] and "demonstration" in row["caption_en"] for row in rows)
    assert {row["item"] for row in rows} == {"TEST01"}
    assert {row["licence"] for row in rows} == {"CC0-1.0"}


def test_an_item_without_a_survey_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownSurvey):
        survey.write_survey(tmp_path, {"id": "NOSUCH"})


def test_every_survey_names_a_recipe_and_takes_no_more_views_than_it_has() -> None:
    for public_id, plan in survey.SURVEYS.items():
        assert plan.photos <= len(RECIPES[plan.recipe].views()), public_id
    assert sum(plan.measured for plan in survey.SURVEYS.values()) == 3
