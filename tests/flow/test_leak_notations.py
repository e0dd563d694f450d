"""The detector of leaks finds a place however it is written, and does not cry wolf over its neighbours."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from openlocationcode import openlocationcode

from gis import web_mercator
from gis.crs import from_wgs84
from tests.flow.leak_notations import METRIC, Floats, Place, geohash

HERE = Place(106.214321, 20.403789)
EAST, NORTH = from_wgs84(106.214321, 20.403789, "EPSG:9209")
POINTS_SWAPPED = str.maketrans(",.", ".,")


@pytest.mark.parametrize(
    ("text", "notation"),
    [
        ('{"lon":106.214321}', "decimal degrees"),
        ("vĩ độ 20,4037", "decimal degrees"),
        ("7,1.5,20.403789,3", "decimal degrees"),
        (f"1.5,{EAST:.2f},{NORTH:.2f},3", "EPSG:9209"),
        ("làm tròn 20.4038", "decimal degrees"),
        ("106°12'51.6\"", "degrees and minutes"),
        ("20° 24′ 13″", "degrees and minutes"),
        ("20º24,23'", "degrees and minutes"),
        ("20 24 13.6", "degrees and minutes"),
        ("x=106214321", "millionths of a degree"),
        (f"X {NORTH:.3f}; Y {EAST:.3f}", "EPSG:9209"),
        (f"{EAST:.0f}, {NORTH:.0f}", "EPSG:9209"),
        (f"{NORTH:,.2f} {EAST:,.2f}".replace(",", " "), "EPSG:9209"),
        (f"{EAST:,.1f} - {NORTH:,.1f}".translate(POINTS_SWAPPED), "EPSG:9209"),
        (openlocationcode.encode(20.403789, 106.214321), "Plus Code"),
        (openlocationcode.encode(20.403789, 106.214321).replace("+", "%2B"), "Plus Code"),
    ],
)
def test_a_place_in_words_is_found(text, notation):
    assert HERE.in_text(text) == notation


def test_the_tile_of_the_place_is_found_from_zoom_18_on():
    for zoom in (18, 22):
        x, y = web_mercator.to_pixels(np.array([106.214321]), np.array([20.403789]), zoom)
        assert (
            HERE.in_text(f"/ban-do/{zoom}/{int(x[0] // 256)}/{int(y[0] // 256)}.png")
            == f"tile at zoom {zoom}"
        )


def test_the_geohash_is_the_published_one():
    assert geohash(-5.6, 42.6, 5) == "ezs42"  # the example of the article on Wikipedia
    assert HERE.in_text(f"gh={geohash(106.214321, 20.403789, 9)}") == "geohash"


@pytest.mark.parametrize("system", METRIC)
def test_metres_of_every_system_are_found_in_text_and_bytes(system):
    east, north = from_wgs84(106.214321, 20.403789, system)
    assert HERE.in_text(f"({east:.2f} {north:.2f})") is not None
    for layout in ("<2d", ">2d", "<2f", ">2f"):
        assert HERE.in_floats(Floats(b"abc" + struct.pack(layout, east, north))) is not None


@pytest.mark.parametrize("layout", ["<2d", ">2d", "<2f", ">2f"])
@pytest.mark.parametrize("shift", [0, 1, 5])
def test_degrees_in_bytes_are_found_at_any_offset(layout, shift):
    assert HERE.in_floats(
        Floats(bytes(shift) + struct.pack(layout, 106.214321, 20.403789) + b"xyz")
    ).startswith("degrees")


def test_a_point_among_many_is_found():
    x, y = np.linspace(EAST - 50, EAST + 50, 1001), np.full(1001, NORTH)
    assert HERE.in_arrays(x, y) == "EPSG:9209, points"
    assert HERE.in_arrays(x, y + 30) is None


@pytest.mark.parametrize(
    "text",
    [
        "106.2153, 20.4049",
        "1106.2143",
        "20.403",
        "20°24'",
        f"{EAST + 40:.0f} {NORTH:.0f}",
        f"{NORTH:.0f}",
        "/ban-do/15/26051/14482.png",
        "574987 tệp và " + "x" * 200 + " 2257432",
        "năm 2024, 13 hiện vật",
    ],
)
def test_other_words_are_no_leak(text):
    assert HERE.in_text(text) is None


def test_noise_is_no_leak():
    assert HERE.in_floats(Floats(np.random.default_rng(1).bytes(2_000_000))) is None
    assert HERE.in_floats(Floats(struct.pack("<2d", 106.2153, 20.4049))) is None
    assert HERE.in_floats(Floats(b"")) is None
