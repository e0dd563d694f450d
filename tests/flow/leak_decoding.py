"""Everything that an answer holds, opened: archives, pictures' tags, tables, points, tiles. For tests only."""

from __future__ import annotations

import gzip
import html
import io
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import laspy
import mapbox_vector_tile
import numpy as np
import pyarrow.parquet
from PIL import Image, UnidentifiedImageError

TILE_ADDRESS = re.compile(r"/(\d+)/(\d+)/(\d+)\.(?:mvt|pbf)")
GPS = 0x8825


@dataclass(slots=True)
class Opened:
    """What was found inside: words, bytes to be read as numbers, and arrays of points."""

    texts: list[str] = field(default_factory=list)
    blobs: list[bytes] = field(default_factory=list)
    points: list[tuple[np.ndarray, np.ndarray]] = field(default_factory=list)


def opened(address: str, data: bytes) -> Opened:
    """An answer with all that it holds, by content and not by its declared type."""
    found = Opened(texts=[address, unquote(address)])
    _open(address, data, found)
    return found


def _open(address: str, data: bytes, found: Opened) -> None:
    found.blobs.append(data)
    _words(data, found)
    if data[:2] == b"\x1f\x8b":
        _open(address, gzip.decompress(data), found)
    elif data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                found.texts.append(name)
                _open(name, archive.read(name), found)
    elif data[:4] == b"LASF":
        _points(data, found)
    elif data[:16] == b"SQLite format 3\x00":
        _rows(data, found)
    elif data[:4] == b"PAR1":
        for row in pyarrow.parquet.read_table(io.BytesIO(data)).to_pylist():
            _row(row.values(), found)
    elif match := TILE_ADDRESS.search(address):
        _vector_tile(data, *map(int, match.groups()), found)
    else:
        _picture(data, found)


def _words(data: bytes, found: Opened) -> None:
    """As text too, whatever it is: a note inside a binary file is read by anybody."""
    text = data.decode("utf-8", "replace")
    found.texts.append(text)
    if "&#" in text or "&deg;" in text:
        found.texts.append(html.unescape(text))
    if "%" in text:
        found.texts.append(unquote(text))
    if b"\x00" in data[:4096]:
        found.texts.append(data.decode("utf-16-le", "replace"))


def _points(data: bytes, found: Opened) -> None:
    with laspy.open(io.BytesIO(data)) as reader:
        header, las = reader.header, reader.read()
    numbers = (*header.offsets, *header.mins, *header.maxs)
    found.texts.append(" ".join(f"{number:.3f}" for number in numbers))
    found.points.append((np.asarray(las.x), np.asarray(las.y)))


def _rows(data: bytes, found: Opened) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "layer.sqlite"
        path.write_bytes(data)
        with sqlite3.connect(path) as database:
            names = [
                name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type='table'")
            ]
            for name in names:
                if name.startswith("rtree_") and name.count("_") > 2 and not name.endswith("_geom"):
                    continue  # pages of the index, which the file's bytes hold as they are
                for row in database.execute(f'SELECT * FROM "{name}"'):  # noqa: S608 names of its own tables
                    _row(row, found)


def _row(values: object, found: Opened) -> None:
    words = []
    for value in values:  # type: ignore[attr-defined]
        if isinstance(value, bytes):
            found.blobs.append(value)
        else:
            words.append(repr(value))
    found.texts.append(" ".join(words))


def _vector_tile(data: bytes, zoom: int, column: int, row: int, found: Opened) -> None:
    """Corners of every geometry in degrees, as far as the tile's grid tells them."""
    layers = mapbox_vector_tile.decode(data, default_options={"y_coord_down": True})
    for layer in layers.values():
        side = 2**zoom * layer["extent"]
        for feature in layer["features"]:
            found.texts.append(repr(feature["properties"]))
            flat = np.array(list(_corners(feature["geometry"]["coordinates"])), float).reshape(-1, 2)
            x = (column * layer["extent"] + flat[:, 0]) / side
            y = (row * layer["extent"] + flat[:, 1]) / side
            lat = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * y))))
            found.points.append((x * 360 - 180, lat))


def _corners(coordinates: object) -> Iterator[tuple[float, float]]:
    if isinstance(coordinates, list | tuple) and coordinates and isinstance(coordinates[0], int | float):
        yield coordinates[0], coordinates[1]
    else:
        for each in coordinates:  # type: ignore[attr-defined]
            yield from _corners(each)


def _picture(data: bytes, found: Opened) -> None:
    """Tags of a picture: EXIF with its GPS part in degrees, TIFF tags, text chunks."""
    try:
        picture = Image.open(io.BytesIO(data))
    except (UnidentifiedImageError, OSError, ValueError):
        return
    exif = picture.getexif()
    gps = exif.get_ifd(GPS)
    found.texts.append(repr(dict(exif)) + repr(dict(gps)) + repr(dict(getattr(picture, "tag_v2", {}))))
    found.texts.append(repr({key: value for key, value in picture.info.items() if key != "icc_profile"}))
    if 2 in gps and 4 in gps:
        lat, lon = (float(d) + float(m) / 60 + float(s) / 3600 for d, m, s in (gps[2], gps[4]))
        found.texts.append(f"{lon:.6f} {lat:.6f}")
