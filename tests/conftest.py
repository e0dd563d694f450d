"""Fixtures that need the database: units, people, items, a search index and stores of their own."""

from __future__ import annotations

import datetime as dt
import importlib
import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.gis.geos import Point
from django.core.files.storage import storages
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from PIL import Image

from gis.models import AdminUnit
from gis.names import fold_name
from heritage import engine
from heritage.models import Item, PlaceSecret, Snapshot, User
from heritage.projections import position
from heritage.selectors import tiles
from heritage.views import map_layers

LOADED = ("0009_first_criteria", "0010_national_targets")
REFORM = dt.date(2025, 7, 1)


def make_unit(code: str, name: str, lon: float, lat: float, area_km2: float) -> AdminUnit:
    """A standing commune-level unit of Ninh Bình."""
    return AdminUnit.objects.create(
        code=code,
        valid_from=REFORM,
        level="commune",
        name=name,
        kind=name.split(" ")[0],
        folded=fold_name(name),
        province_code="37",
        province_name="Tỉnh Ninh Bình",
        centroid=Point(lon, lat, srid=4326),
        area_km2=area_km2,
    )


@pytest.fixture(autouse=True)
def _places_are_hidden_anew() -> Iterator[None]:
    """The key of hidden places is read once a process, while each test has a database of its own."""
    position.forget()
    yield
    position.forget()


@pytest.fixture(autouse=True, scope="session")
def _snapshots_leave_with_their_test() -> Iterator[None]:
    """The database refuses to delete a snapshot, also to what empties it after a test with transactions."""
    migration = importlib.import_module("heritage.migrations.0008_snapshot_chain")
    loaded = [importlib.import_module(f"heritage.migrations.{name}") for name in LOADED]
    empty = TransactionTestCase._fixture_teardown

    def lifted(case: TransactionTestCase) -> None:
        if not Snapshot.objects.exists():
            empty(case)
            return
        migration.lift(connection)
        try:
            empty(case)
        finally:
            migration.guard(connection)

    def emptied(case: TransactionTestCase) -> None:
        """Emptied as a new database is: with what migrations load."""
        lifted(case)
        for one in loaded:
            one.load(apps, None)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", emptied)
        yield


@pytest.fixture(autouse=True)
def _pillow_keeps_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers set it from a setting that tests lower; what they leave behind goes with the test."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)


@pytest.fixture(autouse=True)
def _in_vietnamese() -> Iterator[None]:
    """A request to an English page leaves its language to the thread, and so to the next test."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def nothing_kept_of_units() -> None:
    """Units are kept for a minute; each test has its own."""
    map_layers._communes.cache_clear()
    tiles._units_on.cache_clear()
    tiles._centres.cache_clear()


@pytest.fixture
def vi_khe(db: None) -> AdminUnit:
    """Phường Vị Khê, without a boundary: its extent is a circle."""
    return make_unit("13972", "Phường Vị Khê", 106.2128, 20.403465, 25.27)


@pytest.fixture
def nam_dinh(db: None) -> AdminUnit:
    """Phường Nam Định."""
    return make_unit("13669", "Phường Nam Định", 106.170222, 20.441384, 19.91)


@pytest.fixture
def officer(vi_khe: AdminUnit) -> User:
    """An officer of Vị Khê."""
    return User.objects.create_user("canbo", password="mat-khau-12", role=User.Role.OFFICER, unit=vi_khe)


@pytest.fixture
def reviewer(vi_khe: AdminUnit) -> User:
    """A reviewer of Vị Khê."""
    return User.objects.create_user("duyet", password="mat-khau-12", role=User.Role.REVIEWER, unit=vi_khe)


@pytest.fixture
def stranger(nam_dinh: AdminUnit) -> User:
    """A reviewer of another ward."""
    return User.objects.create_user("nguoila", password="mat-khau-12", role=User.Role.REVIEWER, unit=nam_dinh)


@pytest.fixture
def make_item(vi_khe: AdminUnit, officer: User) -> Callable[..., Item]:
    """A draft item of Vị Khê; keyword arguments replace any column. Hidden places move alike in every run."""
    PlaceSecret.objects.update_or_create(pk=1, defaults={"key": bytes(range(32))})
    position.forget()
    numbers = itertools.count(1)

    def make(**values: Any) -> Item:
        number = next(numbers)
        columns = {
            "public_id": f"VK{number:04d}",
            "category": "relic",
            "name_vi": f"Đình làng {number}",
            "unit": vi_khe,
            "created_by": officer,
        } | values
        return Item.objects.create(**columns)

    return make


def required(variable: str, what: str) -> str:
    """The value of a variable that says where something real is; absent it skips, or fails where all is asked for."""
    value = os.environ.get(variable, "")
    if not value:
        reason = f"{variable} does not say where {what} is"
        if os.environ.get("DISANSO_REQUIRE_SERVICES") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return value


@pytest.fixture(scope="session")
def programs() -> None:
    """ffmpeg and tesseract of the system."""
    required("DISANSO_TEST_PROGRAMS", "ffmpeg and tesseract")


@pytest.fixture(scope="session")
def validators() -> Path:
    """The folder of other people's validators: ``bin/python`` and ``node_modules``."""
    return Path(required("DISANSO_TEST_VALIDATORS", "the folder of validators"))


@pytest.fixture
def stores(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Empty stores of originals and derivatives, whichever kind the settings name."""
    if "FileSystemStorage" in settings.STORAGES["originals"]["BACKEND"]:
        changed = {**settings.STORAGES}
        for alias in ("originals", "derivatives"):
            changed[alias] = {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": str(tmp_path / alias)},
            }
        settings.STORAGES = changed
    storages._storages.clear()
    yield tmp_path
    storages._storages.clear()


@pytest.fixture
def index(settings: Any, tmp_path: Path) -> Iterator[Any]:
    """An empty search index behind the engine that the settings name."""
    settings.SEARCH_FOLDER = tmp_path / "index"
    engine.forget()
    current = engine.current()
    current.rebuild([])
    yield current
    current.rebuild([])
    engine.forget()
