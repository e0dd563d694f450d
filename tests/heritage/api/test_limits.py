"""How often one may ask: told in every answer, the same for all processes, more with a key that is in force."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from heritage import request_counts
from heritage.api import limits
from heritage.api.limits import caller_address
from heritage.models import ApiKey, User
from heritage.services import api_keys

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/units"
NOW = 1_800_000_015.0  # 15 seconds into a minute


@pytest.fixture(autouse=True)
def three_a_minute(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    settings.API_PER_MINUTE = 3
    settings.SEARCH_FOLDER = tmp_path
    settings.COUNTS_URL = "file:"  # a shared server keeps what other tests counted
    monkeypatch.setattr(limits.time, "time", lambda: NOW)
    request_counts.current.cache_clear()
    yield
    request_counts.current.cache_clear()


@pytest.fixture
def administrator(db: None) -> User:
    return User.objects.create_user("quantri", password="mat-khau-12", role="administrator")


@pytest.fixture
def key(administrator: User) -> str:
    return api_keys.issue("Viện nghiên cứu", "a@b.vn", 5, by=administrator)[1]


def ask(address: str = ADDRESS, **headers: str) -> Any:
    return Client().get(address, headers=headers)


def told(response: Any) -> tuple[str, ...]:
    names = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "RateLimit-Policy")
    return tuple(response.headers[name] for name in names)


def test_every_answer_says_how_much_is_left_and_the_one_too_many_when_to_come_back() -> None:
    answers = [ask() for _ in range(4)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert [told(each) for each in answers] == [("3", left, "45", "3;w=60") for left in ("2", "1", "0", "0")]
    assert "Retry-After" not in answers[2].headers
    refused = answers[3]
    assert refused.headers["Retry-After"] == "45"
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    exposed = refused.headers["Access-Control-Expose-Headers"]
    assert {"RateLimit-Remaining", "Retry-After"} <= set(exposed.split(", "))
    error = json.loads(refused.content)["error"]
    assert error["code"] == "too_many_requests"
    assert "45 giây" in error["vi"]
    assert "45 seconds" in error["en"]


def test_the_next_minute_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(4):
        last = ask()
    monkeypatch.setattr(limits.time, "time", lambda: NOW + 45)
    assert (last.status_code, ask().status_code) == (429, 200)


def test_addresses_are_counted_apart() -> None:
    for _ in range(4):
        ask()
    assert Client(REMOTE_ADDR="10.1.2.3").get(ADDRESS).status_code == 200


def test_an_export_counts_for_ten(settings: Any, index: Any) -> None:
    settings.API_PER_MINUTE = 12
    first = ask("/api/v1/exports/items.csv")
    assert first.headers["RateLimit-Remaining"] == "2"
    assert ask("/api/v1/exports/items.csv").status_code == 429


def test_how_to_ask_may_be_read_without_end() -> None:
    for _ in range(5):
        documents = [ask("/api/v1/docs"), ask("/api/v1/openapi.json")]
    assert [each.status_code for each in documents] == [200, 200]
    assert "RateLimit-Limit" not in documents[0].headers
    assert ask().headers["RateLimit-Remaining"] == "2"


def test_pages_of_the_site_have_ten_times_as_much_and_are_not_counted_with_programs() -> None:
    own = ask(**{"Sec-Fetch-Site": "same-origin"})
    assert told(own)[:2] == ("30", "29")
    assert told(ask(**{"Sec-Fetch-Site": "cross-site"}))[:2] == ("3", "2")


def test_only_the_api_is_counted() -> None:
    for _ in range(5):
        answer = ask("/healthz")
    assert answer.status_code == 200
    assert "RateLimit-Limit" not in answer.headers


def test_a_limit_of_zero_is_none(settings: Any) -> None:
    settings.API_PER_MINUTE = 0
    answers = [ask() for _ in range(5)]
    assert {each.status_code for each in answers} == {200}
    assert "RateLimit-Limit" not in answers[0].headers


def test_the_api_answers_while_nothing_can_be_counted(tmp_path: Path) -> None:
    (tmp_path / request_counts.FILE).write_bytes(b"broken" * 200)
    answers = [ask() for _ in range(5)]
    assert {each.status_code for each in answers} == {200}


def test_a_key_has_its_own_limit_wherever_it_asks_from(key: str) -> None:
    bearer = {"Authorization": f"Bearer {key}"}
    answers = [Client(REMOTE_ADDR=f"10.0.0.{n}").get(ADDRESS, headers=bearer) for n in range(6)]
    assert [each.status_code for each in answers] == [200] * 5 + [429]
    assert told(answers[0])[:2] == ("5", "4")
    assert ApiKey.objects.get().last_used_on == timezone.localdate()


@pytest.mark.parametrize("wrong", ["dss_" + "a" * 40, "dss_", "x", ""])
def test_a_wrong_key_is_refused_and_counts_for_its_address(wrong: str) -> None:
    answers = [ask(Authorization=f"Bearer {wrong}") for _ in range(4)]
    assert [each.status_code for each in answers] == [401, 401, 401, 429]
    assert json.loads(answers[0].content)["error"]["code"] == "bad_key"
    assert answers[0].headers["WWW-Authenticate"].startswith("Bearer")


def test_a_revoked_key_is_refused_from_the_next_request_on(key: str, administrator: User) -> None:
    bearer = {"Authorization": f"Bearer {key}"}
    before = ask(**bearer).status_code
    api_keys.revoke(ApiKey.objects.get(), by=administrator)
    assert (before, ask(**bearer).status_code) == (200, 401)


def test_no_key_is_written_down_or_logged(key: str, caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    with caplog.at_level(logging.DEBUG):
        ask(Authorization=f"Bearer {key}")
        ask(Authorization=f"Bearer {key[:-1]}x")
    row = ApiKey.objects.get()
    assert key not in {str(value) for value in vars(row).values()}
    assert row.prefix == key[:12]
    assert key not in caplog.text
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert key.encode() not in kept
    assert b"127.0.0.1" not in kept


def test_a_browser_of_another_site_may_send_a_key() -> None:
    before = Client().options(ADDRESS, headers={"Access-Control-Request-Headers": "authorization"})
    assert "Authorization" in before.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "expected"),
    [
        (0, "9.9.9.9", "10.0.0.1", "10.0.0.1"),
        (1, "9.9.9.9", "10.0.0.1", "9.9.9.9"),
        (1, "6.6.6.6, 9.9.9.9", "10.0.0.1", "9.9.9.9"),
        (2, "9.9.9.9, 10.0.0.2", "10.0.0.1", "9.9.9.9"),
        (2, "9.9.9.9", "10.0.0.1", "10.0.0.1"),
        (1, "", "10.0.0.1", "10.0.0.1"),
        (1, "2001:db8:1:2:3:4:5:6", "::1", "2001:db8:1:2::/64"),
        (1, "[2001:db8:1:2:3:4:5:6]:443", "::1", "2001:db8:1:2::/64"),
        (0, "", "::ffff:10.0.0.7", "10.0.0.7"),
        (1, "unknown", "10.0.0.1", "unknown"),
    ],
)
def test_a_caller_is_seen_past_the_proxies_that_are_ours_and_no_further(
    settings: Any, proxies: int, forwarded: str, remote: str, expected: str
) -> None:
    settings.PROXIES = proxies
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": forwarded}
    assert caller_address(request) == expected
