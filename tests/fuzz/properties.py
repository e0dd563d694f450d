"""What must hold of every file that is accepted: it is not empty, whatever happened to its bytes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import laspy
from PIL import Image

from media_pipeline.glb import read_glb
from media_pipeline.recipes import recipe_named
from media_pipeline.report import Derived, Report

PICTURES = ("image/jpeg", "image/webp", "image/png")


def emptiness(report: Report) -> str | None:
    """Why an accepted file passes as valid while it is empty; None when it does not."""
    if not report.derived:
        return "nothing was made of it"
    for one in report.derived:
        recipe_named(one.recipe)  # the parent refuses what the registry does not know
        problem = _problem_of(one)
        if problem:
            return f"{one.recipe}: {problem}"
    json.dumps(report.as_dict(), allow_nan=False)
    return _KINDS[report.identity.kind](report)


def _problem_of(one: Derived) -> str | None:
    if one.path.stat().st_size == 0:
        return "no bytes"
    if one.media_type in PICTURES:
        with Image.open(one.path) as picture:
            picture.load()
            return None if picture.width and picture.height else "no pixels"
    return None


def _picture(report: Report) -> str | None:
    facts = report.facts
    if not (facts["width"] > 0 and facts["height"] > 0):
        return "no pixels"
    return None if report.doubts else _blank(report)


def _pages(report: Report) -> str | None:
    if report.facts["page_count"] < 1:
        return "no page"
    return None if report.doubts else _blank(report)


def _blank(report: Report) -> str | None:
    """Our seeds show something: a single colour and no doubt is content that was lost without a word."""
    for one in report.derived:
        if one.recipe in ("photo-320", "photo-640"):
            with Image.open(one.path) as picture:
                extrema: Any = picture.convert("RGB").getextrema()
            return "a single colour" if all(low == high for low, high in extrema) else None
    return "no poster"


def _cloud(report: Report) -> str | None:
    points = report.facts["points"]
    if points < 1:
        return "no points"
    made = _path(report, "copc")
    if made is None:
        return "no copc"
    with laspy.open(made) as reader:
        held = len(reader.read_points(-1))
    return None if held == points else f"{held} points were kept of {points}"


def _mesh(report: Report) -> str | None:
    if report.facts["triangles"] < 1:
        return "no triangles"
    made = _path(report, "model")
    return "no model" if made is None or not read_glb(made).document.get("meshes") else None


def _recording(report: Report) -> str | None:
    seconds = report.facts["seconds"]
    return None if report.doubts or (seconds is not None and seconds > 0) else "no seconds"


def _path(report: Report, recipe: str) -> Path | None:
    return next((one.path for one in report.derived if one.recipe == recipe), None)


_KINDS = {
    "photo": _picture,
    "scan": _pages,
    "document": _pages,
    "cloud": _cloud,
    "mesh": _mesh,
    "audio": _recording,
    "video": _recording,
}
