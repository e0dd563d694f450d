"""What every map of ours is given: its frame, our own layers, the basemap if one is set; for Explore all it can open."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from gis.bounds import Bounds
from heritage import categories
from heritage.projections.drawn_map import Under

DEFAULT_BOUNDS = Bounds(105.5, 19.9, 107.2, 21.2)  # the three provinces of the five plans
MARGIN = 0.02  # degrees, about 2 km
EARLIEST = -3000  # where a period has no beginning


def map_config(bounds: Bounds, **more: Any) -> dict[str, Any]:
    """What ``map.js`` reads: bounds, our own layers, and the basemap if one is configured."""
    return {
        "bounds": [bounds.west, bounds.south, bounds.east, bounds.north],
        "overlay_url": reverse("map-overlay"),
        "units_url": reverse("map-units"),
        "extents_url": reverse("map-extents"),
        "old_maps_url": reverse("old-maps"),
        "basemap": basemap(),
        **more,
    }


def basemap() -> dict[str, Any] | None:
    """The configured basemap as scripts read it; None where it is not fit to be shown, which the system check says."""
    chosen = settings.BASEMAP
    if chosen is None or not chosen.attribution or (chosen.file is not None and not chosen.file.is_file()):
        return None
    return {
        "kind": chosen.kind,
        "url": reverse("basemap") if chosen.file is not None else chosen.url,
        "attribution": chosen.attribution,
        "script": static("disanso/js/basemap.js") if chosen.kind == "pmtiles" else None,
    }


def under_print() -> Under | None:
    """The tiles that are printed under a drawn map; an archive of vectors is not."""
    told = basemap()
    return Under(told["url"], told["attribution"]) if told and told["kind"] == "tiles" else None


def explore_map(frame: Bounds, query: str, lang: str, *, within: Bounds | None = None) -> dict[str, Any]:
    """The map of Explore: the result of ``query`` as clusters, shapes, periods, walk.

    Args:
        frame: What is shown first.
        query: The search as an address line, without frame and order.
        lang: Of labels, ``vi`` or ``en``.
        within: The frame to which the search itself is limited: list and map show the same items.
    """
    return map_config(
        frame,
        clusters_url="/api/v1/map",
        query=query,
        within=[within.west, within.south, within.east, within.north] if within else None,
        shapes_url=reverse("map-shapes"),
        walk_url=reverse("walk-points"),
        walk_gpx_url=reverse("walk-gpx"),
        walk_sheet_url=reverse("walk"),
        periods=[
            {"code": each.code, "label": each.label(lang), "years": _years(each.code, lang)}
            for each in categories.DYNASTIES
        ],
    )


def _years(code: str, lang: str) -> str:
    """ "1225–1400"; open ends in words, years before our era as people write them."""
    first, last = categories.DYNASTY_YEARS[code]
    english = lang == "en"
    if first <= EARLIEST:
        return f"before {-last} BC" if english else f"trước năm {-last} TCN"
    if last >= 2100:
        return f"since {first}" if english else f"từ {first}"
    start = f"{-first} {'BC' if english else 'TCN'}" if first < 0 else str(first)
    return f"{start}–{last}"


def around_of(around: Bounds) -> Bounds:
    """The result with some land around it, so that one item is not shown as a wall of nothing."""
    return Bounds(
        max(-180.0, around.west - MARGIN),
        max(-90.0, around.south - MARGIN),
        min(180.0, around.east + MARGIN),
        min(90.0, around.north + MARGIN),
    )
