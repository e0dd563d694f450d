"""Feeds as documents: the grammar of RFC 4287 holds whatever the texts are."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from heritage.interop.atom import Entry, Feed, atom
from tests.heritage.interop.atom_check import GRAMMAR, NS, checked, link_of, titles

AT = dt.datetime(2026, 11, 25, 8, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def feed(*entries: Entry, next_url: str | None = None, title: str = "Di Sản Số") -> Feed:
    return Feed(
        id="tag:vikhe.example,2026:/kham-pha/atom.xml",
        title=title,
        language="vi",
        updated=AT,
        author="Di Sản Số",
        rights="CC BY 4.0",
        url="https://vikhe.example/kham-pha/atom.xml",
        page_url="https://vikhe.example/kham-pha/",
        first_url="https://vikhe.example/kham-pha/atom.xml",
        next_url=next_url,
        entries=entries,
    )


def entry(number: int = 1, title: str = "Đình Vị Khê", summary: str = "") -> Entry:
    return Entry(
        id=f"tag:vikhe.example,2026:VK{number:04d}",
        title=title,
        url=f"https://vikhe.example/di-san/VK{number:04d}/",
        updated=AT,
        summary=summary,
        categories=(("relic", "Di tích"),),
    )


def test_an_empty_feed_and_one_of_two_pages_are_valid():
    assert link_of(checked(atom(feed())), "next") is None
    paged = checked(
        atom(feed(entry(1), entry(2), next_url="https://vikhe.example/kham-pha/atom.xml?cursor=a"))
    )
    assert link_of(paged, "next") == "https://vikhe.example/kham-pha/atom.xml?cursor=a"
    assert link_of(paged, "self") == link_of(paged, "first")


def test_moments_are_written_in_utc():
    assert checked(atom(feed(entry()))).findtext("a:entry/a:updated", None, NS) == "2026-11-25T01:30:00Z"


def test_texts_are_escaped_and_kept():
    root = checked(atom(feed(entry(title='Đình <b>& "Vị"</b> Khê', summary="a < b && c"))))
    assert titles(root) == ['Đình <b>& "Vị"</b> Khê']
    assert root.findtext("a:entry/a:summary", None, NS) == "a < b && c"


@given(st.text(st.characters(), max_size=40), st.text(st.characters(exclude_categories=()), max_size=40))
def test_no_text_breaks_the_document(title: str, summary: str):
    checked(atom(feed(entry(title=title, summary=summary), title=summary)))


@pytest.mark.parametrize("wrong", ["<updated>hôm qua</updated>", "<entry/>", "<link/>", "<title>hai</title>"])
def test_the_grammar_itself_refuses_what_is_wrong(wrong: str):
    document = atom(feed(entry())).replace(b"</feed>", f"{wrong}</feed>".encode())
    assert not GRAMMAR.validate(etree.fromstring(document))
