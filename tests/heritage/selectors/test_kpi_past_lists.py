"""Lists of days that are over: made line by line, for a country's are many."""

from __future__ import annotations

import pytest

from gis.models import AdminUnit
from heritage.jobs.snapshots import take
from heritage.selectors import kpi_past_lists
from heritage.selectors.kpi_lists import Wanted
from heritage.selectors.kpi_past_lists import past_objects
from tests.heritage.conftest import TODAY

pytestmark = pytest.mark.django_db


def test_of_a_long_list_only_the_lines_that_are_shown_are_read(
    ward: AdminUnit, monkeypatch: pytest.MonkeyPatch
) -> None:
    take()
    found = past_objects(ward.code, TODAY, Wanted())
    read: list[str] = []
    line = kpi_past_lists._line

    def counted(content, unit, key, row):
        read.append(key)
        return line(content, unit, key, row)

    monkeypatch.setattr(kpi_past_lists, "_line", counted)
    shown = found.lines[2:4]
    assert len(found.lines) == 6
    assert [each.object.id for each in shown] == read == ["VKDV6A", "VKHH01"]
    assert found.lines[-1] == list(found.lines)[-1]
