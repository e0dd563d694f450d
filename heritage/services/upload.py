"""Files from a browser: plain ones, zips and their manifest, through the same door as ``ingest``."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from heritage import workplace
from heritage.errors import BadRequest
from heritage.models import Batch, Item, Receipt
from heritage.services import companions, delivery, intake, quarantine
from heritage.services.attaching import Open, receive_together
from heritage.services.manifest import Manifest, Row, read_manifest


def receive_uploads(
    batch: Batch, files: Sequence[UploadedFile[bytes]], *, item: Item | None, details: dict[str, str]
) -> list[Receipt]:
    """Receive every file, the members of zips one by one; a worker takes them from here.

    Args:
        details: Caption, author, licence and role for files that no manifest describes.

    Raises:
        BadRequest: No file came along, or a manifest cannot be read.
    """
    if not files:
        raise BadRequest("Chưa chọn tệp nào.", "No file has been chosen.", "no_files")
    receipts: list[Receipt] = []
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix=workplace.mark()) as folder:
        manifest = Manifest()
        loose: dict[str, delivery.Delivered] = {}
        for number, file in enumerate(files):
            path = on_disk(file, Path(folder) / str(number))
            if (file.name or "").lower() in delivery.MANIFEST_NAMES:
                quarantine.check(path, name=file.name or "", unit=batch.unit, by=batch.by)
                manifest = read_manifest(path)
            else:
                name = file.name or f"{number}"
                key = name if name not in loose else f"{number}/{name}"  # two files of one name
                loose[key] = delivery.Delivered(name, path)
        archives = {key: each for key, each in loose.items() if each.path and delivery.is_archive(each.path)}
        plain = {key: each.path for key, each in loose.items() if key not in archives and each.path}
        receipts += [
            receipt
            for _, receipt in receive_all(
                batch,
                list(plain),
                lambda key: nullcontext(loose[key]),
                companions.among_files(plain),
                item,
                manifest,
                details,
            )
        ]
        for each in archives.values():
            if each.path is not None:
                receipts += _archive(batch, each.path, each.relative, item, manifest, details)
    return receipts


def _archive(
    batch: Batch, path: Path, name: str, item: Item | None, manifest: Manifest, details: dict[str, str]
) -> list[Receipt]:
    """The members one by one; a manifest inside counts before one that was sent beside the archive."""
    inside = delivery.manifest_in(path)
    if inside is not None:
        with delivery.one_file(path, inside) as delivered:
            if delivered.path is not None:
                quarantine.check(delivered.path, name=inside, unit=batch.unit, by=batch.by)
                manifest = read_manifest(delivered.path)
    names = [member for member in delivery.files_in(path) if member != inside]
    groups = companions.in_delivery(path, names)
    received = receive_all(
        batch, names, lambda name: delivery.one_file(path, name), groups, item, manifest, details
    )
    receipts = [receipt for _, receipt in received]
    if not receipts:
        receipts.append(
            receive_delivered(batch, delivery.Delivered(name, None, delivery.EMPTY), item, manifest)
        )
    return receipts


def receive_all(
    batch: Batch,
    names: Sequence[str],
    open_: Open,
    groups: companions.Groups,
    item: Item | None,
    manifest: Manifest,
    details: dict[str, str] | None = None,
    *,
    queue: bool = True,
) -> Iterator[tuple[str, Receipt]]:
    """Receive every file of a delivery once; what belongs to another comes right after it.

    Args:
        names: Everything that gets an outcome.
        open_: Gives a file by its name.
        groups: What belongs together.
        details: As in :func:`receive_uploads`.
        queue: Whether a worker takes the files from here.

    Yields:
        Name as it is shown, and receipt.
    """

    def row_for(name: str) -> Row | None:
        return manifest.row_for(name) or (_row(name, details) if details else None)

    def alone(delivered: delivery.Delivered) -> Receipt:
        return receive_delivered(batch, delivered, item, manifest, details, queue=queue)

    belongs, done = groups.main_of, set[str]()
    for name in names:
        if name in belongs:
            continue
        with open_(name) as delivered:
            attachments = groups.of.get(name, ())
            if not attachments:
                yield delivered.relative, alone(delivered)
                continue
            yield from receive_together(
                batch,
                delivered,
                attachments,
                open_,
                item=item,
                row_for=row_for,
                alone=alone,
                done=done,
                queue=queue,
            )


def receive_delivered(
    batch: Batch,
    delivered: delivery.Delivered,
    item: Item | None,
    manifest: Manifest,
    details: dict[str, str] | None = None,
    *,
    queue: bool = True,
) -> Receipt:
    """Receive one file of a folder or archive; what cannot be taken out is refused with its reason."""
    if delivered.path is None:
        code, vi, en = delivered.problem or ("refused", "", "")
        values: dict[str, Any] = {"outcome": "refused", "code": code, "vi": vi, "en": en}
        receipt, _ = Receipt.objects.update_or_create(
            batch=batch, path=delivered.relative[:500], defaults=values
        )
        return receipt
    row = manifest.row_for(delivered.relative) or (_row(delivered.relative, details) if details else None)
    return intake.receive_into(
        batch, delivered.path, name=delivered.relative, item=item, row=row, queue=queue
    )


def _row(name: str, details: dict[str, str]) -> Row:
    return Row(
        file=name,
        caption=details.get("caption", ""),
        caption_en=details.get("caption_en", ""),
        author=details.get("author", ""),
        licence=details.get("licence", ""),
        role=details.get("role", ""),
    )


def on_disk(file: UploadedFile[bytes], target: Path) -> Path:
    """The path of an upload; large ones are already on disk, in our own folder."""
    known = getattr(file, "temporary_file_path", None)
    if known is not None:
        return Path(known())
    with target.open("wb") as sink:
        for chunk in file.chunks():
            sink.write(chunk)
    return target
