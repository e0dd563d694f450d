"""Layers of one frame, the archive by ranges, walks and sheets: what the map of Explore asks the server for."""

from __future__ import annotations

import re
from pathlib import Path

import defusedxml.ElementTree as ET
import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.utils import timezone

from heritage.basemap import read
from heritage.jobs.features import refresh
from heritage.jobs.index import rebuild
from heritage.models import Item

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
LON, LAT = 106.2128, 20.403465
BOX = "106.20,20.39,106.23,20.42"


@pytest.fixture
def items(make_item) -> dict[str, Item]:
    """A relic with zones, its neighbour, a tomb shown to a kilometre with a zone, a draft with a zone."""
    square = [(LON - 0.001, LAT - 0.001), (LON + 0.001, LAT - 0.001), (LON + 0.001, LAT + 0.001)]
    zone = MultiPolygon(Polygon([*square, square[0]], srid=4326), srid=4326)
    shown = {"state": Item.State.PUBLISHED, "published_at": timezone.now()}
    exact = {"position_method": "gnss", "position_accuracy_m": 5}
    rows = {
        "VKA001": make_item(
            public_id="VKA001",
            name_vi="Đình <b>",
            position=Point(LON, LAT, srid=4326),
            zone_one=zone,
            **exact,
            **shown,
        ),
        "VKA002": make_item(
            public_id="VKA002", name_vi="Chùa", position=Point(LON + 0.008, LAT, srid=4326), **exact, **shown
        ),
        "VKA003": make_item(
            public_id="VKA003",
            name_vi="Mộ cổ",
            position=Point(LON, LAT, srid=4326),
            disclosure="km1",
            zone_one=zone,
            **exact,
            **shown,
        ),
        "VKA004": make_item(public_id="VKA004", position=Point(LON, LAT, srid=4326), zone_two=zone, **exact),
    }
    refresh(*[row.pk for row in rows.values()])
    rebuild()
    return rows


def test_a_frame_gives_the_shapes_of_published_items_whose_place_is_public(client, items) -> None:
    found = client.get(f"/ban-do/hinh.geojson?bbox={BOX}&zoom=15").json()
    assert [(each["properties"]["id"], each["properties"]["kind"]) for each in found["features"]] == [
        ("VKA001", "zone_one")
    ]
    assert found["more"] is False
    assert client.get(f"/ban-do/hinh.geojson?bbox={BOX}&kind=route,area").json()["features"] == []
    assert client.get("/ban-do/hinh.geojson?bbox=100,10,101,11").json()["features"] == []


def test_a_withdrawn_item_takes_its_shapes_with_it(client, items) -> None:
    Item.objects.filter(public_id="VKA001").update(state=Item.State.WITHDRAWN)
    assert client.get(f"/ban-do/hinh.geojson?bbox={BOX}").json()["features"] == []


