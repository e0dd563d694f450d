"""Every public address: each pattern of ``heritage.urls``, each path of the API, each link found on the way.

A pattern that is not named here fails the test: whoever adds an address says how it is walked.
"""

from __future__ import annotations

import math
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.urls.exceptions import Resolver404
from django.utils.translation import override

from heritage.interop.export_formats import FORMATS
from heritage.interop.ogc_collections import COLLECTIONS
from heritage.models import Item
from heritage.selectors import tiles

BOX = "106.15,20.35,106.3,20.45"
LAYERS = (*tiles.LAYERS, "all")
MOST_OF_A_KIND = 80  # addresses of one pattern found by links; seeds are always asked
LINK = re.compile(r"""(?:https?://testserver)?(/[^\s"'<>\\^`{|}]*)""")
Seeds = Callable[[list[Item]], Iterator[str]]


def _each(template: str) -> Seeds:
    return lambda items: (template.format(item=item) for item in items)


def _once(*addresses: str) -> Seeds:
    return lambda items: iter(addresses)


def _walk(items: list[Item]) -> str:
    return ".".join(item.public_id for item in items)


# By the name of the pattern. What is reached by links from others needs no seed of its own.
PATTERNS: dict[str, Seeds] = {
    "api-docs": _once("/api/v1/docs"),
    "short-find": lambda items: (f"/q/?code={item.public_id}" for item in items),
    "short": _each("/q/{item.public_id}"),
    "qr": _each("/qr/{item.public_id}.svg"),
    "derivative": lambda items: _derivatives(items),
    "iiif-info": lambda items: _pyramids(items, "info.json"),
    "iiif-image": lambda items: _pyramids(items, "full/max/0/default.jpg"),
    "iiif-base": lambda items: _pyramids(items, ""),
    "iiif-unknown": _once("/iiif/3/a/b"),
    "map-overlay": _once("/ban-do/quan-dao.geojson"),
    "map-units": _once("/ban-do/don-vi.geojson", f"/ban-do/don-vi.geojson?bbox={BOX}&zoom=14"),
    "map-extents": _once("/ban-do/pham-vi.geojson", f"/ban-do/pham-vi.geojson?bbox={BOX}"),
    "old-maps": _once(f"/ban-do/to.json?bbox={BOX}"),
    "old-map": lambda items: _sheets(items, ".json"),
    "old-map-tile": lambda items: _sheets(items, "/15/26052/14489.png"),
    "map-shapes": lambda items: (
        f"/ban-do/hinh.geojson?bbox={BOX}&zoom={zoom}&lang={lang}"
        for zoom in (8, 14, 22)
        for lang in ("vi", "en")
    ),
    "basemap": _once("/ban-do/nen.pmtiles"),
    "walk-points": lambda items: (
        f"/luot-di/diem.json?di={_walk(items)}&lang={lang}" for lang in ("vi", "en")
    ),
    "walk-gpx": lambda items: (
        f"/luot-di/luot-di.gpx?di={_walk(items)}&lang={lang}" for lang in ("vi", "en")
    ),
    "walk": lambda items: (f"{page}?di={_walk(items)}" for page in ("/luot-di/", "/en/walk/")),
    "explore-print": _once(
        f"/kham-pha/in/?bbox={BOX}", "/kham-pha/in/", f"/en/explore/print/?bbox={BOX}&huong=doc"
    ),
    "tiles": lambda items: (f"/ban-do/{layer}.json?lang={lang}" for layer in LAYERS for lang in ("vi", "en")),
    "tile": lambda items: _tiles(items),
    "ogc": _once("/ogc/", "/ogc/?f=html", "/ogc/?f=html&lang=en"),
    "ogc/conformance": _once("/ogc/conformance", "/ogc/conformance?f=html"),
    "ogc/api": _once("/ogc/api", "/ogc/api?f=html"),
    "ogc/collections": _once("/ogc/collections", "/ogc/collections?f=html"),
    "ogc/collections/<str:name>": lambda items: _collections(""),
    "ogc/collections/<str:name>/queryables": lambda items: _collections("/queryables"),
    "ogc/collections/<str:name>/items": lambda items: (
        f"{address}{'&' if '?' in address else '?'}{query}"
        for address in _collections("/items")
        for query in (
            "limit=10",
            f"bbox={BOX}",
            "crs=http://www.opengis.net/def/crs/EPSG/0/9209",
            "crs=http://www.opengis.net/def/crs/EPSG/0/4326",
        )
    ),
    "ogc/collections/<str:name>/items/<str:fid>": lambda items: (
        f"{address}/{item.public_id}{kind}{query}"
        for address in _collections("/items")
        if "?" not in address
        for item in items
        for kind in ("", "-zone_one", "-zone_two", "-route", "-area")
        for query in ("", "?f=html", "?crs=http://www.opengis.net/def/crs/EPSG/0/9209")
    ),
    "ogc/<path:rest>": _once("/ogc/a/b"),
    "service-worker": _once("/sw.js"),
    "manifest": _once("/manifest.webmanifest", "/manifest.webmanifest?lang=en"),
    "offline-listing": _once("/ngoai-tuyen/13972.json", "/ngoai-tuyen/13972.json?lang=en"),
    "offline": _once("/ngoai-tuyen/", "/en/offline/"),
    "offline-ward": _once("/ngoai-tuyen/13972/", "/en/offline/13972/"),
    "dcat": _once("/dcat.jsonld"),
    "healthz": _once("/healthz"),
    "readyz": _once("/readyz"),
    "metrics": _once("/metrics"),
    "home": _once("/", "/en/"),
    "explore": _once("/kham-pha/", "/en/explore/", "/kham-pha/?q=mo+co&sort=name", f"/kham-pha/?bbox={BOX}"),
    "feed": _once("/kham-pha/atom.xml", "/en/explore/atom.xml?q=mo+co"),
    "units": _once("/don-vi/?q=vi+khe", "/en/units/?q=vi+khe"),
    "unit": _once("/don-vi/13972/", "/en/units/13972/"),
    "unit-outline": _once("/ban-do/don-vi/13972.geojson"),
    "item-bare": _each("/di-san/{item.public_id}/"),
    "item": lambda items: (
        address
        for item in items
        for address in (
            f"/di-san/{item.public_id}/{item.slug}/",
            f"/en/heritage/{item.public_id}/{item.slug}/",
        )
    ),
    "festivals": _once("/le-hoi/", "/en/festivals/"),
    "kpi": _once("/kpi/", "/en/kpi/"),
    "kpi-unit": _once("/kpi/13972/", "/en/kpi/13972/", "/kpi/37/", "/kpi/vn/", "/en/kpi/vn/"),
    "kpi-list": _once("/kpi/13972/danh-sach/", "/en/kpi/vn/list/", "/kpi/37/danh-sach/?part=0"),
    "kpi-list-file": _once(*(f"/kpi/vn/danh-sach.{ending}" for ending in ("csv", "xlsx", "json"))),
    "kpi-embed": _once("/kpi/13972/nhung/", "/en/kpi/vn/embed/"),
    "kpi-calendar": _once("/kpi/13972/lich.ics", "/en/kpi/13972/lich.ics"),
    "kpi-badge": _once("/kpi/13972/nhung.svg", "/en/kpi/vn/embed.svg"),
    "about": _once("/gioi-thieu/", "/en/about/"),
}

