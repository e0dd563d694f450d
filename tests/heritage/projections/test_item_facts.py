"""What a stranger wrote as a source stays text unless it is an address of the web."""

from __future__ import annotations

import pytest

from heritage.models import Item
from heritage.projections.item_facts import facts, sources


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "//xa.example", ""]
)
def test_only_addresses_of_the_web_become_links(url):
    item = Item(
        name_vi="Đình Vị Khê",
        sources={"s1": {"title": "Sách", "url": url}},
        facts=[{"code": "founded", "vi": "Thế kỷ XVII", "en": "17th century", "source": "s1"}],
    )
    assert sources(item)[0]["url"] is None
    assert facts(item, "vi")[-1]["source_url"] is None


def test_an_address_of_the_web_is_kept_as_it_is():
    item = Item(sources={"s1": {"title": "Trang", "url": "https://vi.wikipedia.org/wiki/Đình"}})
    assert sources(item) == [
        {"number": 1, "title": "Trang", "url": "https://vi.wikipedia.org/wiki/Đình"},
    ]
