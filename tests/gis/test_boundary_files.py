"""Boundary files as offices really send them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely

from gis.boundary_files import read_boundaries
from gis.crs import points_to_wgs84
from gis.encodings import TextEncoding
from gis.errors import BadBoundaryFile
from tests.gis.test_encodings import as_cp1258, as_tcvn3, as_vni

NAMES = ["Phường Nam Định", "Phường Vị Khê"]
SQUARES = [
    shapely.Polygon([(106.123456, 20.4), (106.2, 20.4), (106.2, 20.45), (106.123456, 20.45)]),
    shapely.Polygon([(106.2, 20.4), (106.25, 20.4), (106.25, 20.450001), (106.2, 20.45)]),
]


# FlatGeobuf sorts its rows for its spatial index unless told otherwise.
WRITE: dict[str, dict[str, Any]] = {
    "tab": {"driver": "MapInfo File"},
    "mif": {"driver": "MapInfo File"},
    "kml": {"driver": "KML"},
    "fgb": {"driver": "FlatGeobuf", "SPATIAL_INDEX": "NO"},
}


def frame(**columns: list[Any]) -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame(columns, geometry=SQUARES, crs="EPSG:4326")


def geojson(path: Path, *features: tuple[dict[str, Any], dict[str, Any] | None]) -> Path:
    rows = [{"type": "Feature", "properties": p, "geometry": g} for p, g in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows}), encoding="utf-8")
    return path


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "shp", "tab", "mif", "kml", "fgb"])
def test_every_format_says_the_same(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"ranh-gioi.{suffix}"
    frame(maxa=["13669", "13972"], ten=NAMES).to_file(path, encoding="utf-8", **WRITE.get(suffix, {}))
    file = read_boundaries(path)
    assert [(r.number, r.code, r.name) for r in file.records] == [
        (1, "13669", NAMES[0]),
        (2, "13972", NAMES[1]),
    ]
    assert (file.crs, file.code_field, file.name_field) == ("EPSG:4326", "maxa", "ten")
    for record, square in zip(file.records, SQUARES, strict=True):
        assert record.geometry is not None
        assert record.geometry.normalize() == shapely.MultiPolygon([square]).normalize()
        assert record.problems == ()


@pytest.mark.parametrize(
    ("write", "encoding"),
    [(as_tcvn3, TextEncoding.TCVN3), (as_vni, TextEncoding.VNI), (as_cp1258, TextEncoding.CP1258)],
)
@pytest.mark.parametrize("label", ["none", "utf-8"])
def test_a_shapefile_of_old_says_nothing_or_lies_about_its_text(
    tmp_path: Path, write: Any, encoding: TextEncoding, label: str
) -> None:
    path = tmp_path / "xa.shp"
    frame(MaXa=["13669", "13972"], Ten=[write(n) for n in NAMES]).to_file(path, encoding="ISO-8859-1")
    (tmp_path / "xa.cpg").unlink()
    if label != "none":
        (tmp_path / "xa.cpg").write_text("UTF-8")
    file = read_boundaries(path)
    assert file.encoding is encoding
    assert [record.name for record in file.records] == NAMES


@pytest.mark.parametrize(
    ("write", "encoding"),
    [(as_tcvn3, TextEncoding.TCVN3), (as_vni, TextEncoding.VNI), (as_cp1258, TextEncoding.CP1258)],
)
def test_a_mapinfo_file_of_old_is_told_apart_too(tmp_path: Path, write: Any, encoding: TextEncoding) -> None:
    path = tmp_path / "xa.tab"
    frame(MaXa=["13669", "13972"], Ten=[write(n) for n in NAMES]).to_file(
        path, driver="MapInfo File", encoding="ISO-8859-1"
    )
    file = read_boundaries(path)
    assert file.encoding is encoding
    assert [record.name for record in file.records] == NAMES


@pytest.mark.parametrize(
    ("suffix", "driver"), [("gpkg", "GPKG"), ("fgb", "FlatGeobuf"), ("geojson", "GeoJSON")]
)
@pytest.mark.parametrize(
    "crs", ["EPSG:9209", "EPSG:5897", "EPSG:3405", "EPSG:32648", "EPSG:4756", "EPSG:3857"]
)
def test_any_system_is_transformed_once_and_never_rounded(
    tmp_path: Path, suffix: str, driver: str, crs: str
) -> None:
    path = tmp_path / f"x.{suffix}"
    drawn = frame(ma=["13669", "13972"]).to_crs(crs)
    # GDAL itself writes 7 decimals to GeoJSON unless told; the file's own digits are what counts.
    more = {"COORDINATE_PRECISION": "17"} if suffix == "geojson" else {}
    drawn.to_file(path, driver=driver, **more)
    native = geopandas.read_file(path)
    for record in read_boundaries(path).records:
        assert record.geometry is not None
        (shape,) = native.geometry[native["ma"] == record.code]
        xy = shapely.get_coordinates(shape)
        lons, lats = points_to_wgs84(xy[:, 0], xy[:, 1], crs)
        ours = {tuple(pair) for pair in shapely.get_coordinates(record.geometry).tolist()}
        assert ours == set(zip(lons.tolist(), lats.tolist(), strict=True))


def test_a_zone_of_vn_2000_on_the_wrong_datum_must_be_named(tmp_path: Path) -> None:
    path = tmp_path / "xa.tab"
    frame(MaXa=["13669", "13972"]).to_crs("EPSG:9209").to_file(path, driver="MapInfo File")
    with pytest.raises(BadBoundaryFile) as caught:
        read_boundaries(path)
    assert "224 m" in caught.value.vi
    file = read_boundaries(path, crs="EPSG:9209")
    assert file.crs == "EPSG:9209"
    geometry = file.records[0].geometry
    assert geometry is not None
    assert shapely.hausdorff_distance(geometry, SQUARES[0]) < 1e-6  # TAB itself keeps centimetres


def test_kmz_and_zips_of_mapinfo_are_opened(tmp_path: Path) -> None:
    frame(maxa=["13669", "13972"], ten=NAMES).to_file(tmp_path / "doc.kml", driver="KML")
    with zipfile.ZipFile(tmp_path / "xa.kmz", "w") as out:
        out.write(tmp_path / "doc.kml", "doc.kml")
    assert [r.name for r in read_boundaries(tmp_path / "xa.kmz").records] == NAMES
    folder = tmp_path / "tab"
    folder.mkdir()
    frame(maxa=["13669", "13972"]).to_file(folder / "xa.tab", driver="MapInfo File")
    with zipfile.ZipFile(tmp_path / "tab.zip", "w") as out:
        for each in folder.iterdir():
            out.write(each, each.name)
    assert [r.code for r in read_boundaries(tmp_path / "tab.zip").records] == ["13669", "13972"]


@pytest.mark.parametrize("name", ["ban-ve.dxf", "ban-ve.DWG", "ban-ve.dgn"])
def test_a_drawing_is_refused_with_what_to_do(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"0\nSECTION\n")
    with pytest.raises(BadBoundaryFile) as caught:
        read_boundaries(tmp_path / name)
    assert "GeoPackage" in caught.value.vi


def test_vn_2000_metres_become_degrees(tmp_path: Path) -> None:
    path = tmp_path / "vn2000.shp"
    frame(MaXa=["13669", "13972"]).to_crs("EPSG:9209").to_file(path)
    file = read_boundaries(path)
    assert file.crs == "EPSG:9209"
    for record, square in zip(file.records, SQUARES, strict=True):
        assert record.geometry is not None
        assert shapely.hausdorff_distance(record.geometry, square) < 1e-7  # a centimetre


def test_without_a_prj_the_system_must_be_named(tmp_path: Path) -> None:
    path = tmp_path / "xa.shp"
    frame(MaXa=["13669", "13972"]).to_crs("EPSG:9209").to_file(path)
    (tmp_path / "xa.prj").unlink()
    with pytest.raises(BadBoundaryFile) as caught:
        read_boundaries(path)
    assert "EPSG:9209" in caught.value.vi
    assert read_boundaries(path, crs="9209").records[0].geometry is not None


def test_numbers_get_their_zeros_back(tmp_path: Path) -> None:
    path = tmp_path / "so.geojson"
    frame(ma=[4, 8], ten=["Phường Ba Đình", "Phường Ngọc Hà"]).to_file(path)
    assert [r.code for r in read_boundaries(path).records] == ["00004", "00008"]
    frame(ma=[4.0, float("nan")]).to_file(path)
    assert [r.code for r in read_boundaries(path).records] == ["00004", ""]


def test_the_code_column_is_found_by_its_values_when_its_name_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "la.geojson"
    frame(cot_1=["a", "b"], cot_2=["13669", "13972"]).to_file(path)
    assert read_boundaries(path).code_field == "cot_2"
    frame(cot_1=["a", "b"], cot_2=["c", "d"]).to_file(path)
    with pytest.raises(BadBoundaryFile) as caught:
        read_boundaries(path)
    assert "cot_1, cot_2" in caught.value.vi
    assert read_boundaries(path, code_field="cot_1").records[0].code == "a"
    with pytest.raises(BadBoundaryFile):
        read_boundaries(path, code_field="khong_co")


def test_zips_and_folders_are_opened_and_must_hold_one_file(tmp_path: Path) -> None:
    folder = tmp_path / "thu muc"
    folder.mkdir()
    frame(maxa=["13669", "13972"]).to_file(folder / "xa.shp")
    assert len(read_boundaries(folder).records) == 2
    archive = tmp_path / "xã.zip"
    with zipfile.ZipFile(archive, "w") as out:
        for each in folder.iterdir():
            out.write(each, f"du lieu/{each.name}")
    assert len(read_boundaries(archive).records) == 2
    frame(maxa=["13669", "13972"]).to_file(folder / "xa2.gpkg")
    with pytest.raises(BadBoundaryFile) as caught:
        read_boundaries(folder)
    assert "xa.shp, xa2.gpkg" in caught.value.en
    (tmp_path / "hong.zip").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(BadBoundaryFile):
        read_boundaries(tmp_path / "hong.zip")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a map",
        b'{"type": "FeatureCollection", "features": []}',
        b"\x89PNG",
        b"<OGRVRTDataSource/>",
        b"<kml><!-- <OGRVRTDataSource --></kml>",
        b"<gml:FeatureCollection xmlns:gml='x'/>",
        b"<?xml version='1.0'?>",
    ],
)
def test_what_is_no_boundary_file_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.geojson"
    path.write_bytes(content)
    with pytest.raises(BadBoundaryFile) as caught:
        read_boundaries(path)
    assert caught.value.vi.endswith(".")
    assert caught.value.en.endswith(".")
    assert str(caught.value) == f"{caught.value.vi} / {caught.value.en}"
    with pytest.raises(BadBoundaryFile):
        read_boundaries(tmp_path / "missing.geojson")


def test_each_bad_shape_is_reported_on_its_own_row(tmp_path: Path) -> None:
    bowtie = {
        "type": "Polygon",
        "coordinates": [[[106.1, 20.4], [106.2, 20.5], [106.2, 20.4], [106.1, 20.5], [106.1, 20.4]]],
    }
    swapped = {
        "type": "Polygon",
        "coordinates": [[[20.4, 106.1], [20.5, 106.1], [20.5, 106.2], [20.4, 106.1]]],
    }
    far = {"type": "Polygon", "coordinates": [[[2.0, 48.0], [2.1, 48.0], [2.1, 48.1], [2.0, 48.0]]]}
    path = geojson(
        tmp_path / "xau.geojson",
        ({"ma": "00001"}, bowtie),
        ({"ma": "00002"}, swapped),
        ({"ma": "00003"}, far),
        ({"ma": "00004"}, {"type": "Point", "coordinates": [106.1, 20.4]}),
        ({"ma": "00005"}, None),
        (
            {"ma": "00006"},
            {"type": "Polygon", "coordinates": [[[106.1, 20.4], [106.2, 20.4], [106.2, 20.5]]]},
        ),
    )
    records = read_boundaries(path).records
    codes = [record.problems[0].code for record in records]
    assert codes == [
        "made_valid",
        "swapped_axes",
        "outside_viet_nam",
        "not_an_area",
        "no_geometry",
        "empty_shape",
    ]
    assert [record.geometry is not None for record in records] == [True] + [False] * 5
    repaired = records[0].geometry
    assert repaired is not None
    assert repaired.is_valid
