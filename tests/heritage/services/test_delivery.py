"""Archives as strangers make them: nothing raises, every member gets a path or a reason."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from heritage.errors import BadRequest
from heritage.services import delivery


def outcomes(path: Path) -> dict[str, str]:
    found = {}
    for name in delivery.files_in(path):
        with delivery.one_file(path, name) as delivered:
            found[name] = delivered.problem[0] if delivered.problem else "taken"
    return found


def archive(path: Path, *names: str, method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", method) as file:
        for name in names:
            file.writestr(name, b"survey " * 500)
    return path


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_scrambled_member_is_damaged_and_the_next_is_taken(tmp_path, method):
    path = archive(tmp_path / "a.zip", "hong.jpg", method=method)
    with zipfile.ZipFile(path, "a") as file:
        start = file.getinfo("hong.jpg").header_offset + 30 + len("hong.jpg")
        file.writestr("lanh.jpg", b"whole")
    content = bytearray(path.read_bytes())
    content[start + 6 : start + 20] = b"\xff" * 14
    path.write_bytes(content)
    assert outcomes(path) == {"hong.jpg": "archive_damaged", "lanh.jpg": "taken"}


def test_a_directory_of_members_that_cannot_be_read_is_no_delivery(tmp_path):
    path = archive(tmp_path / "a.zip", "đền.jpg")
    path.write_bytes(path.read_bytes().replace("đ".encode(), b"\xff\xfe"))
    assert not delivery.is_archive(path)
    assert delivery.files_in(path) == ["a.zip"]


def test_names_that_lead_nowhere_or_outside_are_unsafe(tmp_path):
    path = archive(tmp_path / "a.zip", ".", "../b.jpg", "/c.jpg", "C:\\d.jpg", "e.jpg")
    found = outcomes(path)
    assert found.pop("e.jpg") == "taken"
    assert set(found.values()) == {"unsafe_name"}


def test_an_archive_with_too_many_members_is_refused_not_cut(tmp_path, monkeypatch):
    monkeypatch.setattr(delivery, "MAX_MEMBERS", 2)
    with pytest.raises(BadRequest) as caught:
        delivery.files_in(archive(tmp_path / "a.zip", "1.jpg", "2.jpg", "3.jpg"))
    assert caught.value.code == "archive_too_many"


def test_a_folder_with_a_file_s_name_is_walked_and_an_empty_one_is_nothing(tmp_path):
    (tmp_path / "a.jpg").mkdir()
    (tmp_path / "a.jpg" / "b.jpg").write_bytes(b"x")
    (tmp_path / "trong").mkdir()
    assert outcomes(tmp_path) == {"a.jpg/b.jpg": "taken"}
