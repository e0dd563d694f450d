"""Both archipelagos are on every national map, under their names."""

from __future__ import annotations

import re
from pathlib import Path

import geopandas
import pytest

from gis.distance import distance_m
from gis.frame import NATIONAL_FRAME
from gis.overlay import ARCHIPELAGOS, OVERLAY_FILE, country_points, island_points, national_overlay
from gis.units_data import load_units

FOREIGN = [
    "paracel", "spratly", "xisha", "nansha", "sansha", "china", "trung quốc", "hoa nam", "philippin", "kalayaan",
    "pagasa", "malaysia", "taiwan", "taiping", "itu aba", "woody", "pattle", "thitu", "brunei", "yongxing", "wake",
]  # fmt: skip


def test_both_archipelagos_and_the_sea_are_drawn_and_named_in_both_languages() -> None:
    features = {f["id"]: f for f in national_overlay()["features"] if "id" in f}
    assert features["hoang_sa_label"]["properties"]["name_vi"] == "Quần đảo Hoàng Sa (TP. Đà Nẵng)"
    assert features["truong_sa_label"]["properties"]["name_vi"] == "Quần đảo Trường Sa (tỉnh Khánh Hòa)"
    assert features["bien_dong_label"]["properties"]["name_vi"] == "Biển Đông"
    for name in ARCHIPELAGOS:
        assert features[name]["geometry"]["type"] == "MultiPoint"
        assert len(features[name]["geometry"]["coordinates"]) >= 18
        assert features[name]["properties"]["name_en"].endswith("Archipelago")


def test_every_island_has_a_vietnamese_name_a_source_and_a_place_in_the_frame() -> None:
    names = []
    for feature in national_overlay()["features"]:
        properties = feature["properties"]
        assert properties["source"]
        assert properties["name_vi"]
        assert properties["name_en"]
        if properties["kind"] in ("island", "reef"):
            names.append(properties["name_vi"])
            assert NATIONAL_FRAME.contains(*feature["geometry"]["coordinates"])
            assert tuple(feature["geometry"]["coordinates"]) in island_points()
    assert len(names) == len(set(names)) == len(island_points())
    well_known = {
        "Đảo Hoàng Sa", "Đảo Phú Lâm", "Đảo Tri Tôn", "Đảo Linh Côn", "Đảo Cây", "Đảo Trường Sa Lớn",
        "Đảo Song Tử Tây", "Đảo Sinh Tồn", "Đảo Nam Yết", "Đảo Sơn Ca", "Đảo An Bang", "Đảo Ba Bình", "Đảo Thị Tứ",
    }  # fmt: skip
    assert well_known <= set(names)


def test_no_other_name_occurs_anywhere_in_the_layer() -> None:
    text = OVERLAY_FILE.read_text(encoding="utf-8").lower()
    assert [word for word in FOREIGN if re.search(rf"\b{word}", text)] == []
    assert not re.search(r"[\u4e00-\u9fff]", text)


def test_a_caller_cannot_spoil_the_layer_for_the_next() -> None:
    national_overlay()["features"].clear()
    assert national_overlay()["features"]


@pytest.mark.django_db
def test_the_country_is_its_units_and_always_its_islands() -> None:
    assert set(island_points()) <= set(country_points())  # before anything is loaded
    load_units()
    points = country_points()
    assert len(points) > 3321
    assert set(island_points()) <= set(points)
    assert all(round(lon, 3) == lon and round(lat, 3) == lat for lon, lat in points)
    assert all(NATIONAL_FRAME.contains(lon, lat) for lon, lat in points)


@pytest.mark.samples
def test_the_drawing_agrees_with_the_published_outlines(sample_boundaries: Path) -> None:
    for name in ARCHIPELAGOS:
        outline = geopandas.read_file(sample_boundaries / f"dac_khu_{name}.geojson").geometry.iloc[0]
        drawn = next(f for f in national_overlay()["features"] if f.get("id") == name)
        for lon, lat in drawn["geometry"]["coordinates"]:
            point = geopandas.points_from_xy([lon], [lat])[0]
            near = outline.boundary.interpolate(outline.boundary.project(point))
            away = 0 if outline.contains(point) else distance_m(lon, lat, near.x, near.y)
            assert away < 6000, (name, lon, lat, away)
