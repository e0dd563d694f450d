"""Lengths and the report of a mesh in words of one language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from heritage.models import Asset
from heritage.projections.item_page import size_text
from heritage.projections.item_viewers import number_text, textures_text
from media_pipeline.lengths import METRES_IN

UP = {"mesh": 1, "cloud": 2}  # which of the three sides is upright: glTF's y, a survey's z


def length_text(metres: float, language: str) -> str:
    """ "3,2 m", "45 cm", "3,2 mm", "1,2 km": the figures that mean something."""
    scales = ((1000.0, 1e-3, "km"), (1.0, 1.0, "m"), (0.01, 100.0, "cm"))
    found = (scale[1:] for scale in scales if abs(metres) >= scale[0])
    factor, unit = next(found, (1000.0, "mm"))
    value = metres * factor
    decimals = 0 if value >= 100 or round(value, 1) == round(value) else 1
    return f"{number_text(value, decimals, language)} {unit}"


def size_words(sides: list[float], kind: str, language: str) -> str:
    """ "cao 3,2 m, rộng 2,1 m, sâu 0,8 m" of sides in metres along x, y and z."""
    up = UP[kind]
    tall, wide, deep = sides[up], sides[0], sides[3 - up]
    return _("cao %(tall)s, rộng %(wide)s, sâu %(deep)s") % {
        "tall": length_text(tall, language),
        "wide": length_text(wide, language),
        "deep": length_text(deep, language),
    }


def sizes_by_unit(asset: Asset, language: str) -> dict[str, str]:
    """What the size would be for each unit that an officer may tell; empty where no size is known."""
    sides = _own_size(asset)
    if sides is None:
        return {}
    return {
        unit: size_words([side * metres for side in sides], asset.kind, language)
        for unit, metres in METRES_IN.items()
    }


def _own_size(asset: Asset) -> list[float] | None:
    """The three sides in the file's own unit; None while unknown or in degrees."""
    facts: dict[str, Any] = asset.facts
    if asset.kind == "mesh":
        return facts.get("size")
    bounds = facts.get("native_bounds")
    if not bounds or facts.get("unit") == "degree" or facts.get("motion"):
        return None
    return [bounds[axis + 3] - bounds[axis] for axis in range(3)]


def mesh_report(asset: Asset, language: str) -> list[str]:
    """Triangles, textures, real size and weight of the models, a line each; nothing for other kinds."""
    facts = asset.facts
    if asset.kind != "mesh" or not facts.get("triangles"):
        return []
    counted = {
        name: number_text(facts.get(name) or 0, 0, language)
        for name in ("triangles", "vertices", "materials")
    }
    lines = [_("%(triangles)s tam giác, %(vertices)s đỉnh, %(materials)s vật liệu") % counted]
    textures = facts.get("textures") or {}
    if textures.get("count"):
        lines.append(_("Ảnh bề mặt: %s") % textures_text(textures, language))
    if facts.get("size_m"):
        lines.append(size_words(facts["size_m"], "mesh", language))
    models = {each.recipe: each for each in asset.derivatives.all()}
    if "model-light" in models:
        light = models["model-light"]
        lines.append(
            _("Bản nhẹ cho điện thoại: %(size)s, %(triangles)s tam giác")
            % {
                "size": size_text(light.bytes, language),
                "triangles": number_text(light.facts.get("triangles") or 0, 0, language),
            }
        )
    return lines
