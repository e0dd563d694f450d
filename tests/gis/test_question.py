"""Doubts in plain sentences."""

from __future__ import annotations

from gis.placement import Method, Placement
from gis.question import doubts_about, is_plausible
from tests.gis.places import NAM_DINH, round_place


def photo(lon: float, lat: float, accuracy_m: float | None = 5) -> Placement:
    return Placement(lon=lon, lat=lat, method=Method.EXIF, accuracy_m=accuracy_m)


def test_a_photo_outside_the_ward_says_how_far() -> None:
    (doubt,) = doubts_about(photo(106.170222, 20.441384 - 0.148577), NAM_DINH)
    assert doubt.code == "outside_unit"
    assert doubt.vi == "Vị trí ghi trong ảnh nằm ngoài phường, cách 14 km."
    assert doubt.en == "The position in the photo lies 14 km outside the ward."


def test_a_position_of_a_projected_system_far_outside_names_the_likely_reason() -> None:
    placed = Placement(
        lon=105.7,
        lat=20.441384,
        method=Method.CONTROL_POINTS,
        accuracy_m=1,
        native_crs="EPSG:5897",
        native_x=574063.8,
        native_y=2257542.4,
    )
    (doubt,) = doubts_about(placed, NAM_DINH)
    assert doubt.vi == (
        "Vị trí theo điểm khống chế nằm ngoài phường, cách 46 km."
        " Kiểm tra hệ tọa độ, kinh tuyến trục và thứ tự X, Y."
    )
    assert doubt.en.endswith(" Check the reference system, its central meridian and the order of X and Y.")


def test_a_photo_inside_raises_no_doubt() -> None:
    assert doubts_about(photo(106.167945, 20.455966), NAM_DINH) == ()
    assert doubts_about(photo(106.167945, 20.455966)) == ()


def test_an_approximate_circle_is_given_the_benefit_of_the_doubt() -> None:
    just_outside = photo(106.170222, 20.441384 - 0.03)  # about 820 m beyond the circle
    assert [d.code for d in doubts_about(just_outside, NAM_DINH)] == ["outside_unit"]
    assert doubts_about(just_outside, round_place(106.170222, 20.441384, 2517, approximate=True)) == ()
    assert doubts_about(photo(106.170222, 20.411384, accuracy_m=900), NAM_DINH)[0].code == "accuracy_coarse"


def test_nothing_zero_abroad_and_swapped_each_have_their_own_sentence() -> None:
    assert [d.code for d in doubts_about(None, NAM_DINH)] == ["no_position"]
    assert [d.code for d in doubts_about(photo(0, 0), NAM_DINH)] == ["null_island"]
    assert [d.code for d in doubts_about(photo(2.35, 48.85), NAM_DINH)] == ["outside_viet_nam"]
    assert [d.code for d in doubts_about(photo(20.45, 88.0), NAM_DINH)] == ["outside_viet_nam"]
    assert is_plausible(photo(106, 20))
    assert not is_plausible(photo(0.001, -0.001))


def test_a_missing_accuracy_is_said() -> None:
    (doubt,) = doubts_about(photo(106.167945, 20.455966, None), NAM_DINH)
    assert (doubt.code, doubt.vi) == ("accuracy_unknown", "Vị trí ghi trong ảnh không kèm sai số.")


def test_every_way_of_finding_a_position_has_a_sentence_in_both_languages() -> None:
    for method in Method:
        (doubt,) = doubts_about(Placement(lon=100, lat=15, method=method, accuracy_m=1))
        assert doubt.vi.endswith(".")
        assert doubt.en.endswith(".")
