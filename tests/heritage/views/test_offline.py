"""What a phone is given to read without a network: never the desk, never more than 20 MB, and all that it needs."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client
from django.utils import timezone

from heritage.models import Asset, Derivative, Item
from heritage.projections.offline_ward import LIMIT_BYTES, PAGE_BYTES
from heritage.views import offline
from tests.published import publish_catalogue

pytestmark = pytest.mark.django_db
KB = 1000


@pytest.fixture
def catalogue(make_item, vi_khe, nam_dinh, index):
    return publish_catalogue(make_item, vi_khe, nam_dinh)


def listing(code: str = "13972", lang: str = "vi") -> dict:
    return Client().get(f"/ngoai-tuyen/{code}.json?lang={lang}").json()


def give_pictures(item: Item, count: int, sizes: dict[int, int]) -> None:
    """Published photos whose widths have these sizes in bytes, as WebP and JPEG."""
    for number in range(count):
        asset = Asset.objects.create(
            item=item, unit=item.unit, kind="photo", sha256=f"{item.pk:032}{number:032}", bytes=1,
            published_at=timezone.now(), order=number,
        )  # fmt: skip
        for width, size in sizes.items():
            for ending in ("", "-webp"):
                Derivative.objects.create(
                    asset=asset, recipe=f"photo-{width}{ending}", media_type="image/webp", file="x",
                    bytes=size, sha256=f"{asset.pk:064}", facts={"width": width},
                )  # fmt: skip


def test_the_manifest_can_be_installed_in_both_languages():
    for lang in ("vi", "en"):
        response = Client().get(f"/manifest.webmanifest?lang={lang}")
        assert response.headers["Content-Type"] == "application/manifest+json"
        body = json.loads(response.content)
        assert (body["lang"], body["display"], body["name"]) == (lang, "standalone", "Di Sản Số")
        assert {(each["sizes"], each["purpose"]) for each in body["icons"]} == {
            ("192x192", "any"),
            ("512x512", "any"),
            ("512x512", "maskable"),
        }
        for icon in body["icons"]:
            assert b"".join(Client().get(icon["src"]).streaming_content).startswith(b"\x89PNG")
    assert (
        'rel="manifest" href="/manifest.webmanifest?lang=en"' in Client().get("/en/about/").content.decode()
    )


def test_the_worker_rules_the_whole_site_and_is_asked_for_anew_each_time():
    response = Client().get("/sw.js")
    text = response.content.decode()
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert response.headers["Cache-Control"] == "no-cache"
    known = json.loads(re.match(r"const KNOWN = (.*);\n", text)[1])
    assert known["desk"] == ["/can-bo/", "/en/can-bo/"]
    assert known["offline"] == {"vi": "/ngoai-tuyen/", "en": "/en/offline/"}
    assert known["release"] == offline.release()
    assert not [each for each in known["shell"] if "can-bo" in each]
    for address in known["shell"]:
        assert Client().get(address).status_code == 200, address


def test_the_release_changes_with_any_file_of_the_shell(monkeypatch, tmp_path):
    before = offline.release()
    other = tmp_path / "site.css"
    other.write_text("a{}")
    monkeypatch.setattr(offline, "_file", lambda name: other)
    offline.release.cache_clear()
    assert offline.release() != before
    offline.release.cache_clear()


def test_a_saved_page_finds_every_script_and_sheet_that_it_names(catalogue):
    shell = json.loads(re.match(r"const KNOWN = (.*);\n", Client().get("/sw.js").content.decode())[1])[
        "shell"
    ]
    for address in ("/ngoai-tuyen/13972/", "/di-san/VKDV6A/dinh-vi-khe/", "/ngoai-tuyen/", "/kpi/13972/"):
        page = Client().get(address).content.decode()
        named = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
        assert named - set(shell) <= {each for each in named if "icon-" in each}, address


def test_the_listing_names_every_page_of_the_ward_and_nothing_of_the_desk_or_of_drafts(catalogue):
    body = listing()
    urls = [each["url"] for each in body["files"]]
    assert len(urls) == len(set(urls))
    assert "/ngoai-tuyen/13972/" in urls
    assert "/kpi/13972/" in urls
    assert "/di-san/VKDV6A/dinh-vi-khe/" in urls
    assert not [url for url in urls if "can-bo" in url or "VKNHAP" in url or "VKRUT1" in url]
    assert body["bytes"] == sum(each["bytes"] for each in body["files"]) < LIMIT_BYTES
    assert (body["unit"], body["name"], body["items"]) == ("13972", "Phường Vị Khê", 6)
    english = listing(lang="en")
    assert english["page"] == "/en/offline/13972/"
    assert "/en/heritage/VKDV6A/dinh-vi-khe/" in [each["url"] for each in english["files"]]


def test_every_address_of_the_listing_answers(catalogue):
    for each in listing()["files"]:
        response = Client().get(each["url"])
        assert response.status_code == 200, each
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert len(body) <= each["bytes"], each


def test_the_stamp_changes_with_the_catalogue_and_only_then(catalogue):
    before = listing()["stamp"]
    assert listing()["stamp"] == before
    catalogue.hall.summary_vi = "Khác"
    catalogue.hall.save()
    assert listing()["stamp"] != before
    assert listing("13669")["stamp"] == listing("13669")["stamp"] != before


def test_units_that_do_not_stand_today_have_no_page(catalogue, vi_khe):
    assert Client().get("/ngoai-tuyen/99999.json").status_code == 404
    vi_khe.valid_to = "2026-01-01"
    vi_khe.save()
    assert Client().get("/ngoai-tuyen/13972.json").status_code == 404
    assert Client().get("/ngoai-tuyen/13972/").status_code == 404


@pytest.mark.parametrize(
    ("sizes", "widths"),
    [
        ({320: 8 * KB, 640: 16 * KB}, {"640"}),
        ({320: 12 * KB, 640: 40 * KB}, {"640", "320"}),
        ({320: 18 * KB, 640: 90 * KB}, {"320"}),
    ],
)
def test_a_ward_of_80_items_with_eight_pictures_each_stays_under_20_mb(make_item, index, sizes, widths):
    """640 pictures of a flat wall, of a gate, of a tree full of leaves: the width gives way, no picture is lost."""
    for _ in range(80):
        give_pictures(make_item(state="published"), 8, sizes)
    body = listing()
    assert body["items"] == 80
    assert body["bytes"] <= LIMIT_BYTES == body["limit"]
    pictures = [each["url"] for each in body["files"] if "/media/" in each["url"]]
    assert len([url for url in body["files"] if "/di-san/" in url["url"]]) == 80
    assert len({url.split("/")[2] for url in pictures}) == len(pictures)  # one width of each
    assert body["pictures_left_out"] == 0
    assert {re.search(r"photo-(\d+)", url)[1] for url in pictures} == widths


def test_pictures_that_do_not_fit_are_left_out_and_counted_pages_never_are(make_item, index):
    for _ in range(80):
        give_pictures(make_item(state="published"), 8, {320: 400 * KB, 640: 2000 * KB})
    body = listing()
    assert body["bytes"] <= LIMIT_BYTES
    assert len([each for each in body["files"] if "/di-san/" in each["url"]]) == 80
    assert 0 < body["pictures_left_out"] < 640


def test_a_hidden_place_is_as_hidden_on_the_ward_s_page(catalogue):
    page = Client().get("/ngoai-tuyen/13972/").content.decode()
    assert "Khu mộ cổ" in page
    assert not re.search(r"106[.,]214|20[.,]4037", page)


def test_the_ward_s_page_lists_and_maps_the_same_items_in_both_languages(catalogue):
    for address, name in (
        ("/ngoai-tuyen/13972/", "Đình Vị Khê"),
        ("/en/offline/13972/", "Vị Khê Communal House"),
    ):
        response = Client().get(address)
        assert name in response.content.decode()
        placed = {each["id"] for each in response.context["map_config"]["items"]}
        assert placed == {each["id"] for each in response.context["items"] if each["position"]}


def test_a_page_is_estimated_at_no_less_than_it_is(catalogue):
    for item in Item.objects.filter(state="published", unit__code="13972"):
        assert len(Client().get(f"/di-san/{item.public_id}/{item.slug}/").content) <= PAGE_BYTES


@pytest.mark.parametrize(
    ("address", "offered"),
    [
        ("/kham-pha/?unit=13972", True),
        ("/en/explore/?unit=13972", True),
        ("/kham-pha/?unit=37", False),
        ("/kham-pha/", False),
        ("/don-vi/13972/", True),
        ("/en/units/13972/", True),
    ],
)
def test_a_page_about_one_ward_offers_to_save_it(catalogue, address, offered):
    page = Client().get(address).content.decode()
    lang = "en" if address.startswith("/en/") else "vi"
    assert (f'data-listing="/ngoai-tuyen/13972.json?lang={lang}"' in page) is offered
