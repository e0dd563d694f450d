"""A map drawn by the server as one SVG: for print without scripts, and for reports. Web Mercator, north up.

Nothing here needs a stylesheet or a style attribute: colours are those of paper, told apart in grey by shape and tone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils import timezone

from gis import overlay, units
from gis.bounds import Bounds
from gis.distance import metres_per_degree
from gis.models import AdminUnit
from heritage.projections.drawn_frame import Frame
from heritage.projections.drawn_marks import (
    BRICK,
    FONT,
    INK,
    LAND,
    QUIET,
    north_arrow,
    number_label,
    scale_bar,
    symbol,
    text,
)
from heritage.projections.drawn_shapes import DrawnShape, drawn_shape
from heritage.projections.inset import inset

SAME_PLACE = 13.0  # drawing units: symbols nearer than this share one symbol and tell both numbers
NAMES_BELOW = 0.8  # degrees across: a smaller frame names its communes
MOST_NAMES = 40
NATIONAL = 6.0  # degrees across: from here on the frame is the country
WORDS = {
    "vi": ("Bản đồ", "Vị trí trên bản đồ Việt Nam", "B"),
    "en": ("Map", "Place on the map of Việt Nam", "N"),
}


@dataclass(frozen=True, slots=True)
class Under:
    """Raster tiles under the drawing: a template with {z}, {x}, {y}, and the credit that is printed with them."""

    url: str
    attribution: str


def drawn_map(
    bounds: Bounds,
    features: Sequence[Mapping[str, Any]],
    language: str,
    *,
    size: tuple[int, int] = (1000, 640),
    shapes: Iterable[DrawnShape] = (),
    under: Under | None = None,
) -> str:
    """The frame with its units, items, both archipelagos, scale bar, north arrow and national inset.

    Args:
        bounds: What must be seen; the drawing shows more where its proportions differ.
        features: GeoJSON point features as ``item_feature`` and ``cluster_feature`` make them; a property
            ``number`` is written beside the symbol.
        language: ``vi`` or ``en``; proper names stay Vietnamese.
        size: Width and height of the drawing in its own units.
        shapes: Drawn below the items, in this order.
        under: A basemap; its host must be allowed by the page that shows the drawing.

    Returns:
        One ``<svg>`` element without script and style.
    """
    frame = Frame.around(bounds, *size)
    title, inset_title, north = WORDS["en" if language == "en" else "vi"]
    body = [
        f'<rect width="{size[0]}" height="{size[1]}" fill="{LAND}"/>',
        *_tiles(frame, under),
        *(drawn_shape(frame, each) for each in shapes),
        *_communes(frame),
        *_isles(frame, language),
        *_circles(frame, features),
        *_items(frame, features),
        scale_bar(frame, language),
        north_arrow(size[0] - 30, 16, north),
        _inset(frame, language, inset_title),
    ]
    if under is not None:
        body.append(text(size[0] - 8, size[1] - 6, under.attribution, 11, anchor="end"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawn-map" viewBox="0 0 {size[0]} {size[1]}" '
        f'role="img" aria-label="{title}" font-family="{FONT}">{"".join(body)}</svg>'
    )


def archipelago_names(language: str) -> list[tuple[str, str]]:
    """Name and belonging of both: ("Quần đảo Hoàng Sa", "TP. Đà Nẵng"). Names stay Vietnamese."""
    belongs = "belongs_en" if language == "en" else "belongs_vi"
    return [
        (each["properties"]["name_vi"], each["properties"][belongs])
        for each in overlay.national_overlay()["features"]
        if each["properties"]["kind"] == "archipelago"
    ]


def _tiles(frame: Frame, under: Under | None) -> list[str]:
    if under is None:
        return []
    pictures = []
    for zoom, column, row, x, y, edge in frame.tiles():
        url = under.url.replace("{z}", str(zoom)).replace("{x}", str(column)).replace("{y}", str(row))
        url = url.replace("{s}", "a").replace("{r}", "")
        pictures.append(
            f'<image x="{x:.1f}" y="{y:.1f}" width="{edge:.1f}" height="{edge:.1f}" href="{escape(url)}"/>'
        )
    return [f'<g opacity=".75">{"".join(pictures)}</g>']


def _communes(frame: Frame) -> list[str]:
    """A dot for each commune of today; near enough its name."""
    box = frame.bounds
    rows = (
        units.standing(timezone.localdate())
        .filter(level=AdminUnit.Level.COMMUNE, centroid__isnull=False)
        .values_list("name", "centroid")
    )
    inside = [(name, at) for name, at in rows if at is not None and box.contains(at.x, at.y)]
    dots = []
    for _, at in inside:
        x, y = frame.xy(at.x, at.y)
        dots.append(f"M{x:.1f} {y:.1f}h0")
    drawn = [f'<path d="{"".join(dots)}" stroke="{QUIET}" stroke-width="3" stroke-linecap="round"/>']
    if box.east - box.west < NAMES_BELOW and len(inside) <= MOST_NAMES:
        for name, at in inside:
            x, y = frame.xy(at.x, at.y)
            drawn.append(text(x, y + 22, name, 11, anchor="middle", colour="#5a4d43"))
    return drawn


def _isles(frame: Frame, language: str) -> list[str]:
    """Islands in the frame, named with city and province; no other name is ever drawn."""
    points = [frame.xy(lon, lat) for lon, lat in overlay.island_points() if frame.bounds.contains(lon, lat)]
    dots = "".join(f"M{x:.1f} {y:.1f}h0" for x, y in points)
    drawn = [f'<path d="{dots}" stroke="{BRICK}" stroke-width="4" stroke-linecap="round"/>'] if dots else []
    whole = dict(zip(overlay.ARCHIPELAGOS, archipelago_names(language), strict=True))
    for feature in overlay.national_overlay()["features"]:
        told = feature["properties"]
        if told["kind"] not in ("label", "sea"):
            continue
        lon, lat = feature["geometry"]["coordinates"]
        if not frame.bounds.contains(lon, lat):
            continue
        x, y = frame.xy(lon, lat)
        if told["kind"] == "sea":
            drawn.append(text(x, y, told["name_vi"], 13, anchor="middle", colour="#5a4d43"))
            continue
        name, belongs = whole[told["archipelago"]]
        drawn.append(text(x, y - 16, name, 14, anchor="middle", weight=600))
        drawn.append(text(x, y, f"({belongs})", 12, anchor="middle"))
    return drawn


def _circles(frame: Frame, features: Sequence[Mapping[str, Any]]) -> list[str]:
    drawn = []
    for feature in features:
        told = feature["properties"]
        if not told.get("approximate") or not told.get("accuracy_m"):
            continue
        lon, lat = feature["geometry"]["coordinates"]
        x, y = frame.xy(lon, lat)
        radius = told["accuracy_m"] / metres_per_degree(lat)[0] / frame.degrees_per_unit
        drawn.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{BRICK}" fill-opacity=".05" '
            f'stroke="{BRICK}" stroke-width="1.2" stroke-dasharray="4 4"/>'
        )
    return drawn


def _items(frame: Frame, features: Sequence[Mapping[str, Any]]) -> list[str]:
    """Symbols; of those at one place the first, with the numbers of all."""
    groups: list[tuple[float, float, Mapping[str, Any], list[str]]] = []
    for feature in features:
        x, y = frame.xy(*feature["geometry"]["coordinates"][:2])
        told = feature["properties"]
        number = str(told.get("number") or "")
        near = next((g for g in groups if abs(g[0] - x) < SAME_PLACE and abs(g[1] - y) < SAME_PLACE), None)
        if near is not None and not told.get("count"):
            near[3].append(number)
        else:
            groups.append((x, y, told, [number]))
    drawn = [symbol(x, y, told) for x, y, told, _ in groups]
    return drawn + [number_label(x, y, [n for n in numbers if n]) for x, y, _, numbers in groups]


def _inset(frame: Frame, language: str, title: str) -> str:
    """The country at the lower left, both archipelagos named with city and province, and the frame in it."""
    told = inset(frame.bounds if frame.bounds.east - frame.bounds.west < NATIONAL else None)
    width = min(frame.width, frame.height) * 0.32
    height = width * 1090 / 870
    lines = [
        f'<rect x="-20" y="-20" width="870" height="1090" fill="#fff" stroke="{INK}" stroke-width="6"/>',
        f'<path d="{told["country"]}" stroke="#765312" stroke-width="5" stroke-linecap="round"/>',
        f'<path d="{told["hoang_sa"]}{told["truong_sa"]}" stroke="{BRICK}" stroke-width="7" stroke-linecap="round"/>',
    ]
    if told["here"] is not None:
        here = told["here"]
        lines.append(
            f'<rect x="{here["x"]}" y="{here["y"]}" width="{here["width"]}" height="{here["height"]}" '
            f'fill="none" stroke="{BRICK}" stroke-width="12"/>'
        )
    for (name, belongs), bottom in zip(archipelago_names(language), (290, 985), strict=True):
        lines.append(text(835, bottom, name, 52, anchor="end", weight=600, plate=False))
        lines.append(text(835, bottom + 60, f"({belongs})", 48, anchor="end", plate=False))
    return (
        f'<svg x="10" y="{frame.height - height - 10:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'viewBox="-20 -20 870 1090" role="img" aria-label="{title}">{"".join(lines)}</svg>'
    )
