"""The line above the results of Explore that says what became of a unit whose old name was typed."""

from __future__ import annotations

from django.urls import reverse

from heritage.projections.unit_words import now_in, place_text, unit_url
from heritage.selectors import unit_pages


def old_names(text: str) -> list[dict[str, str]]:
    """For Explore: "Xã Điền Xá nay thuộc Phường Vị Khê" for every ended unit of just that name."""
    return [
        {
            "sentence": now_in(each.unit, each.chains),
            "place": place_text(each.unit),
            "url": f"{reverse('explore')}?{'&'.join(f'unit={chain.end.code}' for chain in each.chains)}",
            "page": unit_url(each.unit, dated=True),
        }
        for each in unit_pages.old_names(text)
    ]
