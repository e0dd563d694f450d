"""Hostile questions over HTTP: the API, the page and the feed answer each, or refuse it in words; none breaks them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from heritage.jobs.index import rebuild
from heritage.models import Item
from tests.search.contract import HOSTILE

pytestmark = pytest.mark.django_db(transaction=True)

DATA = ("items?explain=true&", "facets?", "map?zoom=5&", "suggest?", "exports/items.ndjson?")
PAGES = ("/kham-pha/?", "/kham-pha/atom.xml?")
OVERLONG = ('"' * 10_000, "a" * 10_000, "đền " * 2_500, "x* " * 130)


@pytest.fixture
def catalogue(make_item: Callable[..., Item], index: Any) -> Item:
    item = make_item(name_vi="Đền Trần", state="published", published_at=timezone.now())
    rebuild()
    return item


def asked(text: str) -> str:
    """As a program without scruples sends it: half characters and NUL too."""
    return "q=" + quote(text, safe="", errors="surrogatepass")


def test_a_hostile_question_is_answered_everywhere(catalogue: Item) -> None:
    for name, text in HOSTILE.items():
        for view in DATA:
            answer = Client().get(f"/api/v1/{view}{asked(text)}")
            assert answer.status_code == 200, (name, view)
            body = answer.getvalue() if answer.streaming else answer.content
            for line in body.decode().splitlines() if "ndjson" in view else [body.decode()]:
                json.loads(line)
        for page in PAGES:
            assert Client().get(page + asked(text)).status_code == 200, (name, page)


def test_a_question_beyond_all_measure_is_refused_in_words(catalogue: Item) -> None:
    for text in OVERLONG:
        for view in DATA:
            answer = Client().get(f"/api/v1/{view}{asked(text)}")
            if view == "suggest?":  # whoever types is not told off
                assert answer.status_code == 200
                continue
            assert answer.status_code == 400, view
            told = json.loads(answer.content)["error"]
            assert told["code"] == "bad_query" and told["vi"] and told["en"] and len(answer.content) < 1000
        assert Client().get(PAGES[0] + asked(text)).status_code in (200, 400)


def test_a_cursor_that_was_never_given_is_refused(catalogue: Item) -> None:
    for cursor in ("zz", "x" * 20_000, "%00", "eyJhIjoxfQ==", "../../etc/passwd", "'; drop--"):
        answer = Client().get(f"/api/v1/items?q=den&cursor={quote(cursor, safe='%')}")
        assert answer.status_code == 400, cursor
        assert json.loads(answer.content)["error"]["code"] == "bad_query"
