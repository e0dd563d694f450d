"""Units by class of their exact share; grey has no register; both archipelagos are on every map of the country."""

from __future__ import annotations

import pytest

from gis.units_data import load_units
from heritage.kpi import Share
from heritage.projections import charts_ground
from heritage.projections.charts_map import class_of, country_map, legend, province_map


@pytest.fixture(autouse=True)
def _own_units():
    charts_ground.forget()
    yield
    charts_ground.forget()


@pytest.mark.parametrize(
    ("digitized", "total", "expected"),
    [(0, 0, None), (0, 9, 0), (1, 400, 1), (1, 4, 2), (2499, 10_000, 1), (37, 74, 3), (4999, 10_000, 2), (3, 4, 4), (9, 9, 4)],
)  # fmt: skip
def test_the_class_is_that_of_the_exact_fraction(digitized, total, expected):
    assert class_of(Share(digitized, 0, total - digitized, 0, 0)) == expected
    assert class_of(None) is None


def test_a_province_without_boundaries_says_by_its_dashes_that_its_extents_are_approximate(vi_khe, nam_dinh):
    sheet = charts_ground.province_sheet("37")
    assert sheet is not None and [ground.code for ground in sheet.grounds] == ["13972", "13669"]
    assert all(ground.approximate for ground in sheet.grounds)
    drawn = province_map(
        "m",
        sheet,
        {"13972": Share(1, 0, 3, 0, 0)},
        "13972",
        "t",
        "d",
        {"13972": "/kpi/13972/", "13669": "/kpi/13669/"},
    )
    assert 'class="ward-area a2 approx own" fill="url(#m-h2)"' in drawn
    assert 'class="ward-area none approx"' in drawn
    assert "Phường Vị Khê: 1/4" in drawn and 'href="/kpi/13669/"' in drawn and 'role="group"' in drawn


def test_a_boundary_is_drawn_as_it_is_once_there_is_one(vi_khe):
    from django.contrib.gis.geos import MultiPolygon, Polygon

    assert charts_ground.province_sheet("37").grounds[0].approximate
    vi_khe.boundary = MultiPolygon(Polygon.from_bbox((106.2, 20.39, 106.23, 20.42)), srid=4326)
    vi_khe.boundary_source = "thử"
    vi_khe.save()
    ground = next(each for each in charts_ground.province_sheet("37").grounds if each.code == "13972")
    assert not ground.approximate and ground.path.count("L") == 1


def test_the_country_has_both_archipelagos_by_their_full_names(db):
    load_units()
    sheet = charts_ground.country_dots()
    assert len(sheet.grounds) == 3321
    drawn = country_map("m", sheet, {"13972": Share(1, 0, 0, 0, 0)}, "t", "d")
    for said in ("Quần đảo Hoàng Sa", "(TP. Đà Nẵng)", "Quần đảo Trường Sa", "(tỉnh Khánh Hòa)", "Biển Đông"):
        assert f">{said}</text>" in drawn
    isles = {
        ground.code: ground.path.count("h0") for ground in sheet.grounds if ground.code in ("20333", "22736")
    }
    assert isles["20333"] > 10 and isles["22736"] > 20
    islands = isles["20333"] + isles["22736"]
    # Islands of themselves and as units; the counted commune: edge, base, class.
    assert drawn.count("h0") == 3321 - 2 + 2 * islands + 2


def test_the_islands_are_drawn_even_where_their_units_are_not_loaded(vi_khe):
    sheet = charts_ground.country_dots()
    drawn = country_map("m", sheet, {}, "t", "d")
    assert len(sheet.grounds) == 1 and drawn.count("h0") > 40
    assert ">Quần đảo Hoàng Sa</text>" in drawn


def test_a_province_of_islands_has_a_frame_of_its_land(db):
    load_units()
    sheet = charts_ground.province_sheet("48")
    assert sheet.far == ("20333",) and sheet.bounds.east < 110


def test_every_class_has_its_key_and_grey_comes_last():
    keys = legend("k", ["0%", "dưới 25%", "25 đến dưới 50%", "50 đến dưới 75%", "từ 75%"], "chưa có danh mục")
    assert len(keys) == 6 and keys[-1][1] == "chưa có danh mục"
    assert "pattern" in keys[1][0] and "pattern" not in keys[3][0]
