"""Receive survey files: identify, fingerprint, keep, record. Steps 1 to 5 of the line."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone

from gis.models import AdminUnit
from heritage import categories, storage
from heritage.errors import Infected, NotChecked, NotFound
from heritage.jobs.fixity import check
from heritage.models import Asset, Batch, Item, Receipt, User
from heritage.services import quarantine
from heritage.services.access import require_unit
from heritage.services.manifest import Row
from heritage.tasks import enqueue
from media_pipeline import fixity, kinds
from media_pipeline.errors import MediaRefused
from media_pipeline.report import Identity


@dataclass(frozen=True, slots=True)
class Verdict:
    """What receiving a file came to. ``pending`` names the asset that still has to be processed."""

    outcome: str
    code: str
    vi: str
    en: str
    sha256: str = ""
    asset: Asset | None = field(default=None)
    pending: bool = False


def receive(
    path: Path,
    *,
    name: str,
    unit: AdminUnit,
    by: User | None,
    item: Item | None = None,
    row: Row | None = None,
) -> Verdict:
    """Take one file in. The original is kept and recorded as RECEIVED; nothing is decoded here.

    Raises:
        NotAllowed: The person belongs to another unit.
    """
    require_unit(by, unit)
    try:
        quarantine.check(path, name=name, unit=unit, by=by)
        identity = kinds.identify(path)
        target = target_item(row, item, unit)
    except MediaRefused as refusal:
        return Verdict("refused", refusal.code, refusal.sentence("vi"), refusal.sentence("en"))
    except (NotFound, Infected, NotChecked) as other:
        return Verdict("refused", other.code, other.vi, other.en)
    sha256 = fixity.sha256_of(path)
    known = Asset.objects.filter(sha256=sha256).first()
    if known is not None:
        return _healed(known, path, sha256) if known.damage else _known(known, sha256, name)
    kept = storage.keep_original(path, sha256)
    try:
        with transaction.atomic():
            asset = _record(path, identity, sha256, kept, name, unit, by, target, row)
    except IntegrityError:
        return _known(Asset.objects.get(sha256=sha256), sha256, name)
    return Verdict(
        "working", "received", "Đã nhận, đang xử lý.", "Received, being processed.", sha256, asset, True
    )


def receive_into(
    batch: Batch,
    path: Path,
    *,
    name: str,
    item: Item | None = None,
    row: Row | None = None,
    queue: bool = True,
) -> Receipt:
    """Receive one file and write its receipt; with ``queue`` a worker takes it from here."""
    verdict = receive(path, name=name, unit=batch.unit, by=batch.by, item=item, row=row)
    return write_receipt(batch, name, verdict, queue=queue)


def write_receipt(batch: Batch, name: str, verdict: Verdict, *, queue: bool) -> Receipt:
    """Write down what receiving a file came to; with ``queue`` a worker takes a pending one from here."""
    with transaction.atomic():
        receipt, _ = Receipt.objects.update_or_create(
            batch=batch,
            path=_place_for(batch, name[:500], verdict.sha256),
            defaults={
                "outcome": verdict.outcome,
                "code": verdict.code,
                "vi": verdict.vi,
                "en": verdict.en,
                "sha256": verdict.sha256,
                "asset": verdict.asset,
            },
        )
        if verdict.pending and queue and verdict.asset is not None:
            enqueue("process_asset", verdict.asset.pk)
    return receipt


def _place_for(batch: Batch, path: str, sha256: str) -> str:
    """The path of a receipt: two different files of one name in one delivery get one each."""
    candidate, number = path, 1
    while sha256 and batch.receipts.filter(path=candidate).exclude(sha256__in=["", sha256]).exists():
        number += 1
        candidate = f"{path[:490]} ({number})"
    return candidate


def target_item(row: Row | None, item: Item | None, unit: AdminUnit) -> Item | None:
    """The item that a file goes to: the one its manifest row names, else the one given for all.

    Raises:
        NotFound: The unit has no item of that id.
    """
    if row is None or not row.item:
        return item
    found = Item.objects.filter(public_id=row.item.strip().upper(), unit=unit).first()
    if found is None:
        raise NotFound(
            f"Bảng kê ghi mã di sản {row.item}, nhưng {unit.name} không có mã này. Sửa bảng kê rồi gửi lại.",
            f"The manifest names item {row.item}, which {unit.name} does not have. Correct it and send again.",
            "unknown_item",
        )
    return found


def retry(asset: Asset) -> None:
    """Send a failed or stranded asset down the line again."""
    Asset.objects.filter(pk=asset.pk).update(state=Asset.State.RECEIVED, attempts=0, lease_until=None)
    enqueue("process_asset", asset.pk)


def _healed(asset: Asset, path: Path, sha256: str) -> Verdict:
    """Put the bytes back that were lost: the same file came in again."""
    storage.replace_original(path, sha256)
    check(asset)
    return Verdict(
        "duplicate",
        "original_restored",
        f"Tệp gốc mã {asset.public_id} bị hỏng, đã khôi phục từ tệp này. Không phải làm gì thêm.",
        f"The damaged original of {asset.public_id} has been restored from this file. Nothing to do.",
        sha256,
        asset,
    )


def _known(asset: Asset, sha256: str, name: str) -> Verdict:
    if asset.state == Asset.State.REJECTED:
        return Verdict("refused", asset.code, asset.reason["vi"], asset.reason["en"], sha256, asset)
    # The same file sent again goes on where it stopped; its copy under another name is a duplicate.
    goes_on = not asset.is_settled and asset.original_name == _stored_name(name)
    if asset.state == Asset.State.FAILED or goes_on:
        if asset.state == Asset.State.FAILED:
            Asset.objects.filter(pk=asset.pk).update(state=Asset.State.RECEIVED, attempts=0)
        return Verdict(
            "working", "received", "Đã nhận lần trước, đang xử lý tiếp.", "Received before, work goes on.",
            sha256, asset, True,
        )  # fmt: skip
    day = timezone.localtime(asset.received_at)
    kind = categories.term(categories.MEDIA_KINDS, asset.kind)
    return Verdict(
        "duplicate",
        "duplicate",
        f"Giống hệt {kind.vi.lower()} đã nhận ngày {day:%d/%m/%Y} (mã {asset.public_id}). Không phải làm gì thêm.",
        f"Identical to the file received on {day:%d}/{day:%m}/{day:%Y} (code {asset.public_id}). Nothing to do.",
        sha256,
        asset,
    )


def _record(
    path: Path,
    identity: Identity,
    sha256: str,
    kept: str,
    name: str,
    unit: AdminUnit,
    by: User | None,
    item: Item | None,
    row: Row | None,
) -> Asset:
    declared: dict[str, object] = {}
    if row is not None and row.placement is not None:
        declared["placement"] = row.placement.as_dict()
    if row is not None and row.problem is not None:
        declared["problem"] = {"vi": row.problem[0], "en": row.problem[1]}
    return Asset.objects.create(
        item=item,
        unit=unit,
        kind=identity.kind,
        media_type=identity.media_type,
        sha256=sha256,
        bytes=path.stat().st_size,
        original=kept,
        original_name=_stored_name(name),
        declared=declared,
        caption_vi=row.caption[:400] if row else "",
        caption_en=row.caption_en[:400] if row else "",
        credit=row.author[:200] if row else "",
        licence=row.licence[:20] if row else "",
        role=row.role[:30] if row else "",
        order=Asset.objects.filter(item=item).count() if item else 0,
        received_by=by,
    )


def _stored_name(name: str) -> str:
    return unicodedata.normalize("NFC", name)[-300:]
