"""Ask the virus scanner about everything that comes in; what it finds is locked away, never kept as an original."""

from __future__ import annotations

import json
import logging
import os
import secrets
import shutil
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gis.models import AdminUnit
from heritage import workplace
from heritage.errors import Infected, NotChecked
from heritage.models import Event, User
from heritage.virus_scanner import ScannerAway
from media_pipeline import fixity

logger = logging.getLogger(__name__)


def check(path: Path, *, name: str, unit: AdminUnit, by: User | None) -> None:
    """Let a file pass, or lock its bytes away. Without a scanner in the settings every file passes.

    Raises:
        Infected: Its bytes are in the quarantine now.
        NotChecked: The scanner gave no verdict; nothing was kept.
    """
    if settings.VIRUS_SCANNER is None:
        return
    try:
        signature = settings.VIRUS_SCANNER.signature_in(path)
    except ScannerAway as error:
        logger.error("the virus scanner gave no verdict: %s", error)
        raise NotChecked from error
    if signature is None:
        return
    sha256 = _lock_away(path, signature, name, unit, by)
    logger.warning("quarantined %s: %s", sha256, signature)
    raise Infected


def _lock_away(path: Path, signature: str, name: str, unit: AdminUnit, by: User | None) -> str:
    """Keep the bytes for the administrator only, and write down what came from whom, each time it comes."""
    folder: Path = settings.QUARANTINE_FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    sha256 = fixity.sha256_of(path)
    delivery = {
        "name": name,
        "signature": signature,
        "unit": unit.code,
        "by": by.username if by else None,
        "at": timezone.now().isoformat(),
    }
    note = folder / f"{sha256}.json"
    known = json.loads(note.read_text("utf-8"))["deliveries"] if note.exists() else []
    with transaction.atomic():
        Event.objects.create(actor=by, verb="quarantined", subject=sha256, detail=delivery)
        _put(folder / sha256, path)
        text = {"sha256": sha256, "bytes": path.stat().st_size, "deliveries": [*known, delivery]}
        _put(note, json.dumps(text, ensure_ascii=False, indent=1).encode())
    return sha256


def _put(target: Path, content: Path | bytes) -> None:
    """Write whole or not at all: what is half written lies in the folder that is cleared."""
    half = Path(settings.FILE_UPLOAD_TEMP_DIR) / f"{workplace.mark()}{secrets.token_hex(8)}"
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as sink:
        if isinstance(content, bytes):
            sink.write(content)
        else:
            with content.open("rb") as source:
                shutil.copyfileobj(source, sink, 1 << 20)
    half.replace(target)
