"""Receive a file together with the companions that lie beside it in the delivery."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from heritage import storage
from heritage.errors import Infected, NotChecked
from heritage.jobs.evidence import refresh_level
from heritage.models import Asset, Batch, Companion, Event, Item, Receipt, User
from heritage.services import intake, quarantine
from heritage.services.companions import Attachment
from heritage.services.delivery import Delivered
from heritage.services.describing import take_back
from heritage.services.intake import Verdict
from heritage.services.manifest import Row
from media_pipeline import fixity

Open = Callable[[str], AbstractContextManager[Delivered]]
Alone = Callable[[Delivered], Receipt]


@dataclass(frozen=True, slots=True)
class Brought:
    """A companion on disk: its name in the delivery, and the name that the main file has for it."""

    delivered: str
    name: str
    path: Path


def receive_together(
    batch: Batch,
    main: Delivered,
    attachments: Sequence[Attachment],
    open_: Open,
    *,
    item: Item | None,
    row_for: Callable[[str], Row | None],
    alone: Alone,
    done: set[str],
    queue: bool,
) -> Iterator[tuple[str, Receipt]]:
    """Receive a main file and its companions; each gets its receipt, the main file first.

    Args:
        batch: The delivery.
        main: The main file.
        attachments: What belongs to it.
        open_: Gives a file of the delivery by name.
        item: The item that all files go to.
        row_for: The manifest's row of a file.
        alone: Receives a file that belongs to no other.
        done: Names that already have a receipt; grows.
        queue: Whether a worker takes it from here.

    Yields:
        Name as it is shown, and receipt.
    """
    with ExitStack() as stack:
        brought, broken = list[Brought](), dict[str, Delivered]()
        for each in attachments:
            delivered = stack.enter_context(open_(each.delivered))
            if delivered.path is None:
                broken[each.delivered] = delivered
            else:
                brought.append(Brought(each.delivered, each.name, delivered.path))
        if main.path is None:
            verdict = None
            yield main.relative, alone(main)
        else:
            verdict = intake.receive(
                main.path,
                name=main.relative,
                unit=batch.unit,
                by=batch.by,
                item=item,
                row=row_for(main.relative),
            )
            verdict, told = attach(verdict, brought, batch, main.relative)
            yield main.relative, intake.write_receipt(batch, main.relative, verdict, queue=queue)
        for each in attachments:
            if each.delivered in done:
                continue
            done.add(each.delivered)
            delivered = broken.get(each.delivered) or stack.enter_context(open_(each.delivered))
            row = row_for(delivered.relative)
            is_its_own = row is not None and bool(row.item)
            if verdict is None or verdict.asset is None or is_its_own or each.delivered in broken:
                yield delivered.relative, alone(delivered)
            else:
                receipt = intake.write_receipt(batch, delivered.relative, told[each.delivered], queue=False)
                yield delivered.relative, receipt


def attach(
    verdict: Verdict, brought: Sequence[Brought], batch: Batch, main: str
) -> tuple[Verdict, dict[str, Verdict]]:
    """Keep companions with the asset of a verdict; one that was processed without them is processed again.

    Returns:
        The verdict on the main file, and one on each companion by its name in the delivery.
    """
    asset = verdict.asset
    if asset is None:
        return verdict, {}
    if asset.unit_id != batch.unit_id:  # somebody else's file: nothing is added to it
        return verdict, {each.delivered: verdict for each in brought}
    was_settled = not verdict.pending
    told, new = dict[str, Verdict](), list[str]()
    for each in brought:
        told[each.delivered], is_new = _keep(asset, each, batch, main)
        if is_new:
            new.append(each.name)
    if not new or not was_settled:
        return verdict, told
    _process_again(asset, new, batch.by)
    again = Verdict(
        "working",
        "received",
        "Đã nhận thêm tệp đi kèm, đang xử lý lại.",
        "Companions were added, it is processed again.",
        verdict.sha256,
        asset,
        pending=True,
    )
    return again, told


def _keep(asset: Asset, each: Brought, batch: Batch, main: str) -> tuple[Verdict, bool]:
    try:
        quarantine.check(each.path, name=each.delivered, unit=batch.unit, by=batch.by)
    except (Infected, NotChecked) as refusal:
        return Verdict("refused", refusal.code, refusal.vi, refusal.en), False
    sha256 = fixity.sha256_of(each.path)
    known = asset.companions.filter(name=each.name).first()
    if known is None:
        kept = storage.keep_original(each.path, sha256)
        size = each.path.stat().st_size
        _, is_new = Companion.objects.get_or_create(
            asset=asset, name=each.name, defaults={"sha256": sha256, "bytes": size, "original": kept}
        )
        return _belongs("accepted", "companion_of", sha256, asset, main), is_new
    if known.sha256 == sha256:
        return _belongs("duplicate", "duplicate", sha256, asset, main), False
    return (
        Verdict(
            "refused",
            "companion_differs",
            f"{main} (mã {asset.public_id}) đã có tệp đi kèm tên này với nội dung khác. "
            "Xuất mô hình thành tệp mới rồi gửi cùng các tệp đi kèm mới.",
            f"{main} (code {asset.public_id}) already has a companion of this name with other content. "
            "Export the model anew and send it together with its new companions.",
            sha256,
            asset,
        ),
        False,
    )


def _belongs(outcome: str, code: str, sha256: str, asset: Asset, main: str) -> Verdict:
    return Verdict(
        outcome,
        code,
        f"Tệp đi kèm của {main} (mã {asset.public_id}). Không phải làm gì thêm.",
        f"Companion of {main} (code {asset.public_id}). Nothing to do.",
        sha256,
        asset,
    )


@transaction.atomic
def _process_again(asset: Asset, names: list[str], by: User | None) -> None:
    """Send a file down the line again; a public one needs a second person's approval again."""
    was_public = asset.published_at is not None
    Asset.objects.filter(pk=asset.pk).update(
        state=Asset.State.RECEIVED, attempts=0, lease_until=None, published_at=None, approved_by=None
    )
    Event.objects.create(
        actor=by,
        verb="companions_added",
        item=asset.item,
        subject=asset.public_id,
        detail={"names": names, "was_public": was_public},
    )
    if asset.item is not None:
        take_back(asset.item)
        refresh_level(asset.item)
