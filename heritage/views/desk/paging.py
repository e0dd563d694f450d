"""One page of a long list, by its number in the address."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest


def page_of(request: HttpRequest, rows: QuerySet[Any], per_page: int) -> Page[Any]:
    """The page that the address names; the nearest one where there is no such page."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


def pager(page: Page[Any], request: HttpRequest) -> dict[str, Any]:
    """Context of ``parts/pager.html``; other parameters of the address are kept."""

    def address(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    return {
        "previous_url": address(page.previous_page_number()) if page.has_previous() else None,
        "next_url": address(page.next_page_number()) if page.has_next() else None,
        "from_n": page.start_index(),
        "to_n": page.end_index(),
        "total": page.paginator.count,
    }
