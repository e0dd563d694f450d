"""Sound and film made anew after ffmpeg was installed, or lost: what stays, and which notes still hold."""

from __future__ import annotations

from typing import Any

from heritage.models import Asset
from media_pipeline.kind import load

KINDS = ("audio", "video")
NOTES = frozenset({"ffmpeg_missing", "not_converted", "cannot_be_decoded", "video_codec"})
LEARNT = ("ffmpeg", "decodes", "waveform", "web_copy")


def could_make(kind: str, facts: dict[str, Any], made: list[dict[str, Any]]) -> bool:
    """Whether what was made may replace what is there: nothing may not, when only ffmpeg was missing."""
    return kind not in KINDS or bool(made) or facts.get("ffmpeg") is not None


def renew_notes(asset: Asset, recipe: str, facts: dict[str, Any]) -> None:
    """After one recipe was made anew: what was learnt, and the notes that follow, in place of the old ones."""
    if asset.kind not in KINDS:
        return
    given_up = [name for name in asset.facts.get("not_made", ()) if name != recipe]
    given_up += [name for name in facts.get("not_made", ()) if name == recipe]
    asset.facts = {
        **asset.facts,
        **{name: facts[name] for name in LEARNT if name in facts},
        "not_made": given_up,
    }
    kept = [doubt for doubt in asset.doubts if doubt["code"] not in NOTES]
    asked = load(asset.kind).question(asset.facts)
    asset.doubts = [*kept, *(doubt.as_dict() for doubt in asked if doubt.code in NOTES)]
    asset.save(update_fields=["facts", "doubts"])
