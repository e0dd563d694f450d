"""Basemaps by one setting: what it says, whom browsers may then ask, and what the operator is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

from heritage.basemap import Basemap, read
from heritage.checks import basemap as check
from heritage.middleware import ContentSecurityPolicy
from heritage.views.map_setup import basemap as told

HOME = Path("/srv/disanso/basemap")


def policy() -> dict[str, str]:
    """The parts of the policy of an answer, by name."""
    answer = ContentSecurityPolicy(lambda request: HttpResponse())(HttpRequest())
    parts = (part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";"))
    return {name: rest for name, _, rest in parts}


@pytest.mark.parametrize("text", ["", "none", "  none "])
def test_no_basemap_is_the_default(text: str) -> None:
    assert read(text, "", HOME) is None


def test_raster_tiles_keep_their_template() -> None:
    url = "https://{s}.tiles.example.vn/{z}/{x}/{y}.png"
    found = read(f"raster:{url}", " © Ai đó ", HOME)
    assert found == Basemap("tiles", url, "© Ai đó")
    assert found.host == "https://*.tiles.example.vn"


def test_wmts_is_asked_by_key_and_value_or_by_its_template() -> None:
    found = read("wmts:https://maps.example.vn/wmts?layer=nen&format=image/jpeg", "©", HOME)
    assert found is not None
    assert found.url == (
        "https://maps.example.vn/wmts?service=WMTS&request=GetTile&version=1.0.0&style=default"
        "&tilematrixset=GoogleMapsCompatible&format=image/jpeg&tilematrix={z}&tilerow={y}&tilecol={x}&layer=nen"
    )
    rest = read("wmts:https://maps.example.vn/nen/GMC/{TileMatrix}/{TileRow}/{TileCol}.png", "©", HOME)
    assert rest is not None and rest.url == "https://maps.example.vn/nen/GMC/{z}/{y}/{x}.png"


def test_an_archive_lies_in_the_home_or_elsewhere() -> None:
    here = read("pmtiles:nen.pmtiles", "©", HOME)
    assert here == Basemap("pmtiles", "nen.pmtiles", "©", HOME / "nen.pmtiles") and here.host is None
    there = read("pmtiles:https://cdn.example.vn/nen.pmtiles", "©", HOME)
    assert there is not None and there.file is None and there.host == "https://cdn.example.vn"


@pytest.mark.parametrize(
    "text",
    [
        "osm",
        "raster:",
        "raster:https://a.vn/tiles.png",
        "raster:ftp://a.vn/{z}/{x}/{y}",
        "raster:javascript:alert(1)/{z}/{x}/{y}",
        "wmts:https://a.vn/wmts",
        "pmtiles:../secret-key",
        "pmtiles:/etc/passwd",
        "pmtiles:nen.mbtiles",
        "mbtiles:nen.mbtiles",
    ],
)
def test_what_cannot_be_a_basemap_stops_the_start_with_a_sentence(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DISANSO_BASEMAP: "):
        read(text, "©", HOME)


def test_the_policy_opens_for_the_host_of_the_setting_and_no_other(settings) -> None:
    settings.BASEMAP = None
    closed = policy()
    assert closed["img-src"] == "'self' data: blob:" and closed["connect-src"] == "'self' blob:"
    settings.BASEMAP = read("raster:https://t.example.vn/{z}/{x}/{y}.png", "©", HOME)
    tiles = policy()
    assert tiles["img-src"] == "'self' data: blob: https://t.example.vn"
    assert tiles["connect-src"] == closed["connect-src"]
    settings.BASEMAP = read("pmtiles:https://t.example.vn/a.pmtiles", "©", HOME)
    archive = policy()
    assert archive["img-src"] == closed["img-src"]
    assert archive["connect-src"] == "'self' blob: https://t.example.vn"
    settings.BASEMAP = read("pmtiles:a.pmtiles", "©", HOME)
    assert policy() == closed


def test_a_basemap_without_credit_is_an_error_and_is_not_shown(settings) -> None:
    settings.BASEMAP = read("raster:https://t.example.vn/{z}/{x}/{y}.png", "", HOME)
    assert [each.id for each in check()] == ["heritage.E001"]
    assert told() is None
    settings.BASEMAP = read("raster:https://t.example.vn/{z}/{x}/{y}.png", "© Ai đó", HOME)
    assert check() == []
    shown = told()
    assert shown is not None and shown["attribution"] == "© Ai đó" and shown["script"] is None


def test_an_archive_that_is_not_there_is_a_warning_and_maps_go_without(settings, tmp_path: Path) -> None:
    settings.BASEMAP = read("pmtiles:nen.pmtiles", "©", tmp_path)
    assert [each.id for each in check()] == ["heritage.W001"]
    assert told() is None
    (tmp_path / "nen.pmtiles").write_bytes(b"PMTiles")
    assert check() == []
    shown = told()
    assert shown is not None and shown["url"] == "/ban-do/nen.pmtiles" and "basemap" in shown["script"]
