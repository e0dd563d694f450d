"""Keep the search index in step with the rows. The index may lag; it never decides what is public."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from functools import partial

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from gis.models import AdminUnit
from heritage import engine
from heritage.jobs import features, pending
from heritage.models import Item, Relation
from heritage.projections.search_document import PEOPLE, names_of_unit, search_document
from search.digest import digest_of
from search.documents import SearchDocument
from search.engines.base import Engine
from search.errors import EngineUnavailable, SearchError
from search.tokens import compile_document

logger = logging.getLogger(__name__)
CHUNK = 200  # items in memory at once, each with up to a hundred pages of words
AT_ONCE = 20  # items of one change that somebody waits for; the worker takes up the others
_SHAPES = ("position", "zone_one", "zone_two", "route", "area")
_FORMER = (  # of a unit: what it was made of, two steps back
    Prefetch("came_from__old", AdminUnit.objects.defer("boundary", "centroid")),
    Prefetch("came_from__old__came_from__old", AdminUnit.objects.defer("boundary", "centroid")),
)
ROUNDS = 5  # in which an item that changes all the time is caught up with before the worker goes on


def index_after_commit(*item_pks: int) -> None:
    """Note the items as changed in this transaction, and index them as soon as it is committed, the first ones first."""
    pending.note(item_pks)
    transaction.on_commit(partial(index_items, *item_pks[:AT_ONCE]))


def index_items(*item_pks: int) -> None:
    """Put published items into the index and the flat table of the map, and take all others out.

    What the engine does not take is written down with the reason, and tried again by the worker.
    """
    features.refresh(*item_pks)
    ids: dict[str, int | None] = dict(Item.objects.filter(pk__in=item_pks).values_list("public_id", "pk"))
    waiting = pending.marks(ids)
    if len(waiting) < len(ids):
        pending.note(pk for id_, pk in ids.items() if pk is not None and id_ not in waiting)
    _settle(ids)


def retry_due() -> int:
    """Try again what is due; how many items the engine has taken."""
    ids = pending.due()
    if not ids:
        return 0
    known = dict(Item.objects.filter(public_id__in=ids).values_list("public_id", "pk"))
    left = _settle({id_: known.get(id_) for id_ in ids})
    if len(left) < len(ids):
        pending.hurry()
    return len(ids) - len(left)


def rebuild() -> int:
    """Build the whole index anew beside the old one. Returns how many documents it holds."""
    return [one.rebuild(documents()) for one in engine.every()][-1]


def documents() -> Iterator[SearchDocument]:
    """Every published item as a search document, in chunks."""
    keys = list(Item.objects.filter(state=Item.State.PUBLISHED).order_by("pk").values_list("pk", flat=True))
    names: dict[int, tuple[str, ...]] = {}  # of units, which many items share
    for start in range(0, len(keys), CHUNK):
        items = list(_rows().filter(pk__in=keys[start : start + CHUNK]))
        names |= _names_of({item.unit_id for item in items} - names.keys())
        for item in items:
            yield search_document(item, names[item.unit_id])


def differences() -> tuple[set[str], set[str]]:
    """Ids missing from the index, and ids that should not be in it."""
    wanted = set(Item.objects.filter(state=Item.State.PUBLISHED).values_list("public_id", flat=True))
    held = engine.current().ids()
    return wanted - held, held - wanted


def altered() -> set[str]:
    """Ids whose document in the index is not what the rows would make today."""
    held = engine.current().digests()
    return {
        document.id
        for document in documents()
        if document.id in held and held[document.id] != digest_of(compile_document(document))
    }


def _settle(items: dict[str, int | None]) -> set[str]:
    """Write items into the index and cross them off; gives the ids that it did not take.

    An item that changes meanwhile is written again: else the older of two writers could have the last word.
    """
    refused: set[str] = set()
    changed = set(items)
    for _ in range(ROUNDS):
        taken = pending.marks(changed)
        failed: set[str] = set()
        for some in _chunks(list(taken)):
            failed |= _write({id_: items[id_] for id_ in some})
        refused |= failed
        changed = pending.settle({id_: since for id_, since in taken.items() if id_ not in failed})
        if not changed:
            break
        # Where another writer has crossed it off already, ours may have come in last: once more.
        pending.note_ids(changed - pending.marks(changed).keys())
    return refused | changed


def _write(items: dict[str, int | None]) -> set[str]:
    """Gives the ids that an engine did not take, with the reason written down."""
    try:
        for one in engine.every():
            _put(one, items)
    except EngineUnavailable as error:
        return _postponed(items, error)
    except Exception as error:  # whatever it is, the change is committed and must not look as if it were not
        if len(items) > 1:  # one of them is to blame
            return {id_ for each in items for id_ in _write({each: items[each]})}
        if not isinstance(error, SearchError):
            logger.exception("indexing failed by a mistake of ours")
        return _postponed(items, error)
    return set()


def _postponed(items: Iterable[str], error: Exception) -> set[str]:
    ids = set(items)
    logger.warning("not indexed, to be tried again: %s: %s", ", ".join(sorted(ids)), error)
    pending.postpone(ids, str(error) or type(error).__name__)
    return ids


def _put(one: Engine, items: dict[str, int | None]) -> None:
    rows = _rows().filter(pk__in=[pk for pk in items.values() if pk is not None])
    public = {item.public_id: item for item in rows if item.is_public}
    gone = sorted(items.keys() - public.keys())
    names = _names_of({item.unit_id for item in public.values()})
    if public:
        one.put([search_document(item, names[item.unit_id]) for item in public.values()])
    if gone:
        one.remove(gone)
    logger.info("indexed %s items, removed %s, in %s", len(public), len(gone), one.name)


def _chunks(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def _names_of(unit_pks: set[int]) -> dict[int, tuple[str, ...]]:
    if not unit_pks:
        return {}
    units = AdminUnit.objects.filter(pk__in=unit_pks).defer("boundary", "centroid")
    return {unit.pk: names_of_unit(unit) for unit in units.prefetch_related(*_FORMER)}


def _rows() -> QuerySet[Item]:
    """Without the shapes that no document tells."""
    linked = Relation.objects.filter(kind__in=PEOPLE)
    return (
        Item.objects.select_related("unit")
        .defer("unit__boundary", "zone_one", "zone_two", "route", "area")
        .prefetch_related(
            "assets__page_texts",
            Prefetch("other_units", AdminUnit.objects.defer("boundary", "centroid")),
            Prefetch(
                "relations", linked.select_related("object").defer(*(f"object__{each}" for each in _SHAPES))
            ),
            Prefetch(
                "inverse_relations",
                linked.select_related("subject").defer(*(f"subject__{each}" for each in _SHAPES)),
            ),
        )
    )
