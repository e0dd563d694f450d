"""Features as GeoJSON text, joined from texts that are ready: a page of a thousand is one pass over its columns."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from gis.crs import FloatArray
from heritage.interop.ogc_crs import CRS84, System
from heritage.selectors.ogc_wanted import Page


def feature_texts(page: Page, system: System, origin: str) -> str:
    """A GeoJSON feature for each row, with commas between them.

    Args:
        page: What the selector found.
        system: What to write the coordinates in; in its own axis order.
        origin: ``http://host`` to go before the paths of pages.

    Raises:
        OutsideValidArea: The system cannot express one of the places.
    """
    if page.points is not None and system.uri == CRS84 and None not in page.points[0]:
        rows = zip(page.ids, *page.points, page.properties, strict=True)
        return _with_origin([_POINT % row for row in rows], origin)
    geometries = _points(page.points, system) if page.points is not None else _shapes(page.shapes, system)
    features = [
        f'{{"type":"Feature","id":"{fid}","geometry":{geometry},"properties":{properties}}}'
        for fid, geometry, properties in zip(page.ids, geometries, page.properties, strict=True)
    ]
    return _with_origin(features, origin)


# The usual page, in one step a row.
_POINT = '{"type":"Feature","id":"%s","geometry":{"type":"Point","coordinates":[%r,%r]},"properties":%s}'


def _with_origin(features: Sequence[str], origin: str) -> str:
    """A quote inside a JSON text has a backslash before it, so the path of a page is found at its key only."""
    return ",".join(features).replace('"url":"/', f'"url":"{origin}/')


def collection_bytes(features: bytes, page: Page, links: list[dict[str, Any]], now: dt.datetime) -> bytes:
    """A GeoJSON feature collection of what :func:`feature_texts` wrote, in UTF-8."""
    head = json.dumps(
        {
            "type": "FeatureCollection",
            "timeStamp": f"{now.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}",
            "numberMatched": page.matched,
            "numberReturned": len(page.ids),
            "links": links,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return b"".join((head[:-1].encode(), b',"features":[', features, b"]}"))


def feature_text(feature: str, links: list[dict[str, Any]]) -> str:
    """A feature alone, with its links."""
    written = json.dumps(links, ensure_ascii=False, separators=(",", ":"))
    return f'{feature[:-1]},"links":{written}}}'


def _points(points: tuple[Sequence[float | None], Sequence[float | None]], system: System) -> list[str]:
    lons, lats = points
    firsts, seconds = lons, lats
    if system.uri != CRS84:
        placed = [number for number, lon in enumerate(lons) if lon is not None]
        written = system.written(
            np.array([lons[number] for number in placed], dtype=float),
            np.array([lats[number] for number in placed], dtype=float),
        )
        firsts, seconds = list(lons), list(lats)
        for number, first, second in zip(placed, written[0].tolist(), written[1].tolist(), strict=True):
            firsts[number], seconds[number] = first, second
    return [
        f'{{"type":"Point","coordinates":[{first!r},{second!r}]}}' if first is not None else "null"
        for first, second in zip(firsts, seconds, strict=True)
    ]


def _shapes(shapes: Sequence[bytes | None], system: System) -> list[str]:
    """Rings run as RFC 7946 asks: outer ones against the clock, as longitude and latitude."""

    def moved(corners: FloatArray) -> FloatArray:
        return np.column_stack(system.written(corners[:, 0], corners[:, 1]))

    texts = []
    for wkb in shapes:
        if wkb is None:
            texts.append("null")
            continue
        geometry = shapely.orient_polygons(shapely.force_2d(shapely.from_wkb(wkb)))
        geometry = shapely.transform(geometry, moved)
        texts.append(json.dumps(shapely.geometry.mapping(geometry), separators=(",", ":")))
    return texts
