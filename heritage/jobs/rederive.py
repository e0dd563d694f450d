"""Make derivatives of one recipe anew from the originals, while the site keeps serving the old ones."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from heritage import storage
from heritage.jobs import lease, page_texts, recordings
from heritage.jobs.allowance import limits_of
from heritage.jobs.index import index_after_commit
from heritage.jobs.process import LEASE_MARGIN, walk
from heritage.models import Asset, Derivative
from media_pipeline.errors import MediaRefused, WorkerFailed
from media_pipeline.recipes import Recipe, general_name

logger = logging.getLogger(__name__)

SETTLED = (Asset.State.READY, Asset.State.NEEDS_REVIEW)


def outdated(recipe: Recipe, *, every: bool = False, lacking_kind: str | None = None) -> list[int]:
    """Keys of the files whose derivative of this recipe is of an older version, oldest file first.

    Args:
        recipe: The recipe.
        every: Also those that are up to date.
        lacking_kind: Also files of this media kind that have no such derivative at all.

    Of ``ocr`` also files whose pages could not be read when they came in.
    """
    stem = recipe.name.split("-N")[0]
    rows = Derivative.objects.filter(recipe__startswith=stem, asset__state__in=SETTLED)
    if not every:
        rows = rows.filter(version__lt=recipe.version)
    named = {pk for pk, name in rows.values_list("asset_id", "recipe") if general_name(name) == recipe.name}
    if lacking_kind is not None:
        have = Derivative.objects.filter(recipe__startswith=stem, asset__kind=lacking_kind)
        with_it = {
            pk for pk, name in have.values_list("asset_id", "recipe") if general_name(name) == recipe.name
        }
        kind = Asset.objects.filter(kind=lacking_kind, state__in=SETTLED).exclude(pk__in=with_it)
        named |= set(kind.values_list("pk", flat=True))
    if recipe.name == page_texts.OCR:
        named |= page_texts.unread()
    return sorted(named)


def rederive(asset_pk: int, recipe: Recipe) -> int | None:
    """Make the derivatives of one recipe anew; how many were made, or None if somebody works on the file.

    Raises:
        MediaRefused: The original can no longer be read; what was made before stays.
        WorkerFailed: Ours.
    """
    asset = _take(asset_pk)
    if asset is None:
        return None
    try:
        report, made = walk(asset, frozenset({recipe.name}))
        if page_texts.could_read(recipe.name, report.facts) and recordings.could_make(
            asset.kind, report.facts, made
        ):
            _replace(asset, recipe, made, report.facts)
            recordings.renew_notes(asset, recipe.name, report.facts)
    except (MediaRefused, WorkerFailed, OSError):
        logger.exception("asset %s: %s was not made anew", asset.pk, recipe.name)
        raise
    finally:
        Asset.objects.filter(pk=asset_pk, lease_holder=lease.holder()).update(
            lease_until=None, lease_holder=""
        )
    return len(made)


def _take(asset_pk: int) -> Asset | None:
    """The settled asset, leased to this process, or None."""
    now = timezone.now()
    holder = Asset.objects.filter(pk=asset_pk).values_list("lease_holder", flat=True).first()
    if holder is None:
        return None
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    if holder and lease.is_dead(holder):
        free |= Q(lease_holder=holder)
    limits = limits_of(asset_pk)
    until = now + timedelta(seconds=limits.longest_s) + LEASE_MARGIN
    taken = Asset.objects.filter(free, pk=asset_pk, state__in=SETTLED).update(
        lease_until=until, lease_holder=lease.holder()
    )
    return Asset.objects.get(pk=asset_pk) if taken else None


@transaction.atomic
def _replace(asset: Asset, recipe: Recipe, made: list[dict[str, Any]], facts: dict[str, Any]) -> None:
    """Point the rows at the new files; the old files go once nobody can be sent to them any more."""
    before = [each for each in asset.derivatives.all() if general_name(each.recipe) == recipe.name]
    for each in made:
        values = {key: value for key, value in each.items() if key != "recipe"}
        Derivative.objects.update_or_create(asset=asset, recipe=each["recipe"], defaults=values)
    names = {each["recipe"] for each in made}
    asset.derivatives.filter(pk__in=[each.pk for each in before if each.recipe not in names]).delete()
    stale = {each.file for each in before} - {each["file"] for each in made}
    if recipe.name in page_texts.RECIPES:
        page_texts.refresh(asset)
        page_texts.renew_notes(asset, recipe.name, facts)
        if asset.item_id is not None:
            index_after_commit(asset.item_id)
    transaction.on_commit(lambda: _remove(stale))


def _remove(files: Iterable[str]) -> None:
    store = storage.derivatives()
    for file in files:
        if not Derivative.objects.filter(file=file).exists():
            store.delete(file)
