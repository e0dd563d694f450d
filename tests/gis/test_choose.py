"""Several positions, one accepted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gis.choose import Apart, apart, choose_placement
from gis.placement import Method, Placement


def at(method: Method, lat: float = 20.4, accuracy_m: float | None = 5, lon: float = 106.1) -> Placement:
    return Placement(lon=lon, lat=lat, method=method, accuracy_m=accuracy_m)


def test_the_better_method_wins_and_the_others_are_kept() -> None:
    exif, declared, scan = at(Method.EXIF), at(Method.DECLARED), at(Method.SCAN_CRS)
    choice = choose_placement([declared, exif, scan])
    assert choice.accepted == scan
    assert choice.others == (exif, declared)
    assert choice.doubts == ()


def test_the_more_accurate_of_two_of_a_kind_wins() -> None:
    good, bad, silent = (
        at(Method.EXIF, accuracy_m=3),
        at(Method.EXIF, accuracy_m=40),
        at(Method.EXIF, accuracy_m=None),
    )
    assert choose_placement([silent, bad, good]).accepted == good


def test_two_kilometres_apart_is_a_doubt_with_the_distance() -> None:
    choice = choose_placement([at(Method.EXIF), at(Method.DECLARED, lat=20.418)])
    (doubt,) = choice.doubts
    assert doubt.code == "positions_disagree"
    assert doubt.vi == "Vị trí ghi trong ảnh và vị trí ghi trong bảng kê cách nhau 2 km."
    assert doubt.en == "The position in the photo and the position in the manifest are 2 km apart."


def test_a_vague_source_may_be_further_off() -> None:
    centre = at(Method.UNIT_CENTROID, lat=20.418, accuracy_m=2500)
    assert choose_placement([at(Method.EXIF), centre]).doubts == ()


def test_the_empty_position_never_beats_a_real_one() -> None:
    nowhere = at(Method.GNSS, lat=0, lon=0)
    choice = choose_placement([nowhere, at(Method.DECLARED)])
    assert choice.accepted == at(Method.DECLARED)
    assert choice.doubts == ()
    assert choose_placement([nowhere]).accepted == nowhere
    assert choose_placement([]).accepted is None


def test_half_a_kilometre_is_a_conflict_and_a_metre_less_is_none() -> None:
    def north(metres: float, accuracy_m: float | None = 5) -> Apart:
        other = at(Method.PUBLISHED_SOURCE, lat=20.4 + metres / 111_195.0797, accuracy_m=accuracy_m)
        return apart(at(Method.GNSS), other)

    assert (north(500.01).conflicts, round(north(500.01).metres)) == (True, 500)
    assert not north(499).conflicts
    assert not north(2000, accuracy_m=1996).conflicts, "both accuracies together explain it"
    assert north(2000, accuracy_m=1994).conflicts
    assert north(500.01, accuracy_m=None).conflicts, "an accuracy that nobody stated explains nothing"


@given(
    lats=st.tuples(st.floats(8, 23), st.floats(8, 23)),
    accuracies=st.tuples(st.none() | st.floats(0, 20_000), st.none() | st.floats(0, 20_000)),
)
def test_neither_of_two_positions_is_the_first(lats, accuracies) -> None:
    one, other = (
        at(Method.EXIF, lat=lat, accuracy_m=accuracy) for lat, accuracy in zip(lats, accuracies, strict=True)
    )
    assert apart(one, other) == apart(other, one)
    assert not apart(one, one).conflicts
