"""Take one received original down the line and file the result. A second delivery is harmless."""

from __future__ import annotations

import logging
import secrets
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from gis.doubts import Doubt
from heritage import storage, workplace
from heritage.jobs import evidence, filing, lease, originals, pace
from heritage.jobs.allowance import limits_of
from heritage.models import Asset
from heritage.rules.resolution import doubts_of_resolution
from media_pipeline import child, fixity
from media_pipeline.errors import MediaRefused, WorkerFailed
from media_pipeline.recipes import RECIPES, recipe_named
from media_pipeline.report import Derived, Identity, Report
from media_pipeline.told import Order

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
LEASE_MARGIN = timedelta(minutes=2)


def process_asset(asset_pk: int, without: frozenset[str] = frozenset()) -> None:
    """Steps 6 to 12 for one asset; does nothing if it is settled or somebody else holds it.

    Args:
        asset_pk: The asset's key.
        without: Recipes to leave for later.
    """
    asset = _take(asset_pk)
    if asset is None:
        return
    try:
        report, kept = walk(asset, _all_but(without), pace.teller(asset))
        _settle(asset, report, kept)
    except MediaRefused as refusal:
        logger.info("asset %s refused: %s", asset.pk, refusal.code)
        filing.reject(asset, refusal.code, refusal.sentence("vi"), refusal.sentence("en"))
    except (WorkerFailed, OSError) as failure:
        number = secrets.token_hex(2).upper()
        logger.exception("asset %s failed, number %s", asset.pk, number)
        filing.fail(asset, number, str(failure))


def _take(asset_pk: int) -> Asset | None:
    """The asset, leased to this process for as long as its limits allow, or None."""
    holder = Asset.objects.filter(pk=asset_pk).values_list("lease_holder", flat=True).first()
    if holder is None:
        return None
    now = timezone.now()
    free = Q(state=Asset.State.RECEIVED) | Q(state=Asset.State.PROCESSING, lease_until__lt=now)
    if lease.is_dead(holder):
        free |= Q(state=Asset.State.PROCESSING, lease_holder=holder)
    limits = limits_of(asset_pk)
    taken = (
        Asset.objects.filter(free, pk=asset_pk)
        .filter(attempts__lt=MAX_ATTEMPTS)
        .update(
            state=Asset.State.PROCESSING,
            attempts=F("attempts") + 1,
            lease_until=now + timedelta(seconds=limits.longest_s) + LEASE_MARGIN,
            lease_holder=lease.holder(),
        )
    )
    if taken:
        return Asset.objects.select_related("item", "unit").get(pk=asset_pk)
    worn_out = Asset.objects.filter(free, pk=asset_pk, attempts__gte=MAX_ATTEMPTS).first()
    if worn_out is not None:
        filing.fail(worn_out, secrets.token_hex(2).upper(), "gave up after repeated interruptions")
    return None


def _all_but(recipes: frozenset[str]) -> frozenset[str] | None:
    return frozenset(each.name for each in RECIPES) - recipes if recipes else None


def walk(
    asset: Asset, wanted: frozenset[str] | None, on_progress: Callable[[str], None] | None = None
) -> tuple[Report, list[dict[str, Any]]]:
    """Steps 6 to 11: the report of the child, and the columns of each derivative that was stored.

    Args:
        asset: The file; the caller holds its lease.
        wanted: Names of the recipes to make; all when None.
        on_progress: Told each step as the child begins it.

    Raises:
        MediaRefused: The file is at fault.
        WorkerFailed, OSError: We are.
    """
    with (
        originals.at_hand(asset) as path,
        tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix=workplace.mark()) as folder,
    ):
        report = child.process_in_child(
            path,
            Identity(asset.kind, asset.media_type),
            Path(folder),
            limits_of(asset.pk),
            on_progress,
            order=Order(asset.told, wanted),
        )
        return report, [keep(asset, derived) for derived in report.derived]


def keep(asset: Asset, derived: Derived) -> dict[str, Any]:
    """Step 11: store one derivative; the columns of its row.

    Raises:
        WorkerFailed: The registry knows no such recipe.
    """
    recipe = recipe_named(derived.recipe)
    digest = fixity.sha256_of(derived.path)
    name = f"{asset.public_id[:2]}/{asset.public_id}/{derived.recipe}-{digest[:12]}{derived.path.suffix}"
    return {
        "recipe": derived.recipe,
        "media_type": derived.media_type,
        "file": storage.keep_derivative(derived.path, name),
        "bytes": derived.path.stat().st_size,
        "sha256": digest,
        "facts": derived.facts,
        "version": recipe.version,
        "tool": (derived.tool or recipe.tool_text())[:200],
        "parameters": recipe.parameters,
        "made_at": timezone.now(),
    }


def _settle(asset: Asset, report: Report, kept: list[dict[str, Any]]) -> None:
    doubts: list[Doubt] = list(report.doubts)
    placement, more = filing.place(asset, report.placement)
    doubts.extend(more)
    doubts.extend(doubts_of_resolution(asset.kind, report.facts, asset.role))
    with transaction.atomic():
        filing.accept(asset, report.facts, placement, doubts, kept)
        if asset.item is not None:
            evidence.refresh_level(asset.item)
