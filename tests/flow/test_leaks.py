"""A protected place is in no public output, in no notation; an exact one is in all of them.

Runs with the database and the search engine that the settings name.
"""

from __future__ import annotations

import hashlib
from urllib.parse import unquote

import pytest
from django.contrib.gis.geos import Point
from django.test import Client

from gis.distance import distance_m
from heritage.jobs.index import index_items
from heritage.jobs.process import process_asset
from heritage.models import Asset, Batch, Item, MapFeature
from heritage.projections.position import public_position
from heritage.services import editing, intake
from heritage.services.publishing import publish
from tests import samples
from tests.flow.leak_crawl import Answer, desk_addresses, unknown, walk
from tests.flow.leak_decoding import Opened, opened
from tests.flow.leak_notations import Floats, Place
from tests.flow.leak_world import PLACES, Builder, told_apart

pytestmark = pytest.mark.django_db(transaction=True)

# Where the exact place must be found, by pattern or API path: else the walk is blind there.
SHOWS_EXACT = {
    *("item", "derivative", "/api/v1/items", "/api/v1/items/{public_id}", "/api/v1/map"),
    *("/api/v1/exports/items.{ending}", "tile", "ogc/collections/<str:name>/items"),
    *("ogc/collections/<str:name>/items/<str:fid>", "offline-ward"),
}
FORMATS_THAT_SHOW_EXACT = {"geojson", "csv", "xlsx", "gpkg", "kml", "gpx", "shp.zip", "parquet"}
RECIPES_THAT_SHOW_EXACT = {"copc", "text"}


def placed(lon: float, lat: float) -> dict[str, object]:
    """Columns of an item that was measured there."""
    return {"position": Point(lon, lat, srid=4326), "position_method": "gnss", "position_accuracy_m": 1.5}


class Looker:
    """Looks for every place in an answer; the same bytes under several addresses are opened once."""

    def __init__(self, places: dict[str, Place]) -> None:
        self.places = places
        self.known: dict[bytes, dict[str, str]] = {}

    def leaks(self, answer: Answer) -> dict[str, str]:
        """By the level of its item, the notation in which the answer holds a place."""
        digest = hashlib.sha256(answer.data).digest()
        if "/media/" not in answer.address or digest not in self.known:
            self.known[digest] = self._found(opened(answer.address, answer.data))
        outside = self._found(Opened(texts=[answer.head, answer.address, unquote(answer.address)]))
        return self.known[digest] | outside

    def _found(self, held: Opened) -> dict[str, str]:
        floats = [Floats(blob) for blob in held.blobs]
        found = {}
        for level, place in self.places.items():
            hits = (
                *(place.in_text(text) for text in held.texts),
                *(place.in_arrays(x, y) for x, y in held.points),
                *(place.in_floats(each) for each in floats),
            )
            if any(hits):
                found[level] = next(filter(None, hits))
        return found


def test_the_walk_knows_every_public_address():
    assert unknown() == set()


def test_the_desk_asks_for_a_name_first():
    for address in desk_addresses():
        response = Client().get(address)
        assert response.status_code in (302, 404, 405) or address == "/can-bo/dang-nhap/", address


def test_no_public_output_holds_a_protected_place_and_every_one_holds_an_exact_one(
    make_item, officer, reviewer, stores, index, tmp_path
):
    world = Builder(make_item, officer, reviewer, tmp_path).build()
    assert all(told_apart(hidden) for level, hidden in world.items() if level != "exact")
    looker = Looker({level: hidden.place for level, hidden in world.items()})
    leaks, shown = [], set()
    for answer in walk(list(Item.objects.order_by("pk"))):
        assert answer.status < 500, answer.address
        for level, notation in looker.leaks(answer).items():
            if level == "exact":
                shown.add((answer.kind, answer.address))
            else:
                leaks.append((level, answer.address, notation))
    assert leaks == []
    assert {kind for kind, _ in shown} >= SHOWS_EXACT
    exports = [address.split("items.")[-1] for kind, address in shown if kind.endswith("{ending}")]
    assert {each.split("?")[0] for each in exports} >= FORMATS_THAT_SHOW_EXACT
    recipes = {address.rsplit("/", 1)[-1].split(".")[0] for kind, address in shown if kind == "derivative"}
    assert recipes >= RECIPES_THAT_SHOW_EXACT


