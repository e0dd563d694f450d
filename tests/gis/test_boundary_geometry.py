"""One shape at a time."""

from __future__ import annotations

import pytest
import shapely

from gis.boundary_geometry import join_boundaries, usable_boundary
from gis.crs import from_wgs84

SQUARE = shapely.box(106.1, 20.4, 106.2, 20.5)


def test_a_good_polygon_passes_through_unchanged() -> None:
    shape, problems = usable_boundary(shapely.to_wkb(SQUARE), "EPSG:4326")
    assert problems == ()
    assert shape == shapely.MultiPolygon([SQUARE])


def test_heights_and_stray_points_and_lines_are_left_out() -> None:
    tall = shapely.force_3d(SQUARE, 5.0)
    mixed = shapely.GeometryCollection(
        [tall, shapely.Point(106.1, 20.4), shapely.LineString([(106, 20), (107, 20)])]
    )
    shape, problems = usable_boundary(shapely.to_wkb(mixed, output_dimension=3), "EPSG:4326")
    assert problems == ()
    assert shape is not None
    assert not shape.has_z
    assert shape.equals(SQUARE)


def test_a_repair_says_why_and_how_much_the_area_changed() -> None:
    bowtie = shapely.Polygon([(106.1, 20.4), (106.2, 20.5), (106.2, 20.4), (106.1, 20.5)])
    shape, (doubt,) = usable_boundary(shapely.to_wkb(bowtie), "EPSG:4326")
    assert shape is not None
    assert shape.is_valid
    assert doubt.code == "made_valid"
    assert "Self-intersection" in doubt.en
    assert "%" in doubt.vi


@pytest.mark.parametrize(
    ("wkb", "crs", "code"),
    [
        (None, "EPSG:4326", "no_geometry"),
        (b"not well-known binary", "EPSG:4326", "unreadable_geometry"),
        (shapely.to_wkb(shapely.Polygon()), "EPSG:4326", "empty_shape"),
        (shapely.to_wkb(shapely.Point(106, 20)), "EPSG:4326", "not_an_area"),
        (shapely.to_wkb(shapely.box(20.4, 106.1, 20.5, 106.2)), "EPSG:4326", "swapped_axes"),
        (shapely.to_wkb(shapely.box(2, 48, 3, 49)), "EPSG:4326", "outside_viet_nam"),
        (shapely.to_wkb(shapely.box(1e12, 1e12, 2e12, 2e12)), "EPSG:9209", "outside_crs"),
        (shapely.to_wkb(shapely.Polygon([(106, 20), (106.1, 20), (106, 20)])), "EPSG:4326", "empty_area"),
    ],
)
def test_what_cannot_be_used_has_a_reason(wkb: bytes | None, crs: str, code: str) -> None:
    shape, (doubt,) = usable_boundary(wkb, crs)
    assert shape is None
    assert doubt.code == code
    assert doubt.vi.endswith(".")
    assert doubt.en.endswith(".")


def test_metres_become_degrees_and_rows_are_joined() -> None:
    corners = [from_wgs84(lon, lat, "EPSG:9209") for lon, lat in SQUARE.exterior.coords]
    shape, problems = usable_boundary(shapely.to_wkb(shapely.Polygon(corners)), "EPSG:9209")
    assert problems == ()
    assert shape is not None
    assert shapely.hausdorff_distance(shape, SQUARE) < 1e-7
    far = shapely.MultiPolygon([shapely.box(107, 21, 107.1, 21.1)])
    joined = join_boundaries([shape, far])
    assert len(joined.geoms) == 2
