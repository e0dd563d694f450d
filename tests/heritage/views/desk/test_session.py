"""Named accounts, a clear error, no link that signs anybody out."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db

PAGES = [
    "/can-bo/",
    "/can-bo/di-san/",
    "/can-bo/di-san/moi/",
    "/can-bo/di-san/VK0001/",
    "/can-bo/tai-len/",
    "/can-bo/tai-len/1/",
    "/can-bo/duyet/",
    "/can-bo/duyet/VK0001/",
    "/can-bo/vi-tri/doc?text=1",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_led_to_the_login(client, path):
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/can-bo/dang-nhap/?next=/can-bo/")


def test_a_stranger_in_english_is_led_to_the_english_login(client):
    assert client.get("/en/can-bo/")["Location"].startswith("/en/can-bo/dang-nhap/")


def test_a_wrong_password_is_said_plainly_and_keeps_the_name(client, officer):
    answer = client.post("/can-bo/dang-nhap/", {"username": "canbo", "password": "sai"})
    page = answer.content.decode()
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in page
    assert 'role="alert"' in page
    assert 'value="canbo"' in page


def test_an_account_that_was_closed_gets_the_same_sentence(client, officer):
    officer.is_active = False
    officer.save()
    answer = client.post("/can-bo/dang-nhap/", {"username": "canbo", "password": "mat-khau-12"})
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in answer.content.decode()


def test_the_login_leads_to_the_page_that_was_asked_for(client, officer):
    answer = client.post(
        "/can-bo/dang-nhap/",
        {"username": "canbo", "password": "mat-khau-12", "next": "/can-bo/tai-len/"},
    )
    assert answer["Location"] == "/can-bo/tai-len/"


def test_the_login_never_leads_to_another_site(client, officer):
    answer = client.post(
        "/can-bo/dang-nhap/",
        {"username": "canbo", "password": "mat-khau-12", "next": "https://example.org/"},
    )
    assert answer["Location"] == "/can-bo/"


def test_only_a_post_signs_out(signed_in, officer):
    client = signed_in(officer)
    assert client.get("/can-bo/dang-xuat/").status_code == 405
    assert client.get("/can-bo/").status_code == 200
    assert client.post("/can-bo/dang-xuat/")["Location"] == "/"
    assert client.get("/can-bo/").status_code == 302


def test_every_page_forbids_inline_scripts_and_styles(signed_in, officer, make_item):
    item = make_item()
    client = signed_in(officer)
    for path in ("/can-bo/", f"/can-bo/di-san/{item.public_id}/", "/can-bo/tai-len/", "/can-bo/duyet/"):
        answer = client.get(path)
        page = answer.content.decode()
        assert "script-src 'self'" in answer["Content-Security-Policy"]
        assert " style=" not in page
        assert "<style" not in page
        assert " onclick=" not in page
        assert page.count("<h1>") == 1


def test_the_desk_speaks_english(signed_in, officer, make_item):
    make_item()
    page = signed_in(officer).get("/en/can-bo/").content.decode()
    assert '<html lang="en">' in page
    assert "Việc cần làm" not in page
    assert "Bổ sung hồ sơ" not in page
