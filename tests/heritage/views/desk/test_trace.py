"""The desk's drawing tool, as a plain form and as its script asks it."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gis.drawing import read_drawing
from heritage.models import Item
from heritage.services import editing

pytestmark = pytest.mark.django_db

SQUARE = "20,4; 106,21\n20,4; 106,22\n20,41; 106,22\n20,41; 106,21"
RING = [[20.4, 106.21], [20.4, 106.22], [20.41, 106.22], [20.41, 106.21]]
ROUTE = json.dumps({"type": "LineString", "coordinates": [[106.21, 20.4], [106.22, 20.41]]})


def address(item: Item, kind: str = "") -> str:
    return f"/can-bo/di-san/{item.public_id}/ve/" + (f"?hinh={kind}" if kind else "")


def send(client, item: Item, kind: str, corners: str, *, button: str = "save", **more: str):
    return client.post(address(item), {"kind": kind, "corners": corners, button: "1", **more})


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


@pytest.mark.parametrize(("kind", "text"), [("zone_one", SQUARE), ("zone_two", SQUARE), ("area", SQUARE)])
def test_an_area_is_kept_in_the_open_revision_and_the_item_stays_as_it_is(desk, make_item, kind, text):
    item = make_item()
    answer = send(desk, item, kind, text)
    assert answer.status_code == 302 and answer["Location"].endswith(f"?hinh={kind}")
    shape = json.loads(editing.open_revision(item).values[kind])
    assert [[lat, lon] for lon, lat in shape["coordinates"][0][0][:-1]] == RING
    item.refresh_from_db()
    assert getattr(item, kind) is None
    page = desk.get(address(item, kind))
    assert page.context["corners"].splitlines()[1] == "20,4; 106,21"
    assert page.context["map_config"]["tracing"]["parts"] == [[RING]]
    assert "1,16 km²" in page.content.decode()


def test_a_festival_s_route_is_a_line(desk, make_item):
    item = make_item(category="festival")
    assert send(desk, item, "route", ROUTE).status_code == 302
    assert json.loads(editing.open_revision(item).values["route"])["type"] == "MultiLineString"
    assert send(desk, item, "zone_one", SQUARE).status_code == 404, "a festival has no protection zone"


def test_a_point_comes_with_its_accuracy_or_is_asked_for_it(desk, make_item):
    item = make_item()
    assert send(desk, item, "point", "20,4038; 106,213").status_code == 422
    assert send(desk, item, "point", "20,4038; 106,213", accuracy_m="12,3").status_code == 302
    place = editing.open_revision(item).values[editing.PLACEMENT]
    assert (place["lon"], place["lat"], place["method"], place["accuracy_m"]) == (
        106.213,
        20.4038,
        "map_click",
        12.3,
    )


def test_a_crossing_is_refused_in_a_sentence_and_what_was_typed_stays(desk, make_item):
    item, crossed = make_item(), "20,4;106,21\n20,4;106,22\n20,41;106,21\n20,41;106,22"
    answer = send(desk, item, "zone_one", crossed)
    assert answer.status_code == 422
    assert "tự cắt" in answer.content.decode() and answer.context["corners"] == crossed
    assert editing.open_revision(item) is None


def test_reading_rewrites_what_was_pasted_as_corners_and_keeps_nothing(desk, make_item):
    item = make_item()
    pasted = "POLYGON((106.21 20.4, 106.22 20.4, 106.22 20.41, 106.21 20.41, 106.21 20.4))"
    answer = send(desk, item, "zone_one", pasted, button="read")
    assert answer.context["corners"].splitlines()[1:] == SQUARE.splitlines()
    assert editing.open_revision(item) is None


def test_a_shape_is_taken_away_again(desk, make_item):
    item = make_item()
    send(desk, item, "area", SQUARE)
    assert send(desk, item, "area", SQUARE, button="remove").status_code == 302
    assert "area" not in editing.open_revision(item).values


def test_zones_that_lie_apart_and_shapes_outside_the_unit_are_doubted_but_kept(desk, make_item):
    item = make_item()
    send(desk, item, "zone_one", SQUARE)
    away = SQUARE.replace("106,2", "106,9")
    text = desk.post(
        address(item), {"kind": "zone_two", "corners": away, "save": "1"}, follow=True
    ).content.decode()
    assert "không bao quanh cũng không chạm khu vực I" in text
    assert "nằm trọn ngoài Phường Vị Khê" in text
    assert "zone_two" in editing.open_revision(item).values


def test_the_script_asks_what_a_text_holds(desk, make_item):
    item = make_item()
    ask = f"{address(item)}doc"
    answer = desk.post(ask, {"kind": "area", "corners": SQUARE}).json()
    assert answer["parts"] == [[RING]] and "1,16 km²" in answer["size"] and answer["problem"] == ""
    assert desk.post(ask, {"kind": "area", "corners": "đình"}).json()["problem"].startswith("Không đọc được")
    assert desk.post(ask, {"kind": "elsewhere", "corners": SQUARE}).status_code == 404
    assert desk.get(ask).status_code == 405
    assert editing.open_revision(item) is None


def test_another_unit_s_officer_draws_nothing(client, stranger, make_item):
    item = make_item()
    client.force_login(stranger)
    assert client.get(address(item)).status_code == 403
    assert send(client, item, "area", SQUARE).status_code == 403
    assert client.post(f"{address(item)}doc", {"kind": "area", "corners": SQUARE}).status_code == 403


def test_a_figure_has_a_point_at_most(desk, make_item):
    answer = desk.get(address(make_item(category="figure")))
    assert [kind for kind, _label, _there in answer.context["kinds"]] == ["point"]


def test_the_review_shows_shapes_before_and_after(desk, make_item, officer, reviewer):
    square = read_drawing(SQUARE, areas=True)
    item = make_item(
        state=Item.State.PUBLISHED, published_at="2026-01-01T00:00:00Z", zone_one=square, area=square
    )
    half = "\n".join(SQUARE.splitlines()[:3])
    editing.edit_item(item, by=officer, values={"zone_one": half})
    editing.submit(item, by=officer)
    desk.force_login(reviewer)
    answer = desk.get(f"/can-bo/duyet/{item.public_id}/")
    assert [(each["kind"], each["state"]) for each in answer.context["map_config"]["shapes"]] == [
        ("zone_one", "before"), ("zone_one", "after"), ("area", ""),
    ]  # fmt: skip
    text = answer.content.decode()
    assert "Khu vực bảo vệ I" in text and "1,16" in text and "ha," in text


def test_the_review_of_a_new_record_says_and_draws_its_shapes(desk, make_item, officer, reviewer):
    item = make_item()
    send(desk, item, "zone_one", SQUARE)
    editing.submit(item, by=officer)
    desk.force_login(reviewer)
    answer = desk.get(f"/can-bo/duyet/{item.public_id}/")
    assert [each["state"] for each in answer.context["map_config"]["shapes"]] == ["after"]
    assert "1,16 km², 5 đỉnh" in answer.content.decode()


def test_many_corners_come_through(desk, make_item):
    item = make_item()
    corners = "\n".join(f"{20.4 + n * 1e-6:.6f}; {106.2 + (n % 2) * 1e-6:.6f}" for n in range(19_000))
    assert send(desk, make_item(category="festival"), "route", corners).status_code == 302
    assert send(desk, item, "zone_one", corners).status_code == 422


def test_a_file_is_read_onto_the_page_and_nothing_is_kept(desk, make_item):
    item = make_item()
    ring = [[106.21, 20.4], [106.22, 20.4], [106.22, 20.41], [106.21, 20.4]]
    feature = {
        "type": "Feature",
        "properties": {"a": 1},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    collection = {"type": "FeatureCollection", "features": [feature]}
    file = SimpleUploadedFile("khu.geojson", json.dumps(collection).encode())
    answer = desk.post(address(item), {"kind": "zone_one", "file": file})
    assert answer.status_code == 200
    assert answer.context["corners"].splitlines()[1:] == ["20,4; 106,21", "20,4; 106,22", "20,41; 106,22"]
    assert editing.open_revision(item) is None
    refused = desk.post(address(item), {"kind": "zone_one", "file": SimpleUploadedFile("a.gpx", b"no")})
    assert refused.status_code == 422 and 'class="msg bad' in refused.content.decode()
