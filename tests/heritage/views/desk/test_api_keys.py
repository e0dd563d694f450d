"""The desk's page of API keys: administrators only, a key is shown once."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from heritage.errors import NotAllowed
from heritage.models import ApiKey, User
from heritage.services import api_keys

pytestmark = pytest.mark.django_db
PAGE = "/can-bo/khoa-api/"


@pytest.fixture
def administrator(db: None) -> User:
    return User.objects.create_user("quantri", password="mat-khau-12", role="administrator")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_key_is_shown_once_and_listed_by_its_beginning(administrator: User) -> None:
    client = signed_in(administrator)
    answer = client.post(PAGE, {"name": "Viện Hán Nôm", "contact": "a@b.vn", "per_minute": "600"})
    (key,) = set(re.findall(r"dss_[a-z0-9]{40}", answer.content.decode()))
    assert "no-store" in answer.headers["Cache-Control"]
    row = api_keys.valid_key(key)
    assert row is not None
    assert (row.name, row.contact, row.per_minute, row.created_by) == (
        "Viện Hán Nôm", "a@b.vn", 600, administrator,
    )  # fmt: skip
    page = client.get(PAGE).content.decode()
    assert key not in page
    assert key[:12] in page
    assert "Viện Hán Nôm" in client.get(f"/en{PAGE}").content.decode()


def test_the_page_sent_twice_makes_one_key(administrator: User) -> None:
    client = signed_in(administrator)
    for _ in range(2):
        answer = client.post(PAGE, {"name": "Viện", "per_minute": "600"})
    assert answer.status_code == 400
    assert "đang có khóa" in answer.content.decode()
    assert ApiKey.objects.count() == 1


@pytest.mark.parametrize("limit", ["", "0", "-1", "60001", "nhiều", "9" * 30, "٣"])
def test_a_limit_that_is_none_is_refused_and_what_was_written_stays(administrator: User, limit: str) -> None:
    answer = signed_in(administrator).post(PAGE, {"name": "Viện Hán Nôm", "per_minute": limit})
    assert answer.status_code == 400
    assert 'value="Viện Hán Nôm"' in answer.content.decode()
    assert not ApiKey.objects.exists()


def test_a_revoked_key_is_out_of_force_and_its_name_free(administrator: User) -> None:
    row, key = api_keys.issue("Viện", "", 10, by=administrator)
    client = signed_in(administrator)
    answer = client.post(PAGE, {"revoke": str(row.pk)}, follow=True)
    assert "Đã thu hồi" in answer.content.decode()
    assert api_keys.valid_key(key) is None
    assert client.post(PAGE, {"name": "Viện", "per_minute": "10"}).status_code == 200


@pytest.mark.parametrize("pk", ["99", "x", "9" * 40, "9" * 5_000])
def test_a_key_that_is_not_there_is_not_found(administrator: User, pk: str) -> None:
    assert signed_in(administrator).post(PAGE, {"revoke": pk}).status_code == 404


def test_only_administrators_see_or_do_it(reviewer: User, officer: User, administrator: User) -> None:
    row, _ = api_keys.issue("Viện", "", 10, by=administrator)
    for user in (reviewer, officer):
        client = signed_in(user)
        assert client.get(PAGE).status_code == 403
        assert client.post(PAGE, {"name": "x", "per_minute": "5"}).status_code == 403
        assert client.post(PAGE, {"revoke": str(row.pk)}).status_code == 403
        with pytest.raises(NotAllowed):
            api_keys.issue("x", "", 5, by=user)
        with pytest.raises(NotAllowed):
            api_keys.revoke(row, by=user)
    assert ApiKey.objects.filter(revoked_at=None).count() == 1
    assert "khoa-api" not in signed_in(officer).get("/can-bo/").content.decode()
    assert "khoa-api" in signed_in(administrator).get("/can-bo/").content.decode()
