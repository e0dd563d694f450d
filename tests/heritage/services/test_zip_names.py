"""Vietnamese and Hán-Nôm names come out of a zip as they went in, whichever program made it."""

from __future__ import annotations

import struct
import unicodedata
import zipfile
import zlib
from pathlib import Path

import pytest

from heritage.services import delivery, zip_names

HAN_NOM = "大越史記/漢喃 𡨸喃.tif"
VIETNAMESE = "Đình Vị Khê/Ảnh số 1 – mặt tiền.jpg"


def archive(path: Path, name: bytes, *, utf8: bool, extra: bytes = b"") -> Path:
    """A zip of one stored member, written by hand: the library always flags UTF-8."""
    body = b"survey"
    common = struct.pack(
        "<HHHHHIIIHH",
        20,
        0x800 if utf8 else 0,
        0,
        0,
        33,
        zlib.crc32(body),
        len(body),
        len(body),
        len(name),
        len(extra),
    )
    local = b"PK\3\4" + common + name + extra + body
    entry = b"PK\1\2" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name + extra
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(local), 0)
    path.write_bytes(local + entry + end)
    return path


def taken(path: Path) -> dict[str, bytes]:
    found = {}
    for name in delivery.files_in(path):
        with delivery.one_file(path, name) as delivered:
            assert delivered.problem is None
            assert delivered.path is not None
            found[delivered.relative] = delivered.path.read_bytes()
    return found


@pytest.mark.parametrize("name", [HAN_NOM, VIETNAMESE, unicodedata.normalize("NFD", VIETNAMESE)])
@pytest.mark.parametrize("utf8", [True, False], ids=["flagged", "not flagged"])
def test_utf_8_names_survive_whether_they_are_flagged_or_not(name: str, utf8: bool, tmp_path: Path) -> None:
    assert taken(archive(tmp_path / "a.zip", name.encode(), utf8=utf8)) == {name: b"survey"}


def test_names_of_the_vietnamese_code_page_are_read(tmp_path: Path) -> None:
    raw = "Đi\u0300nh la\u0300ng.jpg".encode("cp1258")  # that page keeps tones apart
    assert list(taken(archive(tmp_path / "a.zip", raw, utf8=False))) == ["Đình làng.jpg"]


def test_a_name_added_in_unicode_counts(tmp_path: Path) -> None:
    plain = b"????.tif"
    added = struct.pack("<BI", 1, zlib.crc32(plain)) + HAN_NOM.encode()
    extra = struct.pack("<HH", 0x7075, len(added)) + added
    assert list(taken(archive(tmp_path / "a.zip", plain, utf8=False, extra=extra))) == [HAN_NOM]
    assert list(taken(archive(tmp_path / "b.zip", b"new.tif", utf8=False, extra=extra))) == ["new.tif"]


def test_an_ascii_name_stays(tmp_path: Path) -> None:
    assert list(taken(archive(tmp_path / "a.zip", b"IMG_2040.JPG", utf8=False))) == ["IMG_2040.JPG"]


def test_a_name_that_leads_outside_in_another_encoding_is_unsafe(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", "../đền.jpg".encode(), utf8=False)
    (name,) = delivery.files_in(path)
    with delivery.one_file(path, name) as delivered:
        assert delivered.problem is not None
        assert delivered.problem[0] == "unsafe_name"


def test_the_library_s_own_names_stay_its_own(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr(VIETNAMESE, b"x")
    with zip_names.opened(tmp_path / "a.zip") as opened:
        assert opened.namelist() == [VIETNAMESE]
        assert opened.read(VIETNAMESE) == b"x"
