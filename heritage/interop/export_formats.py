"""The formats of an export: one line here and the address, the documents and the menu know it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from heritage.interop import export_layers, export_sheet, export_text, export_xml
from heritage.interop.export_table import Table


@dataclass(frozen=True, slots=True)
class Format:
    """How a table is written; either ``pieces`` as they come, or ``write`` to a file that is sent when whole.

    Attributes:
        ending: Of the address and the file.
        name: What people call it.
        opens_in: Programs that open it, as they call themselves.
        any_crs: Whether it can be in VN-2000.
        write: Gives back how many items the format could not hold.
    """

    ending: str
    media_type: str
    name: str
    opens_in: str
    any_crs: bool
    pieces: Callable[[Table], Iterator[bytes]] | None = None
    write: Callable[[Table, Path], int] | None = None


_CSV = "text/csv; charset=utf-8; header=present"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = (
    Format("xlsx", _XLSX, "XLSX", "Excel, LibreOffice", True, write=export_sheet.write_xlsx),
    Format("csv", _CSV, "CSV", "Excel, R, Python", True, pieces=export_text.csv_pieces),
    Format(
        "gpkg", "application/geopackage+sqlite3", "GeoPackage", "QGIS, ArcGIS", True,
        write=export_layers.write_gpkg,
    ),
    Format(
        "shp.zip", "application/zip", "Shapefile", "ArcGIS, MapInfo, QGIS", True,
        write=export_layers.write_shapefile,
    ),
    Format(
        "parquet", "application/vnd.apache.parquet", "GeoParquet", "GeoPandas, QGIS", True,
        write=export_layers.write_parquet,
    ),
    Format(
        "geojson", "application/geo+json", "GeoJSON", "QGIS, Leaflet", False,
        pieces=export_text.geojson_pieces,
    ),
    Format(
        "kml", "application/vnd.google-earth.kml+xml", "KML", "Google Earth", False,
        pieces=export_xml.kml_pieces,
    ),
    Format("gpx", "application/gpx+xml", "GPX", "OsmAnd, Garmin", False, write=export_xml.write_gpx),
    Format("ndjson", "application/x-ndjson", "NDJSON", "jq, GDAL", False, pieces=export_text.ndjson_pieces),
)  # fmt: skip
BY_ENDING = {each.ending: each for each in FORMATS}
