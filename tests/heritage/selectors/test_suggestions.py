"""Suggestions lead somewhere in the reader's language, and never to what is not published."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from heritage.jobs.index import rebuild
from heritage.models import Item
from heritage.selectors.suggestions import suggested
from tests.conftest import make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(make_item, nam_dinh, index) -> Item:
    """A communal house of Vị Khê with a decision and somebody it worships; an inn of Nam Định; a draft."""
    shown = {"state": Item.State.PUBLISHED, "published_at": timezone.now()}
    hall = make_item(
        public_id="VKDV6A",
        name_vi="Đình Vị Khê",
        name_en="Vị Khê Communal House",
        decision_number="1419/QĐ-TTg",
        facts=[{"code": "worshipped", "vi": "Tô Trung Tự", "en": "Tô Trung Tự", "source": "s1"}],
        **shown,
    )
    make_item(public_id="ND0001", name_vi="Quán Nam Định", unit=nam_dinh, **shown)
    make_item(public_id="VKNHAP", name_vi="Đình Vị Khê mới", decision_number="9999/QĐ-TTg")
    rebuild()
    return hall


def question(url: str) -> str:
    return parse_qs(urlsplit(url).query)["q"][0]


def test_items_come_with_their_unit_and_lead_to_their_page(hall):
    (first, *others) = suggested("dinh vi", "vi")
    assert (first.text, first.type, first.url, first.note) == (
        "Đình Vị Khê", "relic", "/di-san/VKDV6A/dinh-vi-khe/", "Phường Vị Khê",
    )  # fmt: skip
    assert all(each.text != "Đình Vị Khê mới" for each in others)
    english = suggested("dinh vi", "en")[0]
    assert (english.text, english.url) == ("Vị Khê Communal House", "/en/heritage/VKDV6A/dinh-vi-khe/")


def test_a_unit_narrows_explore_where_just_one_bears_the_name(hall):
    found = [each for each in suggested("nam dinh", "vi") if each.type == "unit"]
    assert [(each.text, each.url, each.note) for each in found] == [
        ("Phường Nam Định", "/kham-pha/?unit=13669", "1 di sản")
    ]
    make_unit("99999", "Phường Nam Định", 107.0, 21.0, 10.0)
    (again,) = [each for each in suggested("nam dinh", "en") if each.type == "unit"]
    assert again.url.startswith("/en/explore/?q=") and question(again.url) == 'unit:"Phường Nam Định"'


def test_people_and_decisions_lead_to_the_question_that_finds_them(hall):
    (person,) = [each for each in suggested("to trung", "vi") if each.type == "person"]
    assert (person.text, question(person.url)) == ("Tô Trung Tự", 'người:"Tô Trung Tự"')
    (decision,) = [each for each in suggested("1419", "vi") if each.type == "decision"]
    assert (decision.text, question(decision.url)) == ("1419/QĐ-TTg", 'quyết-định:"1419/QĐ-TTg"')
    for line in (person, decision):
        found = Client().get("/api/v1/items", {"q": question(line.url)}).json()
        assert [each["id"] for each in found["items"]] == ["VKDV6A"]


def test_an_item_that_has_just_been_withdrawn_is_not_suggested(hall):
    Item.objects.filter(pk=hall.pk).update(state=Item.State.WITHDRAWN)  # the index does not know yet
    assert [each for each in suggested("dinh vi", "vi") if each.type == "relic"] == []


def test_what_is_not_published_is_suggested_by_no_name(hall):
    assert suggested("9999", "vi") == []


def test_the_answer_has_three_members_and_a_note_when_asked(hall):
    plain = Client().get("/api/v1/suggest?q=dinh+vi").json()["suggestions"]
    assert {tuple(each) for each in plain} == {("text", "type", "url")}
    noted = Client().get("/api/v1/suggest?q=dinh+vi&notes=1").json()["suggestions"]
    assert {tuple(each) for each in noted} == {("text", "type", "url", "note")}
    assert [each["text"] for each in noted] == [each["text"] for each in plain]


@pytest.mark.parametrize("text", ["", "   ", '"' * 3000, "-", ":", "name:", "\u202e\u0000", "a b " * 20])
def test_anything_typed_has_an_answer(hall, text):
    response = Client().get("/api/v1/suggest", {"q": text})
    assert response.status_code == 200
