"""Write an item and its originals as a BagIt 1.0 bag (RFC 8493), and read one back with every sum checked."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.utils import timezone

from heritage import storage
from heritage.errors import BadRequest
from heritage.interop.premis import premis
from heritage.models import Item
from heritage.projections.item_record import item_record, kept_files
from heritage.services.bags import MANIFEST, ORIGINALS, RECORD
from media_pipeline import fixity

TAG_MANIFEST = "tagmanifest-sha256.txt"
SOFTWARE = "Di Sản Số"


def write_bag(item: Item, folder: Path) -> Path:
    """Write ``folder/PUBLIC_ID``, whole or not at all.

    Raises:
        BadRequest: The folder has a bag of this item already, or an original is damaged.
    """
    target = folder / item.public_id
    if target.exists():
        raise BadRequest(
            f"Đã có {target}. Chọn thư mục khác hoặc dời gói cũ đi.",
            f"{target} exists already. Choose another folder or move the old bag away.",
            "bag_exists",
        )
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".bag-") as name:
        bag = Path(name) / item.public_id
        record = item_record(item)
        sums = _write_payload(bag, record)
        _write_tags(bag, item, sums)
        bag.rename(target)
    return target


def record_bytes(record: dict[str, Any]) -> bytes:
    """The record as it is kept: sorted, indented, so that two of the same item are the same bytes."""
    return (json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _write_payload(bag: Path, record: dict[str, Any]) -> dict[str, tuple[str, int]]:
    """Write data/; digest and size of every file by its path in the bag."""
    (bag / ORIGINALS).mkdir(parents=True)
    text = record_bytes(record)
    (bag / RECORD).write_bytes(text)
    sums = {RECORD: (hashlib.sha256(text).hexdigest(), len(text))}
    for file in record["files"]:
        for part in (file, *file["companions"]):
            path = f"{ORIGINALS}/{part['path']}"
            _copy(part["sha256"], bag / path)
            sums[path] = (part["sha256"], part["bytes"])
    return sums


def _copy(sha256: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with storage.local_copy(storage.originals(), storage.original_name(sha256)) as source:
        if not source.is_file() or not fixity.verify(source, sha256):
            raise BadRequest(
                f"Tệp gốc {target.name} bị hỏng nên chưa đóng gói được. Chạy verify_fixity rồi khôi phục tệp.",
                f"The original {target.name} is damaged. Run verify_fixity and restore the file first.",
                "original_damaged",
            )
        shutil.copyfile(source, target)


def _write_tags(bag: Path, item: Item, sums: dict[str, tuple[str, int]]) -> None:
    size = sum(size for _, size in sums.values())
    info = {
        "Source-Organization": f"{item.unit.name}, {item.unit.province_name}",
        "External-Identifier": item.public_id,
        "External-Description": item.name_vi,
        "Bagging-Date": timezone.localdate().isoformat(),
        "Payload-Oxum": f"{size}.{len(sums)}",
        "Bag-Software-Agent": SOFTWARE,
    }
    tags = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": "".join(f"{name}: {_one_line(value)}\n" for name, value in info.items()).encode(),
        MANIFEST: _manifest({path: digest for path, (digest, _) in sums.items()}),
        "metadata/premis.xml": premis(item, kept_files(item)),
    }
    for path, content in tags.items():
        (bag / path).parent.mkdir(exist_ok=True)
        (bag / path).write_bytes(content)
    (bag / TAG_MANIFEST).write_bytes(
        _manifest({path: hashlib.sha256(content).hexdigest() for path, content in tags.items()})
    )


def _manifest(sums: dict[str, str]) -> bytes:
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(sums.items())).encode()


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
