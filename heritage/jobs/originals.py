"""An original as a real file for its child process, its companions beside it under the names it uses."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from django.conf import settings

from heritage import storage, workplace
from heritage.models import Asset, Derivative
from media_pipeline import fixity
from media_pipeline.errors import WorkerFailed
from media_pipeline.told import REFERENCE

MAIN = "original"  # what the file is called where no companion could need its name


@contextmanager
def at_hand(asset: Asset) -> Iterator[Path]:
    """The original, checked against its digest. With companions it lies in a folder of its own.

    Raises:
        WorkerFailed: The bytes that are kept are not those that came in.
    """
    with storage.local_copy(storage.originals(), asset.original) as path:
        _check(path, asset.sha256, f"original of asset {asset.pk}")
        companions, reference = list(asset.companions.all()), _reference(asset)
        if not companions and reference is None:
            yield path
            return
        with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix=workplace.mark()) as name:
            folder = Path(name)
            main = folder / (PurePosixPath(asset.original_name.replace("\\", "/")).name or MAIN)
            for each in companions:
                with storage.local_copy(storage.originals(), each.original) as beside:
                    _check(beside, each.sha256, f"companion {each.pk} of asset {asset.pk}")
                    _lay(beside, _inside(folder, each.name))
            if reference is not None:
                with storage.local_copy(storage.derivatives(), reference.file) as beside:
                    _lay(beside, folder / REFERENCE)
            _lay(path, main)
            yield main


def _reference(asset: Asset) -> Derivative | None:
    """The packed cloud that this one is to be registered to, of the same unit."""
    told = asset.told
    if told.aligned_to is None:
        return None
    return Derivative.objects.filter(
        asset__public_id=told.aligned_to, asset__unit_id=asset.unit_id, asset__kind="cloud", recipe="copc"
    ).first()


def _inside(folder: Path, name: str) -> Path:
    """The place of a companion; a name that leads out of the folder was refused when it came in."""
    target = (folder / name).resolve()
    if not target.is_relative_to(folder.resolve()):
        raise WorkerFailed(f"companion {name!r} would lie outside its folder")
    return target


def _lay(source: Path, target: Path) -> None:
    # A copy, not a link: nothing that a decoder does to it may reach the original.
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _check(path: Path, sha256: str, what: str) -> None:
    if not fixity.verify(path, sha256):
        raise WorkerFailed(f"{what} does not match its digest")
