"""Reading without a network: the app's manifest, its service worker, the page for a lost network, wards to save."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from gis import units
from gis.bounds import Bounds
from gis.models import AdminUnit
from heritage.models import Item
from heritage.projections.card import card
from heritage.projections.inset import inset
from heritage.projections.map_feature import item_feature
from heritage.projections.offline_ward import LIMIT_BYTES, PAGE_BYTES, Saved, plan
from heritage.selectors.catalogue import public_items
from heritage.views.context import language
from heritage.views.map_setup import DEFAULT_BOUNDS, map_config

WORKER = "disanso/js/sw.js"
# What any saved page needs to look and to work as it does with a network.
SHELL = (
    "disanso/css/site.css",
    *(f"disanso/js/{name}.js" for name in ("site", "map", "item")),
    *(
        f"disanso/fonts/{face}.woff2"
        for face in (
            *(
                f"be-vietnam-pro-{script}-{weight}-normal"
                for script in ("latin", "vietnamese")
                for weight in (400, 600)
            ),
            *(f"source-serif-4-{script}-wght-normal" for script in ("latin", "vietnamese")),
        )
    ),
    *("disanso/img/icon.svg", "disanso/img/icon-192.png"),
    *(
        "leaflet/leaflet.js",
        "leaflet/leaflet.css",
        "leaflet/leaflet.extras.js",
        "leaflet/leaflet.extras.css",
        "leaflet/draw/leaflet.draw.i18n.js",
    ),
)
# Bytes, an estimate: 3,321 communes are drawn as points, each some 160 bytes.
LAYERS = {"map-overlay": 60_000, "map-units": 600_000, "map-extents": 200_000}
ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable-512.png", "512x512", "maskable"),
)
MARGIN = 0.01  # degrees around a ward's items


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the site on its home screen."""
    english = request.GET.get("lang") == "en"
    body = {
        "id": "/",
        "name": "Di Sản Số",
        "short_name": "Di Sản Số",
        "description": "The shared record of local heritage: look, search, check."
        if english
        else "Kho di sản chung của phường, xã: xem được, tra được, kiểm được.",
        "lang": "en" if english else "vi",
        "start_url": "/en/" if english else "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf8f3",
        "theme_color": "#faf8f3",
        "icons": [
            {
                "src": staticfiles_storage.url(f"disanso/img/{name}"),
                "sizes": sizes,
                "type": "image/png",
                "purpose": purpose,
            }
            for name, sizes, purpose in ICONS
        ],
    }
    response = HttpResponse(json.dumps(body, ensure_ascii=False), content_type="application/manifest+json")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, told its release and its addresses. Never kept by a cache: an old one would rule for long."""
    pages = {code: _in(code, "offline") for code in ("vi", "en")}
    known = {
        "release": release(),
        "shell": [staticfiles_storage.url(name) for name in SHELL] + list(pages.values()),
        "offline": pages,
        "explore": [_in(code, "explore") for code in ("vi", "en")],
        "desk": [_in(code, "desk") for code in ("vi", "en")],
    }
    body = f"const KNOWN = {json.dumps(known)};\n{_file(WORKER).read_text('utf-8')}"
    response = HttpResponse(body, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is on this phone; shown in place of a page that cannot be fetched."""
    return render(request, "pages/offline.html", {"release": release()})


@require_safe
def ward(request: HttpRequest, code: str) -> HttpResponse:
    """List, search and map of one ward on one page, which needs nothing else to work."""
    unit, lang = _unit(code), language()
    items = _items(unit)
    features = [feature for item in items if (feature := item_feature(item, lang)) is not None]
    around = _around(unit, features)
    context = {
        "unit": unit,
        "items": [card(item, lang) for item in items],
        "map_config": map_config(around, items=[_map_item(each) for each in features]),
        "inset": inset(around),
    }
    return render(request, "pages/offline_ward.html", context)


@require_safe
def listing(request: HttpRequest, code: str) -> HttpResponse:
    """Every address to save, with its size, and a stamp that changes when the ward's public catalogue does."""
    unit = _unit(code)
    lang = "en" if request.GET.get("lang") == "en" else "vi"
    items = _items(unit)
    with override(lang):
        found = plan(items, [*_pages(unit, lang), *_shell()], lang)
        page = reverse("offline-ward", args=[unit.code])
    body = {
        "unit": unit.code,
        "name": unit.name,
        "page": page,
        "release": release(),
        "stamp": _stamp(items),
        "items": len(items),
        "bytes": found.bytes,
        "limit": LIMIT_BYTES,
        "pictures_left_out": found.pictures_left_out,
        "files": [{"url": each.url, "bytes": each.bytes, "about": each.about} for each in found.files],
    }
    response = JsonResponse(body)
    response.headers["Cache-Control"] = "no-cache"
    return response


@lru_cache(maxsize=1)
def release() -> str:
    """Changes with every file that a saved page needs."""
    digest = hashlib.sha256()
    for name in (*SHELL, WORKER):
        digest.update(_file(name).read_bytes())
    return digest.hexdigest()[:12]


def _file(name: str) -> Path:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found)


def _in(code: str, name: str) -> str:
    with override(code):
        return reverse(name)


def _unit(code: str) -> AdminUnit:
    unit = units.unit_on(code, timezone.localdate(), AdminUnit.Level.COMMUNE)
    if unit is None:
        raise Http404
    return unit


def _items(unit: AdminUnit) -> list[Item]:
    return list(public_items().filter(unit=unit).order_by("name_vi", "pk"))


def _pages(unit: AdminUnit, lang: str) -> list[Saved]:
    """The ward's own page, its number, and the layers of its map."""
    pages = [reverse("offline-ward", args=[unit.code]), reverse("kpi-unit", args=[unit.code])]
    return [
        *(Saved(url, PAGE_BYTES, about=True) for url in pages),
        *(Saved(reverse(name), size, about=True) for name, size in LAYERS.items()),
    ]


def _shell() -> list[Saved]:
    return [Saved(staticfiles_storage.url(name), _file(name).stat().st_size) for name in SHELL]


def _stamp(items: list[Item]) -> str:
    parts = [f"{item.public_id}:{_moment(item.updated_at)}:{item.level}" for item in items]
    files = [
        f"{asset.public_id}:{each.sha256[:8]}"
        for item in items
        for asset in item.assets.all()
        for each in asset.derivatives.all()
    ]
    return hashlib.sha256("\n".join([release(), *parts, *files]).encode()).hexdigest()[:16]


def _moment(at: dt.datetime) -> str:
    return at.isoformat(timespec="milliseconds")


def _around(unit: AdminUnit, features: list[dict[str, Any]]) -> Bounds:
    points = [feature["geometry"]["coordinates"] for feature in features]
    if unit.centroid is not None:
        points.append([unit.centroid.x, unit.centroid.y])
    if not points:
        return DEFAULT_BOUNDS
    lons, lats = [lon for lon, _lat in points], [lat for _lon, lat in points]
    return Bounds(min(lons) - MARGIN, min(lats) - MARGIN, max(lons) + MARGIN, max(lats) + MARGIN)


def _map_item(feature: dict[str, Any]) -> dict[str, Any]:
    lon, lat = feature["geometry"]["coordinates"]
    return {**feature["properties"], "lon": lon, "lat": lat}
