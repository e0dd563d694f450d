"""The one box that takes coordinates as people have them."""

from __future__ import annotations

import pytest

from gis.coordinates import Order, parse_coordinates, read_coordinates
from gis.errors import UnreadableCoordinates
from tests.gis.places import NAM_DINH

DEGREES = [
    "20.455966, 106.167945",
    "20.455966,106.167945",
    "20,455966 106,167945",
    "20,455966; 106,167945",
    "20,455966,106,167945",
    "20,455966, 106,167945",
    "(20.455966, 106.167945)",
    "Toạ độ: 20.455966 / 106.167945",
    "20.455966\n106.167945",
    "20.455966°N 106.167945°E",
    "N20.455966 E106.167945",
    "20.455966B, 106.167945Đ",
    "vĩ độ 20.455966 kinh độ 106.167945",
    "Vĩ độ: 20,455966; Kinh độ: 106,167945",
    "lat=20.455966&lon=106.167945",
    "https://www.google.com/maps/@20.455966,106.167945,17z",
    "https://www.google.com/maps/place/X/@20.4,106.1,17z/data=!3m1!4b1!8m2!3d20.455966!4d106.167945",
    "https://www.google.com/maps/search/?api=1&query=20.455966%2C106.167945",
    "https://maps.google.com/?q=20.455966,106.167945",
    "https://www.openstreetmap.org/?mlat=20.455966&mlon=106.167945#map=17/20.4/106.1",
    "https://www.openstreetmap.org/#map=17/20.455966/106.167945",
    "geo:20.455966,106.167945?z=17",
]
SEXAGESIMAL = [
    "20°27'21.5\"N 106°10'04.6\"E",
    "20°27′21,5″B, 106°10′04,6″Đ",
    "20° 27’ 21.5” 106° 10’ 4.6”",
    "20°27.3583' 106°10.0767'",
    "20 độ 27 phút 21,5 giây Bắc, 106 độ 10 phút 4,6 giây Đông",
    "N 20°27'21.5\", E 106°10'4.6\"",
]
METRES = [
    "2262869.638 569493.211",
    "2262869,638 569493,211",
    "2.262.869,638 569.493,211",
    "2,262,869.638, 569,493.211",
    "2 262 869,638 569 493,211",
    "2262869.638\t569493.211",
    "X = 2262869,638 Y = 569493,211",
    "X=2.262.869,638; Y=569.493,211",
    "X(m): 2262869.638  Y(m): 569493.211",
    "Y: 569493.211 X: 2262869.638",
    "N = 2262869.638, E = 569493.211",
    "X 2262869,638  Y 569493,211",
    "x 2262869.638 y 569493.211",
    "X 2.262.869,638; Y 569.493,211",
    "Y 569493,211 X 2262869,638",
    "X 2262869,638; Y 569493,211 (EPSG:9209)",
    "X (m) 2262869,638\tY (m) 569493,211",
    "Tọa độ mốc: X2262869,638, Y569493,211.",
]


@pytest.mark.parametrize("text", DEGREES)
def test_decimal_degrees_labels_and_links(text: str) -> None:
    typed = parse_coordinates(text)
    assert (typed.first, typed.second) == pytest.approx((20.455966, 106.167945), abs=1e-9)
    assert typed.order is not Order.LON_LAT


@pytest.mark.parametrize("text", SEXAGESIMAL)
def test_degrees_minutes_and_seconds(text: str) -> None:
    typed = parse_coordinates(text)
    assert (typed.first, typed.second) == pytest.approx((20.455972, 106.167944), abs=2e-6)


@pytest.mark.parametrize("text", METRES)
def test_metres_with_any_separator(text: str) -> None:
    typed = parse_coordinates(text)
    assert (typed.first, typed.second) == (2262869.638, 569493.211)
    best = read_coordinates(text, NAM_DINH)[0]
    assert (best.crs, best.inside) == ("EPSG:9209", True)


def test_whole_numbers_with_separators_are_metres_and_three_decimals_are_degrees() -> None:
    assert parse_coordinates("2.262.869 569.493") == parse_coordinates("2262869 569493")
    typed = parse_coordinates("20,455 106,167")
    assert (typed.first, typed.second) == (20.455, 106.167)


def test_a_letter_without_a_sign_says_the_same_as_one_with_it() -> None:
    for bare in ("X 2262869,638 Y 569493,211", "Y 569493,211 X 2262869,638"):
        signed = bare.replace("X ", "X = ").replace("Y ", "Y = ")
        assert parse_coordinates(bare) == parse_coordinates(signed)
        assert parse_coordinates(bare).order is Order.X_Y


def test_longitude_first_is_kept_in_its_order_and_understood() -> None:
    typed = parse_coordinates("106°10'4\"E 20°27'21\"N")
    assert typed.order is Order.LON_LAT
    best = read_coordinates("106.167945, 20.455966", NAM_DINH)[0]
    assert (best.swapped, best.inside) == (True, True)
    assert (best.lon, best.lat) == (106.167945, 20.455966)


def test_a_link_has_one_order_only() -> None:
    assert {r.swapped for r in read_coordinates("geo:20.455966,106.167945", NAM_DINH)} == {False}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "20.4",
        "1 2 3",
        "https://maps.app.goo.gl/abc",
        "Số nhà 12 phố Hàng Tiện",
        "20°70'00\"N 106°10'E",
        "2262869",
        "X 2262869,638 Y",
        "X 2262869,638 X 2262870,1 Y 569493,211",
        "Trạm X-quang 12, đội Y 3, số 4",
    ],
)
def test_what_holds_no_pair_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(UnreadableCoordinates) as caught:
        parse_coordinates(text)
    assert "X = 2262869,64" in caught.value.vi


def test_a_place_in_another_country_has_no_reading() -> None:
    with pytest.raises(UnreadableCoordinates):
        read_coordinates("48.8584, 2.2945")
