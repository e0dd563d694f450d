"""A walk between chosen items: the stops in order, how far it is, and where other programs can show the way.

An item whose place is only approximate is a stop to read about, never one to be led to: no line, no link and no
waypoint goes to the centre of its circle, which is not where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode
from xml.sax.saxutils import escape, quoteattr

from gis.distance import distance_m

MOST_STOPS = 40
# Google's documentation of Maps URLs (read 2026-11-25): nine waypoints between origin and destination.
MOST_GOOGLE = 11


@dataclass(frozen=True, slots=True)
class Stop:
    """One item. Longitude and latitude are the public place; ``from_last_m`` from the last stop that has a way."""

    number: int
    id: str
    name: str
    category: str
    category_label: str
    unit: str
    url: str
    lon: float
    lat: float
    approximate: bool
    accuracy_m: float | None
    from_last_m: float | None


def stops_of(features: Sequence[dict[str, Any]]) -> list[Stop]:
    """The stops of these item features, in their order."""
    stops: list[Stop] = []
    last: Stop | None = None
    for number, feature in enumerate(features, 1):
        told = feature["properties"]
        lon, lat = feature["geometry"]["coordinates"]
        way = not told["approximate"] and last is not None
        stop = Stop(
            number=number,
            id=told["id"],
            name=told["name"],
            category=told["category"],
            category_label=told["category_label"],
            unit=told["unit"],
            url=told["url"],
            lon=lon,
            lat=lat,
            approximate=told["approximate"],
            accuracy_m=told["accuracy_m"],
            from_last_m=distance_m(last.lon, last.lat, lon, lat) if way and last is not None else None,
        )
        stops.append(stop)
        last = last if stop.approximate else stop
    return stops


def straight_m(stops: Sequence[Stop]) -> float:
    """Metres from stop to stop as the crow flies; nothing is added for what streets do."""
    return sum(stop.from_last_m or 0.0 for stop in stops)


def map_links(stops: Sequence[Stop]) -> list[dict[str, str]]:
    """Addresses that open other maps with all stops to which there is a way; none for a single stop."""
    way = [stop for stop in stops if not stop.approximate]
    if len(way) < 2:
        return []
    pairs = [f"{stop.lat:.6f},{stop.lon:.6f}" for stop in way]
    links = []
    if len(pairs) <= MOST_GOOGLE:
        google = {"api": "1", "origin": pairs[0], "destination": pairs[-1], "travelmode": "walking"}
        if pairs[1:-1]:
            google["waypoints"] = "|".join(pairs[1:-1])
        links.append({"name": "Google Maps", "url": f"https://www.google.com/maps/dir/?{urlencode(google)}"})
    apple = urlencode({"saddr": pairs[0], "daddr": " to:".join(pairs[1:]), "dirflg": "w"})
    links.append({"name": "Apple Maps", "url": f"https://maps.apple.com/?{apple}"})
    osm = urlencode([*(("loc", pair) for pair in pairs), ("srv", "2")])
    links.append({"name": "OpenStreetMap", "url": f"https://routing.openstreetmap.de/?{osm}"})
    return links


def geo_uri(stop: Stop) -> str | None:
    """RFC 5870, with the label that map programs of phones read; None where there is no way."""
    if stop.approximate:
        return None
    place = f"{stop.lat:.6f},{stop.lon:.6f}"
    return f"geo:{place}?q={place}({quote(stop.name)})"


def gpx(stops: Sequence[Stop], name: str, root: str) -> str:
    """GPX 1.1: a waypoint and a route point for each stop to which there is a way.

    Args:
        stops: In order.
        name: Of the walk.
        root: Scheme and host, for the links to the items' pages.
    """
    way = [stop for stop in stops if not stop.approximate]
    waypoints = "".join(_point("wpt", stop, root) for stop in way)
    route = "".join(_point("rtept", stop, root) for stop in way)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="Di Sản Số">'
        f"<metadata><name>{escape(name)}</name></metadata>{waypoints}<rte><name>{escape(name)}</name>{route}</rte></gpx>\n"
    )


def _point(tag: str, stop: Stop, root: str) -> str:
    address = quoteattr(f"{root}{stop.url}")
    return (
        f'<{tag} lat="{stop.lat:.6f}" lon="{stop.lon:.6f}"><name>{escape(f"{stop.number}. {stop.name}")}</name>'
        f"<desc>{escape(stop.category_label)}</desc><link href={address}/></{tag}>"
    )
