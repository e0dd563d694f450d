"""The words on the pages of files, as rows."""

from __future__ import annotations

from django.db.models import QuerySet

from heritage.models import Item, PageText


def public_words(item: Item) -> QuerySet[PageText]:
    """Of the published files of an item, in the order in which its papers are shown; none of a protected one."""
    if item.protected:  # as they are not searched either: they may give the place away
        return PageText.objects.none()
    rows = PageText.objects.filter(asset__item=item, asset__published_at__isnull=False)
    return rows.select_related("asset").order_by("-asset__kind", "asset__order", "asset__pk", "page")
