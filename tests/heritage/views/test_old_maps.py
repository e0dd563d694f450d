"""Old maps as tiles: what they show, who may have them, how long they may be kept."""

from __future__ import annotations

import io

import numpy as np
import pytest
from django.test import Client
from PIL import Image

from gis import web_mercator
from gis.crs import from_wgs84, to_wgs84
from heritage.jobs.process import process_asset
from heritage.models import Asset, Batch
from heritage.services import intake
from heritage.services.publishing import publish
from heritage.services.telling import tell
from media_pipeline.told import ControlPoint
from tests import samples

pytestmark = pytest.mark.django_db(transaction=True)

ZONE = "EPSG:9209"
SIZE = (900, 600)
MIDDLE = (106.2101, 20.4021)  # in Vị Khê


def points(count: int = 8, off_m: float = 4.0) -> tuple[ControlPoint, ...]:
    """A sheet of half-metre pixels around the middle of the ward, every second point moved east."""
    east, north = from_wgs84(*MIDDLE, ZONE)
    rng = np.random.default_rng(count)
    at = rng.random((count, 2)) * SIZE
    return tuple(
        ControlPoint(u, v, east + (u - 450) / 2 + off_m * (n % 2), north - (v - 300) / 2)
        for n, (u, v) in enumerate(at)
    )


@pytest.fixture
def sheet(make_item, officer, stores, index, tmp_path) -> Asset:
    """A placed map, not yet published."""
    item = make_item(name_vi="Đình Vị Khê")
    batch = Batch.objects.create(unit=item.unit, by=officer)
    path = samples.photo(tmp_path / "to-ban-do.jpg", size=SIZE)
    receipt = intake.receive_into(batch, path, name="to-ban-do.jpg", item=item, queue=False)
    asset = Asset.objects.get(pk=receipt.asset_id)
    Asset.objects.filter(pk=asset.pk).update(caption_vi="Bản đồ làng năm 1920", credit="Thư viện tỉnh")
    asset.refresh_from_db()
    tell(asset, by=officer, control=points(), control_crs=ZONE, fit="poly1")
    process_asset(asset.pk)
    return Asset.objects.get(pk=asset.pk)


@pytest.fixture
def shown(sheet, reviewer) -> Asset:
    publish(sheet.item, by=reviewer)
    sheet.refresh_from_db()
    return sheet


def address(asset: Asset, lon: float, lat: float, zoom: int | None = None, format: str = "webp") -> str:
    zoom = zoom or asset.derivatives.get(recipe="overlay").facts["zoom"]
    x, y = web_mercator.to_pixels(np.array([lon]), np.array([lat]), zoom)
    return f"/ban-do/to/{asset.public_id}/{zoom}/{int(x[0] // 256)}/{int(y[0] // 256)}.{format}"


def test_a_told_map_is_placed_and_gets_an_overlay(sheet):
    assert sheet.state == Asset.State.READY
    assert sheet.placement["method"] == "control_points"
    overlay = sheet.derivatives.get(recipe="overlay")
    assert overlay.facts["points"] == 8
    assert sheet.placement["accuracy_m"] == overlay.facts["accuracy_m"]
    assert 1 < overlay.facts["accuracy_m"] < 3


@pytest.mark.parametrize(("format", "media_type"), [("webp", "image/webp"), ("png", "image/png")])
def test_a_tile_in_the_middle_of_the_sheet_is_opaque(shown, format, media_type):
    response = Client().get(address(shown, *MIDDLE, format=format))
    assert (response.status_code, response.headers["Content-Type"]) == (200, media_type)
    tile = Image.open(io.BytesIO(response.content))
    assert tile.size == (256, 256)
    assert tile.convert("RGBA").getchannel("A").getextrema()[1] == 255


def test_a_tile_beside_the_sheet_is_empty_not_an_error(shown):
    response = Client().get(address(shown, 106.9, 20.9))
    assert (response.status_code, response.content) == (204, b"")
    assert Client().get(f"/ban-do/to/{shown.public_id}/3/1/1.png").status_code == 204


