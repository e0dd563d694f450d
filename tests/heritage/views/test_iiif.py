"""The IIIF Image API at its address: what is answered, where it leads, who may see and who may keep it."""

from __future__ import annotations

import io
import json

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from heritage.models import Asset, Item
from tests.iiif_picture import put_picture
from tests.media_pipeline.pictures import BLUE, RED, near, quarters

pytestmark = pytest.mark.django_db

WIDTH, HEIGHT = 1500, 1000


@pytest.fixture
def hidden(make_item, stores, tmp_path) -> Asset:
    return put_picture(make_item(), quarters(WIDTH, HEIGHT), tmp_path)


@pytest.fixture
def shown(make_item, stores, tmp_path) -> Asset:
    item = make_item(state=Item.State.PUBLISHED, published_at=timezone.now())
    return put_picture(item, quarters(WIDTH, HEIGHT), tmp_path)


def root(asset: Asset) -> str:
    return f"/iiif/3/{asset.public_id}"


def picture(response) -> Image.Image:
    return Image.open(io.BytesIO(response.content))


def test_the_description_tells_size_tiles_limits_and_rights(shown):
    response = Client().get(f"{root(shown)}/info.json")
    info = response.json()
    assert (info["width"], info["height"], info["profile"]) == (WIDTH, HEIGHT, "level2")
    assert info["id"] == f"http://testserver{root(shown)}"
    assert info["tiles"] == [{"width": 256, "height": 256, "scaleFactors": [1, 2, 4, 8]}]
    assert info["sizes"][0] == {"width": 188, "height": 125}
    assert info["rights"] == "http://creativecommons.org/licenses/by/4.0/"
    assert {"maxArea", "maxWidth", "extraFormats", "extraQualities", "extraFeatures"} <= set(info)
    assert response.headers["Content-Type"] == "application/json"
    assert 'rel="http://www.w3.org/ns/json-ld#context"' in response.headers["Link"]


def test_the_description_is_linked_data_for_those_who_ask(shown):
    response = Client().get(f"{root(shown)}/info.json", headers={"Accept": "application/ld+json"})
    assert response.headers["Content-Type"].startswith("application/ld+json;profile=")
    assert "Accept" in response.headers["Vary"]


def test_a_part_comes_at_the_size_asked_for(shown):
    part = picture(Client().get(f"{root(shown)}/0,500,500,500/250,250/0/default.jpg"))
    assert part.size == (250, 250)
    assert near(part.getpixel((100, 100)), BLUE)


def test_the_bare_identifier_leads_to_the_description(shown):
    response = Client().get(root(shown))
    assert (response.status_code, response.headers["Location"]) == (303, f"{root(shown)}/info.json")


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("full/1500,1000/0/default.jpg", "full/max/0/default.jpg"),
        ("0,0,1500,1000/max/0/default.jpg", "full/max/0/default.jpg"),
        ("full/pct:20/360/color.jpg", "full/300,200/0/default.jpg"),
        ("square/100,/90.0/gray.png", "250,0,1000,1000/100,100/90/gray.png"),
        ("1400,900,500,500/max/!0/default.webp", "1400,900,100,100/max/!0/default.webp"),
        ("0,0,100,100/^200,/0/default.jpg", "0,0,100,100/%5E200,200/0/default.jpg"),
    ],
)
def test_another_spelling_leads_to_the_canonical_address(shown, asked, canonical):
    response = Client().get(f"{root(shown)}/{asked}")
    assert (response.status_code, response.headers["Location"]) == (301, f"{root(shown)}/{canonical}")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    there = Client().get(response.headers["Location"])
    assert there.status_code == 200
    assert f'<http://testserver{root(shown)}/{canonical}>;rel="canonical"' in there.headers["Link"]


def test_a_tile_as_the_description_has_viewers_ask_for_it_leads_nowhere_else(shown):
    for region in ("256,0,256,256/256,256", "256,0,256,256/max"):
        response = Client().get(f"{root(shown)}/{region}/0/default.jpg")
        assert response.status_code == 200
        assert f"{root(shown)}/256,0,256,256/max/0/default.jpg>" in response.headers["Link"]
        assert '<http://iiif.io/api/image/3/level2.json>;rel="profile"' in response.headers["Link"]


