"""Say what a delivery would come to, without keeping anything."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from gis.models import AdminUnit
from heritage.errors import NotFound
from heritage.models import Asset, Item
from heritage.services import delivery
from heritage.services.intake import target_item
from heritage.services.manifest import Manifest
from media_pipeline import fixity, kinds
from media_pipeline.errors import MediaRefused


def foretell(
    path: Path, names: Iterable[str], unit: AdminUnit, item: Item | None, manifest: Manifest
) -> list[dict[str, Any]]:
    """What each file would come to, as far as its identity, its twins and its manifest row tell."""
    seen: dict[str, str] = {}
    results = []
    for name in names:
        line = _look(path, name, unit, item, manifest)
        twin = seen.setdefault(line["sha256"], line["path"]) if line["sha256"] else line["path"]
        if line["outcome"] == "accepted" and twin != line["path"]:
            vi, en = (
                f"Trùng với {twin} trong cùng lần nộp.",
                f"A duplicate of {twin} in the same delivery.",
            )
            line |= {"outcome": "duplicate", "code": "duplicate", "vi": vi, "en": en}
        results.append(line)
    return results


def _look(path: Path, name: str, unit: AdminUnit, item: Item | None, manifest: Manifest) -> dict[str, Any]:
    with delivery.one_file(path, name) as delivered:
        line: dict[str, Any] = {"path": delivered.relative, "sha256": None, "asset": None, "item": None}
        if delivered.path is None:
            code, vi, en = delivered.problem or ("refused", "", "")
            return {**line, "outcome": "refused", "code": code, "vi": vi, "en": en}
        try:
            identity = kinds.identify(delivered.path)
            target_item(manifest.row_for(delivered.relative), item, unit)
        except MediaRefused as refusal:
            vi, en = refusal.sentence("vi"), refusal.sentence("en")
            return {**line, "outcome": "refused", "code": refusal.code, "vi": vi, "en": en}
        except NotFound as missing:
            return {
                **line,
                "outcome": "refused",
                "code": missing.code,
                "vi": missing.vi,
                "en": missing.en,
            }
        line["sha256"] = fixity.sha256_of(delivered.path)
        known = Asset.objects.filter(sha256=line["sha256"]).first()
    if known is not None:
        vi, en = f"Trùng với {known.public_id}.", f"A duplicate of {known.public_id}."
        return {**line, "outcome": "duplicate", "code": "duplicate", "vi": vi, "en": en}
    vi, en = f"Nhận dạng: {identity.media_type}.", f"Recognised as {identity.media_type}."
    return {**line, "outcome": "accepted", "code": "dry_run", "vi": vi, "en": en}
