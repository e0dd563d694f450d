"""Recordings of an item page: what a browser plays, how it sounds over its length, a first picture."""

from __future__ import annotations

from typing import Any

from heritage.models import Item
from heritage.projections.item_page import caption, credit, shown_of, size_text
from heritage.projections.media import derivative_url, recipes


def sounds(item: Item, language: str) -> list[dict[str, Any]]:
    """Approved recordings; a copy made for browsers goes before the original's bytes."""
    rows = []
    for kind in ("audio", "video"):
        for asset in shown_of(item, kind):
            known = recipes(item, asset)
            played = known.get(f"{kind}-web") or known.get(kind)
            if played is None:
                continue
            wave, poster = known.get("waveform"), known.get("poster")
            rows.append(
                {
                    "kind": kind,
                    "url": derivative_url(asset, played),
                    "type": played.media_type,
                    "caption": caption(asset, language),
                    "credit": credit(asset, language),
                    "size_text": size_text(played.bytes, language),
                    "length_text": _length_text(asset.facts.get("seconds")),
                    "wave_url": derivative_url(asset, wave) if wave else None,
                    "poster_url": derivative_url(asset, poster) if poster else None,
                    "width": played.facts.get("width") or 640,
                    "height": played.facts.get("height") or 360,
                }
            )
    return rows


def _length_text(seconds: float | None) -> str:
    """ "4:07", "1:02:30"; nothing where the length is unknown."""
    if not seconds:
        return ""
    whole = round(seconds)
    minutes = f"{whole // 60 % 60:02}" if whole >= 3600 else f"{whole // 60}"
    return f"{f'{whole // 3600}:' if whole >= 3600 else ''}{minutes}:{whole % 60:02}"
