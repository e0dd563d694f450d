"""Settings from the environment: typed, with a sentence for a typo."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from heritage import environment
from media_pipeline.limits import Limits


@pytest.mark.parametrize(("name", "field"), environment.LIMITS.items())
def test_every_limit_of_reading_can_be_set(name: str, field: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "7")
    assert getattr(environment.limits(), field) == 7
    others = set(environment.LIMITS.values()) - {field}
    assert {each: getattr(environment.limits(), each) for each in others} == {
        each: getattr(Limits(), each) for each in others
    }


@pytest.mark.parametrize("value", ["7 MB", "-1", "1.5", "0", "nhiều"])
def test_a_limit_that_is_no_number_stops_the_start(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISANSO_LIMIT_MEMORY_MB", value)
    with pytest.raises(ImproperlyConfigured, match="DISANSO_LIMIT_MEMORY_MB"):
        environment.limits()


def test_a_limit_whose_name_is_misspelt_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    misspelt = "DISANSO_LIMIT_MEMORY"
    monkeypatch.setenv(misspelt, "900")
    with pytest.raises(ImproperlyConfigured, match=f"{misspelt}: no such limit"):
        environment.limits()


def test_without_settings_the_limits_are_the_defaults() -> None:
    assert Limits() == settings.READING_LIMITS