# By the path of the OpenAPI document.
API: dict[str, Seeds] = {
    "/api/v1/items": _once(
        "/api/v1/items?limit=2",
        "/api/v1/items?q=mo+co&sort=name",
        f"/api/v1/items?bbox={BOX}",
        "/api/v1/items?near=106.2,20.4&sort=distance&radius_m=20000",
        "/api/v1/items?dynasty=tran",
        "/api/v1/items?explain=true&limit=100",
        "/api/v1/items?explain=true&q=mo+co&sort=newest",
        "/api/v1/items?near=106.2,20.4&sort=distance&explain=true",
        "/api/v1/items?polygon=106.15,20.35,106.3,20.35,106.3,20.45,106.15,20.45",
    ),
    "/api/v1/items/{public_id}": _each("/api/v1/items/{item.public_id}"),
    "/api/v1/suggest": _once("/api/v1/suggest?q=mo"),
    "/api/v1/facets": _once("/api/v1/facets"),
    "/api/v1/map": lambda items: (
        f"/api/v1/map?bbox={BOX}&zoom={zoom}&lang={lang}" for zoom in range(0, 23, 2) for lang in ("vi", "en")
    ),
    "/api/v1/kpi": _once("/api/v1/kpi", "/api/v1/kpi?unit=13972", "/api/v1/kpi?unit=vn&group=period"),
    "/api/v1/kpi/criteria": _once("/api/v1/kpi/criteria"),
    "/api/v1/units": _once("/api/v1/units?q=vi+khe", "/api/v1/units?at=106.2128,20.4034"),
    "/api/v1/units/{code}": _once("/api/v1/units/13972"),
    "/api/v1/exports/items.{ending}": lambda items: (
        f"/api/v1/exports/items.{form.ending}?{query}"
        for form in FORMATS
        for query in ("", "lang=vi", "lang=en", *(("crs=EPSG:9209", "crs=EPSG:3405") if form.any_crs else ()))
    ),
    "/api/v1/exports/kpi.json": _once("/api/v1/exports/kpi.json", "/api/v1/exports/kpi.json?unit=13972"),
    "/api/v1/exports/kpi.csv": _once("/api/v1/exports/kpi.csv"),
    "/api/v1/exports/kpi.jsonl": _once("/api/v1/exports/kpi.jsonl"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave."""

    address: str
    status: int
    kind: str  # the pattern's name or the API's path
    head: str  # the headers, a line each
    data: bytes


def unknown() -> set[str]:
    """Patterns and API paths that this walk does not know, and those that it knows and are gone."""
    patterns = {name for name, route in _patterns(get_resolver().url_patterns) if _is_public(route)}
    paths = set(Client().get("/api/v1/openapi.json").json()["paths"])
    return (patterns ^ set(PATTERNS)) | (paths ^ set(API))


def desk_addresses() -> list[str]:
    """Addresses of the desk, in Vietnamese; each asks for a name first."""
    rows = [route for _, route in _patterns(get_resolver().url_patterns) if route.startswith("can-bo/")]
    return ["/" + re.sub(r"<[^>]+>", "1", route) for route in rows]


def walk(items: list[Item]) -> Iterator[Answer]:
    """Seeds first, then whatever they link to, each address once; errors of ours are raised by the client."""
    client = Client()
    seeds = [each for table in (PATTERNS, API) for seed in table.values() for each in seed(items)]
    waiting = deque(dict.fromkeys([*seeds, "/api/v1/openapi.json", "/robots.txt", "/sitemap.xml"]))
    seen, of_a_kind = set(waiting), Counter[str]()
    while waiting:
        address = waiting.popleft()
        response = client.get(address)
        data = b"".join(response.streaming_content) if response.streaming else response.content
        head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
        yield Answer(address, response.status_code, _kind(address), head, bytes(data))
        for link in _links(response.headers.get("Location", ""), data):
            kind = _kind(link)
            if link not in seen and kind and of_a_kind[kind] < MOST_OF_A_KIND:
                seen.add(link)
                of_a_kind[kind] += 1
                waiting.append(link)


def _links(location: str, data: bytes) -> list[str]:
    text = location + "\n" + (data.decode("utf-8", "replace") if b"\x00" not in data[:2000] else "")
    found = (match.split("#")[0].replace("&amp;", "&") for match in LINK.findall(text))
    return sorted({link for link in found if 1 < len(link) < 500})


def _kind(address: str) -> str:
    """The name of the pattern that answers a path; empty for none, for the desk and for static files."""
    path = urlsplit(address).path
    if path.startswith(("/static/", "/can-bo/", "/en/can-bo/")):
        return ""
    with override("en" if path.startswith("/en/") else "vi"):
        try:
            found = resolve(path)
        except Resolver404:
            return ""
    if path.startswith("/api/v1/") and found.url_name != "api-docs":
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", found.route)
    return _name(found.url_name, found.route)


def _patterns(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, str]]:
    with override("vi"):
        for each in patterns:
            route = before + str(each.pattern)
            if isinstance(each, URLResolver):
                yield from _patterns(each.url_patterns, route)
            else:
                yield _name(each.name, route), route


def _name(name: str | None, route: str) -> str:
    if name:
        return name
    unnamed = {
        "iiif/3/<str:identifier>": "iiif-base",
        "iiif/3/<path:rest>": "iiif-unknown",
        "healthz": "healthz",
        "readyz": "readyz",
        "metrics": "metrics",
    }
    return unnamed.get(route, "iiif-image" if "<str:quality>" in route else route)


def _is_public(route: str) -> bool:
    return not route.startswith(("can-bo/", "api/v1/")) or route == "api/v1/docs"


def _derivatives(items: list[Item]) -> Iterator[str]:
    """Every derivative there is, those that no page names too, and recipes that might be guessed."""
    for item in items:
        for asset in item.assets.all():
            for recipe in [
                *asset.derivatives.values_list("recipe", flat=True),
                "original",
                "copc",
                "footprint",
            ]:
                yield f"/media/{asset.public_id}/{recipe}.bin"


def _pyramids(items: list[Item], ending: str) -> Iterator[str]:
    for item in items:
        for asset in item.assets.all():
            yield f"/iiif/3/{asset.public_id}/{ending}".rstrip("/")


def _collections(ending: str) -> Iterator[str]:
    for each in COLLECTIONS:
        for query in ("", "?f=html", "?f=html&lang=en"):
            yield f"/ogc/collections/{each.name}{ending}{query}"


def _tiles(items: list[Item]) -> Iterator[str]:
    """Those over the true places, as near as a tile does not yet say by its own number where it is."""
    for layer in LAYERS:
        for zoom in (6, 11, 14, 17):
            tiles = {
                (int((item.position.x + 180) / 360 * 2**zoom), _row(item.position.y, zoom))
                for item in items
                if item.position
            }
            yield from (f"/ban-do/{layer}/{zoom}/{column}/{row}.mvt" for column, row in sorted(tiles))


def _row(lat: float, zoom: int) -> int:
    return int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**zoom)


def _sheets(items: list[Item], ending: str) -> Iterator[str]:
    for item in items:
        for asset in item.assets.all():
            yield f"/ban-do/to/{asset.public_id}{ending}"
