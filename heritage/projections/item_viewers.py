"""Clouds and meshes of an item page: poster, what opening costs, stills to turn, the numbers of each."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gis.placement import Method
from heritage import categories
from heritage.models import Asset, Derivative, Item
from heritage.projections.item_page import caption, credit, shown_of, size_text
from heritage.projections.media import derivative_url, recipes, small_picture
from media_pipeline.cloud_crs import metres_per_unit

_SHOWN = (("mesh", "model"), ("cloud", "copc"), ("cloud", "surface"))
_KNOWS_NORTH = (Method.SCAN_CRS, Method.CONTROL_POINTS)
_CARDINALS = {0: ("bắc", "north"), 90: ("đông", "east"), 180: ("nam", "south"), 270: ("tây", "west")}


def viewers(item: Item, language: str) -> list[dict[str, Any]]:
    """Approved meshes and point clouds; a mesh may have a lighter copy for phones, a cloud a surface after it."""
    rows = []
    for asset in (*shown_of(item, "mesh"), *shown_of(item, "cloud")):
        known = recipes(item, asset)
        for kind, recipe in _SHOWN:
            if asset.kind == kind and recipe in known:
                rows.append(_viewer(item, asset, known, recipe, language))
    return rows


def _viewer(
    item: Item, asset: Asset, known: dict[str, Derivative], recipe: str, language: str
) -> dict[str, Any]:
    """One thing to turn: a ``copc`` opens as points, ``model`` and ``surface`` as a mesh."""
    full, light = known[recipe], known.get(f"{recipe}-light")
    poster = known.get("poster") or small_picture(known)
    is_surface = recipe == "surface"
    name = caption(asset, language) or categories.term(categories.MEDIA_KINDS, asset.kind).label(language)
    return {
        "kind": "cloud" if recipe == "copc" else "mesh",
        "src": derivative_url(asset, full),
        "light_src": derivative_url(asset, light) if light else None,
        "poster_url": derivative_url(asset, poster) if poster else None,
        "poster_alt": caption(asset, language) or item.name_vi,
        "title": _("%s: mặt lưới dựng từ đám mây điểm") % name if is_surface else name,
        "size_text": size_text(full.bytes, language),
        "light_size_text": size_text(light.bytes, language) if light else None,
        "detail": None if is_surface else _amount(asset, language),
        "numbers": _surface_numbers(full, language) if is_surface else numbers_of(asset, known, language),
        "metres": metres_of(asset.facts) if recipe == "copc" else None,
        "stills": [] if is_surface and "copc" in known else stills_of(asset, known, language),
        "pictures": pictures_of(asset, known) if recipe == "copc" else [],
        "download_url": derivative_url(asset, full),
        "credit": credit(asset, language),
    }


def _surface_numbers(surface: Derivative, language: str) -> dict[str, str]:
    triangles = surface.facts.get("triangles")
    return {"triangles": number_text(triangles, 0, language)} if triangles else {}


def metres_of(facts: dict[str, Any]) -> str | None:
    """Metres for one unit of a cloud along x, y and z, as "1 1 1"; None where the file does not say its unit."""
    bounds = facts.get("native_bounds")
    if facts.get("unit") in (None, "unknown") or not bounds:
        return None
    low, high = (bounds[0], bounds[1], bounds[2]), (bounds[3], bounds[4], bounds[5])
    return " ".join(f"{factor:.9g}" for factor in metres_per_unit(low, high, facts))


def numbers_of(asset: Asset, known: dict[str, Derivative], language: str) -> dict[str, str]:
    """What can be told without opening it: ``points`` or ``triangles``, ``textures``, ``size``, ``density``, ``spacing``."""
    facts = asset.facts
    told = {
        name: number_text(facts[name], 0, language) for name in ("points", "triangles") if facts.get(name)
    }
    textures = facts.get("textures") or {}
    if textures.get("count"):
        told["textures"] = textures_text(textures, language)
    sides = facts.get("size_m") or facts.get("size")
    if sides:
        text = " × ".join(number_text(side, 1 if side >= 1 else 3, language) for side in sides)
        told["size"] = f"{text} m" if facts.get("unit") not in (None, "unknown") else text
    measured = known["statistics"].facts if "statistics" in known else {}
    if measured.get("density_m2"):
        told["density"] = number_text(measured["density_m2"], 0, language)
    if measured.get("spacing_m"):
        told["spacing"] = number_text(measured["spacing_m"] * 1000, 1, language)
    return told


def stills_of(asset: Asset, known: dict[str, Derivative], language: str) -> list[dict[str, Any]]:
    """The turntable's views in their order; the side is named only where it is known which way is north."""
    found = [known[name] for name in sorted(known) if name.startswith("turntable-")]
    oriented = (asset.placement or {}).get("method") in _KNOWS_NORTH
    return [
        {
            "url": derivative_url(asset, still),
            "caption": _side(still.facts.get("azimuth"), language) if oriented else "",
            "width": still.facts.get("width"),
            "height": still.facts.get("height"),
        }
        for still in found
    ]


def pictures_of(asset: Asset, known: dict[str, Derivative]) -> list[dict[str, str]]:
    """Flat pictures of a cloud, to be opened: photographs that its scanner took, the map of its heights."""
    photos = [known[name] for name in sorted(known) if name.startswith("image-")]
    rows = [
        {"url": derivative_url(asset, each), "title": _("Ảnh máy quét chụp %s") % number}
        for number, each in enumerate(photos, start=1)
    ]
    if "height-map" in known:
        rows.append({"url": derivative_url(asset, known["height-map"]), "title": _("Bản đồ độ cao")})
    return rows


def _side(azimuth: float | None, language: str) -> str:
    """Where the camera stands, by the compass."""
    if azimuth is None:
        return ""
    whole = round(azimuth) % 360
    if whole in _CARDINALS:
        name = _CARDINALS[whole][1 if language == "en" else 0]
        return f"From the {name}" if language == "en" else f"Nhìn từ phía {name}"
    return f"From {whole}°" if language == "en" else f"Nhìn từ hướng {whole}°"


def _amount(asset: Asset, language: str) -> str | None:
    points = asset.facts.get("points")
    if not points:
        return None
    if points >= 1_000_000:
        number = number_text(points / 1e6, 1, language)
        return f"{number} million points" if language == "en" else f"{number} triệu điểm"
    number = number_text(points, 0, language)
    return f"{number} points" if language == "en" else f"{number} điểm"


def number_text(value: float, decimals: int, language: str) -> str:
    """ "1.234,5" in Vietnamese, "1,234.5" in English."""
    text = f"{value:,.{decimals}f}"
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def textures_text(textures: dict[str, Any], language: str) -> str:
    """ "2, cạnh dài nhất 4.096 px, 3,1 MB"."""
    return _("%(count)s, cạnh dài nhất %(side)s px, %(size)s") % {
        "count": number_text(textures["count"], 0, language),
        "side": number_text(textures.get("largest_side") or 0, 0, language),
        "size": size_text(textures.get("bytes") or 0, language),
    }