def test_an_identifier_is_found_percent_encoded_and_in_either_case(shown, tmp_path):
    put_picture(shown.item, quarters(300, 200), tmp_path, "pyramid-0002")
    encoded = Client().get(f"{root(shown)}%2D0002/info.json")
    assert (encoded.status_code, encoded.json()["width"]) == (200, 300)
    for rest in ("info.json", "full/max/0/default.jpg"):
        lower = Client().get(f"/iiif/3/{shown.public_id.lower()}-0002/{rest}")
        assert (lower.status_code, lower.headers["Location"]) == (301, f"{root(shown)}-0002/{rest}")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("{id}/0,0,0,0/max/0/default.jpg", 400),
        ("{id}/full/1501,/0/default.jpg", 400),
        ("{id}/full/max/45/default.jpg", 400),
        ("{id}/full/max/0/native.jpg", 400),
        ("{id}/full/max/0/default.gif", 400),
        ("{id}/full/max/0/default", 400),
        ("{id}/full/max/0/.jpg", 400),
        ("{id}/full/max/default.jpg", 404),
        ("{id}-0009/info.json", 404),
        ("a%2Fb/full/max/0/default.jpg", 404),
        ("[frob]/full/max/0/default.jpg", 404),
        ("none", 303),
        ("none/info.json", 404),
    ],
)
def test_refusals_are_open_to_other_sites_too(shown, path, status):
    response = Client().get("/iiif/3/" + path.format(id=shown.public_id))
    assert response.status_code == status
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    if status in (400, 404):
        assert response.headers["Cache-Control"] == "no-cache"
        assert response.headers["Content-Type"].startswith("text/plain")


def test_other_sites_may_ask_what_they_may_ask(shown):
    response = Client().options(f"{root(shown)}/info.json", headers={"Origin": "https://example.org"})
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    refused = Client().post(f"{root(shown)}/full/max/0/default.jpg")
    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert refused.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("rest", ["info.json", "full/300,200/0/default.jpg", "full/9999,/0/default.jpg"])
def test_head_tells_what_get_would_without_the_body(shown, rest):
    get, head = Client().get(f"{root(shown)}/{rest}"), Client().head(f"{root(shown)}/{rest}")
    assert (head.status_code, head.content) == (get.status_code, b"")
    for name in ("Content-Type", "Content-Length", "ETag", "Cache-Control", "Link"):
        assert head.headers.get(name) == get.headers.get(name)


@pytest.mark.parametrize("rest", ["info.json", "full/300,200/0/default.jpg"])
def test_an_unchanged_answer_is_not_sent_twice(shown, rest):
    first = Client().get(f"{root(shown)}/{rest}")
    again = Client().get(f"{root(shown)}/{rest}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for name in ("ETag", "Cache-Control", "Access-Control-Allow-Origin"):
        assert again.headers[name] == first.headers[name]
    assert Client().get(f"{root(shown)}/{rest}", headers={"If-None-Match": '"old"'}).status_code == 200


def test_everybody_may_keep_what_is_public(shown):
    assert Client().get(f"{root(shown)}/info.json").headers["Cache-Control"] == "public, max-age=3600"
    tile = Client().get(f"{root(shown)}/0,0,256,256/max/0/default.jpg")
    assert tile.headers["Cache-Control"] == "public, max-age=86400"


@pytest.mark.parametrize("rest", ["info.json", "full/300,200/0/default.jpg", "full/300,/0/default.jpg"])
def test_what_is_not_published_is_there_for_its_own_officers_only(hidden, officer, stranger, rest):
    address = f"{root(hidden)}/{rest}"
    assert Client().get(address).status_code == 404
    own, other = Client(), Client()
    own.force_login(officer)
    other.force_login(stranger)
    seen = own.get(address)
    assert seen.status_code in (200, 301)
    assert seen.headers["Cache-Control"] == "private, max-age=60"
    assert "Access-Control-Allow-Origin" not in seen.headers
    assert other.get(address).status_code == 404


def test_what_is_withdrawn_is_gone_although_its_pyramid_is_still_open(shown):
    tile = f"{root(shown)}/0,0,256,256/max/0/default.jpg"
    assert Client().get(tile).status_code == 200
    Item.objects.filter(pk=shown.item_id).update(state=Item.State.WITHDRAWN)
    assert Client().get(tile).status_code == 404


def test_a_tile_costs_one_query(shown, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = Client().get(f"{root(shown)}/0,0,256,256/256,256/0/default.jpg")
    assert near(picture(response).getpixel((9, 9)), RED)


def test_pictures_are_not_mixed_up_when_many_are_open(shown, make_item, tmp_path):
    item = make_item(state=Item.State.PUBLISHED, published_at=timezone.now())
    other = put_picture(item, Image.new("RGB", (700, 700), BLUE), tmp_path)
    for _ in range(3):
        for asset, colour in ((shown, RED), (other, BLUE)):
            for size in ("256,256", "100,100"):
                response = Client().get(f"{root(asset)}/0,0,256,256/{size}/0/default.jpg")
                assert near(picture(response).getpixel((9, 9)), colour)


def test_the_description_follows_the_rights(shown):
    first = Client().get(f"{root(shown)}/info.json")
    Asset.objects.filter(pk=shown.pk).update(licence="")
    again = Client().get(f"{root(shown)}/info.json", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert "rights" not in json.loads(again.content)
