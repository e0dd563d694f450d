"""The explore page gives what it shows as a file, by a form that needs no script."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlencode

import pytest
from django.test import Client

from heritage.interop.export_formats import FORMATS
from heritage.jobs.index import rebuild
from heritage.models import Item
from heritage.selectors import exports
from heritage.views import downloads
from tests.heritage.views.pages import words_of

pytestmark = pytest.mark.django_db(transaction=True)
ASKED = "q=dinh&category=relic&unit=13972&level=0&level=1&cursor=&limit=7"


@pytest.fixture
def catalogue(make_item, index) -> list[Item]:
    items = [make_item(state="published") for _ in range(3)]
    make_item(state="published", category="festival")
    rebuild()
    return items


def page(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200
    return response.content.decode()


def menu(address: str) -> str:
    (found,) = re.findall(r'<form class="downloads.*?</form>', page(address), re.DOTALL)
    return found


def fields_of(form: str) -> list[tuple[str, str]]:
    pairs = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form)
    return [(html.unescape(name), html.unescape(value)) for name, value in pairs]


@pytest.mark.parametrize(("address", "lang"), [("/kham-pha/", "vi"), ("/en/explore/", "en")])
def test_every_format_gives_the_whole_of_the_page(catalogue, address, lang) -> None:
    form = menu(f"{address}?{ASKED}")
    fields = fields_of(form)
    assert fields == [
        ("q", "dinh"), ("category", "relic"), ("unit", "13972"), ("level", "0"), ("level", "1"),
        ("lang", lang), ("bom", "1"),
    ]  # fmt: skip
    buttons = {url: urlencode([*fields, ("crs", "")]) for url in re.findall(r'formaction="([^"]+)"', form)}
    links = dict(html.unescape(url).split("?") for url in re.findall(r'<a [^>]*href="([^"]+)"', form))
    assert {*buttons, *links} == {f"/api/v1/exports/items.{each.ending}" for each in FORMATS}
    for url, query in (buttons | links).items():
        response = Client().get(f"{url}?{query}")
        assert response.status_code == 200, url
        assert "total=3" in response["X-Source"]
        b"".join(response.streaming_content)


def test_every_system_of_the_choice_is_one_that_files_can_have(catalogue) -> None:
    values = re.findall(r'<option value="([^"]*)">', menu("/kham-pha/"))
    assert len(values) == 1 + 3 + 18
    assert values[0] == ""
    for value in values:
        response = Client().get(f"/api/v1/exports/items.csv?crs={value}")
        assert response.status_code == 200, value
        b"".join(response.streaming_content)


def test_the_english_menu_is_english(catalogue) -> None:
    words = words_of(menu("/en/explore/"))
    assert "All 4 items of this result" in words
    assert "central meridian 105°30′" in words
    assert not re.search(r"kinh |Tải|theo |Hệ ", words)


def test_nothing_is_offered_where_there_is_nothing_or_the_address_cannot_be_read(catalogue) -> None:
    for address in ("/kham-pha/?q=khong+co+gi", "/kham-pha/?category=palace"):
        assert 'class="downloads' not in page(address)


def test_a_result_too_large_for_a_file_says_what_to_do(catalogue, monkeypatch) -> None:
    monkeypatch.setattr(downloads, "MOST_ROWS", 3)
    monkeypatch.setattr(exports, "MOST_ROWS", 3)
    shown = page("/kham-pha/")
    assert "Một tệp có tối đa 3 di sản" in shown
    assert "formaction" not in shown


@pytest.mark.parametrize("address", ["/kpi/13972/", "/en/kpi/13972/"])
def test_the_number_leads_to_its_objects(catalogue, vi_khe, address) -> None:
    (url,) = re.findall(r'href="(/api/v1/exports/kpi\.json\?[^"]+)"', page(address))
    assert parse_qs(url.partition("?")[2]) == {"unit": ["13972"]}
    assert Client().get(url).status_code == 200
