"""The whole store as an OCFL 1.1 storage root: every version of every object, readable without this product.

One object per item, with its record and originals, and one per original that belongs to no item. Layout
extension 0002: the folder is the id. Digests are SHA-512, as OCFL asks for; the record inside holds the
SHA-256 of every original. Standard: https://ocfl.io/1.1/spec/
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from django.db.models import Q
from django.utils import timezone

from heritage import storage
from heritage.errors import BadRequest
from heritage.interop.bagit import record_bytes
from heritage.models import Asset, Companion, Item
from heritage.projections.item_record import file_record, item_record

ROOT_MARK = "0=ocfl_1.1"
OBJECT_MARK = "0=ocfl_object_1.1"
LAYOUT = "0002-flat-direct-storage-layout"
ALGORITHM = "sha512"
INVENTORY = "inventory.json"

Change = Literal["new", "changed", "same"]


@dataclass(frozen=True, slots=True)
class Content:
    """What one object holds: records as bytes, originals by the name they have in the store."""

    identifier: str  # also the folder
    texts: dict[str, bytes]
    originals: dict[str, str] = field(default_factory=dict)


def open_root(root: Path) -> None:
    """Make an empty storage root, or see that the folder is one.

    Raises:
        BadRequest: The folder holds something else.
    """
    root.mkdir(parents=True, exist_ok=True)
    if (root / ROOT_MARK).is_file():
        return
    if any(root.iterdir()):
        raise BadRequest(
            f"{root} không trống và không phải kho OCFL. Chọn thư mục khác.",
            f"{root} is neither empty nor an OCFL storage root. Choose another folder.",
            "not_ocfl",
        )
    layout = {"extension": LAYOUT, "description": "One folder per object, named by its id"}
    (root / "ocfl_layout.json").write_text(json.dumps(layout) + "\n")
    (root / ROOT_MARK).write_text("ocfl_1.1\n")


def contents() -> Iterator[Content]:
    """Every object of the store."""
    for item in Item.objects.select_related("unit").order_by("pk").iterator():
        record = item_record(item)
        files = [part for file in record["files"] for part in (file, *file["companions"])]
        yield Content(
            f"item-{item.public_id}",
            {"item.json": record_bytes(record)},
            {f"originals/{part['path']}": storage.original_name(part["sha256"]) for part in files},
        )
    # A refused file belongs to no item's record, but what was handed in is kept all the same.
    alone = Asset.objects.filter(Q(item__isnull=True) | Q(state=Asset.State.REJECTED))
    for asset in alone.prefetch_related("companions").order_by("pk").iterator(chunk_size=500):
        record = {
            "format": "disanso-file/1",
            **file_record(asset),
            "refused": asset.code,
            "reason": asset.reason,
        }
        parts: list[Asset | Companion] = [asset, *asset.companions.all()]
        paths = [record["path"], *(each["path"] for each in record["companions"])]
        yield Content(
            f"file-{asset.public_id}",
            {"file.json": record_bytes(record)},
            {f"originals/{path}": part.original for path, part in zip(paths, parts, strict=True)},
        )


def count_contents() -> int:
    """How many objects :func:`contents` yields."""
    alone = Asset.objects.filter(Q(item__isnull=True) | Q(state=Asset.State.REJECTED)).count()
    return Item.objects.count() + alone


def write_object(root: Path, content: Content) -> Change:
    """Bring one object up to date: a first version, a further one holding only what is new, or nothing.

    A version is made aside and moved into place; the inventory of the object is replaced last, so an
    interruption leaves the version before.
    """
    home = root / content.identifier
    before = json.loads((home / INVENTORY).read_text("utf-8")) if (home / INVENTORY).is_file() else None
    with tempfile.TemporaryDirectory(dir=root.parent, prefix=".ocfl-") as name:
        stage = Path(name)
        number = 1 if before is None else int(before["head"][1:]) + 1
        state, manifest = _stage(content, before, stage, f"v{number}")
        if before is not None and state == before["versions"][before["head"]]["state"]:
            return "same"
        inventory = _inventory(content.identifier, before, number, state, manifest)
        _seal(stage, inventory, f"v{number}")
        if before is None:
            (stage / OBJECT_MARK).write_text("ocfl_object_1.1\n")
            stage.chmod(0o755)
            stage.rename(home)
            stage.mkdir()  # for the context manager to remove
            return "new"
        left_over = home / f"v{number}"
        if left_over.exists():  # moved into place by a run that was cut off before the inventory knew it
            shutil.rmtree(left_over)
        (stage / f"v{number}").rename(left_over)
        for file in (f"{INVENTORY}.{ALGORITHM}", INVENTORY):
            (stage / file).replace(home / file)
        return "changed"


def _stage(
    content: Content, before: dict[str, Any] | None, stage: Path, version: str
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Put what is new into the stage; the state (digest to logical paths) and manifest (digest to stored)."""
    manifest = {} if before is None else {digest: list(paths) for digest, paths in before["manifest"].items()}
    state: dict[str, list[str]] = {}
    for path, digest, place in _copied(content, stage / version / "content"):
        state.setdefault(digest, []).append(path)
        if digest in manifest:
            place.unlink()
        else:
            manifest[digest] = [f"{version}/content/{path}"]
    return {digest: sorted(paths) for digest, paths in state.items()}, manifest


def _copied(content: Content, folder: Path) -> Iterator[tuple[str, str, Path]]:
    """Logical path, SHA-512 and staged file of everything in an object."""
    for path, text in content.texts.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text)
        yield path, hashlib.sha512(text).hexdigest(), place
    for path, original in content.originals.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha512()
        with storage.originals().open(original) as source, place.open("wb") as target:
            for chunk in source.chunks(storage.CHUNK):
                digest.update(chunk)
                target.write(chunk)
        yield path, digest.hexdigest(), place


def _inventory(
    identifier: str,
    before: dict[str, Any] | None,
    number: int,
    state: dict[str, list[str]],
    manifest: dict[str, list[str]],
) -> dict[str, Any]:
    version = {
        "created": timezone.now().isoformat(timespec="seconds"),
        "message": "First export" if before is None else "Changed since the version before",
        "user": {"name": "Di Sản Số", "address": "urn:disanso:export_ocfl"},
        "state": state,
    }
    return {
        "id": identifier,
        "type": "https://ocfl.io/1.1/spec/#inventory",
        "digestAlgorithm": ALGORITHM,
        "head": f"v{number}",
        "manifest": manifest,
        "versions": {**({} if before is None else before["versions"]), f"v{number}": version},
    }


def _seal(stage: Path, inventory: dict[str, Any], version: str) -> None:
    """Write the inventory and its sum, at the top and in the version, and take empty folders away."""
    text = (json.dumps(inventory, ensure_ascii=False, indent=1) + "\n").encode()
    line = f"{hashlib.sha512(text).hexdigest()} {INVENTORY}\n"
    folder = stage / version
    for each in sorted(folder.rglob("*"), reverse=True):
        if each.is_dir() and not any(each.iterdir()):
            each.rmdir()
    folder.mkdir(exist_ok=True)
    for place in (stage, folder):
        (place / INVENTORY).write_bytes(text)
        (place / f"{INVENTORY}.{ALGORITHM}").write_text(line)
