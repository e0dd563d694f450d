"""Files from a browser: plain ones, zips and their manifest, through the same door as ``ingest``."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from heritage.errors import BadRequest
from heritage.models import Batch, Item, Receipt
from heritage.services import delivery, intake, quarantine
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
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        manifest = Manifest()
        paths: list[tuple[str, Path]] = []
        for number, file in enumerate(files):
            path = _on_disk(file, Path(folder) / str(number))
            if (file.name or "").lower() in delivery.MANIFEST_NAMES:
                quarantine.check(path, name=file.name or "", unit=batch.unit, by=batch.by)
                manifest = read_manifest(path)
            else:
                paths.append((file.name or f"{number}", path))
        for name, path in paths:
            if delivery.is_archive(path):
                receipts += _archive(batch, path, name, item, manifest, details)
            else:
                row = manifest.row_for(name) or _row(name, details)
                receipts.append(intake.receive_into(batch, path, name=name, item=item, row=row))
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
    receipts = []
    for member in delivery.files_in(path):
        if member == inside:
            continue
        with delivery.one_file(path, member) as delivered:
            receipts.append(receive_delivered(batch, delivered, item, manifest, details))
    if not receipts:
        receipts.append(
            receive_delivered(batch, delivery.Delivered(name, None, delivery.EMPTY), item, manifest)
        )
    return receipts


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


def _on_disk(file: UploadedFile[bytes], target: Path) -> Path:
    """The path of an upload; large ones are already on disk, in our own folder."""
    known = getattr(file, "temporary_file_path", None)
    if known is not None:
        return Path(known())
    with target.open("wb") as sink:
        for chunk in file.chunks():
            sink.write(chunk)
    return target
