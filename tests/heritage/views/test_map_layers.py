"""The map's own GeoJSON: every commune of today in one small answer."""

from __future__ import annotations

import gzip
import json

import pytest
from django.test import Client

from gis.units_data import load_units
from heritage.models import RegisterVersion

pytestmark = pytest.mark.django_db
MOST_BYTES = 60_000


def communes() -> dict[str, dict]:
    response = Client().get("/ban-do/don-vi.geojson")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    return {each["properties"]["code"]: each for each in json.loads(response.content)["features"]}


def test_all_communes_of_today_come_in_one_answer_within_60_kilobytes():
    load_units()
    answer = Client().get("/ban-do/don-vi.geojson")
    assert len(json.loads(answer.content)["features"]) == 3_321
    assert len(gzip.compress(answer.content, 6)) <= MOST_BYTES


def test_a_commune_has_its_code_name_and_place(vi_khe):
    assert communes()["13972"] == {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [106.213, 20.403]},
        "properties": {"code": "13972", "name": "Phường Vị Khê", "own": False},
    }


def test_a_ward_that_takes_part_is_marked_at_once(vi_khe, nam_dinh):
    assert not any(each["properties"]["own"] for each in communes().values())
    RegisterVersion.objects.create(unit=vi_khe, number=1, valid_from="2025-07-01")
    assert {code for code, each in communes().items() if each["properties"]["own"]} == {"13972"}
