"""GeoJSON (RFC 7946 and the 2008 form that names its system) and features a line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import shapely.geometry

from media_pipeline.errors import Damaged, NotItems
from media_pipeline.features_rows import MOST_COLUMNS, Cell, RawLayer, RawRow, cell_of, shape_of

WGS84 = "EPSG:4326"


def read_geojson(path: Path) -> list[RawLayer]:
    """One layer; its columns are the properties in the order in which they first come.

    Raises:
        Damaged: Not JSON to its end.
        NotItems: JSON that holds no features.
    """
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    named, features = _features(text)
    columns: dict[str, None] = {}
    kept = []
    for each in features:
        if not isinstance(each, dict) or each.get("type") != "Feature":
            raise NotItems("no feature")
        kept.append(each)
        for name in each.get("properties") or {}:
            if len(columns) < MOST_COLUMNS:
                columns[str(name)] = None
    names = list(columns)
    return [RawLayer("", names, [_row(n, each, names) for n, each in enumerate(kept, 1)], named)]


def _features(text: str) -> tuple[str | None, Iterable[Any]]:
    """The name of the reference system, and the features."""
    try:
        whole = json.loads(text)
    except RecursionError as error:
        raise Damaged("nested too deep") from error
    except ValueError as error:
        lines = [line.strip("\x1e \t") for line in text.splitlines() if line.strip("\x1e \t")]
        try:
            if len(lines) > 1:
                return WGS84, [json.loads(line) for line in lines]
        except (ValueError, RecursionError):
            pass
        raise Damaged(str(error)) from error
    if not isinstance(whole, dict):
        raise NotItems("JSON without features")
    if whole.get("type") == "Feature":
        return _system(whole), [whole]
    features = whole.get("features")
    if whole.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise NotItems("JSON without features")
    return _system(whole), features


def _system(collection: dict[str, Any]) -> str | None:
    """RFC 7946 knows WGS 84 only; the older form names another in ``crs``."""
    named = collection.get("crs")
    if named is None:
        return WGS84
    properties = named.get("properties") if isinstance(named, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return str(name)[:400] if name else None


def _row(number: int, feature: dict[str, Any], names: list[str]) -> RawRow:
    properties = feature.get("properties")
    values = properties if isinstance(properties, dict) else {}
    cells: list[Cell] = [cell_of(values.get(name)) for name in names]
    geometry = feature.get("geometry")
    if geometry is None:
        return RawRow(number, cells)
    return shape_of(number, cells, lambda: shapely.geometry.shape(geometry))
