"""Take a bag back: every sum is checked first, then the item and its files become what they were.

What comes back is a draft: a bag says what an item is, not that a second person of this ward approved it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.gis.geos import LineString, MultiLineString, MultiPolygon, Polygon
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.dateparse import parse_datetime

from gis.errors import GisError
from gis.models import AdminUnit
from gis.placement import Placement
from heritage import categories, storage
from heritage.errors import BadRequest
from heritage.jobs.evidence import refresh_level
from heritage.jobs.filing import put_position
from heritage.models import Asset, Batch, Companion, Event, Item, Receipt, Relation, User
from heritage.models.identifiers import ALPHABET
from heritage.projections.item_record import FILE_PLAIN, FORMAT, PLAIN, SHAPES, item_record
from heritage.services import intake, quarantine
from heritage.services.access import require_unit
from media_pipeline import fixity

MANIFEST = "manifest-sha256.txt"
RECORD = "data/item.json"
ORIGINALS = "data/originals"
RECORD_BYTES = 50_000_000
ITEM_ID = re.compile(f"[{ALPHABET}]{{6}}")
ASSET_ID = re.compile(f"[{ALPHABET}]{{10}}")
WORDS = tuple(
    name for name in FILE_PLAIN if name not in ("kind", "media_type", "sha256", "bytes", "original_name")
)


@dataclass(frozen=True, slots=True)
class Bag:
    """A bag whose sums all hold."""

    folder: Path
    record: dict[str, Any]


def is_bag(path: Path) -> bool:
    """Whether a folder is a bag of ours."""
    return path.is_dir() and (path / "bagit.txt").is_file() and (path / RECORD).is_file()


def read_bag(folder: Path) -> Bag:
    """Check a bag and read its record.

    Raises:
        BadRequest: A file is missing, altered or not listed, or the record is not one of ours.
    """
    listed = _listed(folder)
    present = {
        each.relative_to(folder).as_posix()
        for each in (folder / "data").rglob("*")
        if each.is_symlink() or not each.is_dir()
    }
    for path in sorted(present ^ set(listed)):
        raise _broken(path, "không khớp bảng kê", "does not agree with the manifest")
    for path, digest in listed.items():
        if (folder / path).is_symlink() or not fixity.verify(folder / path, digest):
            raise _broken(path, "khác với mã SHA-256", "differs from its SHA-256")
    record = _record(folder / RECORD)
    for part in [part for file in record["files"] for part in (file, *file["companions"])]:
        if listed.get(f"{ORIGINALS}/{part['path']}") != part["sha256"]:
            raise _broken(part["path"], "không khớp hồ sơ", "does not agree with the record")
    return Bag(folder, record)


@transaction.atomic
def restore_item(bag: Bag, *, unit: AdminUnit, by: User | None) -> Item:
    """The item of a bag: made anew under its own id, or the one that is there already and says the same.

    Raises:
        NotAllowed: Another unit's officer.
        BadRequest: The bag belongs to another unit, or the item is here with other words.
    """
    require_unit(by, unit)
    record = bag.record
    if record["unit"]["code"] != unit.code:
        name = record["unit"]["name"]
        raise BadRequest(
            f"Gói này của {name} ({record['unit']['code']}), không phải của {unit.name}.",
            f"This bag belongs to {name} ({record['unit']['code']}), not to {unit.name}.",
            "bag_other_unit",
        )
    known = Item.objects.filter(public_id=record["id"]).first()
    if known is not None:
        if _without_files(item_record(known)) != _without_files(record):
            raise BadRequest(
                f"Di sản {known.public_id} đã có và nội dung khác gói. Không ghi đè; so hai bản rồi sửa trên bàn làm việc.",
                f"Item {known.public_id} is here already and differs from the bag. Nothing is overwritten.",
                "bag_item_differs",
            )
        return known
    item = Item(public_id=record["id"], unit=unit, created_by=by, **{name: record[name] for name in PLAIN})
    _put_shapes(item, record)
    try:
        item.full_clean(exclude=["created_by"])
    except ValidationError as error:
        raise BadRequest(
            "Hồ sơ trong gói không hợp lệ.", f"The record is not valid: {error}", "bag_record"
        ) from error
    item.save()
    item.other_units.set(AdminUnit.objects.filter(code__in=record["other_units"], valid_to__isnull=True))
    for relation in record["relations"]:
        other = Item.objects.filter(public_id=relation["object"]).first()
        if other is not None and relation["kind"] in categories.codes(categories.RELATIONS):
            Relation.objects.create(
                subject=item, object=other, kind=relation["kind"], source=relation["source"]
            )
    Event.objects.create(actor=by, verb="item_opened", item=item, detail={"from": "bag"})
    refresh_level(item)
    return item


def restore_file(bag: Bag, file: dict[str, Any], batch: Batch, item: Item) -> Receipt:
    """Receive one original of a bag under its own id with its words and companions; the caller processes it."""
    path = bag.folder / ORIGINALS / file["path"]
    for part in file["companions"]:
        quarantine.check(
            bag.folder / ORIGINALS / part["path"], name=part["name"], unit=batch.unit, by=batch.by
        )
    receipt = intake.receive_into(batch, path, name=file["original_name"], item=item, queue=False)
    asset = receipt.asset
    if asset is None or receipt.outcome != Receipt.Outcome.WORKING:
        return receipt
    with transaction.atomic():
        if not Asset.objects.filter(public_id=file["id"]).exists():
            asset.public_id = file["id"]
        for name in WORDS:
            setattr(asset, name, file[name])
        asset.save()
        for part in file["companions"]:
            beside = bag.folder / ORIGINALS / part["path"]
            kept = storage.keep_original(beside, part["sha256"])
            Companion.objects.get_or_create(
                asset=asset,
                name=part["name"],
                defaults={"sha256": part["sha256"], "bytes": part["bytes"], "original": kept},
            )
    return receipt


def foretell_bag(bag: Bag) -> list[dict[str, Any]]:
    """What taking a bag back would come to, file by file, in the shape of ``ingest --json``."""
    lines = []
    for file in bag.record["files"]:
        known = Asset.objects.filter(sha256=file["sha256"]).select_related("item").first()
        outcome = "duplicate" if known else "accepted"
        lines.append(
            {
                "path": file["original_name"],
                "outcome": outcome,
                "code": outcome,
                "vi": f"Đã có, mã {known.public_id}." if known else "Sẽ được nhận lại.",
                "en": f"Here already as {known.public_id}." if known else "Would be taken back.",
                "sha256": file["sha256"],
                "asset": known.public_id if known else None,
                "item": known.item.public_id if known and known.item else None,
            }
        )
    return lines


def _listed(folder: Path) -> dict[str, str]:
    """Digest by path, as the payload manifest says."""
    try:
        lines = (folder / MANIFEST).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise _broken(MANIFEST, "không đọc được", "cannot be read") from error
    listed = {}
    for line in lines:
        match = re.fullmatch(r"([0-9a-fA-F]{64})\s+\*?(data/.+)", line)
        if match is None or ".." in match[2].split("/"):
            raise _broken(MANIFEST, "có dòng không hợp lệ", "has a line that is not valid")
        listed[match[2]] = match[1].lower()
    return listed


def _record(path: Path) -> dict[str, Any]:
    if path.stat().st_size > RECORD_BYTES:
        raise _broken(RECORD, "lớn bất thường", "is larger than any record")
    try:
        record = json.loads(path.read_text("utf-8"))
        sound = (
            record["format"] == FORMAT
            and ITEM_ID.fullmatch(record["id"])
            and record["category"] in categories.codes(categories.CATEGORIES)
            and all(name in record for name in (*PLAIN, "unit", "other_units", "placement", "relations"))
            and all(ASSET_ID.fullmatch(file["id"]) for file in record["files"])
            and all(name in file for file in record["files"] for name in (*FILE_PLAIN, "path", "companions"))
        )
    except (ValueError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise _broken(RECORD, "không phải hồ sơ di sản", "is no record of an item") from error
    if not sound:
        raise _broken(RECORD, "không phải hồ sơ di sản", "is no record of an item")
    return dict(record)


def _put_shapes(item: Item, record: dict[str, Any]) -> None:
    try:
        if record["placement"]:
            put_position(
                item,
                Placement.from_dict(record["placement"]),
                text=str(
                    record.get("position_text", "")
                ),  # older bags say neither what was typed nor by whom
                by=User.objects.filter(username=record.get("position_by", "")).first(),
                at=parse_datetime(str(record.get("position_at", ""))),
            )
        for name in SHAPES:
            setattr(item, name, _shape(record.get(name)))  # older bags have no routes and areas
    except (ValueError, TypeError, KeyError, GisError) as error:
        raise _broken(RECORD, "có hình không đọc được", "has a shape that cannot be read") from error


def _shape(shape: dict[str, Any] | None) -> MultiPolygon | MultiLineString | None:
    if shape is None:
        return None
    if shape["type"] == "MultiLineString":
        return MultiLineString([LineString(*line) for line in shape["coordinates"]], srid=4326)
    return MultiPolygon([Polygon(*rings) for rings in shape["coordinates"]], srid=4326)


def _without_files(record: dict[str, Any]) -> Any:
    # By way of JSON, where a tuple is a list. Who stated the place may have no account here.
    left_out = ("files", "position_by")
    return json.loads(json.dumps({name: value for name, value in record.items() if name not in left_out}))


def _broken(path: str, vi: str, en: str) -> BadRequest:
    return BadRequest(
        f"Gói không nguyên vẹn: {path} {vi}. Chép lại gói từ nơi lưu trữ.",
        f"The bag is not whole: {path} {en}. Copy it again from the archive.",
        "bag_damaged",
    )
