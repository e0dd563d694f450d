"""Write scanner sweeps as LAZ in VN-2000 and as E57 with poses, the same bytes every time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import laspy
import numpy as np
from laspy.vlrs.known import WktCoordinateSystemVlr

from gis import crs
from heritage.demo.scans import Sweep
from heritage.demo.site import Site

LABEL = "Di San So demo, computed"
_SURVEY_DAY = dt.date(2026, 3, 14)
# Adjusted standard GPS time of 14 March 2026, 01:00 UTC: seconds since 6 January 1980 (18 leap seconds) minus 1e9.
_GPS_START = (dt.datetime(2026, 3, 14, 1) - dt.datetime(1980, 1, 6)).total_seconds() + 18 - 1e9


def wkt_of(native: str) -> str:
    """OGC WKT 1 of an ``EPSG:…`` code."""
    return crs.spatial_reference_texts(int(native.split(":")[1]))[0]


def write_laz(path: Path, sweeps: tuple[Sweep, ...], site: Site) -> Path:
    """Write LAS 1.4, point format 7: millimetres, 16-bit colour, classes, GPS time, station as source."""
    header = laspy.LasHeader(version="1.4", point_format=7)
    header.scales = np.array([0.001, 0.001, 0.001])
    origin = site.to_native(np.zeros((1, 3)))[0]
    header.offsets = np.floor(origin / 100) * 100
    header.vlrs.append(WktCoordinateSystemVlr(wkt_of(site.native)))
    header.global_encoding.wkt = True
    header.global_encoding.gps_time_type = laspy.header.GpsTimeType.STANDARD
    header.creation_date = _SURVEY_DAY
    header.system_identifier = LABEL
    header.generating_software = LABEL
    las = laspy.LasData(header)
    native = np.concatenate([site.to_native(each.place) for each in sweeps])
    las.x, las.y, las.z = native.T
    rgb = np.concatenate([each.rgb for each in sweeps]).astype(np.uint16) * 257
    las.red, las.green, las.blue = rgb.T
    las.classification = np.concatenate([each.kind for each in sweeps])
    las.intensity = np.rint(np.concatenate([each.intensity for each in sweeps]) * 65535).astype(np.uint16)
    las.return_number = np.ones(len(rgb), np.uint8)
    las.number_of_returns = np.ones(len(rgb), np.uint8)
    las.point_source_id = np.concatenate(
        [np.full(len(s.place), k + 1, np.uint16) for k, s in enumerate(sweeps)]
    )
    # Each station takes six minutes; the third starts twenty after the first.
    times = [
        _GPS_START + 600 * k + np.arange(len(s.place)) * (360 / len(s.place)) for k, s in enumerate(sweeps)
    ]
    las.gps_time = np.concatenate(times)
    las.write(str(path), laz_backend=laspy.LazBackend.Lazrs)
    return path


def write_e57(path: Path, sweeps: tuple[Sweep, ...], site: Site) -> Path:
    """Write each sweep in its scanner's own frame with a pose into VN-2000, and the system's WKT."""
    file57 = _open_fixed(path, wkt_of(site.native))
    try:
        for number, each in enumerate(sweeps, 1):
            station = np.array(each.station)
            pose = site.to_native(station[None])[0]
            local = site.to_native(each.place) - pose
            data: dict[str, Any] = {f"cartesian{axis}": local[:, k] for k, axis in enumerate("XYZ")}
            data |= {f"color{name}": each.rgb[:, k] for k, name in enumerate(("Red", "Green", "Blue"))}
            # pye57's own read_scan() refuses a scan without this field.
            data["cartesianInvalidState"] = np.zeros(len(local), np.uint8)
            data["intensity"] = each.intensity.astype(np.float32)
            file57.write_scan_raw(
                data,
                name=f"Tram {number} (demo)",
                rotation=np.array([1.0, 0.0, 0.0, 0.0]),
                translation=pose,
                scan_header=_header(local, number),
            )
    finally:
        file57.close()
    return path


def _header(local: np.ndarray, number: int) -> SimpleNamespace:
    # ASTM E2807 wants cartesianBounds in the scanner's frame; without a header pye57 writes them in the file's.
    low, high = local.min(axis=0), local.max(axis=0)
    bounds = {f"{axis}Minimum": float(low[k]) for k, axis in enumerate("xyz")}
    bounds |= {f"{axis}Maximum": float(high[k]) for k, axis in enumerate("xyz")}
    start = _GPS_START + 1e9 + 600 * (number - 1)
    return SimpleNamespace(
        acquisitionStart_dateTimeValue=start,
        acquisitionStart_isAtomicClockReferenced=0,
        acquisitionEnd_dateTimeValue=start + 360,
        acquisitionEnd_isAtomicClockReferenced=0,
        temperature=24.0,
        relativeHumidity=80.0,
        atmosphericPressure=101300.0,
        **bounds,
    )


def _open_fixed(path: Path, wkt: str) -> Any:
    """An E57 file for writing whose identifiers follow from its name instead of chance."""
    import uuid

    import pye57
    import pye57.e57
    from pye57 import libe57

    names = (str(uuid.uuid5(uuid.NAMESPACE_URL, f"{LABEL}/{path.stem}/{number}")) for number in range(100))

    class Fixed(pye57.E57):  # type: ignore[misc]  # pye57 has no types
        def write_default_header(self) -> None:
            file, root = self.image_file, self.root
            file.extensionsAdd("", libe57.E57_V1_0_URI)
            root.set("formatName", libe57.StringNode(file, "ASTM E57 3D Imaging Data File"))
            root.set("guid", libe57.StringNode(file, f"{{{next(names)}}}"))
            root.set("versionMajor", libe57.IntegerNode(file, libe57.E57_FORMAT_MAJOR))
            root.set("versionMinor", libe57.IntegerNode(file, libe57.E57_FORMAT_MINOR))
            root.set("e57LibraryVersion", libe57.StringNode(file, libe57.E57_LIBRARY_ID))
            root.set("coordinateMetadata", libe57.StringNode(file, wkt))
            moment = libe57.StructureNode(file)
            moment.set("dateTimeValue", libe57.FloatNode(file, _GPS_START + 1e9))
            moment.set("isAtomicClockReferenced", libe57.IntegerNode(file, 0))
            root.set("creationDateTime", moment)
            root.set("data3D", libe57.VectorNode(file, True))
            root.set("images2D", libe57.VectorNode(file, True))

        def write_scan_raw(self, *args: Any, **named: Any) -> None:
            # The scan's GUID is drawn inside pye57 (0.4.19) and cannot be set afterwards.
            genuine, pye57.e57.uuid = pye57.e57.uuid, SimpleNamespace(uuid4=lambda: next(names))
            try:
                super().write_scan_raw(*args, **named)
            finally:
                pye57.e57.uuid = genuine

    return Fixed(str(path), mode="w")
