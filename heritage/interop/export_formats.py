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
        opens_in: What people call it, by what they open it with.
        any_crs: Whether it can be in VN-2000.
        write: Gives back how many items the format could not hold.
    """

    ending: str
    media_type: str
    opens_in: str
    any_crs: bool
    pieces: Callable[[Table], Iterator[bytes]] | None = None
    write: Callable[[Table, Path], int] | None = None


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = (
    Format("xlsx", _XLSX, "Excel, LibreOffice", True, write=export_sheet.write_xlsx),
    Format(
        "csv",
        "text/csv; charset=utf-8; header=present",
        "Excel, R, Python",
        True,
        pieces=export_text.csv_pieces,
    ),
    Format("geojson", "application/geo+json", "QGIS, web", False, pieces=export_text.geojson_pieces),
    Format("gpkg", "application/geopackage+sqlite3", "QGIS, ArcGIS", True, write=export_layers.write_gpkg),
    Format("shp.zip", "application/zip", "ArcGIS, MapInfo, QGIS", True, write=export_layers.write_shapefile),
    Format(
        "kml", "application/vnd.google-earth.kml+xml", "Google Earth", False, pieces=export_xml.kml_pieces
    ),
    Format("gpx", "application/gpx+xml", "GPS, OsmAnd", False, write=export_xml.write_gpx),
    Format(
        "parquet",
        "application/vnd.apache.parquet",
        "GeoPandas, DuckDB",
        True,
        write=export_layers.write_parquet,
    ),
    Format("ndjson", "application/x-ndjson", "jq, GDAL", False, pieces=export_text.ndjson_pieces),
)
BY_ENDING = {each.ending: each for each in FORMATS}
