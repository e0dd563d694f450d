"""The setting of e-mail: off unless asked for, and a mistake stops the start."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from heritage.mail import read


def test_without_the_setting_no_letter_is_sent() -> None:
    mail = read("")
    assert (mail.is_on, mail.backend.rsplit(".", 2)[1]) == (False, "dummy")


def test_a_server_with_a_password_is_read() -> None:
    mail = read(
        "smtp://ten%40phuong:m%3Akhau@mail.phuong.vn:587?tls=1&from=a@phuong.vn&site=https://disan.vn/"
    )
    assert (mail.host, mail.port, mail.user, mail.password) == ("mail.phuong.vn", 587, "ten@phuong", "m:khau")
    assert (mail.has_starttls, mail.has_ssl, mail.sender, mail.site) == (
        True,
        False,
        "a@phuong.vn",
        "https://disan.vn",
    )


def test_each_scheme_has_its_port() -> None:
    assert read("smtps://mail?from=a@b").port == 465
    assert read("smtps://mail?from=a@b").has_ssl
    assert read("smtp://mail?from=a@b").port == 25


def test_letters_may_become_files() -> None:
    assert read("file:///var/mail-out?from=a@b").folder == "/var/mail-out"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("imap://mail?from=a@b", "unknown scheme"),
        ("smtp://mail", "from="),
        ("smtp://mail?from=phuong", "from="),
        ("smtp://mail?from=a@b&tsl=1", "unknown option 'tsl'"),
        ("smtps://mail?from=a@b&tls=1", "unknown option 'tls'"),
        ("smtp:///?from=a@b", "no host"),
    ],
)
def test_a_mistake_stops_the_start(url: str, said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=said):
        read(url)
