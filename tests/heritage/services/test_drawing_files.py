"""Lines and areas out of the files that people bring; each is built here."""

from __future__ import annotations

import json
import zipfile

import geopandas
import pytest
import shapely

from gis import crs
from heritage.errors import BadRequest
from heritage.services.drawing_files import drawing_in

pytestmark = pytest.mark.django_db

RING = [(106.21, 20.4), (106.214, 20.4), (106.214, 20.404), (106.21, 20.4)]
LINE = RING[:3]
KML = """<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark>
<name>Lộ trình</name><LineString><coordinates>{}</coordinates></LineString></Placemark></Document></kml>"""
GPX = """<?xml version="1.0" encoding="UTF-8"?><gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1">
<trk><name>rước</name><trkseg>{}</trkseg></trk></gpx>"""


@pytest.fixture
def read(make_item, officer):
    item = make_item()

    def of(content: bytes, *, areas: bool, system: str = "", name: str = "hinh"):
        return drawing_in([content], name, item=item, by=officer, areas=areas, system=system)

    return of


def degrees(shape) -> list[tuple[float, float]]:
    part = shape[0]
    return [
        tuple(round(value, 6) for value in each)
        for each in (part[0] if part.geom_type == "Polygon" else part).coords
    ]


def test_a_route_comes_from_gpx_kml_and_geojson(read):
    points = "".join(f'<trkpt lat="{lat}" lon="{lon}"/>' for lon, lat in LINE)
    assert degrees(read(GPX.format(points).encode(), areas=False)) == LINE
    text = " ".join(f"{lon},{lat},0" for lon, lat in LINE)
    assert degrees(read(KML.format(text).encode(), areas=False)) == LINE
    geojson = {"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": LINE}}
    collection = {"type": "FeatureCollection", "features": [geojson]}
    assert degrees(read(json.dumps(collection).encode(), areas=False)) == LINE


def test_an_area_in_vn_2000_comes_from_geopackage_and_shapefile(read, tmp_path):
    there = [crs.from_wgs84(lon, lat, "EPSG:9209") for lon, lat in RING]
    frame = geopandas.GeoDataFrame({"ten": ["Khu I"]}, geometry=[shapely.Polygon(there)], crs="EPSG:9209")
    frame.to_file(tmp_path / "khu.gpkg")
    assert sorted(set(degrees(read((tmp_path / "khu.gpkg").read_bytes(), areas=True)))) == sorted(set(RING))
    frame.to_file(tmp_path / "khu.shp")
    with zipfile.ZipFile(tmp_path / "khu.zip", "w") as packed:
        for part in tmp_path.glob("khu.*"):
            if part.suffix in (".shp", ".shx", ".dbf", ".prj"):
                packed.write(part, part.name)
    assert sorted(set(degrees(read((tmp_path / "khu.zip").read_bytes(), areas=True)))) == sorted(set(RING))


def test_a_closed_line_of_a_drawing_is_an_area_once_its_system_is_named(read, tmp_path):
    there = [crs.from_wgs84(lon, lat, "EPSG:9209") for lon, lat in RING]
    frame = geopandas.GeoDataFrame(geometry=[shapely.LineString(there)])
    frame.to_file(tmp_path / "khu.dxf", driver="DXF", engine="pyogrio")
    content = (tmp_path / "khu.dxf").read_bytes()
    with pytest.raises(BadRequest) as refused:
        read(content, areas=True)
    assert refused.value.code == "drawing_no_system"
    assert sorted(set(degrees(read(content, areas=True, system="EPSG:9209")))) == sorted(set(RING))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(64), None),
        (b"", None),
        (b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"a": 1}, "geometry": {"type": "Point", "coordinates": [106, 20]}}]}', "shape_wrong_kind"),
        (b"x" * 10_000_001, "drawing_too_large"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><kml>&b;</kml>', None),
    ],
    ids=["a picture", "nothing", "a point", "too large", "an entity"],
)  # fmt: skip
def test_a_file_without_such_a_shape_is_refused_in_words(read, content, code):
    with pytest.raises(BadRequest) as refused:
        read(content, areas=True)
    assert refused.value.sentence("vi") and refused.value.sentence("en")
    assert code in (None, refused.value.code)
