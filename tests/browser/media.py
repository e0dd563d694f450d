"""Media of an item as the line makes them: built once a session, put into the stores of each test."""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import DracoPy
import laspy
import numpy as np
import numpy.typing as npt
from django.utils import timezone
from PIL import Image, ImageDraw
from pyproj import CRS

from heritage import storage
from heritage.models import Asset, Derivative, Item
from media_pipeline import fixity
from media_pipeline.child import process_in_child
from media_pipeline.kinds import identify
from media_pipeline.limits import Limits
from media_pipeline.report import Derived, Report

Floats = npt.NDArray[np.float64]
EAST, NORTH = 574060.0, 2257535.0


@dataclass(frozen=True, slots=True)
class Made:
    """A file with what the line made of it."""

    path: Path
    report: Report


class Workshop:
    """Walks files down the line, each once, however many tests want it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made: dict[str, Made] = {}

    def made(self, name: str, write: Callable[[Path], object]) -> Made:
        """The file of this name, written and processed the first time it is asked for."""
        if name not in self._made:
            path, out = self.folder / name, self.folder / f"{name}.d"
            out.mkdir()
            write(path)
            report = process_in_child(path, identify(path), out, Limits.for_bytes(path.stat().st_size))
            self._made[name] = Made(path, report)
        return self._made[name]

    def show(self, item: Item, made: Made, **columns: Any) -> Asset:
        """An approved asset of the item with the derivatives of the file."""
        digest = fixity.sha256_of(made.path)
        values = {
            "caption_vi": "Cổng đình",
            "caption_en": "Gate",
            "credit": "UBND phường",
            "licence": "CC-BY-4.0",
            "placement": made.report.placement.as_dict() if made.report.placement else None,
        }
        asset = Asset.objects.create(
            item=item,
            unit=item.unit,
            kind=made.report.identity.kind,
            media_type=made.report.identity.media_type,
            sha256=digest,
            bytes=made.path.stat().st_size,
            original=digest,
            original_name=made.path.name,
            state=Asset.State.READY,
            facts=made.report.facts,
            published_at=timezone.now(),
            **(values | columns),
        )
        self.add(asset, made.report.derived)
        return asset

    def add(self, asset: Asset, more: tuple[Derived, ...]) -> None:
        """Derivatives for an asset that has none of these recipes."""
        for derived in more:
            digest = fixity.sha256_of(derived.path)
            name = f"{asset.public_id}/{derived.recipe}-{digest[:12]}{derived.path.suffix}"
            Derivative.objects.create(
                asset=asset,
                recipe=derived.recipe,
                media_type=derived.media_type,
                file=storage.keep_derivative(derived.path, name),
                bytes=derived.path.stat().st_size,
                sha256=digest,
                facts=derived.facts,
            )


def write_cloud(
    path: Path,
    xyz: Floats,
    *,
    epsg: int | None = 9209,
    classes: npt.ArrayLike = 2,
    intensity: npt.ArrayLike = 0,
    coloured: bool = True,
) -> None:
    """A LAZ of these points, offsets from a place in Vị Khê in units of the file."""
    header = laspy.LasHeader(point_format=7 if coloured else 6, version="1.4")
    header.scales, header.offsets = np.array([0.001] * 3), np.array([EAST, NORTH, 0.0])
    if epsg:
        header.add_crs(CRS.from_epsg(epsg))
    las = laspy.LasData(header)
    las.x, las.y, las.z = xyz[:, 0] + EAST, xyz[:, 1] + NORTH, xyz[:, 2]
    las.classification = np.broadcast_to(np.asarray(classes, np.uint8), len(xyz))
    las.intensity = np.broadcast_to(np.asarray(intensity, np.uint16), len(xyz))
    if coloured:
        las.red, las.green, las.blue = (
            np.full(len(xyz), value, np.uint16) for value in (52_000, 47_000, 38_000)
        )
    las.write(path)


def court(points: int, seed: int = 1) -> Floats:
    """A floor of 20 by 20 units with a wall of 5 across its middle."""
    rng = np.random.default_rng(seed)
    xyz = np.zeros((points, 3))
    xyz[:, :2] = rng.random((points, 2)) * 20
    wall = np.arange(points) % 2 == 0
    xyz[wall, 2] = xyz[wall, 1] / 4
    xyz[wall, 1] = 10
    return xyz


def two_balls(apart: float = 10.0) -> Floats:
    """Two small balls of points on a level line, so many units from centre to centre."""
    rng = np.random.default_rng(2)
    ball = rng.normal(0, 0.02, (600, 3))
    return np.concatenate([ball - [apart / 2, 0, 0], ball + [apart / 2, 0, 0]])


def write_pages(path: Path, count: int) -> None:
    """A TIFF of pages, each with its number drawn on it."""
    sheets = []
    for number in range(1, count + 1):
        sheet = Image.new("L", (1240, 1754), 250)
        ImageDraw.Draw(sheet).text((200, 300), f"TRANG {number}", fill=0, font_size=160)
        sheets.append(sheet)
    sheets[0].save(path, save_all=True, append_images=sheets[1:], compression="tiff_deflate", dpi=(200, 200))


def draco_glb() -> bytes:
    """A pyramid of four faces whose geometry only a Draco decoder can read."""
    corners = np.array([[0, 0, 0], [2, 0, 0], [1, 0, 2], [1, 2, 1]], np.float32)
    faces = np.array([[0, 1, 2], [0, 1, 3], [1, 2, 3], [2, 0, 3]], np.uint32)
    packed: bytes = DracoPy.encode(corners, faces)
    size = len(packed)
    document = {
        "asset": {"version": "2.0"},
        "extensionsUsed": ["KHR_draco_mesh_compression"],
        "extensionsRequired": ["KHR_draco_mesh_compression"],
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0}],
        "materials": [{"pbrMetallicRoughness": {"baseColorFactor": [0.7, 0.2, 0.1, 1]}, "doubleSided": True}],
        "meshes": [
            {
                "primitives": [
                    {
                        "attributes": {"POSITION": 0},
                        "indices": 1,
                        "material": 0,
                        "extensions": {
                            "KHR_draco_mesh_compression": {"bufferView": 0, "attributes": {"POSITION": 0}}
                        },
                    }
                ]
            }
        ],
        "accessors": [
            {"componentType": 5126, "count": 4, "type": "VEC3", "min": [0, 0, 0], "max": [2, 2, 2]},
            {"componentType": 5125, "count": 12, "type": "SCALAR"},
        ],
        "bufferViews": [{"buffer": 0, "byteOffset": 0, "byteLength": size}],
        "buffers": [{"byteLength": size}],
    }
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    packed += b"\0" * (-len(packed) % 4)
    out = io.BytesIO()
    out.write(struct.pack("<4sII", b"glTF", 2, 28 + len(text) + len(packed)))
    out.write(struct.pack("<I4s", len(text), b"JSON") + text)
    out.write(struct.pack("<I4s", len(packed), b"BIN\0") + packed)
    return out.getvalue()


def blobs(picture: bytes, ground: tuple[int, int, int] = (0x17, 0x11, 0x0E)) -> list[tuple[float, float]]:
    """Centres in pixels, from left to right, of the two heaps of pixels that are not ground."""
    pixels = np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"), np.int16)
    differs = np.abs(pixels - np.array(ground)).sum(axis=2) > 60
    differs[:12] = differs[-12:] = differs[:, :12] = differs[:, -12:] = False  # the frame's round corners
    rows, columns = np.nonzero(differs)
    middle = (columns.min() + columns.max()) / 2
    sides = (columns < middle, columns >= middle)
    return [(float(columns[side].mean()), float(rows[side].mean())) for side in sides]
