"""The map of a search: always the list's result, bounded in size and in queries whatever the count."""

from __future__ import annotations

import gzip
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heritage import engine
from heritage.jobs import features, index
from heritage.models import Item, MapFeature
from heritage.selectors.catalogue import MOST_CELLS
from tests.bench.catalogue import items

pytestmark = pytest.mark.django_db(transaction=True)
COUNT = 3_000
DELTA = "105.0,19.8,107.2,21.4"

QUESTIONS = st.fixed_dictionaries(
    {},
    optional={
        "q": st.sampled_from(["đình", "chua", "đền thờ", "tran", "nguyễn -chùa", '"hai bà trưng"', "zzz"]),
        "category": st.sampled_from(["relic", "festival", "relic,figure"]),
        "rank": st.sampled_from(["national", "inventory,provincial"]),
        "kind": st.sampled_from(["history", "scenic"]),
        "level": st.sampled_from(["0", "2,3"]),
        "dynasty": st.sampled_from(["tran", "ly,nguyen"]),
        "years": st.sampled_from(["1225,1400", "-3000,900", "1945,2026"]),
        "unit": st.sampled_from(["37", "13972"]),
        "bbox": st.sampled_from([DELTA, "102,8,118,24", "106.1,20.3,106.3,20.5"]),
    },
)


@pytest.fixture
def many(vi_khe, nam_dinh, index) -> int:
    return publish(1_200)


def publish(count: int) -> int:
    Item.objects.bulk_create(items(count, seed=count), batch_size=500)
    features.rebuild()
    return index_all()


def index_all() -> int:
    return index.rebuild()


def features_of(**asked: object) -> list[dict]:
    response = Client().get("/api/v1/map", asked)
    assert response.status_code == 200, response.content
    return json.loads(response.content)["features"]


def counted(found: list[dict]) -> int:
    return sum(each["properties"].get("count", 1) for each in found)


def queries_of(address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert Client().get(address).status_code == 200
    return len(captured)


def test_the_list_and_the_map_always_agree(many):
    @given(QUESTIONS, st.integers(0, 22))
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    def agree(asked: dict[str, str], zoom: int) -> None:
        answer = Client().get("/api/v1/items", {**asked, "limit": 1}).json()
        # Sorting by distance lists exactly what has a place.
        placed = (
            Client().get("/api/v1/items", {**asked, "sort": "distance", "near": "106,20", "limit": 1}).json()
        )
        found = features_of(**asked, zoom=zoom)
        assert counted(found) == placed["total"] <= answer["total"]
        if "bbox" in asked:
            assert placed["total"] == answer["total"]
        assert len(found) <= MOST_CELLS

    agree()


def test_the_map_leaves_out_only_what_has_no_place(many):
    without = MapFeature.objects.filter(lon=None).count()
    assert without > 0
    for zoom in (0, 5, 9, 14, 22):
        assert counted(features_of(zoom=zoom)) == many - without


def test_queries_are_as_few_for_three_thousand_items_as_for_ten(vi_khe, nam_dinh, index, monkeypatch):
    asked: list[int] = []
    real = type(engine.current()).clusters
    monkeypatch.setattr(
        type(engine.current()), "clusters", lambda *given: asked.append(1) or real(*given), raising=True
    )
    for count in (10, COUNT):
        Item.objects.all().delete()
        publish(count)
        for zoom in (4, 9, 14, 20):
            asked.clear()
            assert (
                queries_of(f"/api/v1/map?zoom={zoom}&bbox={DELTA}") <= 1
            )  # none where no cell holds one alone
            assert len(asked) <= 2  # the second where the first had too many cells


def test_an_answer_stays_below_60_kilobytes_whatever_is_asked(many):
    for zoom in range(23):
        for box in ({}, {"bbox": DELTA}, {"bbox": "102,8,118,24"}):
            response = Client().get("/api/v1/map", {"zoom": zoom, **box})
            assert len(gzip.compress(response.content, 6)) <= 60_000


def test_a_wide_frame_at_a_close_zoom_is_drawn_coarser_not_refused(many):
    close = features_of(zoom=22, bbox=DELTA)
    assert 0 < len(close) <= MOST_CELLS
    assert any(each["properties"].get("count", 1) > 1 for each in close)


def test_a_single_item_is_what_its_flat_row_says(make_item, index):
    from django.contrib.gis.geos import Point

    item = make_item(
        name_vi="Đền Trần", name_en="Tran Temple", state="published", rank="national",
        position=Point(106.168, 20.456, srid=4326), position_method="gnss", position_accuracy_m=3.0,
    )  # fmt: skip
    features.rebuild()
    index_all()
    (feature,) = features_of(zoom=12, lang="en")
    assert feature["geometry"] == {"type": "Point", "coordinates": [106.168, 20.456]}
    assert feature["properties"] == {
        "id": item.public_id, "name": "Tran Temple", "category": "relic", "category_label": "Relic",
        "symbol": "relic", "rank": "national", "rank_label": "National relic", "unit": "Phường Vị Khê",
        "url": f"/en/heritage/{item.public_id}/den-tran/", "approximate": False, "accuracy_m": 3.0,
    }  # fmt: skip
    Item.objects.update(state="withdrawn")  # the index and the flat table have not heard of it yet
    assert features_of(zoom=12) == []
