"""A result names the page it was found on; what is not public is never found, whatever the index holds."""

from __future__ import annotations

import pytest
from django.utils import timezone

from heritage.jobs.index import rebuild
from heritage.models import Asset, PageText
from heritage.projections.search_document import MOST_PAGE_CHARACTERS, search_document
from heritage.selectors import catalogue, found_pages
from search.documents import Query

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(make_item, officer, index):
    """A published item with a published scan of given pages; keyword arguments change the item or the file."""
    made = []

    def make(*pages: str, name: str = "Chợ Viềng", published: bool = True, **values) -> Asset:
        columns = {"state": "published", "published_at": timezone.now(), "name_vi": name}
        item = make_item(**columns | values)
        asset = Asset.objects.create(
            item=item, unit=item.unit, kind="scan", media_type="image/tiff", sha256=f"{len(made):064}", bytes=1,
            original="x", original_name="hồ sơ/biên bản.tif", state="ready", received_by=officer,
            published_at=timezone.now() if published else None,
        )  # fmt: skip
        made.append(asset)
        for number, text in enumerate(pages, start=1):
            PageText.objects.create(asset=asset, page=number, text=text, source="ocr")
        rebuild()
        return asset

    return make


def test_the_page_and_a_passage_around_the_words_are_told(paper):
    asset = paper("trang bìa", "Năm Bính Ngọ làng lập khoán ước mới", "phụ lục")
    found = catalogue.find(Query(text="khoan uoc"))
    assert found.total == 1
    page = found.pages[asset.item.public_id]
    assert (page.asset, page.page) == (asset, 2)
    assert page.snippet == "Năm Bính Ngọ làng lập khoán ước mới"
    assert [piece.text for piece in page.pieces if piece.marked] == ["khoán", "ước"]


def test_a_long_page_is_cut_around_the_words(paper):
    asset = paper("lời đầu " * 200 + "khoán ước" + " lời cuối" * 200)
    snippet = catalogue.find(Query(text="khoán ước")).pages[asset.item.public_id].snippet
    assert "khoán ước" in snippet
    assert len(snippet) <= found_pages.SNIPPET + 2
    assert snippet.startswith("…")


def test_an_item_found_by_its_own_words_names_no_page(paper):
    asset = paper("Biên bản về Chợ Viềng")
    found = catalogue.find(Query(text="chợ viềng"))
    assert [item.pk for item in found.items] == [asset.item.pk]
    assert found.pages == {}


def test_name_and_page_together_name_the_page(paper):
    asset = paper("khoán ước của làng")
    assert catalogue.find(Query(text="chợ viềng khoán ước")).pages[asset.item.public_id].page == 1


@pytest.mark.parametrize("hidden", [{"published": False}, {"disclosure": "km1"}, {"state": "withdrawn"}])
def test_words_of_what_is_hidden_are_never_found(paper, hidden):
    asset = paper("khoán ước của làng", **hidden)
    assert catalogue.find(Query(text="khoán ước")).total == 0
    assert search_document(asset.item).pages == () or not asset.item.is_public


def test_a_stale_index_reveals_no_page(paper):
    asset = paper("khoán ước của làng")
    Asset.objects.update(published_at=None)
    found = catalogue.find(Query(text="khoán ước"))
    assert asset.item.public_id not in found.pages
    asset.item.disclosure = "km1"
    asset.item.save()
    Asset.objects.update(published_at=timezone.now())
    assert catalogue.find(Query(text="khoán ước")).pages == {}


def test_a_dossier_does_not_blow_the_index(paper):
    page = "biên bản kiểm kê hiện vật " * 100
    asset = paper(*[page] * 200)
    assert sum(map(len, search_document(asset.item).pages)) == MOST_PAGE_CHARACTERS


def test_pages_are_read_only_for_items_that_lack_a_word(paper, django_assert_num_queries):
    for number in range(5):
        paper("khoán ước", name=f"Chợ Viềng {number}")
    items = list(catalogue.public_items())
    with django_assert_num_queries(1):  # the table of search words
        assert found_pages.found_pages(items, "chợ viềng") == {}
    with django_assert_num_queries(6):
        assert len(found_pages.found_pages(items, "khoán ước")) == 5


@pytest.mark.parametrize("question", ["", "***", "-đền"])
def test_a_question_without_words_names_no_page(paper, question):
    paper("khoán ước")
    assert catalogue.find(Query(text=question)).pages == {}
