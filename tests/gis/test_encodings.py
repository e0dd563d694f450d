"""Old Vietnamese encodings: told apart on real names, converted without loss."""

from __future__ import annotations

import unicodedata

import pytest

from gis import encodings
from gis.encodings import TextEncoding, convert_text, decode_texts, detect_encoding, is_vietnamese_syllable
from gis.unit_sources import read_units

LOWER = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
REAL = [
    "Phường Nam Định",
    "Phường Vị Khê",
    "Xã Xuân Hưng",
    "Phường Hồng Bàng",
    "Phường Thượng Hồng",
    "Đền Trần",
    "Chùa Phổ Minh",
    "Phủ Dầy",
    "Nghĩa Hưng",
    "Quỳnh Lưu",
    "Giã Viên",
    "Bạch Long Vĩ",
    "Ý Yên",
    "Kẻ Gỗ",
    "Ngũ Hành Sơn",
]


def as_tcvn3(text: str) -> str:
    table = {letter: byte for byte, letter in encodings._TCVN3.items()}
    return "".join(table.get(c, table.get(c.lower(), c)) for c in text)


def as_vni(text: str) -> str:
    table = {letter: sign for sign, letter in encodings._VNI.items()}
    return "".join(table.get(c, c) for c in text)


def as_cp1258(text: str) -> str:
    raw = b""
    for c in unicodedata.normalize("NFC", text):
        try:
            raw += c.encode("cp1258")
            continue
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", c)
        tone = "".join(p for p in parts if p in encodings._TONES)
        body = unicodedata.normalize("NFC", "".join(p for p in parts if p not in encodings._TONES))
        raw += (body + tone).encode("cp1258")
    return raw.decode("latin-1")


WRITERS = {TextEncoding.TCVN3: as_tcvn3, TextEncoding.VNI: as_vni, TextEncoding.CP1258: as_cp1258}


@pytest.mark.parametrize("encoding", list(WRITERS))
def test_every_letter_comes_back(encoding: TextEncoding) -> None:
    letters = LOWER if encoding is TextEncoding.TCVN3 else LOWER + LOWER.upper()
    for letter in letters:
        assert convert_text(WRITERS[encoding](letter), encoding) == letter


@pytest.mark.parametrize("encoding", list(WRITERS))
@pytest.mark.parametrize("name", REAL)
def test_real_names_are_recognised_one_by_one(encoding: TextEncoding, name: str) -> None:
    written = WRITERS[encoding](name)
    decoded, found = decode_texts([written, WRITERS[encoding]("Phường Vị Khê, tỉnh Nam Định")])
    assert found is encoding
    if encoding is TextEncoding.TCVN3:
        assert decoded[0].lower() == name.lower()
    else:
        assert decoded[0] == name


@pytest.mark.parametrize("encoding", list(WRITERS))
def test_every_name_of_the_country_survives_as_a_column(encoding: TextEncoding) -> None:
    names = [u.name for u in read_units().units.values() if u.level == "commune" and u.valid_to is None]
    decoded, found = decode_texts([WRITERS[encoding](name) for name in names])
    assert found is encoding
    wrong = [(a, b) for a, b in zip(names, decoded, strict=True) if a.lower() != b.lower()]
    assert wrong == []


def test_the_table_agrees_with_an_independent_converter() -> None:
    # What glibc's iconv writes for LOWER in charset TCVN (2026-11-24).
    independent = bytes.fromhex(
        "b5b6b7b8b9a8bbbcbdbec6a9c7c8c9cacbaecccecfd0d1aad2d3d4d5d6d7d8dcdddedfe1e2e3e4ab"
        "e5e6e7e8e9aceaebecedeeeff1f2f3f4adf5f6f7f8f9fafbfcfdfe"
    )
    assert as_tcvn3(LOWER).encode("latin-1") == independent


def test_all_capitals_of_a_capitals_only_font() -> None:
    assert convert_text("PH¦êNG NAM §ÞNH", TextEncoding.TCVN3) == "PHƯỜNG NAM ĐỊNH"
    assert convert_text("VÞ Khª", TextEncoding.TCVN3) == "Vị Khê"
    assert convert_text("Ph\u00adêng", TextEncoding.TCVN3) == "Phường"


def test_text_that_needs_nothing_is_left_alone() -> None:
    assert detect_encoding(["Phường Nam Định", "Vị Khê"]) is TextEncoding.UNICODE
    assert detect_encoding(["Nam Dinh", "12345", ""]) is TextEncoding.UNICODE
    assert detect_encoding([]) is TextEncoding.UNICODE
    assert detect_encoding(["Xã Hòa Bình", "Hà Nam", "Tân Hòa"]) is TextEncoding.UNICODE
    assert decode_texts(["Định"])[0] == [unicodedata.normalize("NFC", "Định")]


def test_utf8_read_as_single_bytes_is_repaired_through_either_code_page() -> None:
    raw = "Phường Vị Khê".encode()
    assert decode_texts([raw.decode("latin-1")]) == (["Phường Vị Khê"], TextEncoding.UTF8)
    assert decode_texts(["Há»“ng BÃ\u00a0ng"]) == (["Hồng Bàng"], TextEncoding.UTF8)


def test_windows_code_page_characters_are_taken_back_to_bytes() -> None:
    assert convert_text("Nam §Þnh".encode("latin-1").decode("cp1252"), TextEncoding.TCVN3) == "Nam Định"


def test_syllables() -> None:
    good = ["Phường", "nghiêng", "Khê", "quyển", "yêu", "ơi", "Đắk", "uỷ", "khuỷu"]
    assert all(is_vietnamese_syllable(word) for word in good)
    assert not any(is_vietnamese_syllable(w) for w in ["strasse", "Þnh", "fjord", "áà", "wq"])
