"""What an operator's Prometheus reads, parsed again by the rules of its text format."""

from __future__ import annotations

import datetime as dt
import importlib
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from heritage.jobs.snapshots import take
from heritage.models import Item, RegisterEntry, RegisterVersion, Snapshot
from heritage.projections.metrics_text import Gauge, written
from heritage.selectors import metrics

pytestmark = pytest.mark.django_db
LINE = re.compile(r'([a-z_]+)(\{(?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)+\})? (-?[0-9.e+]+)')
MIGRATION = importlib.import_module("heritage.migrations.0008_snapshot_chain")


@pytest.fixture
def register(make_item: Any, vi_khe: Any) -> None:
    version = RegisterVersion.objects.create(unit=vi_khe, number=1, valid_from=dt.date(2025, 7, 1))
    for level in (0, 2, 3):
        RegisterEntry.objects.create(version=version, item=make_item(level=level), category="relic")


def told() -> dict[str, float]:
    response = Client().get("/metrics")
    assert response["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    figures, typed = {}, set()
    for line in response.content.decode().splitlines():
        if line.startswith("# TYPE "):
            typed.add(line.split()[2])
        elif not line.startswith("#"):
            name, labels, value = LINE.fullmatch(line).groups()
            assert name in typed
            figures[f"{name}{labels or ''}"] = float(value)
    return figures


def test_the_number_is_that_of_the_last_snapshot(register) -> None:
    take()
    Item.objects.update(level=0)
    figures = told()
    for unit in ("13972", "37", "vn"):
        assert figures[f'disanso_kpi_digitized{{unit="{unit}"}}'] == 2
        assert figures[f'disanso_kpi_total{{unit="{unit}"}}'] == 3
    assert (figures["disanso_kpi_snapshots"], figures["disanso_kpi_chain_holds"]) == (1, 1)


def test_the_age_of_the_last_snapshot_grows(register, monkeypatch) -> None:
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    take()
    monkeypatch.setattr(timezone, "now", lambda: now + dt.timedelta(hours=40))
    assert told()["disanso_kpi_snapshot_age_seconds"] == 40 * 3600


def test_a_changed_day_shows(register) -> None:
    take()
    MIGRATION.lift(connection)
    Snapshot.objects.update(objects_count=9)
    MIGRATION.guard(connection)
    assert told()["disanso_kpi_chain_holds"] == 0


def test_many_units_are_not_a_series_each(register, monkeypatch) -> None:
    monkeypatch.setattr(metrics, "MOST_UNITS", 0)
    take()
    units = [name for name in told() if name.startswith("disanso_kpi_total")]
    assert units == ['disanso_kpi_total{unit="37"}', 'disanso_kpi_total{unit="vn"}']


def test_without_a_snapshot_nothing_of_it_is_told(make_item) -> None:
    make_item()
    figures = told()
    assert figures["disanso_kpi_snapshots"] == 0
    assert "disanso_kpi_chain_holds" not in figures
    assert figures['disanso_items{state="draft"}'] == 1


def test_labels_are_escaped() -> None:
    gauge = Gauge("x", "A gauge.", [((("name", 'a"b\\c\nd'),), 1.5)])
    assert written([gauge]) == '# HELP x A gauge.\n# TYPE x gauge\nx{name="a\\"b\\\\c\\nd"} 1.5\n'
