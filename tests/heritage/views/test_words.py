"""The words of pages on the public pages: on a result, and under the papers of an item."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from heritage.jobs.index import rebuild
from heritage.models import Asset, Derivative, PageText
from heritage.projections import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def scan(make_item, officer, index) -> Asset:
    item = make_item(
        name_vi="Chợ Viềng", name_en="Viềng Market", state="published", published_at=timezone.now()
    )
    asset = Asset.objects.create(
        item=item, unit=item.unit, kind="scan", media_type="image/tiff", sha256="0" * 64, bytes=1, original="x",
        original_name="quyết định.tif", caption_vi="Bản quét quyết định", caption_en="Scan of the decision",
        state="ready", received_by=officer, published_at=timezone.now(),
    )  # fmt: skip
    for recipe in ("photo-640", "page-0001-1280"):
        Derivative.objects.create(
            asset=asset, recipe=recipe, media_type="image/jpeg", file="x", bytes=1, sha256="1",
            facts={"width": 640, "height": 900},
        )  # fmt: skip
    PageText.objects.create(
        asset=asset, page=3, text="Điều 1. Xếp hạng\n<b>khoán ước</b>\n\nĐiều 2.", source="ocr"
    )
    rebuild()
    return asset


def html(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_result_shows_the_page_and_the_words_marked(scan):
    page = html("/kham-pha/?q=khoan+uoc")
    assert f'href="/di-san/{scan.item.public_id}/cho-vieng/#trang={scan.public_id}-3"' in page
    assert "Trang 3 của “Bản quét quyết định”" in page
    assert "<mark>khoán</mark> <mark>ước</mark>" in page
    assert "&lt;b&gt;" in page


def test_the_english_result_is_english(scan):
    page = html("/en/explore/?q=khoan+uoc")
    assert f"#page={scan.public_id}-3" in page
    assert "Page 3 of “Scan of the decision”" in page


def test_an_item_s_papers_can_be_read_without_their_pictures(scan):
    page = html(f"/di-san/{scan.item.public_id}/cho-vieng/")
    assert "Đọc chữ: Bản quét quyết định" in page
    assert f'<h3 class="h-md" id="chu-{scan.public_id}-3">Trang 3</h3>' in page
    assert "Máy nhận dạng, có thể sai" in page
    assert '<p lang="vi">Điều 1. Xếp hạng &lt;b&gt;khoán ước&lt;/b&gt;</p><p lang="vi">Điều 2.</p>' in page
    page = html(f"/en/heritage/{scan.item.public_id}/cho-vieng/")
    assert "Read the text: Scan of the decision" in page
    assert "Recognised by machine, may hold errors" in page


def test_words_of_an_unpublished_file_are_not_shown(scan):
    Asset.objects.update(published_at=None)
    assert "khoán ước" not in html(f"/di-san/{scan.item.public_id}/cho-vieng/")


def test_a_long_paper_is_cut_and_says_so(scan, monkeypatch):
    monkeypatch.setattr(words, "MOST_PAGES", 2)
    for number in range(4, 9):
        PageText.objects.create(asset=scan, page=number, text=f"chữ {number}", source="layer")
    page = html(f"/di-san/{scan.item.public_id}/cho-vieng/")
    assert "chữ 4" in page
    assert "chữ 5" not in page
    assert "Còn chữ của 4 trang nữa" in page


def test_the_words_of_a_protected_item_are_neither_on_its_page_nor_a_file(scan):
    Derivative.objects.create(
        asset=scan, recipe="ocr", media_type="application/json", file="x", bytes=1, sha256="1"
    )
    assert "khoán ước" in html(f"/di-san/{scan.item.public_id}/cho-vieng/")
    scan.item.disclosure = "km1"
    scan.item.save(update_fields=["disclosure"])
    assert "khoán ước" not in html(f"/di-san/{scan.item.public_id}/cho-vieng/")
    assert Client().get(f"/media/{scan.public_id}/ocr.json").status_code == 404
    media = Client().get(f"/api/v1/items/{scan.item.public_id}").json()["media"]
    assert "ocr" not in {made["recipe"] for made in media[0]["derivatives"]}
