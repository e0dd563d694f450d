"""The feed of any search: valid, newest first, paged without losing one, told when nothing changed."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from heritage import engine
from heritage.jobs.index import rebuild
from heritage.models import Item
from heritage.views import feed
from search.errors import EngineUnavailable
from tests import published
from tests.heritage.interop.atom_check import NS, checked, link_of, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue(make_item, vi_khe, nam_dinh, index) -> published.Published:
    return published.publish_catalogue(make_item, vi_khe, nam_dinh)


@pytest.fixture
def seven(make_item, index) -> list[Item]:
    """Seven festivals published an hour apart; the last two within one second."""
    start = timezone.now() - dt.timedelta(days=1)
    ages = [0, 1, 2, 3, 4, 5, 5]
    items = [
        make_item(
            category="festival",
            name_vi=f"Hội làng {number}",
            state=Item.State.PUBLISHED,
            published_at=start + dt.timedelta(hours=age),
        )
        for number, age in enumerate(ages)
    ]
    rebuild()
    return items


def read(address: str):
    response = Client().get(address)
    assert response.status_code == 200, response.content
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return checked(response.content)


def test_a_feed_says_what_was_searched_in_both_languages(catalogue):
    vietnamese = read("/kham-pha/atom.xml?q=dinh+vi+khe&category=relic&unit=13972")
    assert vietnamese.findtext("a:title", None, NS) == "Di Sản Số: “dinh vi khe”, Di tích, Phường Vị Khê"
    assert titles(vietnamese) == ["Đình Vị Khê"]
    english = read("/en/explore/atom.xml?q=dinh+vi+khe&category=relic&unit=13972")
    assert english.findtext("a:title", None, NS) == "Di Sản Số: “dinh vi khe”, Relics, Phường Vị Khê"
    assert titles(english) == ["Vị Khê Communal House"]
    assert english.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert (
        link_of(english, "alternate")
        == "http://testserver/en/explore/?category=relic&q=dinh+vi+khe&unit=13972"
    )


def test_what_is_not_published_is_in_no_feed(catalogue):
    names = titles(read("/kham-pha/atom.xml"))
    assert len(names) == 6 and not {"Miếu chưa công bố", "Bia đã rút"} & set(names)


def test_the_newest_comes_first_and_dates_the_feed(seven):
    root = read("/kham-pha/atom.xml?sort=name")
    assert titles(root)[-5:] == [f"Hội làng {number}" for number in (4, 3, 2, 1, 0)]
    moments = [each.text for each in root.iterfind("a:entry/a:updated", NS)]
    assert moments == sorted(moments, reverse=True)
    assert root.findtext("a:updated", None, NS) == moments[0]


def test_pages_follow_each_other_without_gap_or_repeat_while_others_publish(seven, make_item, monkeypatch):
    monkeypatch.setattr(feed, "PAGE", 3)
    seen, address, dates = [], "/kham-pha/atom.xml?category=festival", set()
    while address:
        root = read(address)
        seen += titles(root)
        if len(seen) == 3:
            make_item(
                category="festival",
                name_vi="Hội mới",
                state=Item.State.PUBLISHED,
                published_at=timezone.now() - dt.timedelta(days=30),
            )
            rebuild()
        dates.add(root.findtext("a:updated", None, NS))
        assert link_of(root, "first") == "http://testserver/kham-pha/atom.xml?category=festival"
        following = link_of(root, "next")
        address = following and following.removeprefix("http://testserver")
    assert seen[-1] == "Hội mới" and sorted(seen[:-1]) == sorted(item.name_vi for item in seven)
    assert len(dates) == 1


def test_what_has_not_changed_is_not_sent_again(seven):
    client = Client()
    first = client.get("/kham-pha/atom.xml")
    again = client.get("/kham-pha/atom.xml", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Item.objects.filter(pk=seven[0].pk).update(name_vi="Hội làng đổi tên")
    changed = client.get("/kham-pha/atom.xml", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_ids_stay_when_words_and_addresses_change(catalogue):
    before = read("/kham-pha/atom.xml?q=dinh+vi+khe").findtext("a:entry/a:id", None, NS)
    catalogue.hall.name_vi = "Đình Vị Khê cổ"
    catalogue.hall.save()
    rebuild()
    root = read("/kham-pha/atom.xml?q=dinh+vi+khe&sort=distance&limit=1")
    assert root.findtext("a:entry/a:id", None, NS) == before == "tag:testserver,2026:VKDV6A"
    assert root.findtext("a:id", None, NS) == "tag:testserver,2026:/kham-pha/atom.xml?q=dinh+vi+khe"


def test_a_parameter_that_cannot_be_read_is_refused_in_words(catalogue):
    response = Client().get("/kham-pha/atom.xml?bbox=1")
    assert response.status_code == 400 and "bbox" in response.content.decode()
    assert "cannot be read" in Client().get("/en/explore/atom.xml?bbox=1").content.decode()


def test_while_the_search_is_away_readers_are_asked_to_come_back(catalogue, monkeypatch):
    def away(query: object) -> None:
        raise EngineUnavailable("away")

    monkeypatch.setattr(engine.current(), "search", away)
    response = Client().get("/kham-pha/atom.xml")
    assert response.status_code == 503 and response.headers["Retry-After"] == "120"


def test_explore_names_the_feed_of_its_own_search(catalogue):
    page = Client().get("/kham-pha/?q=vi+khe&sort=name").content.decode()
    found = re.search(r'<link rel="alternate" type="application/atom\+xml"[^>]* href="([^"]+)"', page)
    assert found is not None and found[1] == "/kham-pha/atom.xml?q=vi+khe"
    assert urlsplit(found[1]).path == "/kham-pha/atom.xml"
    assert "atom.xml" not in Client().get("/kham-pha/?bbox=1").content.decode()
