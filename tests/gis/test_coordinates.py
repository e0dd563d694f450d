"""The one box that takes coordinates as people have them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.coordinates import Order, parse_coordinates, read_coordinates
from gis.coordinates_readings import proposal
from gis.errors import LinkWithoutCoordinates, PlusCodeWithoutUnit, ShortMapLink, UnreadableCoordinates
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
    "Đình https://maps.google.com/maps?q=loc:20.455966,106.167945&hl=vi (chụp hôm qua)",
    "https://www.google.com/maps/dir/?api=1&destination=20.455966,106.167945",
    "https://maps.google.com/?ll=20.455966,106.167945",
    "https://maps.apple.com/?ll=20.1,106.1&q=20.455966,106.167945",
    "https://maps.apple.com/place?coordinate=20.455966,106.167945&name=Den",
    "https://www.bing.com/maps?cp=20.455966~106.167945&lvl=16",
    "https://www.bing.com/maps?cp=20.1~106.1&sp=point.20.455966_106.167945_Den",
    "https://yandex.com/maps/?ll=106.167945%2C20.455966&z=16",
    "Lat 20.455966 Long 106.167945",
    "WGS84: 20.455966, 106.167945",
    "VN-2000: 20,455966; 106,167945",
]
SEXAGESIMAL = [
    "20°27'21.5\"N 106°10'04.6\"E",
    "20°27′21,5″B, 106°10′04,6″Đ",
    "20° 27’ 21.5” 106° 10’ 4.6”",
    "20°27.3583' 106°10.0767'",
    "20 độ 27 phút 21,5 giây Bắc, 106 độ 10 phút 4,6 giây Đông",
    "N 20°27'21.5\", E 106°10'4.6\"",
    "20 27 21.5 N, 106 10 4.6 E",
    "N 20 27 21.5 E 106 10 4.6",
    "20:27:21.5 106:10:04.6",
    "https://www.google.com/maps/place/20%C2%B027'21.5%22N+106%C2%B010'04.6%22E/@20.1,106.1,17z",
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
    "2262869.638, 569493.211 (EPSG:9209)",
    "VN-2000, KTT 105°30': 2262869,638 569493,211",
    "X=2.262.869,638 m; Y=569.493,211 m",
]
WITH_HEIGHT = [
    "20.455966, 106.167945, 12.5",
    "20,455966 106,167945 12,5",
    "20.455966 106.167945 12.5m",
    "Latitude: 20.455966 Longitude: 106.167945 Altitude: 12.5m",
    "20.455966°N 106.167945°E cao 12,5 m",
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


@pytest.mark.parametrize("text", WITH_HEIGHT)
def test_a_third_number_is_a_height(text: str) -> None:
    typed = parse_coordinates(text)
    assert (typed.first, typed.second, typed.height_m) == (20.455966, 106.167945, 12.5)
    assert parse_coordinates("X = 2262869,638 Y = 569493,211 H = 3,2").height_m == 3.2
    assert parse_coordinates("2262869.638 569493.211").height_m is None


@pytest.mark.parametrize(
    "text", ["7PG8F549+95", "https://plus.codes/7PG8F549+95", "F549+95 Nam Định", "f549+95",
             "https://www.google.com/maps/place/F549%2B95+Nam+%C4%90%E1%BB%8Bnh/"],
)  # fmt: skip
def test_a_plus_code_is_the_middle_of_its_cell_and_a_short_one_lies_near_the_unit(text: str) -> None:
    (reading,) = read_coordinates(text, NAM_DINH)
    assert (reading.lat, reading.lon) == pytest.approx((20.4559375, 106.1679375), abs=1e-9)
    assert (reading.crs, reading.inside) == ("EPSG:4326", True)
    assert reading.resolution_m == pytest.approx(9.5, abs=0.5)
    assert ("7PG8F549+95" in reading.assumes_vi) is not text.startswith(("7", "https://plus"))


def test_a_short_plus_code_without_a_unit_asks_for_the_whole_code() -> None:
    with pytest.raises(PlusCodeWithoutUnit) as caught:
        parse_coordinates("F549+95")
    assert "7PG8F549+95" in caught.value.vi


@pytest.mark.parametrize(
    "text", ["https://maps.app.goo.gl/abc", "Đình: https://goo.gl/maps/x1", "maps.app.goo.gl/abc"]
)
def test_a_short_link_says_what_to_do(text: str) -> None:
    with pytest.raises(ShortMapLink) as caught:
        parse_coordinates(text)
    assert "địa chỉ đầy đủ" in caught.value.vi


def test_a_link_that_only_names_a_place_says_what_to_do() -> None:
    with pytest.raises(LinkWithoutCoordinates):
        parse_coordinates("https://www.google.com/maps/place/Den+Tran")


def test_words_beside_the_numbers_name_the_system() -> None:
    assert parse_coordinates("2262869.638, 569493.211 (EPSG:9209)").said == ("EPSG:9209",)
    assert parse_coordinates("KTT 105°30' X=2262869,638 Y=569493,211").said == ("EPSG:9209",)
    assert parse_coordinates("KTT 105° X=2262869,638 Y=569493,211").said == ("EPSG:5897",)
    assert read_coordinates("VN-2000 20.455966, 106.167945", NAM_DINH)[0].crs == "EPSG:4756"
    assert proposal(read_coordinates("WGS 84: 20.455966, 106.167945", NAM_DINH)).crs == "EPSG:4326"


@settings(max_examples=60, deadline=None)
@given(
    st.floats(8.5, 23.3),
    st.floats(102.2, 109.4),
    st.sampled_from(["{:.6f}, {:.6f}", "{:.6f};{:.6f}", "{:.6f} {:.6f}"]),
)
def test_any_pair_of_degrees_with_either_decimal_mark_is_read_back(lat: float, lon: float, form: str) -> None:
    text = form.format(lat, lon)
    for spelled in (text, text.replace(".", ",") if "," not in text else text):
        typed = parse_coordinates(spelled)
        assert (typed.first, typed.second) == pytest.approx((lat, lon), abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(st.floats(900_000, 2_599_999), st.floats(100_000, 899_999))
def test_any_pair_of_metres_with_thousands_separators_is_read_back(north: float, east: float) -> None:
    english, marks = f"{north:,.2f} {east:,.2f}", str.maketrans(",.", ".,")
    labelled = f"X={north:,.2f} Y={east:,.2f}".translate(marks)
    for text in (english, english.translate(marks), labelled, f"{north:.2f}\t{east:.2f}"):
        typed = parse_coordinates(text)
        assert (typed.first, typed.second) == pytest.approx((north, east), abs=0.006), text


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="0123456789.,;:°'\"-+ XYxyNEBĐ/@?=&EPSG2000VNkm", max_size=60))
def test_no_text_ever_breaks_the_box(text: str) -> None:
    try:
        found = read_coordinates(text, NAM_DINH)
    except UnreadableCoordinates:
        return
    assert found
