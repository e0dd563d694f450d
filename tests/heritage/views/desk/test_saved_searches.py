"""Saved searches of the desk: kept from Explore, counted, renamed, forgotten; each person's own."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from django.test import Client
from django.utils import timezone

from heritage import engine
from heritage.errors import BadRequest
from heritage.jobs.index import rebuild
from heritage.models import Item, SavedSearch
from heritage.services import saved_searches
from search.errors import EngineUnavailable
from tests import published

pytestmark = pytest.mark.django_db
PAGE = "/can-bo/tim-da-luu/"


@pytest.fixture
def catalogue(make_item, vi_khe, nam_dinh, index) -> published.Published:
    return published.publish_catalogue(make_item, vi_khe, nam_dinh)


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return html.unescape(response.content.decode())


def test_only_a_signed_in_person_is_offered_to_save_and_a_page_for_all_sets_no_cookie(
    catalogue, officer, signed_in
):
    anybody = Client().get("/kham-pha/?q=vi+khe")
    assert "Lưu lần tìm" not in anybody.content.decode() and not anybody.cookies
    page = read(signed_in(officer), "/kham-pha/?q=vi+khe&rank=national&page=2")
    assert "Lưu lần tìm" in page
    assert 'name="query" value="q=vi+khe&rank=national&page=2"' in page
    assert 'value="vi khe, Di tích quốc gia"' in page
    assert "Save this search" in read(signed_in(officer), "/en/explore/?q=vi+khe")


def test_a_search_is_kept_listed_and_asked_again(catalogue, officer, signed_in):
    client = signed_in(officer)
    sent = {"name": "  Đình  quốc gia ", "query": "q=dinh&rank=national&cursor=abc&level="}
    assert client.post(f"{PAGE}moi/", sent, follow=True).redirect_chain == [(PAGE, 302)]
    row = SavedSearch.objects.get()
    assert (row.user, row.name, row.query) == (officer, "Đình quốc gia", "q=dinh&rank=national")
    page = read(client, PAGE)
    assert "Đình quốc gia" in page and "“dinh”, Di tích quốc gia" in page and "1 di sản" in page
    assert 'href="/kham-pha/atom.xml?q=dinh&rank=national"' in page
    opened = client.get(f"{PAGE}{row.pk}/")
    assert opened.headers["Location"] == "/kham-pha/?q=dinh&rank=national&sort=newest"
    assert "Đình Vị Khê" in read(client, opened.headers["Location"])
    english = read(client, f"/en{PAGE}")
    assert "“dinh”, National relic" in english and "Saved searches" in english


def test_what_was_published_since_it_was_opened_is_counted_as_new(catalogue, make_item, officer, signed_in):
    client = signed_in(officer)
    client.post(f"{PAGE}moi/", {"name": "Hội", "query": "category=festival"})
    assert not re.search(r"\d mới<", read(client, PAGE))
    SavedSearch.objects.update(seen_at=timezone.now() - dt.timedelta(hours=1))
    Item.objects.filter(pk=catalogue.festival.pk).update(published_at=timezone.now() - dt.timedelta(days=9))
    for number in range(2):
        make_item(
            category="festival",
            name_vi=f"Hội mới {number}",
            state=Item.State.PUBLISHED,
            published_at=timezone.now() - dt.timedelta(minutes=5),
        )
    rebuild()
    page = read(client, PAGE)
    assert "3 di sản" in page and re.search(r"2 mới<", page)
    client.head(f"{PAGE}{SavedSearch.objects.get().pk}/")
    assert re.search(r"2 mới<", read(client, PAGE))  # nobody has looked
    client.get(f"{PAGE}{SavedSearch.objects.get().pk}/")
    page = read(client, PAGE)
    assert "3 di sản" in page and not re.search(r"\d mới<", page)


def test_a_search_is_renamed_and_forgotten(catalogue, officer, signed_in):
    client = signed_in(officer)
    row = saved_searches.save("Cũ", "q=dinh", by=officer)
    saved_searches.save("Khác", "q=chua", by=officer)
    page = client.post(f"{PAGE}{row.pk}/doi-ten/", {"name": "Mới"}, follow=True).content.decode()
    assert "Đã đổi tên thành “Mới”" in page
    taken = client.post(f"{PAGE}{row.pk}/doi-ten/", {"name": "Khác"}, follow=True).content.decode()
    assert "Đã có lần tìm tên “Khác”" in taken
    empty = client.post(f"{PAGE}{row.pk}/doi-ten/", {"name": " "}, follow=True).content.decode()
    assert "Đặt tên cho lần tìm này" in empty
    assert SavedSearch.objects.get(pk=row.pk).name == "Mới"
    assert "Đã xóa “Mới”" in client.post(f"{PAGE}{row.pk}/xoa/", follow=True).content.decode()
    assert [each.name for each in SavedSearch.objects.all()] == ["Khác"]


def test_nobody_reaches_another_person_s_searches(catalogue, officer, reviewer, signed_in):
    row = saved_searches.save("Riêng", "q=dinh", by=officer)
    other = signed_in(reviewer)
    assert "Riêng" not in read(other, PAGE)
    assert other.get(f"{PAGE}{row.pk}/").status_code == 404
    assert other.post(f"{PAGE}{row.pk}/doi-ten/", {"name": "a"}).status_code == 404
    assert other.post(f"{PAGE}{row.pk}/xoa/").status_code == 404
    assert SavedSearch.objects.get().name == "Riêng"
    for address in (PAGE, f"{PAGE}{row.pk}/"):
        assert Client().get(address).headers["Location"].startswith("/can-bo/dang-nhap/")
    saved_searches.save("Riêng", "q=dinh", by=reviewer)  # names are each person's own
    assert other.get(f"{PAGE}{row.pk}/xoa/").status_code == 405


@pytest.mark.parametrize(
    ("name", "query", "code"),
    [
        ("", "q=dinh", "no_name"),
        ("Tên", "bbox=1,2", "bad_bbox"),
        ("Tên", "category=palace", "bad_category"),
        ("Tên", "q=dinh&" + "&".join(f"unit={number:05d}" for number in range(300)), "search_too_long"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_both_languages(catalogue, officer, name, query, code):
    with pytest.raises(BadRequest) as refused:
        saved_searches.save(name, query, by=officer)
    assert refused.value.code == code and refused.value.vi and refused.value.en
    assert not SavedSearch.objects.exists()


def test_a_hundred_searches_are_enough(catalogue, officer):
    for number in range(saved_searches.MOST):
        SavedSearch.objects.create(user=officer, name=str(number), query="")
    with pytest.raises(BadRequest) as refused:
        saved_searches.save("Nữa", "q=dinh", by=officer)
    assert refused.value.code == "too_many_searches"


def test_a_filter_that_has_gone_is_told_and_the_search_can_still_be_mended(catalogue, officer, signed_in):
    SavedSearch.objects.create(user=officer, name="Xưa", query="q=dinh&rank=royal")
    page = read(signed_in(officer), PAGE)
    assert "Không tìm lại được như cũ" in page
    assert 'href="/kham-pha/?q=dinh&rank=royal&sort=newest"' in page


def test_while_the_search_is_away_the_list_stays_without_counts(catalogue, officer, signed_in, monkeypatch):
    for name in ("Một", "Hai"):
        saved_searches.save(name, "q=dinh", by=officer)
    asked: list[object] = []

    def away(query: object) -> None:
        asked.append(query)
        raise EngineUnavailable("away")

    monkeypatch.setattr(engine.current(), "search", away)
    page = read(signed_in(officer), PAGE)
    assert page.count("Chưa đếm") == 2 and len(asked) == 1


def test_of_many_searches_the_first_twenty_are_counted(catalogue, officer, signed_in):
    for number in range(22):
        SavedSearch.objects.create(user=officer, name=f"{number:02d}", query="rank=national")
    page = read(signed_in(officer), PAGE)
    assert page.count("Chưa đếm") == 2 and page.count("1 di sản") == 20