def near(lon: float, lat: float, radius_m: float) -> set[str]:
    address = f"/api/v1/items?near={lon},{lat}&radius_m={radius_m}&limit=100"
    return {item["id"] for item in Client().get(address).json()["items"]}


def test_a_protected_item_cannot_be_closed_in_on_by_searching(make_item, index):
    """Boxes and distances are answered from the public point, so bisection finds that and nothing else."""
    made = {
        level: make_item(state="published", disclosure=level, **placed(*at)) for level, at in PLACES.items()
    }
    index_items(*(item.pk for item in made.values()))
    for level, (lon, lat) in PLACES.items():
        item = made[level]
        box = f"{lon - 5e-5},{lat - 5e-5},{lon + 5e-5},{lat + 5e-5}"
        boxed = {each["id"] for each in Client().get(f"/api/v1/items?bbox={box}").json()["items"]}
        on_map = Client().get(f"/api/v1/map?bbox={box}&zoom=20").json()["features"]
        flat = MapFeature.objects.filter(
            lon__range=(lon - 5e-5, lon + 5e-5), lat__range=(lat - 5e-5, lat + 5e-5)
        )
        exact = level == "exact"
        assert (item.public_id in boxed) is exact, level
        assert any(each["properties"].get("id") == item.public_id for each in on_map) is exact, level
        assert flat.filter(pk=item.pk).exists() is exact, level
        assert (item.public_id in near(lon, lat, 5)) is exact, level


def test_the_distance_that_a_search_tells_is_that_of_the_public_point(make_item, index):
    item = make_item(state="published", disclosure="km1", **placed(*PLACES["km1"]))
    index_items(item.pk)
    public = public_position(item)
    told = Client().get("/api/v1/items?near=106.2,20.4&sort=distance").json()["items"][0]["distance_m"]
    assert told == pytest.approx(distance_m(106.2, 20.4, public.lon, public.lat), rel=0.01)
    assert told != pytest.approx(distance_m(106.2, 20.4, *PLACES["km1"]), rel=0.01)


@pytest.mark.parametrize("level", ["km1", "withheld"])
def test_a_place_that_becomes_hidden_is_gone_at_once_without_a_worker(
    make_item, officer, reviewer, stores, index, tmp_path, level
):
    """Published exactly and walked by many, then hidden: the very next answer of every address knows nothing."""
    lon, lat = PLACES["exact"]
    item = make_item(**placed(lon, lat))
    publish(item, by=reviewer)
    index_items(item.pk)
    looker = Looker({"": Place(lon, lat)})
    before = {answer.kind for answer in walk([item]) if looker.leaks(answer)}
    assert before >= SHOWS_EXACT - {"derivative"}
    editing.edit_item(item, by=officer, values={"disclosure": level})
    publish(item, by=reviewer)
    looker = Looker({"": Place(lon, lat)})
    item.refresh_from_db()
    assert [(each.address, found) for each in walk([item]) if (found := looker.leaks(each))] == []
    box = f"{lon - 5e-5},{lat - 5e-5},{lon + 5e-5},{lat + 5e-5}"
    assert Client().get(f"/api/v1/items?bbox={box}").json()["total"] == 0
    assert Client().get(f"/api/v1/map?bbox={box}&zoom=20").json()["features"] == []
    assert near(lon, lat, 5) == set()


def test_a_file_that_gives_the_place_away_is_not_confirmed_to_who_has_it_cached(
    make_item, officer, reviewer, stores, index, tmp_path
):
    item = make_item(**placed(*PLACES["exact"]))
    batch = Batch.objects.create(unit=item.unit, by=officer)
    path = samples.cloud(tmp_path / "quet.laz", points=500)
    receipt = intake.receive_into(batch, path, name=path.name, item=item, queue=False)
    process_asset(receipt.asset_id)
    publish(item, by=reviewer)
    asset = Asset.objects.get(pk=receipt.asset_id)
    address = f"/media/{asset.public_id}/copc.copc.laz"
    etag = Client().get(address).headers["ETag"]
    assert Client().get(address, headers={"if-none-match": etag}).status_code == 304
    editing.edit_item(item, by=officer, values={"disclosure": "m100"})
    publish(item, by=reviewer)
    assert Client().get(address, headers={"if-none-match": etag}).status_code == 404
