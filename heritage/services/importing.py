"""Bring in items from a file: take it, read it another way, put it away. The dry run itself is a job."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from django.db import transaction

from gis.crs import parse_crs
from gis.errors import GisError
from gis.models import AdminUnit
from heritage import categories, storage
from heritage.errors import BadRequest, NotReady
from heritage.jobs.import_systems import System
from heritage.models import Event, ItemImport, User
from heritage.services import quarantine
from heritage.services.access import require_unit
from heritage.tasks import enqueue
from media_pipeline import fixity
from media_pipeline.features_unpack import PARTS

JOB = "check_import"
CHOICES = ("layer", "encoding", "crs", "columns", "category", "accuracy_m", "line", "area")
State = ItemImport.State


def receive_file(
    paths: Sequence[tuple[str, Path]],
    folder: Path,
    *,
    unit: AdminUnit,
    by: User | None,
    reading: dict[str, Any] | None = None,
    queue: bool = True,
) -> ItemImport:
    """Keep a file of items and send it to its dry run.

    Args:
        paths: Name and path of the file, or of the parts of one Shapefile.
        folder: Where parts may be put together.
        unit: Where rows belong that name no unit.
        by: Who brings it in; None for the administrator.
        reading: Choices made beforehand.
        queue: Whether a worker takes it from here.

    Raises:
        NotAllowed: Another unit's person.
        BadRequest: No file, or several that are no Shapefile.
        Infected, NotChecked: See :mod:`heritage.services.quarantine`.
    """
    require_unit(by, unit)
    for name, path in paths:
        quarantine.check(path, name=name, unit=unit, by=by)
    name, path = _one_file(paths, folder)
    sha256 = fixity.sha256_of(path)
    storage.keep_original(path, sha256)
    with transaction.atomic():
        batch = ItemImport.objects.create(
            unit=unit, by=by, name=name[-300:], sha256=sha256, reading=_known(reading or {})
        )
        Event.objects.create(
            actor=by, verb="import_received", subject=str(batch.pk), detail={"name": batch.name}
        )
        if queue:
            enqueue(JOB, batch.pk)
    return batch


@transaction.atomic
def read_again(
    batch: ItemImport, *, by: User | None, reading: dict[str, Any], queue: bool = True
) -> ItemImport:
    """Read the file another way; its rows are decided on anew.

    Raises:
        NotAllowed: Another unit's person.
        NotReady: It has been accepted or put away.
    """
    require_unit(by, batch.unit)
    held = ItemImport.objects.select_for_update().get(pk=batch.pk)
    if held.state not in (State.CHECKED, State.FAILED, State.READING):
        raise NotReady("Tệp này đã nhập hoặc đã bỏ.", "This file is imported or put away.", "import_settled")
    held.reading = _known(reading)
    held.state = State.READING
    held.save(update_fields=["reading", "state"])
    if queue:
        enqueue(JOB, held.pk)
    return held


@transaction.atomic
def discard(batch: ItemImport, *, by: User | None) -> None:
    """Put a file away that is not wanted; its rows go, what was received stays on record.

    Raises:
        NotAllowed: Another unit's person.
        NotReady: It has been accepted.
    """
    require_unit(by, batch.unit)
    held = ItemImport.objects.select_for_update().get(pk=batch.pk)
    if held.state in (State.ACCEPTED, State.UNDONE):
        raise NotReady(
            "Tệp này đã nhập. Dùng “Hoàn tác cả lô”.", "This file is imported. Undo it.", "import_settled"
        )
    held.rows.all().delete()
    held.state = State.DISCARDED
    held.save(update_fields=["state"])


def _one_file(paths: Sequence[tuple[str, Path]], folder: Path) -> tuple[str, Path]:
    if not paths:
        raise BadRequest("Chưa chọn tệp nào.", "No file has been chosen.", "no_files")
    if len(paths) == 1 and PurePosixPath(paths[0][0]).suffix.lower() != ".shp":
        return paths[0]
    stems = {PurePosixPath(name).stem.lower() for name, _ in paths}
    suffixes = {PurePosixPath(name).suffix.lower() for name, _ in paths}
    if len(stems) > 1 or not suffixes <= {*PARTS, ".qix", ".sbn", ".sbx", ".xml", ".qpj"}:
        raise BadRequest(
            "Mỗi lần nhập một tệp; nhiều tệp chỉ khi là các phần cùng tên của một Shapefile.",
            "Import one file at a time; several only as the parts of one Shapefile.", "one_file",
        )  # fmt: skip
    together = folder / "shapefile.zip"
    with zipfile.ZipFile(together, "w", zipfile.ZIP_STORED) as archive:
        for name, path in paths:
            archive.writestr(zipfile.ZipInfo(PurePosixPath(name).name), path.read_bytes())
    return f"{PurePosixPath(paths[0][0]).stem}.shp", together


def _known(reading: dict[str, Any]) -> dict[str, Any]:
    """The choices that there are, without those left open.

    Raises:
        BadRequest: A reference system or category that does not exist.
    """
    kept = {name: reading[name] for name in CHOICES if reading.get(name) not in (None, "", {})}
    try:
        if "crs" in kept:
            parse_crs(System.parse(kept["crs"]).crs)
    except GisError as error:
        raise BadRequest(
            "Không có hệ tọa độ này.", "There is no such reference system.", "unknown_crs"
        ) from error
    if kept.get("category", "relic") not in categories.codes(categories.CATEGORIES):
        raise BadRequest("Không có loại di sản này.", "There is no such category.", "no_category")
    return kept
