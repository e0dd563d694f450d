"""Keep the search index in step with the rows. The index may lag; it never decides what is public."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from django.db.models import QuerySet

from heritage import engine
from heritage.jobs import features
from heritage.models import Item
from heritage.projections.search_document import search_document
from search.documents import SearchDocument

logger = logging.getLogger(__name__)
CHUNK = 100  # items in memory at once, each with up to a hundred pages of words


def index_items(*item_pks: int) -> None:
    """Put published items into the index and the flat table of the map, and take all others out."""
    features.refresh(*item_pks)
    rows = _rows().filter(pk__in=item_pks)
    public = [item for item in rows if item.is_public]
    gone = list(
        Item.objects.filter(pk__in=item_pks)
        .exclude(pk__in=[item.pk for item in public])
        .values_list("public_id", flat=True)
    )
    if public:
        engine.current().put([search_document(item) for item in public])
    if gone:
        engine.current().remove(gone)
    logger.info("indexed %s items, removed %s", len(public), len(gone))


def rebuild() -> int:
    """Build the whole index anew beside the old one. Returns how many documents it holds."""
    return engine.current().rebuild(documents())


def documents() -> Iterator[SearchDocument]:
    """Every published item as a search document, in chunks."""
    keys = list(Item.objects.filter(state=Item.State.PUBLISHED).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        for item in _rows().filter(pk__in=keys[start : start + CHUNK]):
            yield search_document(item)


def differences() -> tuple[set[str], set[str]]:
    """Ids missing from the index, and ids that should not be in it."""
    wanted = set(Item.objects.filter(state=Item.State.PUBLISHED).values_list("public_id", flat=True))
    held = engine.current().ids()
    return wanted - held, held - wanted


def _rows() -> QuerySet[Item]:
    return Item.objects.select_related("unit").prefetch_related(
        *("assets__page_texts", "other_units", "unit__came_from__old__came_from__old"),
        *("relations__object", "inverse_relations__subject"),
    )