def test_other_formats_and_other_files_are_not_there(shown):
    assert Client().get(address(shown, *MIDDLE, format="jpg")).status_code == 404
    assert Client().get("/ban-do/to/KHONGCO/18/1/1.png").status_code == 404
    assert Client().post(address(shown, *MIDDLE)).status_code == 405


def test_the_public_sees_a_map_only_once_it_is_published(sheet, officer, stranger, reviewer):
    own, other = Client(), Client()
    own.force_login(officer)
    other.force_login(stranger)
    tile = address(sheet, *MIDDLE)
    assert [client.get(tile).status_code for client in (Client(), other, own)] == [404, 404, 200]
    assert own.get(tile).headers["Cache-Control"] == "private, max-age=60"
    assert Client().get(f"/ban-do/to/{sheet.public_id}.json").status_code == 404
    publish(sheet.item, by=reviewer)
    assert Client().get(tile).status_code == 200


def test_a_protected_item_s_map_is_withheld_everywhere(shown):
    tile = address(shown, *MIDDLE)
    shown.item.disclosure = "km1"
    shown.item.save()
    assert Client().get(tile).status_code == 404
    assert Client().get(f"/ban-do/to/{shown.public_id}.json").status_code == 404
    assert Client().get(f"/media/{shown.public_id}/overlay.tif").status_code == 404
    assert Client().get("/ban-do/to.json?bbox=106,20,107,21").json() == {"maps": []}


def test_a_tile_can_be_kept_and_asked_for_again(shown):
    digest = shown.derivatives.get(recipe="overlay").sha256
    tile = address(shown, *MIDDLE)
    first = Client().get(tile)
    assert "max-age=3600" in first.headers["Cache-Control"]
    again = Client().get(tile, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "immutable" in Client().get(f"{tile}?v={digest[:8]}").headers["Cache-Control"]
    assert first.headers["Access-Control-Allow-Origin"] == "*"


def test_tilejson_leads_to_the_tiles(shown):
    known = Client().get(f"/ban-do/to/{shown.public_id}.json?lang=en").json()
    assert known["tilejson"] == "3.0.0"
    assert known["scheme"] == "xyz"
    west, south, east, north = known["bounds"]
    assert west < MIDDLE[0] < east
    assert south < MIDDLE[1] < north
    assert known["minzoom"] < known["maxzoom"]
    assert "RMS, 8 points" in known["attribution"]
    x, y = web_mercator.to_pixels(np.array([MIDDLE[0]]), np.array([MIDDLE[1]]), known["maxzoom"])
    tile = known["tiles"][0].format(z=known["maxzoom"], x=int(x[0] // 256), y=int(y[0] // 256))
    assert Client().get(tile.removeprefix("http://testserver")).status_code == 200


def test_the_list_has_the_maps_in_view_with_their_error_in_words(shown):
    (row,) = Client().get("/ban-do/to.json?bbox=106.20,20.39,106.22,20.41").json()["maps"]
    assert row["title"] == "Bản đồ làng năm 1920"
    assert row["credit"].startswith("Thư viện tỉnh")
    assert row["accuracy"].startswith("Sai số khoảng ")
    assert row["accuracy"].endswith(" m (RMS, 8 điểm)")
    assert row["item"]["id"] == shown.item.public_id
    assert Client().get("/ban-do/to.json?bbox=105.2,20.39,105.3,20.41").json() == {"maps": []}
    english = Client().get("/ban-do/to.json?bbox=106.20,20.39,106.22,20.41&lang=en").json()["maps"][0]
    assert english["accuracy"].endswith("(RMS, 8 points)")


def test_a_view_that_cannot_be_read_is_refused(db):
    for bbox in ("", "1,2,3", "a,b,c,d", "200,0,201,1"):
        assert Client().get("/ban-do/to.json", {"bbox": bbox}).status_code == 400


def test_points_lie_where_they_were_told(shown):
    west, south, _, _ = shown.derivatives.get(recipe="overlay").facts["bounds"]
    low = to_wgs84(*(np.array(from_wgs84(*MIDDLE, ZONE)) + (-225, -150)), ZONE)
    assert west == pytest.approx(low[0], abs=2e-4)
    assert south == pytest.approx(low[1], abs=2e-4)