@pytest.mark.parametrize(
    "query",
    ["", "bbox=1,2,3", "bbox=a,b,c,d", f"bbox={BOX}&zoom=-1", f"bbox={BOX}&kind=exact", f"bbox={BOX}&zoom=²"],
)
def test_junk_in_the_address_is_refused_with_words(client, query: str) -> None:
    answer = client.get(f"/ban-do/hinh.geojson?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "bad_parameter"


def test_the_number_of_questions_stays_the_same_however_many_shapes(
    client, items, django_assert_num_queries
) -> None:
    with django_assert_num_queries(1):
        client.get(f"/ban-do/hinh.geojson?bbox={BOX}&zoom=12")


def test_an_archive_is_served_by_ranges(client, settings, tmp_path: Path) -> None:
    assert client.get("/ban-do/nen.pmtiles").status_code == 404
    settings.BASEMAP = read("pmtiles:nen.pmtiles", "©", tmp_path)
    (tmp_path / "nen.pmtiles").write_bytes(bytes(range(100)))
    part = client.get("/ban-do/nen.pmtiles", headers={"Range": "bytes=10-19"})
    assert part.status_code == 206 and part.getvalue() == bytes(range(10, 20))
    assert part["Content-Range"] == "bytes 10-19/100"
    over = client.get("/ban-do/nen.pmtiles", headers={"Range": "bytes=90-16383"})
    assert over.getvalue() == bytes(range(90, 100)) and over["ETag"] == part["ETag"]
    assert client.get("/ban-do/nen.pmtiles", headers={"Range": "bytes=100-"}).status_code == 416
    assert client.get("/ban-do/nen.pmtiles").getvalue() == bytes(range(100))


def test_a_walk_keeps_its_order_and_says_what_it_lacks(client, items) -> None:
    told = client.get("/luot-di/diem.json?di=VKA002.vka001.VKA004.KHONG.VKA002").json()
    assert [each["properties"]["id"] for each in told["features"]] == ["VKA002", "VKA001"]
    assert told["missing"] == ["VKA004", "KHONG"]
    page = client.get("/luot-di/?di=VKA001.VKA002.VKA004").content.decode()
    assert "Không có trên bản đồ: VKA004." in page
    assert "830 m theo đường thẳng" in page
    assert client.get("/luot-di/").status_code == 200
    assert client.get("/luot-di/?di=" + ".".join(f"{n:04d}" for n in range(500))).status_code == 200


def test_nobody_is_led_to_a_protected_item(client, items) -> None:
    page = client.get("/luot-di/?di=VKA001.VKA003.VKA002").content.decode()
    assert page.count('href="geo:') == 2
    google = re.search(r'https://www\.google\.com/maps/dir/[^"]*', page)
    assert google is not None and "waypoints" not in google[0]
    root = ET.fromstring(client.get("/luot-di/luot-di.gpx?di=VKA001.VKA003.VKA002&lang=en").content)
    space = "{http://www.topografix.com/GPX/1/1}"
    assert [each.get("lat") for each in root.iter(f"{space}rtept")] == ["20.403465", "20.403465"]
    assert root.find(f"{space}rte/{space}name").text == "A walk to heritage"
    assert "Đình <b>" in root.find(f"{space}wpt/{space}name").text
    assert client.get("/luot-di/luot-di.gpx?di=VKA003").content.count(b"<wpt") == 0


@pytest.mark.parametrize(
    "query", ["", f"bbox={BOX}", "bbox=102,7,118,24&huong=doc", "bbox=junk", "q=chùa", "sort=distance"]
)
def test_the_sheet_is_drawn_for_any_address(client, items, query: str) -> None:
    page = client.get(f"/kham-pha/in/?{query}")
    assert page.status_code == 200
    words = page.content.decode()
    drawing = words[words.index('<svg xmlns="http://www.w3.org/2000/svg" class="drawn-map"') :]
    ET.fromstring(drawing[: drawing.index("</div>")])  # well formed, whatever the names
    assert "style=" not in drawing[: drawing.index("</div>")]
    for name in ("Quần đảo Hoàng Sa", "(TP. Đà Nẵng)", "Quần đảo Trường Sa", "(tỉnh Khánh Hòa)"):
        assert name in drawing


def test_a_crowded_sheet_draws_counts_and_says_so(client, make_item, items) -> None:
    for number in range(101):
        make_item(
            position=Point(LON + number / 1e5, LAT, srid=4326),
            state=Item.State.PUBLISHED,
            published_at=timezone.now(),
            position_method="gnss",
            position_accuracy_m=5,
        )
    refresh(*Item.objects.values_list("pk", flat=True))
    rebuild()
    words = client.get(f"/kham-pha/in/?bbox={BOX}").content.decode()
    assert "104 di sản trong khung" in words and "Tờ này kể tên 100 di sản đầu" in words


def test_every_template_with_a_map_of_the_ground_includes_the_national_inset() -> None:
    seen = 0
    for path in TEMPLATES.rglob("*.html"):
        words = path.read_text(encoding="utf-8")
        for piece in re.split(r"(?=<div class=\"map[ \"])", words)[1:]:
            if "data-image" in piece.split(">")[0]:
                continue  # the picture of an old sheet, no map of the ground
            seen += 1
            assert "parts/inset.html" in piece, path
    assert seen >= 4
