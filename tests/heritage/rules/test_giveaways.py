from __future__ import annotations

import pytest

from heritage.rules.giveaways import states_coordinates


@pytest.mark.parametrize(
    "text",
    [
        "Tọa độ: 20°24'13\" B, 106°12'47\" Đ",
        "vĩ độ 20.4038, kinh độ 106.2130",
        "Kinh độ: 106,21302\tvĩ độ: 20,40382",
        "X = 2257535,42  Y = 574060,11",
        "Y: 574 060; X: 2 257 535",
        "X 2.257.535 Y 574.060",
        "Plus Code 7PH8C637+GP",
        "C637+GP Nam Định",
        "https://www.google.com/maps/@20.4038,106.2130,17z",
        "https://maps.app.goo.gl/AbC12",
    ],
)
def test_coordinates_as_papers_write_them_are_seen(text: str) -> None:
    assert states_coordinates(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Đình dựng năm 1890, trùng tu năm 1998 và 2015",
        "Quyết định số 2015/QĐ-BVHTTDL ngày 16.12.1993",
        "Cao 12,345 m",
        "Diện tích 1.250,5 m2, kinh phí 2.500.000.000 đồng",
        "Điện thoại 0228 3849 123",
        "Lớp 12A1+B2, nhóm A+",
    ],
)
def test_years_sums_and_decrees_are_no_coordinates(text: str) -> None:
    assert not states_coordinates(text)
