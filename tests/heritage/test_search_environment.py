"""Settings of the search server: typed, with a sentence for a typo, and never with the key in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from heritage.search_environment import check_address, server_options
from search.engines.server_options import ServerOptions


def test_without_settings_they_are_the_defaults() -> None:
    assert server_options() == ServerOptions()


def test_everything_can_be_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("")
    for name, value in {
        "API_KEY": "c2VjcmV0",
        "CA_FILE": str(tmp_path / "ca.pem"),
        "TLS_UNVERIFIED": "on",
        "REFRESH": "wait",
        "HEALTH": "green",
        "TIMEOUT_S": "0.8",
        "INDEX_SETTINGS": '{"number_of_replicas": 2}',
    }.items():
        monkeypatch.setenv(f"DISANSO_SEARCH_{name}", value)
    assert server_options() == ServerOptions(
        api_key="c2VjcmV0",
        ca_file=str(tmp_path / "ca.pem"),
        verify=False,
        refresh="wait",
        healthy_from="green",
        patience_s=0.8,
        index_settings={"number_of_replicas": 2},
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CA_FILE", "/no/such/file.pem"),
        ("TLS_UNVERIFIED", "maybe"),
        ("REFRESH", "sometimes"),
        ("HEALTH", "red"),
        ("TIMEOUT_S", "soon"),
        ("TIMEOUT_S", "0"),
        ("INDEX_SETTINGS", "{"),
        ("INDEX_SETTINGS", "[1]"),
        ("INDEX_SETTINGS", '{"number_of_shards": 5}'),
    ],
)
def test_a_value_that_cannot_be_stops_the_start(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISANSO_SEARCH_API_KEY", "c2VjcmV0")
    monkeypatch.setenv(f"DISANSO_SEARCH_{name}", value)
    with pytest.raises(ImproperlyConfigured, match="DISANSO_SEARCH_") as refused:
        server_options()
    assert "c2VjcmV0" not in str(refused.value)


def test_a_password_in_the_address_stops_the_start_and_is_not_told() -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        check_address("https://elastic:hunter2@search.example:9200")
    assert "hunter2" not in str(refused.value)
    assert check_address("https://search.example:9200") == "https://search.example:9200"
    assert check_address("fts5:") == "fts5:"
