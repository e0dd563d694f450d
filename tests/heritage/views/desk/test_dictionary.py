"""The desk's page of search words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from heritage.jobs.index import index_items
from heritage.models import Item, SearchWord, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]
PAGE = "/can-bo/tu-dien/"
SignedIn = Callable[[User], Client]


def test_the_default_lines_are_shown_before_any_edit(signed_in: SignedIn, reviewer: User) -> None:
    client = signed_in(reviewer)
    page = client.get(PAGE).content.decode()
    assert "UBND" in page
    assert "ủy ban nhân dân" in page
    assert not SearchWord.objects.exists()
    assert "Search dictionary" in client.get(f"/en{PAGE}").content.decode()
    assert PAGE in client.get("/can-bo/").content.decode()


def test_an_officer_does_not_see_it(signed_in: SignedIn, officer: User) -> None:
    client = signed_in(officer)
    assert client.get(PAGE).status_code == 403
    assert (
        client.post(PAGE, {"act": "add", "kind": "same", "written": "a", "stands_for": "b"}).status_code
        == 403
    )
    assert PAGE not in client.get("/can-bo/").content.decode()
    assert not SearchWord.objects.exists()


def test_nobody_sees_it_without_signing_in(client: Client) -> None:
    assert client.get(PAGE).status_code == 302


def test_a_new_line_answers_the_next_question(
    signed_in: SignedIn, reviewer: User, make_item: Callable[..., Item]
) -> None:
    item = make_item(name_vi="Đình Cả", summary_vi="Do ban khánh tiết trông coi.", state=Item.State.PUBLISHED)
    index_items(item.pk)
    client = signed_in(reviewer)
    assert "Đình Cả" not in client.get(f"{PAGE}?q=BKT").content.decode()
    line = {"kind": "abbreviation", "written": "BKT", "stands_for": "ban khánh tiết", "note": "hương ước"}
    answer = client.post(PAGE, {"act": "add", **line}, follow=True).content.decode()
    assert "Đã thêm “BKT”" in answer
    assert "hương ước" in answer
    tried = client.get(f"{PAGE}?q=BKT").content.decode()
    assert "Đình Cả" in tried
    assert "bkt = ban khánh tiết" in tried
    client.post(PAGE, {"act": "off", **line})
    assert "Đình Cả" not in client.get(f"{PAGE}?q=BKT").content.decode()
    client.post(PAGE, {"act": "on", **line})
    assert "Đình Cả" in client.get(f"{PAGE}?q=BKT").content.decode()
    client.post(PAGE, {"act": "remove", **line})
    assert not SearchWord.objects.filter(written="BKT").exists()


def test_a_line_that_says_nothing_is_refused_and_stays_in_the_form(
    signed_in: SignedIn, reviewer: User
) -> None:
    answer = signed_in(reviewer).post(
        PAGE, {"act": "add", "kind": "same", "written": "văn chỉ", "stands_for": "", "note": ""}
    )
    assert answer.status_code == 400
    assert "Ghi từ này thay cho gì." in answer.content.decode()
    assert 'value="văn chỉ"' in answer.content.decode()


def test_lines_that_are_missing_can_be_brought(signed_in: SignedIn, reviewer: User) -> None:
    client = signed_in(reviewer)
    line = {"kind": "abbreviation", "written": "UBND", "stands_for": "ủy ban nhân dân"}
    client.post(PAGE, {"act": "off", **line})
    SearchWord.objects.filter(written="TP").delete()
    assert "Thêm 1 dòng có sẵn" in client.get(PAGE).content.decode()
    answer = client.post(PAGE, {"act": "defaults"}, follow=True).content.decode()
    assert "Đã thêm 1 dòng có sẵn." in answer
    assert SearchWord.objects.filter(written="TP").exists()


@pytest.mark.parametrize("text", ["x " * 100, '"' * 200, "<b>a</b>", "\x00"])
def test_any_question_can_be_tried(signed_in: SignedIn, reviewer: User, text: str) -> None:
    page = signed_in(reviewer).get(PAGE, {"q": text})
    assert page.status_code == 200
    assert "<b>a</b>" not in page.content.decode()


def test_an_unknown_act_changes_nothing(signed_in: SignedIn, reviewer: User) -> None:
    assert signed_in(reviewer).post(PAGE, {"act": "drop"}).status_code == 302
    assert not SearchWord.objects.exists()
