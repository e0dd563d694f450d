"""One loaded country for every test that asks about units."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from gis.units_data import load_units


@pytest.fixture(scope="session")
def sample_boundaries() -> Path:
    """The folder of published boundaries; a skip says why unless the samples are required."""
    folder = Path(__file__).resolve().parents[3] / "shared" / "samples" / "boundaries"
    if not folder.is_dir():
        if os.environ.get("DISANSO_REQUIRE_SAMPLES") == "1":
            pytest.fail(f"{folder} is required and missing")
        pytest.skip("the shared samples are not on this machine")
    return folder


@pytest.fixture(scope="module")
def country(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The whole country, loaded once for a module and rolled back after it."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        load_units()
        yield
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)
