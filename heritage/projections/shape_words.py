"""Lines and areas in words: how long, how wide, what they are called."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.gis.geos import GEOSGeometry

from gis.distance import spoken_distance
from gis.drawing import Measured, measured
from heritage import categories
from heritage.models import Item
from heritage.projections.shapes import public_shapes

HECTARE_M2, KM2_M2 = 10_000.0, 1_000_000.0


def length_words(size: Measured, language: str) -> str:
    """ "1,4 km" """
    return spoken_distance(size.length_m, "." if language == "en" else ",")


def area_words(size: Measured, language: str) -> str:
    """ "840 m²", "2,35 ha", "1,20 km²" """
    unit, name, digits = 1.0, "m²", 0
    if size.area_m2 >= HECTARE_M2:
        unit, name, digits = HECTARE_M2, "ha", 2
    if size.area_m2 >= KM2_M2:
        unit, name = KM2_M2, "km²"
    figure = f"{size.area_m2 / unit:.{digits}f}"
    return f"{figure if language == 'en' else figure.replace('.', ',')} {name}"


def size_words(size: Measured, language: str) -> str:
    """The area of areas, the length of lines."""
    return area_words(size, language) if size.area_m2 else length_words(size, language)


def drawn(kind: str, name: str, shape: GEOSGeometry, state: str = "") -> dict[str, Any]:
    """One line or area as the map's script draws it; ``state`` is ``before`` or ``after`` in a review."""
    return {"kind": kind, "name": name, "state": state, "geometry": json.loads(shape.json)}


def shapes_on_page(item: Item, language: str) -> dict[str, Any]:
    """What the public page draws, largest first, with its legend and the corners of its frame."""
    shapes = public_shapes(item)
    labels = {each.code: each.label(language) for each in categories.SHAPES}
    return {
        "shapes": [drawn(kind, labels[kind], shape) for kind, shape in shapes.items()],
        "legend": [
            {"kind": kind, "label": labels[kind], "size": size_words(measured(shapes[kind]), language)}
            for kind in labels
            if kind in shapes
        ],
        "extents": [shape.extent for shape in shapes.values()],
    }
