"""Five items, one at each level, each with every kind of file that knows where it was made. For the leak test."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.contrib.gis.geos import LineString, MultiLineString, MultiPolygon, Point, Polygon

from gis.crs import from_wgs84
from heritage import categories
from heritage.jobs.index import index_items
from heritage.jobs.process import process_asset
from heritage.models import Asset, Batch, Item, PageText, Relation, User
from heritage.projections.position import public_position
from heritage.services import intake
from heritage.services.publishing import publish
from heritage.services.telling import tell
from media_pipeline.told import ControlPoint
from tests import samples
from tests.flow.leak_notations import Place
from tests.media_pipeline import papers

ZONE = "EPSG:9209"
SHEET = (900, 600)
# Inside Vị Khê, about 800 m apart, with digits that meet nothing else.
PLACES = {
    "exact": (106.201357, 20.396713),
    "m100": (106.207739, 20.400591),
    "km1": (106.214321, 20.408789),
    "unit": (106.221643, 20.397377),
    "withheld": (106.226917, 20.411939),
}


@dataclass(frozen=True, slots=True)
class Hidden:
    """An item with its true place."""

    item: Item
    place: Place

    @property
    def level(self) -> str:
        """How much of the place the public may have."""
        return self.item.disclosure


@dataclass(slots=True)
class Builder:
    """Hands in files as an officer and publishes as a reviewer."""

    make_item: Callable[..., Item]
    officer: User
    reviewer: User
    folder: Path

    def build(self) -> dict[str, Hidden]:
        """All five, published and indexed, and a published festival that is held at each of them."""
        world = {level: self._item(level) for level in categories.codes(categories.DISCLOSURES)}
        festival = self.make_item(category="festival", name_vi="Hội làng")
        for hidden in world.values():
            Relation.objects.create(subject=festival, object=hidden.item, kind="held_at")
        publish(festival, by=self.reviewer)
        index_items(festival.pk, *(hidden.item.pk for hidden in world.values()))
        return world

    def _item(self, level: str) -> Hidden:
        lon, lat = PLACES[level]
        east, north = from_wgs84(lon, lat, ZONE)
        route = LineString((lon - 0.002, lat), (lon, lat), (lon, lat + 0.002))
        box = Polygon.from_bbox((lon, lat, lon + 0.001, lat + 0.001))
        item = self.make_item(
            name_vi=f"Mộ cổ {level}",
            disclosure=level,
            summary_vi="Khu mộ ngoài đồng.",
            position=Point(lon, lat, srid=4326),
            position_method="gnss",
            position_accuracy_m=1.5,
            position_native={"crs": ZONE, "x": round(east, 3), "y": round(north, 3)},
            position_text=f"X {north:.3f} Y {east:.3f}",
            zone_one=MultiPolygon(box, srid=4326),
            zone_two=MultiPolygon(box, srid=4326),
            area=MultiPolygon(box, srid=4326),
            route=MultiLineString(route, srid=4326),
            dynasties=["tran"],
        )
        self._files(item, lon, lat, east, north)
        publish(item, by=self.reviewer)
        item.refresh_from_db()
        return Hidden(item, Place(lon, lat))

    def _files(self, item: Item, lon: float, lat: float, east: float, north: float) -> None:
        folder, seed = self.folder / item.disclosure, len(item.disclosure)
        folder.mkdir()
        self._hand_in(item, samples.photo(folder / "anh.jpg", lon=lon, lat=lat, seed=seed))
        self._hand_in(
            item, samples.cloud(folder / "quet.laz", east=east - 10, north=north - 10, points=3000, seed=seed)
        )
        self._hand_in(item, mesh_at(folder / "mo-hinh.glb", east, north))
        words = f"Toa do: {lat:.6f}, {lon:.6f}. X = {north:.2f}, Y = {east:.2f}"
        # People write places into names of files too.
        paper = self._hand_in(item, papers.pdf(folder / f"phieu {lat:.5f} {lon:.5f}.pdf", words))
        PageText.objects.update_or_create(
            asset=paper, page=1, defaults={"text": words, "source": PageText.Source.LAYER}
        )
        sheet = samples.photo(folder / "to-ban-do.jpg", size=SHEET, seed=seed + 50)
        self._hand_in(item, sheet, control=control_around(east, north))

    def _hand_in(self, item: Item, path: Path, control: tuple[ControlPoint, ...] = ()) -> Asset:
        batch = Batch.objects.create(unit=item.unit, by=self.officer)
        receipt = intake.receive_into(batch, path, name=path.name, item=item, queue=False)
        asset = Asset.objects.get(pk=receipt.asset_id)
        if control:
            tell(asset, by=self.officer, control=control, control_crs=ZONE, fit="poly1")
        process_asset(asset.pk)
        asset.refresh_from_db()
        assert asset.state == Asset.State.READY, (path.name, asset.code, asset.doubts)
        return asset


def mesh_at(path: Path, east: float, north: float) -> Path:
    """A GLB whose root node stands at national coordinates, as a program for surveys writes it."""
    samples.mesh(path)
    data = path.read_bytes()
    length = struct.unpack("<I", data[12:16])[0]
    text, rest = data[20 : 20 + length].decode(), data[20 + length :]
    node = '"nodes":[{'
    assert node in text
    text = text.replace(node, f'{node}"extras":{{"x":{east:.3f},"y":{north:.3f}}},', 1)
    body = text.encode() + b" " * (-len(text.encode()) % 4)
    head = struct.pack("<4sII", b"glTF", 2, 12 + 8 + len(body) + len(rest))
    path.write_bytes(head + struct.pack("<I4s", len(body), b"JSON") + body + rest)
    return path


def control_around(east: float, north: float) -> tuple[ControlPoint, ...]:
    """Eight points of a sheet of half-metre pixels with the place in its middle."""
    at = np.random.default_rng(8).random((8, 2)) * SHEET
    return tuple(ControlPoint(u, v, east + (u - 450) / 2, north - (v - 300) / 2) for u, v in at)


def told_apart(hidden: Hidden) -> bool:
    """Whether the public point shares no notation with the true place: else finding it would prove nothing."""
    public = public_position(hidden.item)
    return public is None or hidden.place.in_text(f"{public.lon} {public.lat}") is None
