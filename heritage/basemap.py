"""What lies under our own layers: nothing, raster tiles, WMTS or one PMTiles archive, named by one setting."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.core.exceptions import ImproperlyConfigured

KINDS = ("raster", "wmts", "pmtiles")
# OGC 07-057r7, clause 10.2.1 (REST templates) and 8.2.1.1 (KVP names), as Leaflet calls the same things.
REST = {"tilematrix": "{z}", "tilerow": "{y}", "tilecol": "{x}"}
KVP = {
    **{"service": "WMTS", "request": "GetTile", "version": "1.0.0", "style": "default"},
    **{"tilematrixset": "GoogleMapsCompatible", "format": "image/png"},
    **{"tilematrix": "{z}", "tilerow": "{y}", "tilecol": "{x}"},
}
PLACEHOLDER = re.compile(r"\{([A-Za-z]+)\}")


@dataclass(frozen=True, slots=True)
class Basemap:
    """One basemap.

    Attributes:
        kind: "tiles" (pictures by z, x, y) or "pmtiles" (one archive of vectors, read by ranges).
        url: A template with {z}, {x}, {y}; the archive's address; for an archive in the home its file name.
        attribution: The credit that every map shows; plain text.
        file: The archive where it lies in the home, else None.
    """

    kind: str
    url: str
    attribution: str
    file: Path | None = None

    @property
    def host(self) -> str | None:
        """The origin that browsers must be allowed to ask, ``{s}`` as a wildcard; None: ourselves."""
        if self.file is not None:
            return None
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}" if parts.netloc else None


def read(text: str, attribution: str, folder: Path) -> Basemap | None:
    """The value of ``DISANSO_BASEMAP``: ``raster:``, ``wmts:`` or ``pmtiles:`` and an address; None for "none".

    Raises:
        ImproperlyConfigured: Another kind, or an address that cannot be one; says which and why.
    """
    text = text.strip()
    if text in ("", "none"):
        return None
    kind, _, address = text.partition(":")
    if kind not in KINDS or not address:
        raise ImproperlyConfigured(
            f"DISANSO_BASEMAP: {text!r} is neither none nor {', '.join(KINDS)}:address"
        )
    credit = attribution.strip()
    if kind == "pmtiles":
        return _archive(address, credit, folder)
    if urlsplit(address).scheme not in ("http", "https"):
        raise ImproperlyConfigured(f"DISANSO_BASEMAP: {address!r} does not begin with http:// or https://")
    return Basemap("tiles", _template(address, with_kvp=kind == "wmts"), credit)


def _archive(address: str, credit: str, folder: Path) -> Basemap:
    if urlsplit(address).scheme in ("http", "https"):
        return Basemap("pmtiles", address, credit)
    if Path(address).name != address or not address.endswith(".pmtiles"):
        raise ImproperlyConfigured(f"DISANSO_BASEMAP: {address!r} is no file name ending in .pmtiles")
    return Basemap("pmtiles", address, credit, folder / address)


def _template(address: str, *, with_kvp: bool) -> str:
    """The address with Leaflet's names; WMTS without placeholders is asked by key and value."""
    named = PLACEHOLDER.sub(lambda found: REST.get(found[1].lower(), found[0]), address)
    if with_kvp and "{z}" not in named:
        parts = urlsplit(named)
        given = {key.lower(): value for key, value in parse_qsl(parts.query, keep_blank_values=True)}
        if not given.get("layer"):
            raise ImproperlyConfigured(
                "DISANSO_BASEMAP: wmts: needs layer=… or {TileMatrix}, {TileRow}, {TileCol}"
            )
        named = parts._replace(query=urlencode({**KVP, **given}, safe="{}/:")).geturl()
    if not {"z", "x", "y"} <= set(PLACEHOLDER.findall(named)):
        raise ImproperlyConfigured(f"DISANSO_BASEMAP: {address!r} lacks {{z}}, {{x}} or {{y}}")
    return named
