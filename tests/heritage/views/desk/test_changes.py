"""Two texts side by side, with what the other lacks marked."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from heritage.views.desk.changes import Piece, compare, figure, words_for


def joined(pieces):
    return "".join(piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("before", "after"),
    [("", "Mới"), ("Cũ", ""), ("Một hai ba", "Một  ba\nbốn"), ("Giống", "Giống"), ("", "")],
)
def test_nothing_is_lost_on_either_side(before, after):
    left, right = compare(before, after)
    assert (joined(left), joined(right)) == (before, after)


def test_only_what_differs_is_marked():
    left, right = compare("Chùa Phổ Minh, năm 2012", "Chùa Phổ Minh, năm 2013")
    assert left == (Piece("Chùa Phổ Minh, năm ", False), Piece("2012", True))
    assert right == (Piece("Chùa Phổ Minh, năm ", False), Piece("2013", True))


def test_texts_with_nothing_in_common_are_marked_whole():
    assert compare("Đang cập nhật", "Trong danh mục kiểm kê") == (
        (Piece("Đang cập nhật", True),),
        (Piece("Trong danh mục kiểm kê", True),),
    )


def test_very_long_texts_are_marked_whole_instead_of_keeping_a_reviewer_waiting():
    long = "chữ " * 3000
    assert compare(long, long + "thêm") == ((Piece(long, True),), (Piece(long + "thêm", True),))


def test_values_are_read_in_the_language_of_the_page():
    place = {"lon": 106.2, "lat": 20.4, "accuracy_m": 2.5, "method": "gnss"}
    rule = {"month": 1, "day": 15, "days": 3, "calendar": "lunar"}
    with override("vi"):
        assert words_for("rank", "national") == "Di tích quốc gia"
        assert words_for("placement", place) == "20,400000; 106,200000 (± 2,5 m)"
        assert words_for("lunar", rule) == "Âm lịch, từ ngày 15/1, trong 3 ngày"
        assert words_for("facts", [{"code": "households", "vi": "120", "en": "120"}]) == "Số hộ làm nghề: 120"
        assert words_for("decision_date", "2012-09-27") == "27/09/2012"
        assert words_for("consent_recorded", True) == "Có"
        assert words_for("disclosure", "km1") == "Lệch trong 1 km"
        assert words_for("dynasties", ["tran", "le_so"]) == "Trần, Lê sơ"
    with override("en"):
        assert words_for("rank", "national") == "National relic"
        assert words_for("placement", place) == "20.400000; 106.200000 (± 2.5 m)"


def test_a_figure_keeps_every_digit_it_has():
    with override("vi"):
        assert figure(2257535.741) == "2257535,741"
        assert figure(4800.0) == "4800"
