"""Say what a delivery would come to, without keeping anything."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from gis.models import AdminUnit
from heritage.errors import NotFound
from heritage.models import Asset, Item
from heritage.services import delivery
from heritage.services.companions import Groups
from heritage.services.intake import target_item
from heritage.services.manifest import Manifest
from media_pipeline import fixity, kinds
from media_pipeline.errors import MediaRefused, UnsafeReference
from media_pipeline.mesh_references import missing_companions


def foretell(
    path: Path,
    names: Iterable[str],
    unit: AdminUnit,
    item: Item | None,
    manifest: Manifest,
    groups: Groups,
) -> list[dict[str, Any]]:
    """What each file would come to, as far as its identity, its twins, its companions and its manifest row tell."""
    seen: dict[str, str] = {}
    results = []
    belongs = groups.main_of
    for name in names:
        if name in belongs and not _is_its_own(manifest, name):
            results.append(_companion(path, name, belongs[name]))
            continue
        line = _look(path, name, unit, item, manifest)
        if line["outcome"] == "accepted" or line["code"] == "duplicate":
            line |= _as_a_group(name, line, groups)
        twin = seen.setdefault(line["sha256"], line["path"]) if line["sha256"] else line["path"]
        if line["outcome"] == "accepted" and twin != line["path"]:
            vi, en = (
                f"Trùng với {twin} trong cùng lần nộp.",
                f"A duplicate of {twin} in the same delivery.",
            )
            line |= {"outcome": "duplicate", "code": "duplicate", "vi": vi, "en": en}
        results.append(line)
    return results


def _is_its_own(manifest: Manifest, name: str) -> bool:
    row = manifest.row_for(delivery.shown_name(name))
    return row is not None and bool(row.item)


def _companion(path: Path, name: str, main: str) -> dict[str, Any]:
    with delivery.one_file(path, name) as delivered:
        line: dict[str, Any] = {"path": delivered.relative, "sha256": None, "asset": None, "item": None}
        if delivered.path is None:
            code, vi, en = delivered.problem or ("refused", "", "")
            return {**line, "outcome": "refused", "code": code, "vi": vi, "en": en}
        line["sha256"] = fixity.sha256_of(delivered.path)
    shown = delivery.shown_name(main)
    vi, en = f"Tệp đi kèm của {shown}.", f"Companion of {shown}."
    return {**line, "outcome": "accepted", "code": "companion_of", "vi": vi, "en": en}


def _as_a_group(name: str, line: dict[str, Any], groups: Groups) -> dict[str, Any]:
    """What the companions of a main file change: it is refused without those that it cannot do without."""
    if name in groups.foreign:
        refusal: MediaRefused = UnsafeReference(name)
        return {"outcome": "refused", "code": refusal.code} | _sentences(refusal)
    missing = list(groups.missing.get(name, ()))
    if missing and name in groups.needs_all:
        refusal = missing_companions(missing)
        return {"outcome": "refused", "code": refusal.code} | _sentences(refusal)
    known = Asset.objects.filter(sha256=line["sha256"]).first()
    if known is not None:
        has = set(known.companions.values_list("name", flat=True))
        if any(each.name not in has for each in groups.of.get(name, ())):
            vi = f"Bổ sung tệp đi kèm cho {known.public_id}, xử lý lại."
            en = f"Adds companions to {known.public_id}, which is processed again."
            return {"outcome": "accepted", "code": "dry_run", "vi": vi, "en": en}
        return {}
    if missing:
        names = ", ".join(missing[:5])
        return {"vi": f"{line['vi']} Thiếu: {names}.", "en": f"{line['en']} Missing: {names}."}
    return {}


def _sentences(refusal: MediaRefused) -> dict[str, str]:
    return {"vi": refusal.sentence("vi"), "en": refusal.sentence("en")}


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
