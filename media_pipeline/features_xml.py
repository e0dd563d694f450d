"""KML and GPX, read element by element without a document type: no entity is ever resolved, no link followed."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

import shapely.geometry as shapes

from media_pipeline.errors import Damaged, NotItems, UnsafeReference
from media_pipeline.features_rows import MOST_COLUMNS, Cell, RawLayer, RawRow, shape_of

WGS84 = "EPSG:4326"
DEEPEST = 200
OURS = {"id", "name_vi", "licence"}  # columns of an export of ours, whose description only repeats them
_TAG = re.compile(r"<[^>]{0,400}>")


@dataclass(slots=True)
class Element:
    """An element without its namespace."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def child(self, tag: str) -> Element | None:
        """The first child of that name."""
        return next((each for each in self.children if each.tag == tag), None)

    def said(self, tag: str) -> str:
        """The text of the first child of that name, "" without one."""
        found = self.child(tag)
        return found.text.strip() if found else ""

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in the order of the file."""
        yield self
        for each in self.children:
            yield from each.walk()


def read_markup(path: Path) -> tuple[list[RawLayer], str]:
    """The layers of a KML or GPX file, and which of the two it is.

    Raises:
        NotItems: Another XML.
        UnsafeReference: A document type is declared.
        Damaged: Not XML to its end.
    """
    root = parse(path.read_bytes())
    if root.tag == "kml":
        return _kml(root), "kml"
    if root.tag == "gpx":
        return _gpx(root), "gpx"
    raise NotItems(root.tag[:60])


def parse(content: bytes) -> Element:
    """The root of a document.

    Raises:
        UnsafeReference, Damaged: See :func:`read_markup`.
    """
    parser = expat.ParserCreate()
    top = Element("", {})
    open_: list[Element] = [top]
    texts: list[list[str]] = [[]]

    def begin(tag: str, attributes: dict[str, str]) -> None:
        if len(open_) > DEEPEST:
            raise Damaged("nested too deep")
        element = Element(tag.rpartition(":")[2], attributes)
        open_[-1].children.append(element)
        open_.append(element)
        texts.append([])

    def end(_tag: str) -> None:
        open_.pop().text = "".join(texts.pop())

    def refuse(*_: Any) -> int:
        raise UnsafeReference("a document type is declared")

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = lambda data: texts[-1].append(data)
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise Damaged(str(error)) from error
    return top.children[0]


def _layer(name: str, found: Sequence[tuple[dict[str, str], Callable[[], Any] | None]]) -> RawLayer:
    columns: dict[str, None] = {}
    for values, _ in found:
        for each in values:
            if len(columns) < MOST_COLUMNS:
                columns[each] = None
    names = list(columns)
    rows = []
    for number, (values, read) in enumerate(found, 1):
        cells: list[Cell] = [values.get(each) or None for each in names]
        rows.append(RawRow(number, cells) if read is None else shape_of(number, cells, read))
    return RawLayer(name, names, rows, WGS84)


def _kml(root: Element) -> list[RawLayer]:
    """One layer of all placemarks; the folder is a column of its own."""
    found: list[tuple[dict[str, str], Callable[[], Any] | None]] = []

    def walk(element: Element, folder: str) -> None:
        for each in element.children:
            if each.tag == "Placemark":
                found.append((_placemark(each, folder), _kml_reader(each)))
            elif each.tag in ("Document", "Folder"):
                walk(each, each.said("name") if each.tag == "Folder" else folder)

    walk(root, "")
    return [_layer("", found)]


def _placemark(element: Element, folder: str) -> dict[str, str]:
    """Name, description and what stands in ``ExtendedData``; of our own exports the latter alone."""
    values: dict[str, str] = {}
    extended = element.child("ExtendedData")
    for each in extended.walk() if extended else ():
        if each.tag == "Data":
            values[each.attributes.get("name", "")] = each.said("value")
        elif each.tag == "SimpleData":
            values[each.attributes.get("name", "")] = each.text.strip()
    if set(values) >= OURS:
        return values
    known = {name.lower() for name in values}
    plain = {"name": element.said("name"), "description": _words(element.said("description"))}
    if folder:
        plain["folder"] = folder
    if "address" not in known and element.said("address"):
        plain["address"] = element.said("address")
    return {**{name: text for name, text in plain.items() if name not in known}, **values}


def _words(markup: str) -> str:
    """A description without its HTML."""
    return " ".join(html.unescape(_TAG.sub(" ", markup)).split())


def _kml_reader(placemark: Element) -> Callable[[], Any] | None:
    kinds = ("Point", "LineString", "Polygon", "MultiGeometry")
    found = next((each for each in placemark.children if each.tag in kinds), None)
    return None if found is None else lambda: _kml_shape(found)


def _kml_shape(element: Element) -> Any:
    if element.tag == "Point":
        return shapes.Point(_corners(element)[0])
    if element.tag == "LineString":
        return shapes.LineString(_corners(element))
    if element.tag == "Polygon":
        rings = [_corners(each) for each in element.walk() if each.tag == "LinearRing"]
        return shapes.Polygon(rings[0], rings[1:])
    return _together([_kml_shape(each) for each in element.children if each.tag in _SHAPES])


_SHAPES = ("Point", "LineString", "Polygon", "MultiGeometry")


def _together(parts: list[Any]) -> Any:
    """Several shapes of one kind as one.

    Raises:
        ValueError: Of different kinds.
    """
    if len(parts) == 1:
        return parts[0]
    several = {
        "Point": shapes.MultiPoint,
        "LineString": shapes.MultiLineString,
        "Polygon": shapes.MultiPolygon,
    }
    kinds = {each.geom_type for each in parts}
    if len(kinds) != 1 or not kinds <= set(several):
        raise ValueError("shapes of different kinds")
    return several[kinds.pop()](parts)


def _corners(element: Element) -> list[tuple[float, float]]:
    corners = []
    for triple in element.said("coordinates").split():
        lon, lat, *_ = triple.split(",")
        corners.append((float(lon), float(lat)))
    return corners


def _gpx(root: Element) -> list[RawLayer]:
    """Waypoints, routes and tracks, each a layer where there are any."""
    layers = []
    for tag, name in (("wpt", "waypoints"), ("rte", "routes"), ("trk", "tracks")):
        found = [(_gpx_values(each), _gpx_reader(each)) for each in root.children if each.tag == tag]
        if found:
            layers.append(_layer(name, found))
    return layers or [_layer("", [])]


def _gpx_values(element: Element) -> dict[str, str]:
    extensions = element.child("extensions")
    values = {
        each.tag: each.text.strip() for each in (extensions.walk() if extensions else ()) if not each.children
    }
    values.pop("extensions", None)
    if set(values) >= OURS:
        return values
    plain = {tag: element.said(tag) for tag in ("name", "desc", "cmt", "type", "time", "ele")}
    return {**{tag: text for tag, text in plain.items() if text and tag not in values}, **values}


def _gpx_reader(element: Element) -> Callable[[], Any]:
    def point(one: Element) -> tuple[float, float]:
        return float(one.attributes["lon"]), float(one.attributes["lat"])

    if element.tag == "wpt":
        return lambda: shapes.Point(point(element))
    if element.tag == "rte":
        return lambda: shapes.LineString([point(each) for each in element.children if each.tag == "rtept"])
    segments = [each for each in element.children if each.tag == "trkseg"]
    return lambda: _together(
        [shapes.LineString([point(each) for each in one.children if each.tag == "trkpt"]) for one in segments]
    )
